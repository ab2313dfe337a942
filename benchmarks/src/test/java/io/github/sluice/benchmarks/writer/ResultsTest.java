package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sluice.benchmarks.writer.Comparison.Part;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final int ROWS = 1_000;

    /** So many milliseconds of CPU and of wall time for 1,000 rows, which are microseconds for each. */
    private static Lap lap(String contender, int round, long cpuMillis, long wallMillis) {
        return new Lap(
                contender,
                round,
                new Sample(ROWS, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new Sample(2 * ROWS, Duration.ofMillis(1_000 + cpuMillis), Duration.ofMillis(1_000 + wallMillis)));
    }

    @Test
    void oneBadRoundDoesNotDecide() {
        Results results = new Results(List.of(lap("a", 0, 10, 10), lap("a", 1, 900, 900), lap("a", 2, 12, 20)));

        assertThat(results.micros("a")).isCloseTo(12, within(1e-9));
        assertThat(results.rowsPerSecond("a")).isCloseTo(50_000, within(1e-6));
    }

    @Test
    void aSealedFormHasTheCipherAmongItsPartsAndAPlainOneHasNot() {
        Results results = new Results(List.of(
                lap("datax alone/4", 0, 2, 4),
                lap("sluice plain/4", 0, 10, 10),
                lap("sluice v2/4", 0, 12, 10),
                lap("producer plain", 0, 5, 6),
                lap("producer v2", 0, 6, 6),
                lap("cipher v2", 0, 1, 1)));

        assertThat(results.comparison(Form.PLAIN, 4).parts())
                .extracting(Part::name)
                .containsExactly("datax alone/4", "producer plain");
        assertThat(results.comparison(Form.V2, 4).parts())
                .extracting(Part::name)
                .containsExactly("datax alone/4", "producer v2", "cipher v2");
        assertThat(results.comparison(Form.V2, 4).cpuRatio()).isCloseTo(12.0 / 9, within(1e-9));
    }

    @Test
    void framesHaveTheirCompressingAmongTheirParts() {
        Results results = new Results(List.of(
                lap("datax alone/1", 0, 2, 4),
                lap("sluice framed/1", 0, 12, 10),
                lap("producer framed", 0, 1, 1),
                lap("cipher framed", 0, 1, 1),
                lap("zstd framed", 0, 4, 4)));

        assertThat(results.comparison(Form.FRAMED, 1).parts())
                .extracting(Part::name)
                .containsExactly("datax alone/1", "producer framed", "cipher framed", "zstd framed");
        assertThat(results.comparison(Form.FRAMED, 1).cpuRatio()).isCloseTo(12.0 / 8, within(1e-9));
    }

    @Test
    void theBooksAreWhatTheyAddToTheJson() {
        Results results = new Results(List.of(lap("json alone", 0, 3, 3), lap("json with books", 0, 7, 7)));

        assertThat(results.bookMicros()).isCloseTo(4, within(1e-9));
    }

    @Test
    void aPartThatHasNotRunIsNamed() {
        Results results = new Results(List.of(lap("sluice plain/1", 0, 10, 10)));

        assertThatThrownBy(() -> results.comparison(Form.PLAIN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("datax alone/1 has not run");
    }
}
