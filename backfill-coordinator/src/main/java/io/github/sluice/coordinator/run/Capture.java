package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.Visibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * stream.
 *
 * <p>A table whose parts are in several MySQLs has one {@code starts}, which is read before each part's own {@code from}:
 * what holds for one part then holds for each. One thread.
 */
final class Capture {
    private final Workplace work;

    Capture(Workplace work) {
        this.work = work;
    }

    /** Step 3: captures, and pins where capture and snapshot overlap. */
    Map<String, @Nullable Object> pin(Attempt attempt, Table table, TableSpec spec, long rows) {
        Streamer streamer = work.settings().streamerOrRefuse();
        Forecast forecast = Forecast.of(spec.target(), rows, streamer.rowsPerSecond());
        try (CapturedParts parts = CapturedParts.planned(work, spec, mysql -> text(table, spec, mysql));
                TopicsAndGroups topics = work.world().topics()) {
            refuseUnlessAllOutlast(forecast, streamer, spec, parts, topics);
            for (CapturedPart part : parts.all()) {
                part.route(attempt, file(table, part.mysql()), text(table, spec, part.mysql()));
                part.catchUp();
            }
            Map<Integer, Long> starts =
                    topics.committedEnds(spec.streamOrRefuse().topic());
            List<Pinned> pinned = new ArrayList<>();
            for (CapturedPart part : parts.all()) {
                pinned.add(part.pin());
            }
            refuseUnknownShards(table, spec, parts, pinned);
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>(Pinned.evidence(pinned));
            evidence.put("starts", Offsets.toJson(starts));
            evidence.put("forecastSeconds", forecast.length().toSeconds());
            evidence.put(
                    "note",
                    parts.all().stream().map(part -> file(table, part.mysql())).collect(Collectors.joining(", ")));
            return evidence;
        }
    }

    private String file(Table table, String mysql) {
        return Planner.streamTableFile(work.settings(), table, mysql);
    }

    private String text(Table table, TableSpec spec, String mysql) {
        return work.planner().reviewedStreamTable(table, spec, mysql);
    }

    private static void refuseUnlessAllOutlast(
            Forecast forecast, Streamer streamer, TableSpec spec, CapturedParts parts, TopicsAndGroups topics) {
        Duration told = streamer.binlogRetention();
        if (told != null) {
            forecast.refuseBinlog(Optional.of(told));
        } else {
            parts.all().forEach(part -> forecast.refuseBinlog(part.binlogRetention()));
        }
        String stream = spec.streamOrRefuse().topic();
        forecast.refuseTopic(stream, shape(topics, stream), "streamer.topicConfig");
        forecast.refuseTopic(spec.topic(), shape(topics, spec.topic()), "kafka.topicConfig");
    }

    private static Topics.Shape shape(TopicsAndGroups topics, String topic) {
        return topics.shape(topic)
                .orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "topic " + topic + " has vanished; run again"));
    }

    /**
     * A physical table that nobody planned and that was there before the capture would miss its history; one that was
     * created since has all its rows in the stream.
     */
    private void refuseUnknownShards(Table table, TableSpec spec, CapturedParts parts, List<Pinned> pinned) {
        TableSpec now = work.planner().describe(table);
        boolean grown = spec.sameButForNewShards(now);
        for (int i = 0; grown && i < pinned.size(); i++) {
            String mysql = pinned.get(i).mysql();
            List<TableSpec.Shard> unplanned = now.shards().stream()
                    .filter(shard ->
                            shard.source().equals(mysql) && !spec.shards().contains(shard))
                    .toList();
            grown = parts.all().get(i).sawCreated(unplanned, pinned.get(i));
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
        reach(attempt, spec, true);
    }

    /**
     * Step 7's mark: all that MySQL has executed by now is in the stream topic.
     *
     * @throws Voided if rows were thrown away since {@code from} in a way that the stream does not tell
     */
    CatchUp.Mark mark(Attempt attempt, TableSpec spec) {
        String position = reach(attempt, spec, false);
        try (TopicsAndGroups topics = work.world().topics()) {
            return new CatchUp.Mark(position, topics.ends(spec.streamOrRefuse().topic()));
        }
    }

    /** The positions as text, with the names of the MySQLs where there are several. */
    private String reach(Attempt attempt, TableSpec spec, boolean shapeToo) {
        List<Pinned> pinned = pinned(attempt);
        List<String> reached = new ArrayList<>();
        try (CapturedParts parts = CapturedParts.pinned(work, spec, pinned)) {
            for (int i = 0; i < pinned.size(); i++) {
                CapturedPart part = parts.all().get(i);
                String position = part.reach(pinned.get(i), shapeToo);
                reached.add(pinned.size() == 1 ? position : part.mysql() + " " + position);
            }
        }
        return String.join("; ", reached);
    }

    private List<Pinned> pinned(Attempt attempt) {
        StepEntry captured = work.journal()
                .step(attempt, Step.CAPTURE.word())
                .filter(entry -> entry.state() == StepState.DONE)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        attempt.table() + ": attempt " + attempt.number() + " has no pinned position; DataX does not"
                                + " start without one"));
        return Pinned.of(captured);
    }
}
