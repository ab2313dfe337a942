package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.RowDifference.Kind;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a comparison has proven so far. One thread. */
final class Findings {
    private final KeyOrder order;
    private final LiveLimits limits;
    private final List<RowKey> keys = new ArrayList<>();
    private final List<RowDifference> differences = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<String> unsettled = new ArrayList<>();
    private long unsettledCount;
    private long differing;
    private long looked;

    Findings(KeyOrder order, LiveLimits limits) {
        this.order = order;
        this.limits = limits;
    }

    void looked(int suspects) {
        looked += suspects;
    }

    void differs(RowKey key, Kind kind, List<String> columns) {
        differing++;
        counts.merge(kind, 1L, Long::sum);
        keys.add(key);
        if (differences.size() < limits.named()) {
            differences.add(new RowDifference(kind, order.words(key), columns));
        }
    }

    void unsettled(RowKey key) {
        unsettledCount++;
        if (unsettled.size() < limits.named()) {
            unsettled.add(String.join(", ", order.words(key)));
        }
    }

    /** Whether so much is known to be wrong that looking further says nothing new. */
    boolean enough() {
        return differing >= limits.differing() || unsettledCount >= limits.differing();
    }

    /** Keys of all rows that differ. */
    List<RowKey> keys() {
        return keys;
    }

    /**
     * The verdict.
     *
     * @param whole whether every range of keys was compared
     */
    Comparison conclude(long rows, long targetRows, boolean whole) {
        Verdict verdict = differing > 0 ? Verdict.DIFF : unsettledCount > 0 || !whole ? Verdict.UNKNOWN : Verdict.EQUAL;
        List<String> parts = new ArrayList<>();
        if (differing > 0) {
            parts.add(differing + (whole ? "" : " or more") + (differing == 1 ? " row differs" : " rows differ") + " ("
                    + counts.entrySet().stream()
                            .map(count -> count.getValue() + " "
                                    + count.getKey().name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                    + ")" + (differing > differences.size() ? ", the first " + differences.size() + " are named" : ""));
        }
        if (unsettledCount > 0) {
            parts.add(unsettledCount + (unsettledCount == 1 ? " key was" : " keys were")
                    + " never still long enough to be decided within "
                    + limits.settle().toSeconds() + " s"
                    + (unsettledCount > unsettled.size() ? ", the first " + unsettled.size() + " are named" : ""));
        }
        if (!whole) {
            parts.add("the comparison stopped after " + rows + " rows, because there are more than "
                    + limits.differing() + " such rows");
        }
        return new Comparison(
                verdict, rows, targetRows, looked, differing, differences, unsettled, String.join("; ", parts));
    }
}
