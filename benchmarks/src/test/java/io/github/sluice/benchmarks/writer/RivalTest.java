package io.github.sluice.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RivalTest {
    @Test
    void everyPlaceholderOfAJobIsFilled() {
        String filled = Rival.filled(
                "{\"topic\":\"${topic}\",\"channel\":${channels},\"again\":\"${topic}\"}",
                Map.of("topic", "t1", "channels", "4"));

        assertThat(filled).isEqualTo("{\"topic\":\"t1\",\"channel\":4,\"again\":\"t1\"}");
    }

    @Test
    void aMisspeltPlaceholderIsRefused() {
        assertThatThrownBy(() -> Rival.filled("{\"topic\":\"${topik}\"}", Map.of("topic", "t1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown placeholder ${topik}")
                .hasMessageContaining("topic");
    }

    @Test
    void aJobThatIsMissingIsSaidBeforeAnythingStarts() {
        assertThatThrownBy(() -> new RivalSpec(Path.of("home"), Path.of("no/such.json"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--writer-job: no such file");
    }
}
