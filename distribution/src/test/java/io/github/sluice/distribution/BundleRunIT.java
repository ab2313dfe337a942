package io.github.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** What an operator asks in between starts from an archive of its classes, which a command that went well left. */
    @Test
    void aQuickCommandLeavesAnArchiveThatTheNextOneStartsFrom() throws Exception {
        Bundle.unpackOver(folder);
        Path settings = Files.writeString(folder.resolve("sluice.yaml"), """
                name: bundle
                source: {host: mysql, username: reader, password: "env:NOWHERE"}
                kafka: {bootstrapServers: "kafka:9092"}
                encryption: {key: "env:NOWHERE"}
                tables: [{source: shop.orders}]
                """);
        Path archives = folder.resolve("lib/sluice/archive");
        assertThat(quick("", "status", "--tables", "nosuch", "-f", settings.toString())
                        .waitFor())
                .isEqualTo(10);
        assertThat(archives).as("a command that failed leaves none").isEmptyDirectory();

        String[] status = {"status", "--no-live", "--output", "json", "-f", settings.toString()};
        String first = answer(quick("", status));
        assertThat(archives).isDirectoryContaining("glob:**.jsa");
        Path loaded = folder.resolve("loaded");
        assertThat(answer(quick("-Xlog:class+load=info:file=" + loaded, status)))
                .isEqualTo(first);
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.github.sluice.coordinator") && line.contains("(top)"));

        try (Stream<Path> made = Files.list(archives)) {
            Path archive = made.toList().get(0);
            Files.delete(archive);
            Files.writeString(archive, "no archive");
        }
        assertThat(answer(quick("", status)))
                .as("one that is broken is nobody's trouble")
                .isEqualTo(first);
    }

    private Process quick(String options, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(folder.resolve("bin/sluice").toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SLUICE_OPTS", options);
        return builder.start();
    }

    private static String answer(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
