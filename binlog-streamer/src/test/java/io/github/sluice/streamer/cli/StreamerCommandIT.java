package io.github.sluice.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sluice.streamer.Streamer;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a user has them, against real servers. */
@Timeout(180)
class StreamerCommandIT {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final MySqlServer mysql = SharedServers.mysql();
    private final String brokers = SharedServers.kafka().bootstrapServers();
    private final String database = SharedServers.database(StreamerCommandIT.class);
    private final String topic = SharedServers.topic(StreamerCommandIT.class);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void setUp() throws Exception {
        mysql.execute(
                "CREATE TABLE " + database + ".t (id INT PRIMARY KEY, name VARCHAR(20))",
                "CREATE USER IF NOT EXISTS commander@'%' IDENTIFIED BY 'secret'",
                "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO commander@'%'");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("password"), "secret");
        Files.writeString(folder.resolve("key"), HEX);
        tableFile(topic, "{\"id\": \"id\", \"name\": \"full_name\"}", "");
        settings(mysql.port());
    }

    private void tableFile(String intoTopic, String mapping, String more) throws IOException {
        Files.writeString(folder.resolve("tables/t.json"), """
                {"key": "%s.t", "topic": "%s", "need_table": false, "complete_regex": true, "regex": "",
                 "column_mapping": %s%s}
                """.formatted(database, intoTopic, mapping, more));
    }

    private void settings(int port) throws IOException {
        Files.writeString(folder.resolve("streamer.yaml"), """
                name: %1$s
                sources:
                  - name: rds1
                    hosts: [127.0.0.1:%2$d]
                    username: commander
                    password: file:%3$s/password
                    serverId: 6111
                kafka: {bootstrapServers: "%4$s", replicationFactor: 1}
                encryption: {key: file:%3$s/key}
                tables: tables
                positions: {topic: %1$s-positions}
                http: {port: 0}
                """.formatted(topic, port, folder, brokers));
    }

    private int execute(String... args) {
        List<String> line = new ArrayList<>(List.of(args));
        line.add("--config=" + folder.resolve("streamer.yaml"));
        CommandLine command = Streamer.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(line.toArray(String[]::new));
    }

    @Test
    void checkFindsNothingWhereAllIsWell() {
        assertThat(execute("check")).as(out + "\n" + err).isZero();
        assertThat(out.toString())
                .contains(
                        "1 table files, encryption key " + DataKey.fromHex(HEX).id())
                .contains("version: 8.0.31")
                .doesNotContain("fault", "secret", HEX);
    }

    @Test
    void checkTellsDriftFromFaultsFromSilence() throws Exception {
        tableFile(topic, "{\"gone\": \"id\"}", ", \"key_columns\": [\"id\"]");
        assertThat(execute("check")).as("drift").isEqualTo(43);
        assertThat(out.toString()).contains("has no column gone any more");

        mysql.execute("ALTER TABLE " + database + ".t DROP PRIMARY KEY");
        tableFile(topic, "{\"id\": \"id\"}", "");
        assertThat(execute("check", "--output", "json")).as("a fault").isEqualTo(40);
        String json = out.toString().lines().reduce((first, last) -> last).orElseThrow();
        assertThat(Json.parse(json)).isInstanceOf(Map.class);
        assertThat(json)
                .contains(
                        "{\"severity\":\"fault\",\"subject\":\"" + database + ".t\",\"found\":\"has no primary key\"");

        Files.writeString(folder.resolve("password"), "wrong");
        assertThat(execute("check")).as("a wrong password").isEqualTo(40);
        assertThat(out.toString()).contains("account: Access denied for user 'commander'");

        settings(1);
        assertThat(execute("check")).as("nobody is there").isEqualTo(30);
        assertThat(out.toString()).contains("cannot be asked");
    }

    @Test
    void aMissingTopicIsSaidBeforeItStopsATable() throws Exception {
        tableFile(topic + "-none", "{\"id\": \"id\"}", "");
        assertThat(execute("check")).isZero();
        assertThat(out.toString()).contains("topic " + topic + "-none: is not there");
    }

    @Test
    void runStreamsUntilSigtermThenCommitsAndEndsWithZero() throws Exception { // inventory #71, #196
        Path log = Files.createDirectories(folder.resolve("logs")).resolve("binlog-streamer.log");
        Files.writeString(log, "evidence of an earlier run\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Streamer.class.getName(),
                        "run",
                        "-c",
                        folder.resolve("streamer.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("terminal.txt").toFile())
                .start();
        try {
            await("it is idle").atMost(LIMIT).untilAsserted(() -> {
                assertThat(process.isAlive())
                        .as(Files.readString(folder.resolve("terminal.txt")))
                        .isTrue();
                assertThat(get(log, "/health")).contains("\"state\":\"idle\"");
            });
            mysql.execute("INSERT INTO " + database + ".t VALUES (1, 'Ada'), (2, NULL)");
            assertThat(values(2))
                    .containsExactlyInAnyOrder(
                            "{\"id\":1,\"full_name\":\"Ada\",\"__op\":0}", "{\"id\":2,\"full_name\":null,\"__op\":0}");
            await("the metrics say so").atMost(LIMIT).until(() -> get(log, "/metrics")
                    .contains("sluice_streamer_rows_total{kind=\"insert\",source=\"rds1\",table=\"" + database
                            + ".t\"} 2.0"));

            process.destroy(); // SIGTERM
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(log))
                .as("appended to, inventory #72, #200")
                .startsWith("evidence of an earlier run\n")
                .contains("asked to stop; committing what was read")
                .contains("ends with DONE")
                .doesNotContain(HEX, "secret", "Ada");
        assertThat(Files.readString(folder.resolve("terminal.txt"))).isEmpty();
        positionIsPrinted();
    }

    private void positionIsPrinted() throws IOException {
        assertThat(execute("position", "--output=json")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("\"source\":\"rds1\"").contains("\"" + database + ".t\":{\"digest\":");
        assertThat(execute("position")).isZero();
        assertThat(out.toString()).contains("  table " + database + ".t -> " + topic + "  level");

        Files.writeString(folder.resolve("key"), "fedcba9876543210".repeat(4));
        assertThat(execute("position")).as("another key").isEqualTo(23);
        assertThat(err.toString()).contains("none opens with key");
    }

    /** What the endpoint says whose port is in the log; empty while it is not there. */
    private static String get(Path log, String path) throws Exception {
        Matcher port =
                Pattern.compile("metrics and health on http://127.0.0.1:(\\d+)").matcher(Files.readString(log));
        if (!port.find()) {
            return "";
        }
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private List<String> values(int count) throws Exception {
        List<String> values = new ArrayList<>();
        EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromHex(HEX));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
            long limit = System.nanoTime() + LIMIT.toNanos();
            while (values.size() < count && System.nanoTime() < limit) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(opener.open(record.value()), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
