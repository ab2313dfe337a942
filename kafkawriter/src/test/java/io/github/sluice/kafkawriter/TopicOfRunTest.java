package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.manifest.RunManifest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicOfRunTest {
    @Test
    void aManifestSaysWhereRecordsAreAndHowTheyAreWritten() {
        TopicOfRun topic = new TopicOfRun(Jobs.settings(
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("id"),
                Key.KEY_COLUMNS,
                List.of("id"),
                Key.ENCRYPTION_KEY,
                Jobs.HEX_KEY));
        RunManifest.Builder builder = RunManifest.builder()
                .runId("r")
                .startedAt(Instant.EPOCH)
                .endedAt(Instant.EPOCH)
                .complete();

        topic.describe(builder);

        RunManifest manifest = builder.build();
        assertThat(manifest.topic()).isEqualTo("t");
        assertThat(manifest.keyColumns()).containsExactly("id");
        assertThat(manifest.writeType()).isEqualTo("json");
        assertThat(manifest.envelope()).isEqualTo("v1");
        assertThat(manifest.keyId()).isNotNull();
        assertThat(manifest.versions()).containsOnlyKeys("kafkawriter", "kafka-clients", "java");
        assertThat(topic.width()).isEqualTo("1");
    }
}
