package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.row.RowCodec;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleRowsTest {
    @Test
    void tenColumnsAreAboutTwoHundredAndFiftyBytesOfJson() {
        SampleRows sample = SampleRows.of(10);
        RowCodec codec = new RowCodec(sample.schema());

        double bytes = Arrays.stream(sample.wire())
                .mapToInt(row -> codec.encode(row).length)
                .average()
                .orElseThrow();

        assertThat(bytes).isBetween(235.0, 280.0);
    }

    @Test
    void moreColumnsHaveNamesOfTheirOwn() {
        assertThat(Columns.of(50).names()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void rowsDiffer() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> Arrays.toString(SampleRows.of(10).wire()[i])))
                .doesNotHaveDuplicates();
    }
}
