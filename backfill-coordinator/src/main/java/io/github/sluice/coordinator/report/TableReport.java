package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.sample.Point;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one logical table. Immutable.
 *
 * @param source how the settings name its tables in MySQL
 * @param physical its tables in MySQL as {@code database.table}; empty where the control topic was not read
 * @param streaming whether its live changes are moved too
 * @param attempt 0 if nothing has begun
 * @param steps in order, only those that are part of the run
 * @param hops in order
 * @param manifest null until the snapshot has ended well
 * @param live what streamer and connector do now, JSON values by name; empty if they were not asked
 * @param earlier failures of earlier attempts
 */
public record TableReport(
        String table,
        String source,
        List<String> physical,
        boolean streaming,
        int attempt,
        List<StepReport> steps,
        List<Hop.Result> hops,
        @Nullable RunManifest manifest,
        List<JournalNote> notes,
        Map<String, @Nullable Object> live,
        List<EarlierFailure> earlier,
        Map<Step, List<Point>> samples) {

    public TableReport {
        physical = List.copyOf(physical);
        steps = List.copyOf(steps);
        hops = List.copyOf(hops);
        notes = List.copyOf(notes);
        earlier = List.copyOf(earlier);
    }

    /** What ended an attempt that another one has followed. */
    public record EarlierFailure(int attempt, String step, ExitCode code, String message) {}

    /** Where a table is. */
    public enum State {
        OPEN,
        UNDER_WAY,
        FAILED,
        /** The batch is proven; the run goes on from there. */
        VERIFIED,
        /** The batch is proven and let go of, and there are no live changes to follow. */
        FINISHED,
        STREAMING,
        CUT_OVER
    }

    public State state() {
        if (failure().isPresent()) {
            return State.FAILED;
        }
        if (isDone(Step.CUTOVER)) {
            return State.CUT_OVER;
        }
        if (isDone(Step.STREAM)) {
            return State.STREAMING;
        }
        if (!streaming && isDone(Step.DROP)) {
            return State.FINISHED;
        }
        if (isDone(Step.VERIFY)) {
            return State.VERIFIED;
        }
        boolean begun = steps.stream().anyMatch(step -> step.status() != StepReport.Status.OPEN);
        return begun ? State.UNDER_WAY : State.OPEN;
    }

    /**
     * DIFF if a hop is proven to differ; EQUAL if the whole batch is proven equal and no later step has failed; else
     * UNKNOWN. Whether MySQL = StarRocks is known after the cutover only, and then part of it.
     */
    public Verdict verdict() {
        if (hops.stream().anyMatch(hop -> hop.verdict() == Verdict.DIFF)) {
            return Verdict.DIFF;
        }
        boolean batch = hops.stream()
                .filter(hop -> hop.hop() != Hop.MYSQL_STARROCKS)
                .allMatch(hop -> hop.verdict() == Verdict.EQUAL);
        return batch && failure().isEmpty() ? Verdict.EQUAL : Verdict.UNKNOWN;
    }

    /** The step that failed, the first in order. */
    public Optional<StepReport> failure() {
        return steps.stream().filter(StepReport::failed).findFirst();
    }

    Optional<StepReport> step(Step wanted) {
        return steps.stream().filter(step -> step.step() == wanted).findFirst();
    }

    private boolean isDone(Step wanted) {
        return step(wanted).filter(StepReport::done).isPresent();
    }

    /** Rows before a hop; null if not known. */
    @Nullable
    Long left(Hop wanted) {
        return hop(wanted).map(Hop.Result::left).orElse(null);
    }

    /** Rows behind a hop; null if not known. */
    @Nullable
    Long right(Hop wanted) {
        return hop(wanted).map(Hop.Result::right).orElse(null);
    }

    Optional<Hop.Result> hop(Hop wanted) {
        return hops.stream().filter(hop -> hop.hop() == wanted).findFirst();
    }

    /** {@code dropped}, {@code kept}, or empty while that is not decided. */
    String batchTopic() {
        return step(Step.DROP)
                .map(step -> String.valueOf(step.evidence().getOrDefault("batchTopic", "")))
                .orElse("");
    }

    /** Who signed off, each once; empty if nobody did. */
    String signers() {
        return notes.stream()
                .map(JournalNote::who)
                .filter(who -> !who.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** From the first begin of a step to the last end; empty where no times are known. */
    Optional<Duration> took() {
        Optional<Instant> first = startedAt();
        Optional<Instant> last = steps.stream()
                .flatMap(step -> Stream.of(step.startedAt(), step.endedAt()))
                .filter(Objects::nonNull)
                .max(Instant::compareTo);
        return first.flatMap(from -> last.map(to -> Duration.between(from, to)));
    }

    Optional<Instant> startedAt() {
        return steps.stream()
                .map(StepReport::startedAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }
}
