package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.run.Change.Kind;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.coordinator.starrocks.TargetServer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run would change outside of the coordinator for one table, step by step, if every server stays as it is and nothing
 * fails. It only looks. What is in no list here, a run does not do: a step that cannot go on ends with a code instead. Steps
 * are asked for in their order, for each finds what those before it will have made. One thread.
 */
final class Foretold {
    private final Outset from;
    private final Table table;
    private final Optional<Attempt> attempt;
    private final Clock clock;
    private final Map<String, Boolean> connectorIsOurs = new HashMap<>();
    private final Map<String, Boolean> connectorIsThere = new HashMap<>();
    private final Map<String, Boolean> topicIsEmptied = new HashMap<>();
    private final boolean batchTopicIsToCome;
    private final List<Change> changes = new ArrayList<>();

    /** @param attempt the one that goes on; empty for a fresh one */
    Foretold(Outset from, Table table, Optional<Attempt> attempt, Clock clock) {
        this.from = from;
        this.table = table;
        this.attempt = attempt;
        this.clock = clock;
        this.batchTopicIsToCome = !from.isDone(attempt, Step.TOPICS);
    }

    /** The changes of a step that this half does, in their order. */
    List<Change> changes(Step step) {
        changes.clear();
        switch (step) {
            case TABLE -> table();
            case TOPICS -> topics();
            case CAPTURE -> capture();
            case SNAPSHOT -> snapshot();
            case LOAD -> make(table.connector(), table.topic(), () -> {});
            case DROP -> drop();
            case STREAM -> stream();
            case CUTOVER -> exchange();
            case VERIFY -> {}
        }
        return List.copyOf(changes);
    }

    private void add(Kind kind, String name) {
        changes.add(new Change(kind, name));
    }

    private void table() {
        TargetServer warehouse = from.world().starrocks();
        removeOfEarlierAttempts(table.connector());
        Stream stream = table.stream();
        if (stream != null) {
            removeOfEarlierAttempts(stream.connector());
        }
        if (!changes.isEmpty()) {
            add(Kind.CANCEL_LOADS, table.target());
        }
        add(Kind.CREATE_DATABASE, from.settings().starrocksOrRefuse().database() + " if it is not there");
        String name = warehouse.fullName(table.target());
        if (warehouse.columns(table.target()).isEmpty()) {
            add(Kind.CREATE_TABLE, name);
        } else if (from.ours(Resource.Kind.TABLE, name).isPresent()) {
            add(Kind.EMPTY_TABLE, name);
        }
    }

    private void topics() {
        try (TopicsAndGroups topics = from.world().topics()) {
            boolean there = topics.shape(table.topic()).isPresent();
            Optional<Resource> ours = from.ours(Resource.Kind.TOPIC, table.topic());
            boolean ofThisAttempt = there
                    && ours.filter(this::isOfThisAttempt).isPresent()
                    && topics.ranges(table.topic()).values().stream().allMatch(range -> range.start() == range.end());
            if (there && ours.isPresent() && !ofThisAttempt) {
                add(Kind.DELETE_TOPIC, table.topic());
                there = false;
            }
            if (!there) {
                topicIsEmptied.put(table.topic(), true);
                add(Kind.CREATE_TOPIC, table.topic());
            }
            Stream stream = table.stream();
            if (stream != null && topics.shape(stream.topic()).isEmpty()) {
                add(Kind.CREATE_TOPIC, stream.topic());
            }
        }
    }

    private void capture() {
        from.tableFiles(table).forEach(file -> {
            if (file.stopped()) {
                add(Kind.REMOVE_TABLE_FILE, file.path());
            }
            if (file.stopped() || !file.same()) {
                add(Kind.PUT_TABLE_FILE, file.path());
            }
        });
    }

    /** What was begun has its DataX or its manifest, or the attempt would not go on. */
    private void snapshot() {
        from.jobs(table, attempt).forEach(job -> add(Kind.START_DATAX, job));
    }

    private void make(String connector, String topic, Runnable beforeFirst) {
        boolean there = isThere(connector);
        if (!there) {
            if (isOurs(connector) && hasOffsets(connector, topic)) {
                add(Kind.DELETE_GROUP, ConnectClient.group(connector));
            }
            beforeFirst.run();
        }
        add(Kind.PUT_CONNECTOR, connector);
        if (there
                && from.world()
                        .connectors()
                        .status(connector)
                        .filter(ConnectorStatus::failed)
                        .isPresent()) {
            add(Kind.RESTART_CONNECTOR, connector);
        }
        connectorIsOurs.put(connector, true);
        connectorIsThere.put(connector, true);
    }

