package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.alert.Phrase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a process showed. Immutable.
 *
 * @param pid null if no living process is known
 * @param answers whether its HTTP address answered, whatever it said
 * @param ill what is wrong at this moment, and may pass
 * @param late what has been missing for too long already
 */
record Signs(@Nullable Long pid, boolean answers, List<Phrase> ill, List<Phrase> late) {
    Signs {
        ill = List.copyOf(ill);
        late = List.copyOf(late);
    }

    /** Whether there is a process. One without a known id is seen by its answer. */
    boolean alive() {
        return pid != null || answers;
    }
}
