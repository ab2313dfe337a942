package io.github.sluice.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some consecutive steps, first to last, that one pass performs. */
record Stretch(Step first, Step last) {
    boolean includes(Step step) {
        return step.compareTo(first) >= 0 && step.compareTo(last) <= 0;
    }

    /** The same end, for an attempt that begins anew. */
    Stretch fromTheStart() {
        return new Stretch(Step.TABLE, last);
    }

    /** The passes of a run: one, or two with a pause in between. */
    static List<Stretch> passes(@Nullable Step pauseBefore, Step until) {
        List<Stretch> passes = new ArrayList<>();
        List<Step> steps = List.of(Step.values());
        if (pauseBefore == null || pauseBefore.compareTo(until) > 0) {
            return List.of(new Stretch(steps.get(0), until));
        }
        int pause = steps.indexOf(pauseBefore);
        if (pause > 0) {
            passes.add(new Stretch(steps.get(0), steps.get(pause - 1)));
        } else {
            passes.add(new Stretch(Step.CUTOVER, Step.TABLE));
        }
        passes.add(new Stretch(pauseBefore, until));
        return passes;
    }
}