    /** Whether a run that comes now would let go of a batch that an earlier one has kept for a time. */
    boolean isDue() {
        return from.settings().policy().batchTopic() == BatchTopicPolicy.TTL
                && from.entry(attempt, Step.DROP.word())
                        .map(StepLedger::evidence)
                        .map(evidence -> evidence.get(LettingGo.UNTIL))
                        .filter(until -> !clock.instant().isBefore(Instant.parse(String.valueOf(until))))
                        .isPresent();
    }

    private void drop() {
        boolean stays =
                switch (from.settings().policy().batchTopic()) {
                    case KEEP -> true;
                    case DROP -> false;
                    case TTL -> !isDue() && clock.instant().isBefore(due());
                };
        if (!stays && batchTopicIsOurs() && !isBuried()) {
            if (isOurs(table.connector())) {
                remove(table.connector());
            }
            if (batchTopicIsToCome || isThereTopic(table.topic())) {
                add(Kind.DELETE_TOPIC, table.topic());
            }
        }
    }

    private Instant due() {
        return from.entry(attempt, SignOff.WORD)
                .map(StepLedger::evidence)
                .map(evidence -> evidence.get("signedAt"))
                .map(at -> Instant.parse(String.valueOf(at)))
                .orElseGet(clock::instant)
                .plus(from.settings().policy().keptFor());
    }

    private boolean isBuried() {
        return from.entry(attempt, BatchDrop.TOMBSTONE)
                .filter(entry -> entry.state() == StepState.DONE)
                .isPresent();
    }

    /** As the source half says or will say it; what is not there yet it makes itself. */
    private boolean batchTopicIsOurs() {
        return from.said(attempt, Step.TOPICS)
                .map(word -> "CREATED".equals(word.evidence().get("origin")))
                .orElseGet(() -> topicIsEmptied.getOrDefault(table.topic(), false)
                        || !isThereTopic(table.topic())
                        || !from.hasSource()
                        || from.ours(Resource.Kind.TOPIC, table.topic()).isPresent());
    }

    /** A batch that was kept has its connector until now. */
    private void stream() {
        if (isOurs(table.connector())) {
            remove(table.connector());
        }
        Stream stream = Objects.requireNonNull(table.stream());
        make(stream.connector(), stream.topic(), () -> add(Kind.SET_OFFSETS, ConnectClient.group(stream.connector())));
    }

    /** Whichever half comes first makes the topic, and both see to it that it goes. */
    private void exchange() {
        String topic = LiveSpec.exchangeTopic(from.settings().control().topic(), table.target());
        if (!isThereTopic(topic)) {
            add(Kind.CREATE_TOPIC, topic);
        }
        add(Kind.DELETE_TOPIC, topic);
    }

    private void removeOfEarlierAttempts(String connector) {
        if (from.ours(Resource.Kind.CONNECTOR, connector)
                .filter(known -> !isOfThisAttempt(known))
                .isPresent()) {
            remove(connector);
        }
    }

    private void remove(String connector) {
        add(Kind.DELETE_CONNECTOR, connector);
        add(Kind.DELETE_GROUP, ConnectClient.group(connector));
        connectorIsOurs.put(connector, false);
        connectorIsThere.put(connector, false);
    }

    private boolean isOurs(String connector) {
        return connectorIsOurs.computeIfAbsent(
                connector, name -> from.ours(Resource.Kind.CONNECTOR, name).isPresent());
    }

    private boolean isThere(String connector) {
        return connectorIsThere.computeIfAbsent(
                connector, name -> from.world().connectors().config(name).isPresent());
    }

    private boolean isThereTopic(String topic) {
        try (TopicsAndGroups topics = from.world().topics()) {
            return topics.shape(topic).isPresent();
        }
    }

    /** Offsets go with their topic. */
    private boolean hasOffsets(String connector, String topic) {
        if (topicIsEmptied.getOrDefault(topic, false)) {
            return false;
        }
        try (TopicsAndGroups topics = from.world().topics()) {
            return !topics.committed(ConnectClient.group(connector), topic).isEmpty();
        }
    }

    private boolean isOfThisAttempt(Resource resource) {
        return attempt.filter(known -> known.id().equals(resource.attemptId())).isPresent();
    }
}
