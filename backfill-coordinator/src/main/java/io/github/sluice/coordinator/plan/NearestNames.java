package io.github.sluice.coordinator.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant who wrote a name that there is not. */
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /**
     * The known names that a few slips of the keyboard make of {@code wanted}, the nearest first; letter case counts
     * nothing. Where none is near, all known ones.
     */
    static List<String> of(String wanted, Collection<String> known) {
        int slips = Math.max(2, wanted.length() / 3);
        List<String> near = known.stream()
                .filter(name -> distance(wanted, name) <= slips)
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
        return near.isEmpty() ? List.copyOf(known) : near;
    }

    /** Levenshtein's distance: letters to put in, to take out or to change. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
