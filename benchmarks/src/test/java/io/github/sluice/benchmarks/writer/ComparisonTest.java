package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sluice.benchmarks.writer.Comparison.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<Part> PARTS = List.of(new Part("a", 2, 300_000), new Part("b", 6, 150_000));

    @Test
    void costsOfPartsAddUpAndTheirSpeedsDoNot() {
        Comparison comparison = new Comparison(10, 90_000, PARTS);

        assertThat(comparison.microsOfParts()).isCloseTo(8, within(1e-9));
        assertThat(comparison.rowsPerSecondOfParts()).isCloseTo(100_000, within(1e-6));
        assertThat(comparison.cpuRatio()).isCloseTo(1.25, within(1e-9));
        assertThat(comparison.speedShare()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void targetsAreMetAtTheirEdgeAndMissedBeyond() {
        assertThat(new Comparison(10.4, 80_000, PARTS).cheapEnough()).isTrue();
        assertThat(new Comparison(10.41, 80_000, PARTS).cheapEnough()).isFalse();
        assertThat(new Comparison(10, 80_001, PARTS).fastEnough()).isTrue();
        assertThat(new Comparison(10, 79_999, PARTS).fastEnough()).isFalse();
    }

    @Test
    void aPartTooQuickForTheClockSlowsNothingDown() {
        List<Part> parts = List.of(new Part("a", 0, Double.POSITIVE_INFINITY), new Part("b", 6, 150_000));

        assertThat(new Comparison(10, 90_000, parts).rowsPerSecondOfParts()).isCloseTo(150_000, within(1e-6));
    }

    @Test
    void withoutPartsThereIsNoRatio() {
        assertThatThrownBy(() -> new Comparison(1, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
