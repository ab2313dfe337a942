package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.GroupProgress;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TablePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a table's live changes are right now, as far as this half can see: the streamer's position beside MySQL, the
 * connector beside StarRocks. What cannot be reached is said to be unknown, with the reason. One thread.
 */
public final class LiveState {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> FROM_GOOD_TO_BAD =
            List.of("CAPTURING", "CATCHING UP", "UNKNOWN", "SILENT", "NONE", "NOT CAPTURED", "STOPPED");

    private final SluiceSettings settings;

    public LiveState(SluiceSettings settings) {
        this.settings = settings;
    }

    /**
     * What is known, as JSON values by name; empty for a table that has no live changes yet.
     *
     * @param steps of the newest attempt, as this half's journal has them
     */
    public Map<String, @Nullable Object> of(Table table, List<StepEntry> steps) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        Streamer streamer = settings.streamer();
        Stream stream = table.stream();
        if (streamer == null || stream == null) {
            return state;
        }
        for (StepEntry step : steps) {
            if (step.step().equals(Step.CAPTURE.word()) && step.state() == StepState.DONE) {
                state.put("streamer", streamer(streamer, Pinned.of(step)));
            }
            if (step.step().equals(Step.STREAM.word()) && settings.connect() != null) {
                state.put("connector", seen(() -> connector(stream)));
            }
        }
        return state;
    }

    private interface Look {
        Map<String, @Nullable Object> look();
    }

    private static Map<String, @Nullable Object> seen(Look look) {
        try {
            return look.look();
        } catch (Failure | ConnectException e) {
            Map<String, @Nullable Object> unknown = new LinkedHashMap<>();
            unknown.put("state", "UNKNOWN");
            unknown.put("reason", e.getMessage());
            return unknown;
        }
    }

    /** Of a table in several MySQLs what is worst, and under {@code sources} what holds of each. */
    private Map<String, @Nullable Object> streamer(Streamer streamer, List<Pinned> parts) {
        Map<String, @Nullable Object> sources = new LinkedHashMap<>();
        Map<String, @Nullable Object> worst = new LinkedHashMap<>();
        for (Pinned part : parts) {
            Map<String, @Nullable Object> one = seen(() -> streamer(streamer, part));
            sources.put(part.mysql(), one);
            if (worst.isEmpty() || badness(one) > badness(worst)) {
                worst = new LinkedHashMap<>(one);
            }
        }
        if (parts.size() > 1) {
            worst.put("sources", sources);
        }
        return worst;
    }

    private static int badness(Map<String, @Nullable Object> state) {
        return FROM_GOOD_TO_BAD.indexOf(String.valueOf(state.get("state")));
    }

    private Map<String, @Nullable Object> streamer(Streamer streamer, Pinned part) {
        Optional<PositionTopic.Heard> heard;
        try (PositionTopic positions = new PositionTopic(
                new KafkaClients(settings.kafka()),
                streamer.positions(),
                References.keyRing(settings).root(),
                streamer.name(),
                streamer.sourceNamed(part.mysql()))) {
            heard = positions.read();
        }
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        if (heard.isEmpty()) {
            state.put("state", "NONE");
            return state;
        }
        StreamPosition position = heard.get().position();
        TablePosition table = position.table(part.key());
        Duration silence = Duration.between(position.writtenAt(), Instant.now());
        state.put("state", state(table, silence, streamer));
        if (table != null && table.stopped() != null) {
            state.put("reason", table.stopped().toString());
        }
        state.put("silentSeconds", Math.max(0, silence.toSeconds()));
        Instant last = position.lastEventAt();
        state.put("lastEventAt", last == null ? null : last.toString());
        state.put("position", position.file() + ":" + position.position());
        return state;
    }

    private static String state(@Nullable TablePosition table, Duration silence, Streamer streamer) {
        if (table == null) {
            return "NOT CAPTURED";
        }
        if (table.stopped() != null) {
            return "STOPPED";
        }
        if (silence.compareTo(streamer.patience()) > 0) {
            return "SILENT";
        }
        return table.behind() == null ? "CAPTURING" : "CATCHING UP";
    }

    private Map<String, @Nullable Object> connector(Stream stream) {
        ConnectClient connect = new ConnectClient(settings.connectOrRefuse().urls(), PATIENCE);
        Optional<ConnectorStatus> status = connect.status(stream.connector());
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("state", status.map(LiveState::word).orElse("NONE"));
        status.filter(ConnectorStatus::failed).ifPresent(failed -> state.put("reason", failed.reason()));
        if (status.isPresent()) {
            KafkaClients kafka = new KafkaClients(settings.kafka());
            try (Topics topics = new Topics(kafka)) {
                GroupProgress progress =
                        new GroupProgress(kafka, topics, ConnectClient.group(stream.connector()), stream.topic());
                Map<Integer, Long> ends = topics.committedEnds(stream.topic());
                state.put(
                        "behind",
                        progress.covers(Map.of(), ends)
                                ? 0L
                                : progress.distance(Map.of(), ends).values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum());
            }
        }
        return state;
    }

    private static String word(ConnectorStatus status) {
        if (status.failed()) {
            return "FAILED";
        }
        return status.running(1) || !status.state().equals("RUNNING") ? status.state() : "STARTING";
    }
}
