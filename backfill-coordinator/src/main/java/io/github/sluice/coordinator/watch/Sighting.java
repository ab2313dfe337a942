package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.alert.Phrase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process was found by one look, and what was done. Immutable.
 *
 * @param pid null if none is known
 * @param reasons what is wrong
 * @param restarts how often it was started again within the time that counts
 */
public record Sighting(
        String process, State state, @Nullable Long pid, List<Phrase> reasons, int restarts) {
    public Sighting {
        reasons = List.copyOf(reasons);
    }

    /** How it is. */
    public enum State {
        /** It lives, and every sign of life is there. */
        WELL(false),
        /** It was started not long ago; signs of life are not asked for yet. */
        STARTING(false),
        /** A sign of life is missing, not for long enough to act. */
        ILL(false),
        /** It was not there and has been started. */
        STARTED(false),
        /** It was asked to end, so that it can be started again. */
        STOPPING(false),
        /** It is not there, and will be started after a while. */
        WAITING(false),
        /** It is dead or stuck, and left so: too many restarts, or nothing that a restart could mend. */
        GIVEN_UP(true);

        private final boolean down;

        State(boolean down) {
            this.down = down;
        }

        /** Whether a person is needed. */
        public boolean down() {
            return down;
        }
    }
}
