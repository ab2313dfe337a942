package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlPositions;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 and what hangs on it. No change may fall between snapshot and stream, so the two must overlap, and the overlap
 * must be harmless:
 *
 * <ol>
 *   <li>The streamer takes the table file and catches up with what MySQL has executed by then.
 *   <li>{@code starts} := the ends of the stream topic; {@code from} := the streamer's position, read after
 *       {@code starts}. So every change that is not before {@code from} stands at {@code starts} or behind it.
 *   <li>What the streamer has passed is in the binlog, but a SELECT may not see it yet, and least of all what was only
 *       prepared (XA): both are waited for ({@link Visibility}). A SELECT from then on
 *       sees all that is before {@code from}, so every change is seen by the snapshot, or stands behind {@code starts}, or
 *       both; replaying the stream from {@code starts}, in order per key, ends at the newest version of each row.
 *       {@code P0} := the end of the very server that DataX reads, after that.
 *   <li>The streamer has P0 before DataX starts, so that it is known to follow.
 * </ol>
 *
 * <p>What throws rows away without a row event (TRUNCATE, DROP, RENAME) or changes their shape breaks this if it happens
 * outside {@code from}, so it voids the attempt; a table that is created then does not, for all its rows come by the
 * stream. One thread.
 */
final class Capture {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String CREATE = "CREATE";
    private static final String ALTER = "ALTER";

    private final Workplace work;

    Capture(Workplace work) {
        this.work = work;
    }

    /** What an attempt's capture has pinned, as its evidence holds it. */
    private record Pinned(String key, String digest, String from, String serverUuid) {
        static Pinned of(StepEntry captured) {
            if (!(Json.parse(captured.evidence()) instanceof Map<?, ?> evidence)) {
                throw new IllegalStateException("the evidence of a capture is a JSON object");
            }
            return new Pinned(
                    String.valueOf(evidence.get("key")),
                    String.valueOf(evidence.get("digest")),
                    String.valueOf(evidence.get("from")),
                    String.valueOf(evidence.get("serverUuid")));
        }
    }

    /** How the streamer's position names the table that a finished step has captured. */
    static String key(StepEntry captured) {
        return Pinned.of(captured).key();
    }

    /** Step 3: captures, and pins where capture and snapshot overlap. */
    Map<String, @Nullable Object> pin(Attempt attempt, Table table, TableSpec spec, long rows) {
        Streamer streamer = work.settings().streamerOrRefuse();
        String file = Planner.streamTableFile(table);
        String text = work.planner().reviewedStreamTable(table, spec);
        String digest = StreamerFolder.digest(text);
        String key = StreamTable.key(spec);
        try (StreamerWatch watch = new StreamerWatch(work);
                TopicsAndGroups topics = work.world().topics()) {
            Forecast forecast = Forecast.of(spec.target(), rows, streamer.rowsPerSecond());
            refuseUnlessAllOutlast(forecast, streamer, spec, watch, topics);
            route(attempt, spec, file, text, key, digest, watch);
            SourcePosition kind = covered(spec, watch.now(), key, digest);
            watch.server().refuseUnlessFit(kind);
            MySqlPositions.End before = watch.server().end(kind);
            watch.await("all that MySQL has executed so far", position -> covered(spec, position, key, digest)
                    .covers(before.position()));
            Map<Integer, Long> starts =
                    topics.committedEnds(spec.streamOrRefuse().topic());
            StreamPosition position = watch.now();
            SourcePosition from = covered(spec, position, key, digest);
            awaitReached(spec, watch.server().preparedTransactions());
            awaitReached(spec, watch.server().visibility(from, sent(position, key, from)));
            MySqlPositions.End p0 = watch.server().end(from);
            watch.await("P0, so that DataX may start", reached -> covered(spec, reached, key, digest)
                    .covers(p0.position()));
            refuseUnknownShards(table, spec, key, digest, from, watch);
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
            evidence.put("key", key);
            evidence.put("digest", digest);
            evidence.put("since", tablePosition(spec, position, key, digest).since());
            evidence.put("from", from.toString());
            evidence.put("p0", p0.position().toString());
            evidence.put("serverUuid", p0.serverUuid());
            evidence.put("starts", Offsets.toJson(starts));
            evidence.put("forecastSeconds", forecast.length().toSeconds());
            evidence.put("note", file);
            return evidence;
        }
    }

