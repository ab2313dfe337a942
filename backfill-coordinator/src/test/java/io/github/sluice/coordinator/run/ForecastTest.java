package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** inventory #21 */
class ForecastTest {
    private final Forecast forecast = Forecast.of("orders", 36_000_000, 2000);

    @Test
    void rowsAreReadAndLoadedAtHalfTheRateAndAnHourIsTheLeast() {
        assertThat(forecast.length()).isEqualTo(Duration.ofHours(20));
        assertThat(Forecast.of("orders", 10, 2000).length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatIsKeptForeverOrLongEnoughIsFine() {
        assertThatCode(() -> {
                    forecast.refuseBinlog(Optional.empty());
                    forecast.refuseBinlog(Optional.of(Duration.ofHours(20)));
                    forecast.refuseTopic("t", shape("-1", "-1"), "s");
                    forecast.refuseTopic("t", shape("72000000", "-1"), "s");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotOutlastTheBackfillIsRefusedWithBothTimesAndTheSetting() {
        assertThatThrownBy(() -> forecast.refuseBinlog(Optional.of(Duration.ofHours(3))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("orders: MySQL keeps its binlogs for 3 h 0 min")
                .hasMessageContaining("may take 20 h 0 min")
                .hasMessageContaining("binlog_expire_logs_seconds");
        assertThatThrownBy(() -> forecast.refuseTopic("t", shape("71999999", "-1"), "streamer.topicConfig"))
                .hasMessageContaining("topic t keeps its records for 19 h 59 min")
                .hasMessageContaining("streamer.topicConfig");
        assertThatThrownBy(() -> forecast.refuseTopic("t", shape("-1", "1000"), "streamer.topicConfig"))
                .hasMessageContaining("keeps only its newest 1000 bytes");
    }

    private static Shape shape(String millis, String bytes) {
        return new Shape(1, 1, Map.of("retention.ms", millis, "retention.bytes", bytes));
    }
}
