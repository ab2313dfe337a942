package io.github.sluice.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sluice.benchmarks.measure.Trend.Point;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void aLineIsFoundAsItIs() {
        // 200 at the beginning, 18 more in an hour
        List<Point> points = IntStream.range(0, 360)
                .mapToObj(i -> new Point(i * 10, 200 + i * 0.05))
                .toList();

        Trend trend = Trend.of(points);

        assertThat(trend.perHour()).isCloseTo(18, within(1e-6));
        assertThat(trend.growthPerHour()).isCloseTo(18 / trend.mean(), within(1e-9));
    }

    @Test
    void aLeakShowsThroughTheUpsAndDownsOfAHeap() {
        Random random = new Random(1);
        List<Point> level = IntStream.range(0, 240)
                .mapToObj(i -> new Point(i * 10, 230 + random.nextInt(20)))
                .toList();
        List<Point> leak = level.stream()
                .map(point -> new Point(point.seconds(), point.value() + 20 * point.seconds() / 3600))
                .toList();

        assertThat(Trend.of(level).growthPerHour()).isBetween(-0.03, 0.03);
        assertThat(Trend.of(leak).growthPerHour()).isGreaterThan(0.05);
    }

    @Test
    void onePointHasNoTrend() {
        assertThatThrownBy(() -> Trend.of(List.of(new Point(1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1 points");
    }
}