    private void refuseUnlessAllOutlast(
            Forecast forecast, Streamer streamer, TableSpec spec, StreamerWatch watch, TopicsAndGroups topics) {
        Duration told = streamer.binlogRetention();
        forecast.refuseBinlog(told == null ? watch.server().binlogRetention() : Optional.of(told));
        String stream = spec.streamOrRefuse().topic();
        forecast.refuseTopic(stream, shape(topics, stream), "streamer.topicConfig");
        forecast.refuseTopic(spec.topic(), shape(topics, spec.topic()), "kafka.topicConfig");
    }

    private static Topics.Shape shape(TopicsAndGroups topics, String topic) {
        return topics.shape(topic)
                .orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "topic " + topic + " has vanished; run again"));
    }

    /** Puts the file there and waits until a living streamer goes by it. A table it has stopped is begun anew. */
    private void route(
            Attempt attempt, TableSpec spec, String file, String text, String key, String digest, StreamerWatch watch) {
        long said = watch.newestWord();
        StreamerFolder folder = new StreamerFolder(work.settings().streamerOrRefuse(), work.journal());
        if (said >= 0 && isStopped(watch.now(), key)) {
            folder.remove(file);
            watch.awaitSoon(
                    "an end of table " + key + ", which it had stopped",
                    "look at its log",
                    position -> position.table(key) == null);
        }
        folder.put(attempt, file, text);
        watch.awaitLife(said);
        watch.awaitSoon(
                "an acknowledgement of " + file,
                "is streamer.tables its folder of table files? Its log names the faults of files that it refuses",
                position -> {
                    TablePosition found = position.table(key);
                    if (found != null && found.digest().equals(digest)) {
                        tablePosition(spec, position, key, digest);
                        return true;
                    }
                    return false;
                });
    }

    private static boolean isStopped(StreamPosition position, String key) {
        TablePosition found = position.table(key);
        return found != null && found.stopped() != null;
    }

    /** Everything of which rows may stand before {@code starts}: whole transactions, and the parts of big ones. */
    private static List<SourcePosition> sent(StreamPosition position, String key, SourcePosition from) {
        List<SourcePosition> sent = new ArrayList<>(List.of(from));
        TablePosition table = Objects.requireNonNull(position.table(key));
        sent.add(SourcePosition.parse(table.since()));
        for (PartialTransaction partial : new PartialTransaction[] {position.partial(), table.behindPartial()}) {
            if (partial != null) {
                sent.add(SourcePosition.parse(partial.gtid()));
            }
        }
        return sent;
    }

    /** The streamer may have passed a transaction in the binlog before a SELECT sees it. */
    private void awaitReached(TableSpec spec, Visibility opened) {
        Duration patience = work.settings().streamerOrRefuse().patience();
        Instant limit = Instant.now().plus(patience);
        try (Visibility visibility = opened) {
            while (!visibility.reached()) {
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            spec.target() + ": waited " + patience.toSeconds() + " s (streamer.wait) in vain for "
                                    + visibility.missing() + "; then run again");
                }
                work.world().rest(LOOK_EVERY);
            }
        }
    }

    /**
     * A physical table that nobody planned and that was there before the capture would miss its history; one that was
     * created since has all its rows in the stream.
     */
    private void refuseUnknownShards(
            Table table, TableSpec spec, String key, String digest, SourcePosition from, StreamerWatch watch) {
        TableSpec now = work.planner().describe(table);
        boolean grown = spec.sameButForNewShards(now);
        if (grown && now.shards().size() > spec.shards().size()) {
            MySqlPositions.End end = watch.server().end(from);
            TablePosition reached = tablePosition(
                    spec,
                    watch.await("the creation of new tables", position -> covered(spec, position, key, digest)
                            .covers(end.position())),
                    key,
                    digest);
            grown = now.shards().stream()
                    .filter(shard -> !spec.shards().contains(shard))
                    .allMatch(shard -> reached.ddl().stream()
                            .anyMatch(ddl -> ddl.kind().equals(CREATE)
                                    && ddl.table().equals(shard.database() + "." + shard.table())
                                    && !from.contains(ddl.gtid())));
        }
        if (!grown) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.target() + ": MySQL's tables for " + table.sourceText()
                            + " are others than planned; run sluice plan again and review");
        }
    }

    /**
     * After DataX: nothing that an overlap does not make good has happened since {@code from}.
     *
     * @throws Voided if it has
     */
    void confirm(Attempt attempt, TableSpec spec) {
        try (StreamerWatch watch = new StreamerWatch(work)) {
            reach(attempt, spec, watch, true);
        }
    }

    /**
     * Step 7's mark: all that MySQL has executed by now is in the stream topic.
     *
     * @throws Voided if rows were thrown away since {@code from} in a way that the stream does not tell
     */
    CatchUp.Mark mark(Attempt attempt, TableSpec spec) {
        try (StreamerWatch watch = new StreamerWatch(work);
                TopicsAndGroups topics = work.world().topics()) {
            String set = reach(attempt, spec, watch, false);
            return new CatchUp.Mark(set, topics.ends(spec.streamOrRefuse().topic()));
        }
    }

    private String reach(Attempt attempt, TableSpec spec, StreamerWatch watch, boolean shapeToo) {
        Pinned pinned = pinned(attempt);
        SourcePosition from = SourcePosition.parse(pinned.from());
        MySqlPositions.End executed = watch.server().end(from);
        if (shapeToo && !executed.serverUuid().equals(pinned.serverUuid())) {
            throw new Voided("DataX may have read another MySQL server (" + executed.serverUuid()
                    + ") than the one whose position was pinned (" + pinned.serverUuid() + ")");
        }
        StreamPosition position = watch.await(
                "all that MySQL has executed by now",
                reached -> covered(spec, reached, pinned.key(), pinned.digest()).covers(executed.position()));
        TablePosition table = tablePosition(spec, position, pinned.key(), pinned.digest());
        if (!from.covers(SourcePosition.parse(table.since()))) {
            throw new Voided("the streamer began the table anew, and changes in between are missing");
        }
        for (TableDdl ddl : table.ddl()) {
            boolean harmless =
                    ddl.kind().equals(CREATE) || (!shapeToo && ddl.kind().equals(ALTER));
            boolean seen = !ddl.gtid().isEmpty() && from.contains(ddl.gtid());
            if (!harmless && !seen) {
                throw new Voided(ddl.kind() + " of " + ddl.table() + " at " + ddl.at());
            }
        }
        return executed.position().toString();
    }

    private Pinned pinned(Attempt attempt) {
        return work.journal()
                .step(attempt, Step.CAPTURE.word())
                .filter(entry -> entry.state() == StepState.DONE)
                .map(Pinned::of)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        attempt.table() + ": attempt " + attempt.number() + " has no pinned position; DataX does not"
                                + " start without one"));
    }

    /** Before it, all changes of the table are in its topic. */
    private static SourcePosition covered(TableSpec spec, StreamPosition position, String key, String digest) {
        tablePosition(spec, position, key, digest);
        return SourcePosition.parse(Objects.requireNonNull(position.gtidSetOf(key)));
    }

    /**
     * The table's own part of a position.
     *
     * @throws Failure if the streamer has stopped the table
     * @throws Voided if it goes by another file, or none
     */
    private static TablePosition tablePosition(TableSpec spec, StreamPosition position, String key, String digest) {
        TablePosition table = position.table(key);
        if (table == null || !table.digest().equals(digest)) {
            throw new Voided(
                    "the streamer " + (table == null ? "has no file" : "goes by another file") + " for " + key);
        }
        if (table.stopped() != null) {
            throw new Failure(
                    ExitCode.CAPTURE_STOPPED,
                    spec.target() + ": the streamer has stopped the table: " + table.stopped()
                            + ". Run sluice plan again if the structure in MySQL is the right one, review, and run"
                            + " sluice run --restart for this table");
        }
        if (!table.topic().equals(spec.streamOrRefuse().topic())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.target() + ": the streamer writes to topic " + table.topic() + ", the plan says "
                            + spec.streamOrRefuse().topic());
        }
        return table;
    }
}
