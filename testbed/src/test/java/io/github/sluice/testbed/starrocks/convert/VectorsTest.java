package io.github.sluice.testbed.starrocks.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that a real backend's code was fed with, and what it made of them. */
class VectorsTest {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    static List<Vectors.DateTimeVector> dateTimes() throws IOException {
        return Vectors.dateTimes();
    }

    static List<Vectors.DecimalVector> decimals() throws IOException {
        return Vectors.decimals();
    }

    @ParameterizedTest
    @MethodSource("dateTimes")
    void dateTimeTextIsReadAsTheBackendReadsIt(Vectors.DateTimeVector vector) {
        LocalDateTime value = DateTimeText.parse(vector.text());

        assertThat(value == null ? null : value.format(MICROS)).isEqualTo(vector.stored());
    }

    @ParameterizedTest
    @MethodSource("decimals")
    void decimalTextIsReadAsTheBackendReadsIt(Vectors.DecimalVector vector) {
        BigDecimal value = DecimalText.parse(vector.text(), vector.precision(), vector.scale());

        assertThat(value == null ? null : value.toPlainString()).isEqualTo(vector.stored());
    }
}
