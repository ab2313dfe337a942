package io.github.sluice.benchmarks.writer;

import java.time.Duration;

/**
 * One contender in one round: few rows, then many. What a process spends once, however many rows there are (its start, the
 * compiling of what is hot, its end), is in both; the difference is what a row costs. Unlike looking from the first record on, that
 * can be asked of parts that write no record, and it leaves out the end as well.
 *
 * @param few of fewer rows than {@code many}
 */
public record Lap(String contender, int round, Sample few, Sample many) {
    public Lap {
        if (few.rows() >= many.rows()) {
            throw new IllegalArgumentException(contender + ": a difference needs two sizes, found " + few.rows()
                    + " rows and then " + many.rows());
        }
    }

    /** CPU microseconds of each row, without what is spent once. */
    public double microsPerRow() {
        return micros(many.cpu().minus(few.cpu())) / rows();
    }

    /** CPU microseconds of each row of the long run, everything counted. */
    public double wholeMicrosPerRow() {
        return micros(many.cpu()) / many.rows();
    }

    /**
     * Rows of each second of wall time, without what is spent once.
     *
     * @return infinite where the long run took no longer than the short one
     */
    public double rowsPerSecond() {
        double micros = micros(many.wall().minus(few.wall()));
        return micros <= 0 ? Double.POSITIVE_INFINITY : rows() * 1e6 / micros;
    }

    private double rows() {
        return many.rows() - few.rows();
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1000.0;
    }
}
