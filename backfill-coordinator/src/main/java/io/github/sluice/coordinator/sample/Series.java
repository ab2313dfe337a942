package io.github.sluice.coordinator.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The course of one step in at most {@link #MOST} points, however long it takes: once they are too many every second one
 * goes, and from then on half as many are taken. The first and the newest point stay, and those with the most rows and with
 * the most rows left. Rows only grow within a pass, so that a rate between two points is exact at every resolution. One thread.
 */
final class Series {
    /** Points of one step of one table, at most. */
    static final int MOST = 256;

    private static final Duration FIRST_INTERVAL = Duration.ofMillis(500);

    /** The newest, the one with most rows and the one with most rows left may stand outside. */
    private static final int REGULAR = MOST - 3;

    private static final Comparator<Point> IN_TIME = Comparator.comparing(Point::at)
            .thenComparing(Point::pass)
            .thenComparing(Point::rows)
            .thenComparing(Point::total);

    private List<Point> regular = new ArrayList<>();
    private Duration interval = FIRST_INTERVAL;
    private @Nullable Point newest;
    private @Nullable Point highest;
    private @Nullable Point farthest;
    private boolean anew;

    /** What became of a point. */
    enum Kept {
        /** It stands among the regular ones: append it to what is saved. */
        APPENDED,
        /** The regular ones were halved: save all anew. */
        HALVED,
        /** It is held only until a newer one comes. */
        HELD
    }

    /** A series that goes on from saved points. */
    static Series of(Collection<Point> saved) {
        Series series = new Series();
        for (Point point : saved) {
            series.take(point);
        }
        if (!series.regular.isEmpty()) {
            Duration span = Duration.between(
                    series.regular.get(0).at(),
                    series.regular.get(series.regular.size() - 1).at());
            Duration usual = span.dividedBy(series.regular.size());
            series.interval = usual.compareTo(FIRST_INTERVAL) > 0 ? usual : FIRST_INTERVAL;
            series.anew = true;
        }
        return series;
    }

    /** The rows that come next are another pass, even if they are more. */
    void beginAnew() {
        anew = newest != null;
    }

    Kept add(Instant at, long rows, long total) {
        Point before = newest;
        int pass = before == null ? 0 : before.pass() + (anew || rows < before.rows() ? 1 : 0);
        anew = false;
        return take(new Point(at, pass, rows, total));
    }

    private Kept take(Point point) {
        newest = point;
        if (highest == null || point.rows() > highest.rows()) {
            highest = point;
        }
        if (farthest == null || point.left() > farthest.left()) {
            farthest = point;
        }
        if (!regular.isEmpty()
                && Duration.between(regular.get(regular.size() - 1).at(), point.at())
                                .compareTo(interval)
                        < 0) {
            return Kept.HELD;
        }
        regular.add(point);
        if (regular.size() <= REGULAR) {
            return Kept.APPENDED;
        }
        List<Point> half = new ArrayList<>();
        for (int i = 0; i < regular.size(); i += 2) {
            half.add(regular.get(i));
        }
        regular = half;
        interval = interval.multipliedBy(2);
        return Kept.HALVED;
    }

    /** @throws NullPointerException if nothing was added yet */
    Point newest() {
        return Objects.requireNonNull(newest);
    }

    boolean isEmpty() {
        return newest == null;
    }

    /** All that is kept, oldest first. */
    List<Point> points() {
        TreeSet<Point> points = new TreeSet<>(IN_TIME);
        points.addAll(regular);
        for (Point one : new Point[] {newest, highest, farthest}) {
            if (one != null) {
                points.add(one);
            }
        }
        return List.copyOf(points);
    }
}
