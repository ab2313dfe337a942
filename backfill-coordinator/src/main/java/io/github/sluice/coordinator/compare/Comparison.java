package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.List;

/**
 * What a live comparison found. EQUAL is said only when every range of keys was compared and every key that ever looked
 * different was settled; DIFF names what is proven; everything else is UNKNOWN.
 *
 * @param rows rows of MySQL that were compared
 * @param targetRows rows of StarRocks that were compared
 * @param looked keys that looked different at first, because changes were under way, and were looked at again
 * @param differing rows proven to differ, also those that are not named
 * @param differences the first of them, with their keys; these are shown and travel sealed, and go into no log or journal
 * @param unsettled keys that never could be decided, as {@code name=value}; as confidential as {@code differences}
 * @param reason one sentence without keys or values; empty for EQUAL
 */
public record Comparison(
        Verdict verdict,
        long rows,
        long targetRows,
        long looked,
        long differing,
        List<RowDifference> differences,
        List<String> unsettled,
        String reason) {
    public Comparison {
        differences = List.copyOf(differences);
        unsettled = List.copyOf(unsettled);
    }

    /** Nothing is known, because something was lost on the way. */
    public static Comparison unknown(String reason) {
        return new Comparison(Verdict.UNKNOWN, 0, 0, 0, 0, List.of(), List.of(), reason);
    }
}
