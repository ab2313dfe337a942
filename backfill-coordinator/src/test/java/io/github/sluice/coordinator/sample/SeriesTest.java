package io.github.sluice.coordinator.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However much is sampled, what is kept is little and holds the ends and the extremes. */
class SeriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aMillionPointsStayFewWithTheFirstTheLastAndTheExtremes() {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + 3; seed++) {
            Random random = new Random(seed);
            Series series = new Series();
            List<Point> extremes = new ArrayList<>();
            Instant at = START;
            long rows = 0;
            Point highest = null;
            Point farthest = null;
            for (int i = 0; i < 1_000_000; i++) {
                rows = random.nextInt(50_000) == 0 ? 0 : rows + random.nextInt(2000);
                long total = rows + random.nextInt(1_000_000);
                at = at.plusMillis(random.nextInt(400));
                series.add(at, rows, total);
                Point newest = series.newest();
                highest = highest == null || newest.rows() > highest.rows() ? newest : highest;
                farthest = farthest == null || newest.left() > farthest.left() ? newest : farthest;
                if (i == 0) {
                    extremes.add(newest);
                }
                if (i % 10_000 == 0) {
                    assertThat(series.points()).as("-Dseed=" + seed).hasSizeLessThanOrEqualTo(Series.MOST);
                }
            }
            extremes.add(series.newest());
            extremes.add(highest);
            extremes.add(farthest);
            List<Point> kept = series.points();
            assertThat(kept)
                    .as("-Dseed=" + seed)
                    .hasSizeBetween(Series.MOST / 3, Series.MOST)
                    .containsAll(extremes)
                    .isSortedAccordingTo(Comparator.comparing(Point::at))
                    .startsWith(extremes.get(0));
        }
    }

    @Test
    void keptPointsCoverTheWholeTimeEvenly() {
        Series series = new Series();
        int seconds = 200_000;
        for (int i = 0; i <= seconds; i++) {
            series.add(START.plusSeconds(i), i, seconds);
        }
        List<Point> kept = series.points();
        long widest = 0;
        for (int i = 1; i < kept.size(); i++) {
            widest = Math.max(
                    widest,
                    kept.get(i).at().getEpochSecond() - kept.get(i - 1).at().getEpochSecond());
        }
        assertThat(widest).isLessThanOrEqualTo(3L * seconds / Series.MOST);
    }

    @Test
    void rowsThatFallAndStepsThatBeginAnewAreAnotherPass() {
        Series series = new Series();
        series.add(START, 10, 100);
        series.add(START.plusSeconds(1), 100, 100);
        series.add(START.plusSeconds(2), 20, 100);
        series.beginAnew();
        series.add(START.plusSeconds(3), 50, 100);
        assertThat(series.points()).extracting(Point::pass).containsExactly(0, 0, 1, 2);
    }

    @Test
    void aSeriesGoesOnWhereAnotherProcessHasStopped() {
        Series before = new Series();
        for (int i = 0; i < 100_000; i++) {
            before.add(START.plusSeconds(i), i, 100_000);
        }
        Series after = Series.of(before.points());
        assertThat(after.points()).containsAll(before.points());
        for (int i = 0; i < 100_000; i++) {
            after.add(START.plusSeconds(100_000L + i), i, 100_000);
            assertThat(after.points().size()).isLessThanOrEqualTo(Series.MOST);
        }
        assertThat(after.points().get(0)).isEqualTo(before.points().get(0));
        assertThat(after.newest().pass()).isEqualTo(1);
    }

    @Test
    void aPointIsReadAsItWasWritten() {
        Point point = new Point(START.plusMillis(7), 3, Long.MAX_VALUE, 0);
        assertThat(Point.fromLine(point.toLine())).isEqualTo(point);
    }
}
