package io.github.sluice.coordinator.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What tells two configurations apart, key by key. */
public final class ConfigDiff {
    private ConfigDiff() {}

    /**
     * One key.
     *
     * @param before null where it is new
     * @param after null where it is gone
     */
    public record Change(
            String key, @Nullable String before, @Nullable String after) {}

    /** What makes {@code after} of {@code before}, by key; empty if they are the same. */
    public static List<Change> of(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            String old = before.get(key);
            String fresh = after.get(key);
            if (old == null || !old.equals(fresh)) {
                changes.add(new Change(key, old, fresh));
            }
        }
        return changes;
    }
}
