package io.github.sluice.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.Readme;
import io.github.sluice.streamer.metrics.Health.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
    @Test
    void theCatalogueHasEveryMetricOnce() throws Exception {
        StreamerStatus status = new StreamerStatus("shop", List.of("rds1"), Duration.ofSeconds(60));
        assertThat(Readme.table("## Metrics"))
                .extracting(cells -> cells[0])
                .containsExactlyElementsOf(status.metricNames());
    }

    @Test
    void everyStateIsExplained() throws Exception {
        String text = Readme.text();
        assertThat(Arrays.stream(State.values()).map(StreamerStatus::word))
                .allSatisfy(word -> assertThat(text).contains("| `" + word + "` | "));
    }
}
