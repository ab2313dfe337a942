package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Step 7, its end: MySQL and StarRocks are compared row by row while both go on, and EQUAL is the cutover. Whatever else
 * is found, the stream connector goes on and nothing is dropped. One thread per half.
 */
final class Cutover {
    private final Workplace work;
    private final StepLedger steps;

    Cutover(Workplace work, StepLedger steps) {
        this.work = work;
        this.steps = steps;
    }

    /**
     * The target half's part.
     *
     * @return the evidence of EQUAL
     * @throws Failure 29 with the keys for a proven difference, 30 if nothing is proven
     */
    Map<String, @Nullable Object> prove(TableSpec spec, LiveTarget live) {
        Comparison found = live.compare(
                live(spec),
                ConnectClient.group(spec.streamOrRefuse().connector()),
                new Shown(work.board(), spec.target(), Step.CUTOVER));
        refuseUnlessEqual(spec, found);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("verdict", Verdict.EQUAL.name());
        evidence.put("rows", found.rows());
        evidence.put("targetRows", found.targetRows());
        evidence.put("lookedAgain", found.looked());
        evidence.put("note", "CUT OVER");
        return evidence;
    }

    /** @throws Failure 29 with the keys for a proven difference, 30 if nothing is proven */
    static void refuseUnlessEqual(TableSpec spec, Comparison found) {
        String counts = found.rows() + " rows of MySQL and " + found.targetRows() + " of StarRocks were compared";
        switch (found.verdict()) {
            case EQUAL -> {}
            case DIFF ->
                throw new Failure(
                        ExitCode.LIVE_DIFF,
                        spec.target() + ": MySQL ≠ StarRocks: " + found.differing() + " rows differ; " + counts
                                + (found.reason().isEmpty() ? "" : "; " + found.reason())
                                + "; the stream goes on and nothing was dropped, see sluice repair",
                        null,
                        found.differences().stream()
                                .map(RowDifference::toString)
                                .toList());
            case UNKNOWN ->
                throw new Failure(
                        ExitCode.UNKNOWN,
                        spec.target() + ": the live comparison came to no end: " + found.reason() + "; " + counts
                                + "; the stream goes on, run again",
                        null,
                        unsettled(found.unsettled()));
        }
    }

    private static List<String> unsettled(List<String> keys) {
        return keys.stream().map(key -> "unsettled (" + key + ")").toList();
    }

    /** The source half's part: answers until the target half has ended the step. */
    void serve(Attempt attempt, TableSpec spec, LiveSource live) {
        work.traffic().waits(attempt.table(), Step.CUTOVER);
        if (steps.ended(attempt, Step.CUTOVER).isEmpty()) {
            live.serve(
                    live(spec),
                    () -> steps.ended(attempt, Step.CUTOVER).isPresent(),
                    new Shown(work.board(), spec.target(), Step.CUTOVER));
        }
        steps.awaitOther(attempt, Step.CUTOVER);
    }

    private LiveSpec live(TableSpec spec) {
        return live(work, spec);
    }

    static LiveSpec live(Workplace work, TableSpec spec) {
        return LiveSpec.of(
                spec, spec.streamOrRefuse().topic(), work.settings().control().topic());
    }

    /** The board, as a comparison sees it. */
    record Shown(Board board, String table, Step step) implements CompareProgress {
        @Override
        public void rows(long rows, long expected) {
            board.progress(table, step, rows, expected);
        }

        @Override
        public void settling(int keys) {
            board.progress(table, step, 0, keys);
        }

        @Override
        public void waiting() {
            board.waits(table, step);
        }
    }
}
