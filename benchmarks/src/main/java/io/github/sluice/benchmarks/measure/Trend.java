package io.github.sluice.benchmarks.measure;

import java.util.List;

/**
 * The straight line that lies closest to some points (least squares).
 *
 * @param mean of the values
 * @param perHour how much the line rises in an hour
 */
public record Trend(double mean, double perHour) {
    /**
     * A value at a time.
     *
     * @param seconds since any beginning
     */
    public record Point(double seconds, double value) {}

    /** @throws IllegalArgumentException if there are fewer than two different times */
    public static Trend of(List<Point> points) {
        double meanTime = points.stream().mapToDouble(Point::seconds).average().orElse(Double.NaN);
        double mean = points.stream().mapToDouble(Point::value).average().orElse(Double.NaN);
        double spread = 0;
        double product = 0;
        for (Point point : points) {
            double off = point.seconds() - meanTime;
            spread += off * off;
            product += off * (point.value() - mean);
        }
        if (!(spread > 0)) {
            throw new IllegalArgumentException("a trend needs two different times, found " + points.size() + " points");
        }
        return new Trend(mean, product / spread * 3600);
    }

    /** Growth in an hour as a share of the mean: 0.05 is five per cent. */
    public double growthPerHour() {
        return perHour / mean;
    }
}
