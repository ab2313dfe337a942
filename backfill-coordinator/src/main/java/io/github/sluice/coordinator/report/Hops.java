package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of an attempt prove, hop by hop. A hop is EQUAL only where both counts are there and the step that
 * compares them has ended well, DIFF only where a step failed with the hop's own code, and else UNKNOWN.
 */
final class Hops {
    private static final int LAST_OF_BATCH = Hop.TOPIC_STARROCKS.ordinal();

    private final List<StepReport> steps;

    private Hops(List<StepReport> steps) {
        this.steps = steps;
    }

    /** @param steps those of the run, in order */
    static List<Hop.Result> judge(List<StepReport> steps) {
        return new Hops(steps).all();
    }

    private List<Hop.Result> all() {
        StepReport snapshot = step(Step.SNAPSHOT);
        StepReport verify = step(Step.VERIFY);
        Map<?, ?> manifest = snapshot.evidence().get("manifest") instanceof Map<?, ?> map ? map : Map.of();
        Long read = count(manifest, "pulled");
        Long acked = count(manifest, "acked");
        Long dirty = count(manifest, "dirty");
        Long counted = snapshot.count("topicRows");
        Long inTopic = verify.count("topicRows") == null ? counted : verify.count("topicRows");
        Long inStarRocks = verify.count("targetRows");
        List<Hop.Result> results = new ArrayList<>();
        results.add(
                result(Hop.READ_ACKED, read, acked, snapshot.done() && same(read, acked) && Objects.equals(dirty, 0L)));
        results.add(result(Hop.ACKED_TOPIC, acked, inTopic, snapshot.done() && same(acked, inTopic)));
        results.add(result(Hop.TOPIC_STARROCKS, inTopic, inStarRocks, proven(verify) && same(inTopic, inStarRocks)));
        if (steps.stream().anyMatch(step -> step.step() == Step.CUTOVER)) {
            StepReport cutover = step(Step.CUTOVER);
            results.add(
                    result(Hop.MYSQL_STARROCKS, cutover.count("rows"), cutover.count("targetRows"), proven(cutover)));
        }
        return results;
    }

    private Hop.Result result(Hop hop, @Nullable Long left, @Nullable Long right, boolean equal) {
        Optional<StepReport> differs = steps.stream()
                .filter(StepReport::failed)
                .filter(step -> Hop.of(step.code()).filter(hop::equals).isPresent())
                .findFirst();
        if (differs.isPresent()) {
            StepReport step = differs.get();
            return new Hop.Result(hop, Verdict.DIFF, left, right, step.code(), step.message());
        }
        if (equal) {
            return new Hop.Result(hop, Verdict.EQUAL, left, right, ExitCode.DONE, "");
        }
        return steps.stream()
                .filter(StepReport::failed)
                .filter(step -> isOn(step.step(), hop))
                .findFirst()
                .map(step -> new Hop.Result(hop, Verdict.UNKNOWN, left, right, step.code(), step.message()))
                .orElseGet(() -> new Hop.Result(hop, Verdict.UNKNOWN, left, right, ExitCode.UNKNOWN, ""));
    }

    /** Whether a step that failed keeps a hop from being compared. */
    private static boolean isOn(Step failed, Hop hop) {
        return failed.compareTo(Step.DROP) < 0 || hop.ordinal() > LAST_OF_BATCH;
    }

    private static boolean proven(StepReport step) {
        return step.done() && Verdict.EQUAL.name().equals(step.evidence().get("verdict"));
    }

    private static boolean same(@Nullable Long one, @Nullable Long other) {
        return one != null && one.equals(other);
    }

    private static @Nullable Long count(Map<?, ?> tree, String name) {
        return tree.get(name) instanceof Long count ? count : null;
    }

    private StepReport step(Step wanted) {
        return steps.stream()
                .filter(step -> step.step() == wanted)
                .findFirst()
                .orElseGet(() -> StepReport.open(wanted));
    }
}
