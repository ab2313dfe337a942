package io.github.sluice.coordinator.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is done about one row that differs. It names the key, so it is as confidential as a difference.
 *
 * @param key key columns as {@code name=value}, in key order
 */
public record Repair(Action action, List<String> key) {
    public Repair {
        key = List.copyOf(key);
    }

    /** What is sent into the stream topic. */
    public enum Action {
        /** The row as MySQL has it. */
        UPSERT,
        /** That MySQL does not have it. */
        DELETE,
        /** Neither side has it any more. */
        NOTHING,
        /** It was sent, but MySQL's row changed each time before it was certain that no older change stood behind it. */
        MOVING
    }

    /** {@code upsert (id=7)}. */
    @Override
    public String toString() {
        return action.name().toLowerCase(Locale.ROOT) + key.stream().collect(Collectors.joining(", ", " (", ")"));
    }
}
