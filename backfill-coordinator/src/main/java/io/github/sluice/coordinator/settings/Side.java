package io.github.sluice.coordinator.settings;

/** Which half of the coordinator runs in this process. */
public enum Side {
    /** Beside MySQL: topics, DataX, the hop from reading to the topic. */
    SOURCE,
    /** Beside StarRocks and Connect: table, connector, the hop from the topic to StarRocks. */
    TARGET,
    /** Both halves in one process, for one machine that reaches everything. */
    BOTH;

    public boolean hasSource() {
        return this != TARGET;
    }

    public boolean hasTarget() {
        return this != SOURCE;
    }
}
