package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private StarRocks starrocks(String more) throws Exception {
        String yaml = """
                name: test
                kafka: {bootstrapServers: "kafka:9092"}
                encryption: {key: "env:SLUICE_KEY"}
                starrocks: {http: "fe:8030", query: "fe:9030", username: root, database: ods%s}
                tables: [{source: a.b}]
                """.formatted(more);
        SluiceSettings settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), yaml));
        return settings.starrocksOrRefuse();
    }

    private static TableSpec spec(int buckets) {
        return new TableSpec("t", "topic", "connector", "", List.of(), List.of(), List.of(), null).withBuckets(buckets);
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "4, 4", "5, 8", "8, 8", "100, 128", "5000, 1024"})
    void thereIsOneForEachGibToTheNextPowerOfTwo(long gib, int buckets) {
        assertThat(Buckets.bySize(gib * GIB)).isEqualTo(buckets);
    }

    @Test
    void onlyTheBoundaryItselfMovesTheNumber() {
        assertThat(Buckets.bySize(4 * GIB + 1)).isEqualTo(8);
        assertThat(Buckets.bySize(Long.MAX_VALUE)).isEqualTo(1024);
    }

    @Test
    void theSettingWinsOverTheSizeAndNoBackendIsLeftWithoutABucket() throws Exception {
        assertThat(Buckets.of(spec(16), starrocks(""))).isEqualTo(16);
        assertThat(Buckets.of(spec(16), starrocks(", buckets: auto"))).isEqualTo(16);
        assertThat(Buckets.of(spec(16), starrocks(", buckets: 3"))).isEqualTo(3);
        assertThat(Buckets.of(spec(0), starrocks("")))
                .as("described before there were sizes")
                .isEqualTo(4);
        assertThat(Buckets.of(spec(4), starrocks(", backends: 6"))).isEqualTo(8);
        assertThat(Buckets.of(spec(16), starrocks(", backends: 6"))).isEqualTo(16);
        assertThat(Buckets.of(spec(4), starrocks(", backends: 10000"))).isEqualTo(1024);
    }

    @Test
    void thereAreNoMoreReplicasThanBackends() throws Exception {
        assertThat(starrocks("").replicationNum()).isEqualTo(3);
        assertThat(starrocks(", backends: 1").replicationNum()).isEqualTo(1);
        assertThat(starrocks(", backends: 2").replicationNum()).isEqualTo(2);
        assertThat(starrocks(", backends: 9").replicationNum()).isEqualTo(3);
        assertThat(starrocks(", backends: 9, replicationNum: 5").replicationNum())
                .isEqualTo(5);
        assertThatThrownBy(() -> starrocks(", backends: 2, replicationNum: 3"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("line 4: starrocks.replicationNum: must not be more than starrocks.backends, 2");
        assertThatThrownBy(() -> starrocks(", buckets: many"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("starrocks.buckets");
    }

    @Test
    void theNumberThatStandsInTheFolderIsTheOneThatIsKept() {
        assertThat(Buckets.in(spec(64).toJson(), 4)).isEqualTo(64);
        assertThat(Buckets.in(spec(0).toJson(), 16))
                .as("of an older plan, whose table has four")
                .isZero();
        assertThat(Buckets.in("{}", 16)).isEqualTo(16);
        assertThat(Buckets.in("edited", 16)).isEqualTo(16);
    }
}
