package io.github.sluice.coordinator.journal;

/**
 * One try at moving one table from an empty topic into an empty target. Records of another attempt are never compared
 * with this one's.
 *
 * @param table the logical table, by its name in StarRocks
 * @param number 1, 2, ...
 * @param id random, so that records of a forgotten journal's attempt with the same number do not count
 */
public record Attempt(String table, int number, String id) {}
