package io.github.sluice.testbed.starrocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The left side is what was loaded, the right side what a real StarRocks printed (its recorded results). */
final class JsonNumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "126.5, 126.5",
        "127.99999999999999, 127.99999999999999",
        "128.00000000000003, 128.00000000000003",
        "-128.5, -128.5",
        "32767.999999999996, 3.2767999999999996e+4",
        "32768.00000000001, 3.276800000000001e+4",
        "2147483647.5, 2147483647.5",
        "2147483647.9999998, 2.1474836479999998e+9",
        "9223372036854774784.0, 9223372036854775000",
        "9223372036854775807.5, 9223372036854776000",
        "9223372036854777856.0, 9223372036854778000",
        "-9223372036854775808.0, -9223372036854776000",
        "1.7014118346046921e38, 1.7014118346046921e+38",
        "-1.7014118346046927e38, -1.7014118346046927e+38",
        "1e100, 1e+100",
        "1.5, 1.5",
        "0.5, 0.5",
        "-0.5, -0.5",
        "0.0, 0",
        "-0.0, -0"
    })
    void isPrintedAsStarRocksDoes(String loaded, String printed) {
        assertThat(JsonText.canonical("{\"v\":" + loaded + "}")).isEqualTo("{\"v\": " + printed + "}");
    }

    @Test
    void readsBackAsTheSameNumber() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(JsonNumberText.of(value)))
                        .as("-Dseed=%d", seed)
                        .isEqualTo(value);
            }
        }
        // Java 17 prints 2.0E-3 in more digits than needed for some values, such as this one
        assertThat(JsonNumberText.of(2.0E-3)).isEqualTo("0.002");
        assertThat(JsonNumberText.of(2.2250738585072014E-308)).isEqualTo("2.2250738585072014e-308");
        assertThat(JsonNumberText.of(2e23)).isEqualTo("2e+23");
        assertThat(JsonNumberText.of(Double.MIN_VALUE)).isEqualTo("5e-324");
    }
}
