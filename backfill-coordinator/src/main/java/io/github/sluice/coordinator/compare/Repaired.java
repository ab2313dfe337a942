package io.github.sluice.coordinator.compare;

import java.util.List;

/**
 * What a repair found, did and left.
 *
 * @param before the comparison that found the rows
 * @param repairs what is to be sent, or was sent, row by row
 * @param after those rows compared again; the same as {@code before} if nothing was sent
 */
public record Repaired(Comparison before, List<Repair> repairs, Comparison after) {
    public Repaired {
        repairs = List.copyOf(repairs);
    }
}
