package io.github.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tarball unpacked, and each of its three parts run where it belongs. */
@Timeout(180)
class BundleRunIT {
    @TempDir
    private Path folder;

    @Test
    void aJobOfADataxHomeThatItWasUnpackedOverWritesEveryRow() throws Exception {
        DataxHome home = DataxHome.standIn(folder.resolve("datax"));
        Bundle.unpackOver(home.folder());
        String topic = SharedServers.topic(BundleRunIT.class);
        Path manifest = folder.resolve("manifest.json");
        Path job = Files.writeString(
                folder.resolve("job.json"),
                Json.write(Map.of(
                        "job",
                        Map.of(
                                "setting", Map.of("speed", Map.of("channel", 2)),
                                "content", List.of(Map.of("reader", reader(), "writer", writer(topic, manifest)))))));

        DataxResult result =
                home.run(job, Map.of("BUNDLE_KEY", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));

        assertThat(result.exitCode()).as(result.output()).isZero();
        RunManifest evidence = RunManifest.fromJson(Files.readString(manifest));
        assertThat(evidence.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(evidence.pulled()).isEqualTo(evidence.acked()).isEqualTo(200);
    }

    private static Map<String, Object> reader() {
        return Map.of(
                "name",
                "streamreader",
                "parameter",
                Map.of(
                        "sliceRecordCount",
                        100, // in each of two tasks
                        "column",
                        List.of(
                                Map.of("type", "long", "random", "0, 1000000"),
                                Map.of("type", "string", "value", "x"))));
    }

    private static Map<String, Object> writer(String topic, Path manifest) {
        return Map.of(
                "name",
                "kafkawriter",
                "parameter",
                Map.of(
                        "bootstrapServers",
                        SharedServers.kafka().bootstrapServers(),
                        "topic",
                        topic,
                        "writeType",
                        "json",
                        "column",
                        List.of("id", "text"),
                        "keyColumns",
                        List.of("id"),
                        "encryptionKey",
                        "env:BUNDLE_KEY",
                        "runId",
                        "bundle",
                        "attempt",
                        1,
                        "manifestPath",
                        manifest.toString()));
    }

    @Test
    void aWorkerWithItsPluginPathFindsTransformsAndSink() throws Exception {
        Bundle.unpackOver(folder);
        try (ConnectWorker worker = ConnectWorker.start(
                folder.resolve("servers"),
                SharedServers.kafka().bootstrapServers(),
                folder.resolve("connect"),
                Map.of(),
                Map.of())) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(worker.url() + "/connector-plugins?connectorsOnly=false"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .contains("\"com.starrocks.connector.kafka.transforms.DecryptJsonTransformation\"")
                    .contains("\"io.github.sluice.connect.DecryptTransform\"")
                    .contains("\"io.github.sluice.connect.StarRocksSinkConnector\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice", "binlog-streamer"})
    void theCommandRunsFromWhereItWasUnpackedAndThroughALink(String command) throws Exception {
        Bundle.unpackOver(folder);
        Path program = folder.resolve("bin").resolve(command);
        String version = Bundle.run(List.of(program.toString(), "--version"));
        assertThat(version).matches("(?s)" + command + " \\d+\\.\\d+.*");
        Path link = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("elsewhere")).resolve(command), program);
        assertThat(Bundle.run(List.of(link.toString(), "--version"))).isEqualTo(version);
    }
}
