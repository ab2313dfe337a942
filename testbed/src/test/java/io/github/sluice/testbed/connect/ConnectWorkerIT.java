package io.github.sluice.testbed.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.process.StartFailedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ConnectWorkerIT {
    private static final String FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path work;

    private static Path plugins;
    private static KafkaBroker broker;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() throws Exception {
        plugins = Files.createDirectories(work.resolve("plugins"));
        Path jar = Path.of(Class.forName(FILE_SINK)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, Files.createDirectory(plugins.resolve("file")).resolve(jar.getFileName()));
        broker = KafkaBroker.start(work.resolve("servers"), Map.of());
        worker = start(Map.of(), Map.of("SINK_FILE", work.resolve("by-env.txt").toString()));
    }

    private static ConnectWorker start(Map<String, String> more, Map<String, String> environment) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("scheduled.rebalance.max.delay.ms", "0");
        overrides.put("session.timeout.ms", "6000");
        overrides.put("heartbeat.interval.ms", "1000");
        overrides.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        overrides.putAll(more);
        return ConnectWorker.start(work.resolve("servers"), broker.bootstrapServers(), plugins, overrides, environment);
    }

    @AfterAll
    static void closeLeavesNoProcessAndNoFolder() throws Exception {
        long pid = worker.pid();
        worker.close();
        worker.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        broker.close();
        try (Stream<Path> left = Files.list(work.resolve("servers"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void findsAPluginInItsPluginPathAndNotOnTheTestsClassPath(@TempDir Path empty) throws Exception {
        assertThat(pluginNames(worker)).contains(FILE_SINK);
        try (ConnectWorker bare = ConnectWorker.start(
                work.resolve("servers"), broker.bootstrapServers(), empty, Map.of("group.id", "bare"), Map.of())) {
            assertThat(pluginNames(bare)).doesNotContain(FILE_SINK);
        }
    }

    @Test
    void runsAConnectorWhoseSettingsComeFromEnvironmentAndFile() throws Exception {
        Path secrets = Files.writeString(work.resolve("secrets.properties"), "sink.topic=by-file\n");
        produce("by-file", "a", "中文");
        put(
                "by-file",
                Map.of(
                        "connector.class",
                        FILE_SINK,
                        "file",
                        "${env:SINK_FILE}",
                        "topics",
                        "${file:" + secrets + ":sink.topic}",
                        "consumer.override.auto.offset.reset",
                        "earliest"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(work.resolve("by-env.txt")).hasContent("a\n中文\n"));
        assertThat(states("by-file")).containsExactly("RUNNING", "RUNNING");
        send("DELETE", worker, "/connectors/by-file", null);
    }

    @Test
    void connectorsRunOnAfterAKillAndARestart() throws Exception {
        Path file = work.resolve("killed.txt");
        produce("killed", "one");
        put("killed", fileSink(file, "killed"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(file).hasContent("one\n"));
        long pid = worker.pid();
        worker.kill();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        produce("killed", "two");
        worker.restart();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(file)).contains("one", "two"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(states("killed")).containsExactly("RUNNING", "RUNNING"));
        send("DELETE", worker, "/connectors/killed", null);
    }

    @Test
    void aSecondWorkerOfTheGroupTakesOverFromAFrozenOne() throws Exception {
        Path file = work.resolve("taken-over.txt");
        try (ConnectWorker second = start(Map.of(), Map.of())) {
            produce("taken-over", "one");
            put("taken-over", fileSink(file, "taken-over"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(file).hasContent("one\n"));
            String runsOn =
                    status(second, "taken-over").at("/tasks/0/worker_id").asText();
            ConnectWorker frozen = worker.url().endsWith(runsOn) ? worker : second;
            ConnectWorker other = frozen == worker ? second : worker;
            frozen.freeze();
            try {
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(500))
                        .ignoreExceptions()
                        .until(() -> {
                            JsonNode task = status(other, "taken-over").at("/tasks/0");
                            return other.url().endsWith(task.path("worker_id").asText("none"))
                                    && task.path("state").asText().equals("RUNNING");
                        });
            } finally {
                frozen.resume();
            }
            produce("taken-over", "two");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Files.readAllLines(file)).contains("two"));
            // both members again: each answers for the group
            await().atMost(LIMIT).ignoreExceptions().until(() -> status(frozen, "taken-over")
                    .at("/connector/state")
                    .asText()
                    .equals("RUNNING"));
            send("DELETE", other, "/connectors/taken-over", null);
        }
    }

    @Test
    void secretsAreInTheEnvironmentAndNotInArgumentsOrLog() throws Exception {
        String marker = work.resolve("by-env.txt").toString();
        assertThat(Files.readString(Path.of("/proc/" + worker.pid() + "/environ")))
                .contains("SINK_FILE=" + marker);
        assertThat(Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline")))
                .doesNotContain(marker);
        assertThat(Files.readString(worker.logFile())).doesNotContain("SINK_FILE=");
    }

    @Test
    void aStartThatFailsTellsTheLogAndLeavesNothing(@TempDir Path own) throws Exception {
        assertThatThrownBy(() -> ConnectWorker.start(
                        own,
                        broker.bootstrapServers(),
                        plugins,
                        Map.of("value.converter", "no.such.Converter"),
                        Map.of()))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("no.such.Converter");
        try (Stream<Path> left = Files.list(own)) {
            assertThat(left).isEmpty();
        }
    }

    private static Map<String, String> fileSink(Path file, String topic) {
        return Map.of(
                "connector.class",
                FILE_SINK,
                "file",
                file.toString(),
                "topics",
                topic,
                "consumer.override.auto.offset.reset",
                "earliest",
                "consumer.override.session.timeout.ms",
                "6000",
                "consumer.override.heartbeat.interval.ms",
                "1000");
    }

    private static List<String> pluginNames(ConnectWorker of) throws Exception {
        return JSON.readTree(send("GET", of, "/connector-plugins", null)).findValuesAsText("class");
    }

    private static void put(String connector, Map<String, String> config) throws Exception {
        send("PUT", worker, "/connectors/" + connector + "/config", JSON.writeValueAsString(config));
    }

    /** The states of the connector and its tasks. */
    private static List<String> states(String connector) throws Exception {
        return status(worker, connector).findValuesAsText("state");
    }

    private static JsonNode status(ConnectWorker of, String connector) throws Exception {
        return JSON.readTree(send("GET", of, "/connectors/" + connector + "/status", null));
    }

    private static String send(String method, ConnectWorker to, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(to.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response.body();
    }

    private static void produce(String topic, String... values) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }
}
