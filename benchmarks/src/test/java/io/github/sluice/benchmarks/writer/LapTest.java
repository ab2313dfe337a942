package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LapTest {
    private static Sample sample(long rows, long cpuMillis, long wallMillis) {
        return new Sample(rows, Duration.ofMillis(cpuMillis), Duration.ofMillis(wallMillis));
    }

    @Test
    void whatIsSpentOnceIsNotInTheCostOfARow() {
        // 3 s and 2 s once, 10 us and 20 us for each row
        Lap lap = new Lap("a", 0, sample(100_000, 4_000, 4_000), sample(400_000, 7_000, 10_000));

        assertThat(lap.microsPerRow()).isCloseTo(10, within(1e-9));
        assertThat(lap.wholeMicrosPerRow()).isCloseTo(17.5, within(1e-9));
        assertThat(lap.rowsPerSecond()).isCloseTo(50_000, within(1e-6));
    }

    @Test
    void aLongRunThatWasNotLongerHasNoSpeed() {
        Lap lap = new Lap("a", 0, sample(1, 10, 500), sample(2, 20, 500));

        assertThat(lap.rowsPerSecond()).isInfinite();
    }

    @Test
    void oneSizeHasNoDifference() {
        assertThatThrownBy(() -> new Lap("a", 0, sample(5, 10, 10), sample(5, 10, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a: a difference needs two sizes");
    }
}
