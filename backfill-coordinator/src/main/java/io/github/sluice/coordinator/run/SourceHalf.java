package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.verify.Counting;
import io.github.sluice.coordinator.verify.Mismatch;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half beside MySQL. For each table: wait until the target half has the StarRocks table ready, make the topics, have
 * the changes captured, run DataX, prove read = acknowledged = in the topic, hand the sealed manifest over, and wait for
 * the verdict; then tell how far the stream must come, answer the live comparison, and wait for the cutover. Without a
 * streamer the batch's verdict is the end.
 */
final class SourceHalf implements Half {
    private static final Logger LOG = LoggerFactory.getLogger(SourceHalf.class);

    private final Workplace work;
    private final StepLedger steps;
    private final Attempts attempts;
    private final Snapshot snapshot;
    private final SourceTopics topics;
    private final Capture capture;
    private final CatchUp catchUp;
    private final Cutover cutover;
    private final LiveSource live;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private final Set<String> begunAfresh = ConcurrentHashMap.newKeySet();

    /** An attempt of this run, and the description that it was announced with. */
    private record Opened(Attempt attempt, TableSpec spec) {}

    SourceHalf(Workplace work) {
        this.work = work;
        this.steps = new StepLedger(work);
        this.attempts = new Attempts(work);
        this.snapshot = new Snapshot(work);
        this.topics = new SourceTopics(work);
        this.capture = new Capture(work);
        this.catchUp = new CatchUp(work, steps);
        this.cutover = new Cutover(work, steps);
        this.live = work.world().liveSource();
        snapshot.removeLeftovers();
        snapshot.countKeyUses();
        new KeyGuard(work).refuseIfUsedUp();
    }

    @Override
    public void run(Table table, Stretch stretch, boolean afresh) {
        Stretch left = stretch;
        for (int restarts = 0; ; restarts++) {
            TableSpec spec = reviewed(table);
            // once in a run: who tries a failed table again wants it to go on
            Attempt attempt = open(spec, afresh && !begunAfresh.contains(table.target()));
            begunAfresh.add(table.target());
            try {
                run(table, attempt, spec, left);
                return;
            } catch (Voided changed) {
                giveUpOrRestart(attempt, changed, restarts);
                left = stretch.fromTheStart();
            } catch (RuntimeException over) {
                opened.remove(table.target()); // whether its attempt is of any use is asked anew, if it is tried again
                throw over;
            }
        }
    }

    /**
     * After a pause a run goes on with the attempt that it has opened, whatever the target half has said of it since: whoever
     * would open another one now would wait for a target half that is through with the table.
     */
    private Attempt open(TableSpec spec, boolean afresh) {
        Opened before = opened.get(spec.target());
        if (before != null && before.spec().equals(spec)) {
            return before.attempt();
        }
        Attempt attempt = attempts.open(spec, afresh, known -> snapshot.survives(known, spec));
        opened.put(spec.target(), new Opened(attempt, spec));
        return attempt;
    }

    private void run(Table table, Attempt attempt, TableSpec spec, Stretch stretch) {
        for (Step step : Step.ofRun(spec.stream() != null)) {
            if (stretch.includes(step)) {
                play(step, table, attempt, spec);
            }
        }
    }

    /** This half's part in a step of the road. */
    private void play(Step step, Table table, Attempt attempt, TableSpec spec) {
        switch (step) {
            case TABLE -> {}
            case TOPICS -> {
                steps.awaitOther(attempt, Step.TABLE);
                steps.perform(attempt, step, () -> topics.make(attempt, table, spec));
            }
            case CAPTURE ->
                steps.perform(attempt, step, () -> capture.pin(attempt, table, spec, estimate(table, spec)));
            case SNAPSHOT -> steps.perform(attempt, step, () -> takeSnapshot(attempt, table, spec));
            case LOAD, VERIFY, DROP -> awaitOther(attempt, spec, step);
            case STREAM -> catchUp.answerUntilOver(attempt, () -> capture.mark(attempt, spec));
            case CUTOVER -> cutover.serve(attempt, spec, live);
        }
    }

    /** What runs is what was reviewed. */
    private TableSpec reviewed(Table table) {
        try {
            TableSpec spec = work.planner().reviewedSpec(table, attempts.captured(table.target()));
            work.planner().reviewedTopics(table, spec);
            for (String mysql : spec.sources()) {
                work.planner().reviewedJob(table, spec, mysql);
                if (spec.stream() != null) {
                    work.planner().reviewedStreamTable(table, spec, mysql);
                }
            }
            return spec;
        } catch (Failure refused) {
            attempts.refuse(table.target(), refused);
            throw refused;
        } catch (RuntimeException e) {
            Failure failure = new Failure(ExitCode.UNKNOWN, table.target() + ": " + e, e);
            attempts.refuse(table.target(), failure);
            throw failure;
        }
    }

