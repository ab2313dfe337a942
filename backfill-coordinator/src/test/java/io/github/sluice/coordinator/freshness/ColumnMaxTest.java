package io.github.sluice.coordinator.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ColumnMaxTest {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** What pymysql hands to str() for DATETIME, DATE, BIGINT, VARCHAR and NULL (inventory #115). */
    @Test
    void itIsPrintedAsThePublishedScriptPrintsIt() {
        assertThat(new ColumnMax("2026-01-02 03:04:05").printed()).isEqualTo("2026-01-02 03:04:05");
        assertThat(new ColumnMax("2026-01-02 03:04:05.000000").printed()).isEqualTo("2026-01-02 03:04:05");
        assertThat(new ColumnMax("2026-01-02 03:04:05.12").printed()).isEqualTo("2026-01-02 03:04:05.120000");
        assertThat(new ColumnMax("2026-01-02").printed()).isEqualTo("2026-01-02");
        assertThat(new ColumnMax("17").printed()).isEqualTo("17");
        assertThat(new ColumnMax(null).printed()).isEqualTo("None");
    }

    @Test
    void momentsAreReadInTheZoneGiven() {
        assertThat(new ColumnMax("2026-01-02 03:04:05.5").moment(CHINA))
                .contains(Instant.parse("2026-01-01T19:04:05.5Z"));
        assertThat(new ColumnMax("2026-01-02T03:04:05").moment(ZoneOffset.UTC))
                .contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(new ColumnMax("2026-01-02").moment(CHINA))
                .as("a date may mean any moment of its day")
                .contains(Instant.parse("2026-01-02T15:59:59.999999999Z"));
        assertThat(new ColumnMax("1767323045").moment(CHINA)).contains(Instant.ofEpochSecond(1767323045L));
        assertThat(new ColumnMax("1767323045123").moment(CHINA)).contains(Instant.ofEpochMilli(1767323045123L));
        for (String none : new String[] {"17", "0000-00-00 00:00:00", "2026-13-01", "yesterday", ""}) {
            assertThat(new ColumnMax(none).moment(CHINA)).as(none).isEmpty();
        }
        assertThat(new ColumnMax(null).moment(CHINA)).isEmpty();
    }

    @Test
    void valuesOfSeveralShardsAreCompared() {
        assertThat(new ColumnMax("2026-01-02 03:04:05.1").isAfter(new ColumnMax("2026-01-02 03:04:05")))
                .isTrue();
        assertThat(new ColumnMax("2026-01-02 03:04:05").isAfter(new ColumnMax("2026-01-02 03:04:05.000000")))
                .isFalse();
        assertThat(new ColumnMax("9").isAfter(new ColumnMax("10"))).isFalse();
        assertThat(new ColumnMax("b").isAfter(new ColumnMax("a"))).isTrue();
        assertThat(new ColumnMax("a").isAfter(new ColumnMax(null))).isTrue();
        assertThat(new ColumnMax(null).isAfter(new ColumnMax("a"))).isFalse();
        assertThat(new ColumnMax(null).isAfter(new ColumnMax(null))).isFalse();
    }
}
