package io.github.sluice.coordinator.doctor;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in an evidence: a few, and how many more; thousands of shards may share one fault. */
final class Lists {
    private static final int SHOWN = 5;

    private Lists() {}

    static String few(Collection<String> names) {
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + ", +" + (names.size() - SHOWN) : shown;
    }

    /** The same behind something else; empty for none. */
    static String tail(Collection<String> names) {
        return names.isEmpty() ? "" : " " + few(names);
    }
}