    /** The attempt is void whatever comes; its capture says so, so that it is never taken up again. */
    private void giveUpOrRestart(Attempt attempt, Voided changed, int restarts) {
        int most = work.settings().policy().restarts();
        opened.remove(attempt.table());
        Failure failure = new Failure(
                ExitCode.SOURCE_CHANGED,
                attempt.table() + ": " + changed.getMessage() + " while attempt " + attempt.number() + " was under way"
                        + (restarts == 0 ? "" : ", after " + restarts + " restarts for such a reason")
                        + "; keep DDL and TRUNCATE away from the table until it is cut over, and run again",
                changed);
        if (restarts == most) {
            throw steps.failed(attempt, Step.CAPTURE, failure);
        }
        LOG.warn("{} attempt {} begins anew: {}", attempt.table(), attempt.number(), changed.getMessage());
        work.journal().failed(attempt, Step.CAPTURE.word(), failure.code(), failure.getMessage(), "{}");
        work.board().fails(attempt.table(), Step.CAPTURE, changed.getMessage());
    }

    private void awaitOther(Attempt attempt, TableSpec spec, Step step) {
        try {
            steps.awaitOther(attempt, step);
        } catch (Failure failure) {
            throw explained(failure, attempt, spec);
        }
    }

    /**
     * The target half can prove that the topic is no longer what was acknowledged, but only this half can read which rows
     * it should hold.
     */
    private Failure explained(Failure failure, Attempt attempt, TableSpec spec) {
        Optional<RunManifest> manifest = snapshot.manifest(attempt, spec);
        if (failure.code() == ExitCode.ACKED_NOT_IN_TOPIC && manifest.isPresent()) {
            try {
                compareWithTopic(attempt, spec, manifest.get());
            } catch (Failure named) {
                if (named.code() == ExitCode.ACKED_NOT_IN_TOPIC) {
                    named.addSuppressed(failure);
                    return named;
                }
                failure.addSuppressed(named);
            }
        }
        return failure;
    }

    /** Step 4: DataX, then the topic read back: read = acknowledged = in the topic, by count and by content. */
    private Map<String, @Nullable Object> takeSnapshot(Attempt attempt, Table table, TableSpec spec) {
        long expected = estimate(table, spec);
        RunManifest manifest;
        Fingerprint inTopic;
        try {
            manifest = snapshot.take(attempt, table, spec, rows -> work.board()
                    .progress(attempt.table(), Step.SNAPSHOT, rows, expected));
            inTopic = compareWithTopic(attempt, spec, manifest);
        } catch (Failure failure) {
            throw spec.stream() != null && failure.code().spoilsAttempt()
                    ? likelierReason(attempt, spec, failure)
                    : failure;
        }
        if (spec.stream() != null) {
            capture.confirm(attempt, spec);
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("manifest", Json.parse(manifest.toJson()));
        evidence.put("topicRows", inTopic.count());
        evidence.put("note", String.valueOf(inTopic.count()));
        return evidence;
    }

    /**
     * A table that was dropped, emptied or altered under DataX is the likelier reason of what DataX says.
     *
     * @throws Voided if that is so
     */
    private Failure likelierReason(Attempt attempt, TableSpec spec, Failure failure) {
        try {
            capture.confirm(attempt, spec);
        } catch (Failure other) {
            if (other.code() == ExitCode.CAPTURE_STOPPED) {
                other.addSuppressed(failure);
                return other;
            }
            failure.addSuppressed(other);
        }
        return failure;
    }

    /**
     * Reads the topic to its end.
     *
     * @throws Failure 21 naming the rows, found by reading MySQL again, if it does not hold what was acknowledged; 23 if a
     *     record cannot be opened
     */
    private Fingerprint compareWithTopic(Attempt attempt, TableSpec spec, RunManifest manifest) {
        Fingerprint acked = Objects.requireNonNull(manifest.fingerprint());
        RowReader topic = work.world().topicRows(spec);
        Fingerprint inTopic = Counting.of(topic, spec.schema(), rows -> work.board()
                .progress(attempt.table(), Step.SNAPSHOT, rows, manifest.acked()));
        if (!acked.equals(inTopic)) {
            throw Mismatch.between(
                    ExitCode.ACKED_NOT_IN_TOPIC,
                    attempt.table() + ": acknowledged ≠ topic: " + acked.count() + " rows were acknowledged, topic "
                            + spec.topic() + " holds " + inTopic.count(),
                    spec.schema(),
                    work.world().sourceRows(spec),
                    acked,
                    topic,
                    inTopic);
        }
        return inTopic;
    }

    private long estimate(Table table, TableSpec spec) {
        return spec.sources().stream()
                .flatMap(mysql -> work.world().mysql(mysql).tables(table.source()).stream())
                .mapToLong(physical -> physical.rowEstimate())
                .sum();
    }
}
