package io.github.sluice.writer.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.spi.Hook;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestHookTest {
    @TempDir
    Path folder;

    private Path place;
    private final Map<String, Number> counters = new HashMap<>();

    @BeforeEach
    void aRunOfTenRowsInTwoTasks() throws Exception {
        place = folder.resolve("m.json");
        counters.put(FrameworkCounts.READ, 10L);
        counters.put(FrameworkCounts.RECEIVED, 12L);
        counters.put(FrameworkCounts.WRITE_FAILED, 1L);
        write(RunManifest.builder().complete());
    }

    private void write(RunManifest.Builder builder) throws Exception {
        RunManifest manifest = builder.runId("r")
                .attempt(1)
                .topic("t")
                .pulled(10)
                .acked(9)
                .dirty(1)
                .partitions(List.of(new PartitionRange(0, 0, 8, 9)))
                .schema(new RowSchema(List.of(WireColumn.bare("id")), List.of()))
                .startedAt(Instant.EPOCH)
                .endedAt(Instant.EPOCH)
                .writeType("json")
                .envelope("none")
                .build();
        Files.writeString(place, manifest.toJson());
    }

    private Configuration job(String writer, String runId) {
        List<Object> content = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            content.add(Map.of(
                    "writer",
                    Map.of(
                            "name",
                            writer,
                            "parameter",
                            Map.of("manifestPath", place.toString(), "runId", runId, "attempt", 1))));
        }
        return Configuration.from(Json.write(Map.of("job", Map.of("content", content))));
    }

    private DataXException refusal() {
        return catchThrowableOfType(
                DataXException.class, () -> new ManifestHook().invoke(job("kafkawriter", "r"), counters));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Hook.class)).singleElement().isInstanceOf(ManifestHook.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafkawriter", "starrockswriterext"})
    void acceptsWhatAgrees(String writer) {
        assertThatCode(() -> new ManifestHook().invoke(job(writer, "r"), counters))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafkawriter", "starrockswriterext"})
    void comparesForEachOfOurWriters(String writer) {
        counters.put(FrameworkCounts.READ, 11L);
        assertThatThrownBy(() -> new ManifestHook().invoke(job(writer, "r"), counters))
                .hasMessageContaining("the reader put 11 rows");
    }

    @Test
    void refusesWhenTheChannelGaveOutMoreThanTheWriterPulled() throws Exception {
        counters.put(FrameworkCounts.RECEIVED, 13L);
        assertThat(refusal())
                .hasMessageContaining("KafkaWriterHook-01")
                .hasMessageContaining("the channel gave out 11 rows, the writer pulled 10");
        RunManifest now = RunManifest.fromJson(Files.readString(place));
        assertThat(now.outcome()).isEqualTo(RunManifest.Outcome.FAILED);
        assertThat(now.reason()).contains("the channel gave out 11 rows");
        assertThat(now.acked()).isEqualTo(9);
    }

    @Test
    void refusesWhenTheReaderPutInMore() {
        counters.put(FrameworkCounts.READ, 11L);
        assertThat(refusal()).hasMessageContaining("the reader put 11 rows, the writer pulled 10");
    }

    @Test
    void refusesWhenTheReaderSetRowsAside() {
        counters.put("readFailedRecords", 2L);
        assertThat(refusal()).hasMessageContaining("the reader set 2 rows aside");
    }

    @Test
    void refusesWhenDirtyRowsDiffer() {
        counters.remove(FrameworkCounts.WRITE_FAILED);
        assertThat(refusal()).hasMessageContaining("booked dirty at the writer 0 rows, the writer 1");
    }

    @Test
    void refusesAManifestThatContradictsItself() throws Exception {
        write(RunManifest.builder().failed("x"));
        assertThat(refusal()).hasMessageContaining("the manifest says FAILED: x");
    }

    @Test
    void refusesAMissingManifestOrOneOfAnotherRun() throws Exception {
        assertThat(catchThrowableOfType(
                        DataXException.class, () -> new ManifestHook().invoke(job("kafkawriter", "s"), counters)))
                .hasMessageContaining("KafkaWriterHook-02")
                .hasMessageContaining("is of run r attempt 1, this is run s");
        Files.delete(place);
        assertThat(refusal()).hasMessageContaining("KafkaWriterHook-02");
    }

    @Test
    void leavesOtherWritersAlone() throws Exception {
        Files.delete(place);
        assertThatCode(() -> new ManifestHook().invoke(job("mysqlwriter", "r"), counters))
                .doesNotThrowAnyException();
    }
}
