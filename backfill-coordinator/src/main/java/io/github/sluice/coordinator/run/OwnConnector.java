package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.wire.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector that a run makes, watches and removes. It touches none that the journal does not show to be its own. One
 * thread.
 */
final class OwnConnector {
    private static final Logger LOG = LoggerFactory.getLogger(OwnConnector.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int BAD_REQUEST = 400;

    private final Workplace work;
    private final Connectors connect;
    private final String table;
    private final String name;
    private final String topic;

    OwnConnector(Workplace work, String table, String name, String topic) {
        this.work = work;
        this.connect = work.world().connectors();
        this.table = table;
        this.name = name;
        this.topic = topic;
    }

    String name() {
        return name;
    }

    String group() {
        return ConnectClient.group(name);
    }

    /** Whether the worker has it, whoever made it. */
    boolean isThere() {
        return asked("is not known to be there", () -> connect.config(name).isPresent());
    }

    /** Whether the journal shows that we made it, or were about to. */
    boolean isOurs() {
        return work.journal()
                .resource(Resource.Kind.CONNECTOR, name)
                .map(Resource::ours)
                .orElse(false);
    }

    /**
     * Creates the connector, or gives the one that we made its configuration again.
     *
     * @param file the reviewed document, name and config
     * @param beforeFirst done before it is created, when its group has no members and no offsets
     */
    void make(Attempt attempt, String file, Runnable beforeFirst) {
        Map<String, String> config = config(file);
        asked("cannot be made", () -> {
            boolean there = connect.config(name).isPresent();
            if (there && !isOurs()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "connector " + name + " exists and the journal does not show that we created it; delete it, or"
                                + " change naming.connector");
            }
            if (!there) {
                refuseCommittedOffsets();
                remember(attempt, Resource.Origin.INTENDED);
                beforeFirst.run();
            }
            connect.put(name, config);
            remember(attempt, Resource.Origin.CREATED);
            connect.status(name).filter(ConnectorStatus::failed).ifPresent(failed -> connect.restartFailed(name));
            return true;
        });
    }

    private Map<String, String> config(String file) {
        Map<String, String> config = new LinkedHashMap<>();
        if (Json.parse(file) instanceof Map<?, ?> document
                && name.equals(document.get("name"))
                && document.get("config") instanceof Map<?, ?> found) {
            found.forEach((key, value) -> config.put(String.valueOf(key), String.valueOf(value)));
            return config;
        }
        throw new Failure(ExitCode.REFUSED, table + ": the connector file is not one for connector " + name);
    }

    private void remember(Attempt attempt, Resource.Origin origin) {
        work.journal().remember(new Resource(Resource.Kind.CONNECTOR, name, origin, attempt.id()));
    }

    /** With offsets from an earlier life the connector would begin in the middle. */
    private void refuseCommittedOffsets() {
        try (TopicsAndGroups topics = work.world().topics()) {
            if (topics.committed(group(), topic).isEmpty()) {
                return;
            }
            if (!isOurs()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "group " + group() + " has committed offsets on " + topic
                                + " and the journal does not show that they are ours; delete the group");
            }
            topics.deleteGroup(group());
        }
    }

    /**
     * Waits until the connector and a task run.
     *
     * @param explain told that it has failed, to find the record that it fails over
     */
    void awaitRunning(Runnable explain) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<ConnectorStatus> status = status();
            if (status.isPresent() && status.get().running(1)) {
                return;
            }
            throwIfFailed(status, explain);
            if (Instant.now().isAfter(limit)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        table + ": connector " + name + " is not RUNNING after " + PATIENCE.toSeconds() + " s: "
                                + status);
            }
            rest();
        }
    }

    Optional<ConnectorStatus> status() {
        return asked("has no known state", () -> connect.status(name));
    }

    void throwIfFailed(Runnable explain) {
        throwIfFailed(status(), explain);
    }

    private void throwIfFailed(Optional<ConnectorStatus> status, Runnable explain) {
        if (status.isEmpty() || !status.get().failed()) {
            return;
        }
        LOG.error("connector {} failed: {}", name, status.get().reason());
        explain.run();
        throw new Failure(
                ExitCode.CONNECTOR_FAILED,
                table + ": connector " + name + ": " + status.get().reason(),
                null,
                status.get().causes());
    }

    /**
     * Before a fresh attempt: what an earlier one made is gone.
     *
     * @return whether there was something
     */
    boolean removeOfEarlierAttempts(Attempt attempt) {
        Optional<Resource> known = work.journal().resource(Resource.Kind.CONNECTOR, name);
        if (known.isEmpty() || !known.get().ours() || known.get().attemptId().equals(attempt.id())) {
            return false;
        }
        remove();
        return true;
    }

    /** Deletes connector and group; the journal forgets them last, so that a kill in between is made good. */
    void remove() {
        asked("cannot be deleted", () -> {
            connect.delete(name);
            Instant limit = Instant.now().plus(PATIENCE);
            while (connect.config(name).isPresent() || connect.status(name).isPresent()) {
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(ExitCode.UNKNOWN, "connector " + name + " is still there after its deletion");
                }
                rest();
            }
            return true;
        });
        try (TopicsAndGroups topics = work.world().topics()) {
            topics.deleteGroup(group());
        }
        work.journal().forget(Resource.Kind.CONNECTOR, name);
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T asked(String otherwise, Question<T> question) {
        try {
            return question.ask();
        } catch (ConnectException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    table + ": connector " + name + " " + otherwise + ": Kafka Connect: " + e.getMessage()
                            + (e.status() == BAD_REQUEST
                                    ? "; does every worker have the plugin, and let connectors override consumer"
                                            + " settings (connector.client.config.override.policy=All)?"
                                    : ""),
                    e);
        }
    }

    /** Between two looks at it. */
    void rest() {
        work.world().rest(LOOK_EVERY);
    }
}
