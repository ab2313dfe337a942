package io.github.sluice.benchmarks.writer;

import java.util.List;

/**
 * A writer beside the parts that its work cannot do without: each moves the same rows, or the same bytes, alone.
 *
 * @param micros CPU microseconds of a row
 * @param rowsPerSecond of wall time
 * @param parts at least one
 */
public record Comparison(double micros, double rowsPerSecond, List<Part> parts) {
    /** The most that a writer may take of the sum of its parts. */
    public static final double MOST_CPU = 1.3;

    /** The least that it should reach of what its parts would reach, one after the other. */
    public static final double LEAST_SPEED = 0.8;

    public Comparison {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare with");
        }
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param name for people
     */
    public record Part(String name, double micros, double rowsPerSecond) {}

    /** CPU microseconds of a row in all parts together. */
    public double microsOfParts() {
        return parts.stream().mapToDouble(Part::micros).sum();
    }

    /** Rows per second where each row went through one part after the other: 1/(1/a+1/b). */
    public double rowsPerSecondOfParts() {
        return 1 / parts.stream().mapToDouble(part -> 1 / part.rowsPerSecond()).sum();
    }

    /** How many times the CPU time of its parts the writer takes. */
    public double cpuRatio() {
        return micros / microsOfParts();
    }

    /** What share of its parts' speed the writer reaches. */
    public double speedShare() {
        return rowsPerSecond / rowsPerSecondOfParts();
    }

    public boolean cheapEnough() {
        return cpuRatio() <= MOST_CPU;
    }

    public boolean fastEnough() {
        return speedShare() >= LEAST_SPEED;
    }
}
