package io.github.sluice.coordinator.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Two texts as {@code diff -u} shows them. */
final class UnifiedDiff {
    private static final int CONTEXT_LINES = 3;

    private UnifiedDiff() {}

    /**
     * What makes {@code after} of {@code before}.
     *
     * @param name stands behind {@code a/} and {@code b/} in the head
     * @param before empty for a file that is not there yet
     */
    static String of(String name, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                before.isEmpty() ? "/dev/null" : "a/" + name,
                "b/" + name,
                old,
                DiffUtils.diff(old, after.lines().toList()),
                CONTEXT_LINES);
        return lines.isEmpty() ? "--- a/" + name + " differs in line ends alone" : String.join("\n", lines);
    }
}
