package io.github.sluice.coordinator.doctor;

/**
 * One server of a subject, and what was seen of it. Immutable.
 *
 * @param name the MySQL's; empty for the only one, which has none
 * @param address for the evidence
 * @param facts or why there are none
 */
record Place<F>(String name, String address, Seen<F> facts) {}
