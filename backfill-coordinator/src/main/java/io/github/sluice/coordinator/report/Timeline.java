package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.sample.Point;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The samples of many tables put together over equal parts of time. A part in which nothing was sampled is NaN. One thread.
 */
final class Timeline {
    private final TimeAxis axis;
    private final int parts;

    Timeline(TimeAxis axis, int parts) {
        this.axis = axis;
        this.parts = parts;
    }

    /** Rows a second: what came between two points of a pass is spread evenly over the time between them. */
    double[] rates(Collection<List<Point>> series) {
        double[] rows = nothing();
        for (List<Point> points : series) {
            for (int i = 1; i < points.size(); i++) {
                Point before = points.get(i - 1);
                Point point = points.get(i);
                if (point.pass() == before.pass()) {
                    spread(rows, before.at(), point.at(), point.rows() - before.rows());
                }
            }
        }
        double seconds = axis.length().toMillis() / 1000.0 / parts;
        for (int i = 0; i < parts; i++) {
            rows[i] /= seconds;
        }
        return rows;
    }

    private void spread(double[] rows, Instant from, Instant to, long count) {
        double first = axis.part(from) * parts;
        double last = axis.part(to) * parts;
        for (int i = index(first); i <= index(last); i++) {
            double covered = last > first
                    ? Math.max(0, Math.min(last, i + 1.0) - Math.max(first, i)) / (last - first)
                    : i == index(first) ? 1 : 0;
            rows[i] = (Double.isNaN(rows[i]) ? 0 : rows[i]) + covered * count;
        }
    }

    /** Rows left: of each table what it last had, from its first point to its last. */
    double[] left(Collection<List<Point>> series) {
        double[] left = nothing();
        for (List<Point> points : series) {
            double[] own = held(points);
            for (int i = 0; i < parts; i++) {
                if (!Double.isNaN(own[i])) {
                    left[i] = (Double.isNaN(left[i]) ? 0 : left[i]) + own[i];
                }
            }
        }
        return left;
    }

    /** Rows since the beginning, all passes together, over all tables. */
    double[] rows(Collection<List<Point>> series) {
        double[] sums = nothing();
        double[] came = new double[parts];
        for (List<Point> points : series) {
            double sum = 0;
            for (int i = 0; i < points.size(); i++) {
                Point point = points.get(i);
                boolean same = i > 0 && points.get(i - 1).pass() == point.pass();
                double more = same ? point.rows() - points.get(i - 1).rows() : point.rows();
                sum += more;
                came[index(axis.part(point.at()) * parts)] += more;
            }
            if (sum > 0) {
                int begin = index(axis.part(points.get(0).at()) * parts);
                int end = index(axis.part(points.get(points.size() - 1).at()) * parts);
                Arrays.fill(sums, begin, end + 1, 0);
            }
        }
        double sum = 0;
        boolean begun = false;
        int last = lastOf(sums);
        for (int i = 0; i <= last; i++) {
            sum += came[i];
            begun |= !Double.isNaN(sums[i]);
            sums[i] = begun ? sum : Double.NaN;
        }
        return sums;
    }

    private static int lastOf(double[] values) {
        int last = values.length - 1;
        while (last >= 0 && Double.isNaN(values[last])) {
            last--;
        }
        return last;
    }

    private double[] held(List<Point> points) {
        double[] own = nothing();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            int begin = index(axis.part(point.at()) * parts);
            int end = i + 1 < points.size() ? index(axis.part(points.get(i + 1).at()) * parts) : begin;
            for (int part = begin; part <= end; part++) {
                own[part] = point.left();
            }
        }
        return own;
    }

    private int index(double place) {
        return Math.max(0, Math.min(parts - 1, (int) place));
    }

    private double[] nothing() {
        double[] values = new double[parts];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
