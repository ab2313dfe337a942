package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.Port;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The packaged {@code bin/binlog-streamer} with settings, table files and a position of its own; each start goes on where
 * the one before has stopped. One thread.
 */
public final class PackagedStreamer implements AutoCloseable {
    /** The only source of its settings. */
    static final String SOURCE = "rds1";

    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private final House house;
    private final String name;
    private final Path folder;
    private final Path program;
    private final Port port = Port.claim();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Consumer<byte[], byte[]> reader;
    private final PositionRecords positions;
    private String jvmOptions = "";
    private @Nullable StreamPosition newest;

    /**
     * @param project the checkout, built
     * @param name of the streamer and of its folder
     * @param serverId of the replica that it pretends to be
     */
    public PackagedStreamer(Path project, House house, String name, int serverId) throws IOException {
        this.house = house;
        this.name = name;
        this.folder = house.folder().resolve(name);
        this.program = project.resolve("binlog-streamer/target/streamer-cli/bin/binlog-streamer");
        if (!Files.isExecutable(program)) {
            throw new IOException(program + ": is not built; run benchmarks/run, which builds it");
        }
        Files.createDirectories(tables());
        Files.writeString(folder.resolve("streamer.yaml"), """
                name: %s
                sources:
                  - name: %s
                    hosts: ["127.0.0.1:%d"]
                    username: %s
                    password: file:%s
                    serverId: %d
                    timeZone: "+08:00"
                    properties: {sslMode: DISABLED, allowPublicKeyRetrieval: "true"}
                kafka:
                  bootstrapServers: %s
                  replicationFactor: 1
                encryption: {key: "file:%s"}
                tables: tables
                positions: {topic: %s}
                http: {port: %d}
                """.formatted(
                        name,
                        SOURCE,
                        house.mysql().port(),
                        house.account(),
                        house.passwordFile(),
                        serverId,
                        house.bootstrapServers(),
                        house.keyFile(),
                        positionsTopic(),
                        port.number()));
        positions = new PositionRecords(house.key());
        reader = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", house.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.assign(List.of(new TopicPartition(positionsTopic(), 0)));
    }

    private String positionsTopic() {
        return name + "-positions";
    }

    /** JVM options that win over those of the package. */
    public void jvmOptions(String options) {
        jvmOptions = options;
    }

    /** Writes the table file of one logical table, as {@code sluice plan} writes it. */
    public void tableFile(String key, String topic, String expression) throws IOException {
        Files.writeString(tables().resolve(key + ".json"), WideTables.tableFile(key, topic, expression));
    }

    /** The folder of table files. */
    Path tables() {
        return folder.resolve("tables");
    }

    /** Table files of {@link WideTables}, into topics under a prefix. */
    public void wideTables(String prefix) throws IOException {
        List<String> topics = House.topics(prefix);
        for (int i = 0; i < topics.size(); i++) {
            tableFile("t" + i, topics.get(i), WideTables.expression(i));
        }
    }

    /** Starts it and returns at once. The caller closes the process. */
    public ChildProcess start() {
        return ChildProcess.start(new ChildCommand(
                "binlog-streamer",
                List.of(
                        program.toString(),
                        "run",
                        "--config",
                        folder.resolve("streamer.yaml").toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "BINLOG_STREAMER_OPTS", jvmOptions),
                folder,
                folder.resolve("streamer.out")));
    }

    /** Starts it, waits until it has a position, and ends it: the next start begins there. */
    public void prime() throws Exception {
        try (ChildProcess process = start()) {
            process.awaitReady(START_LIMIT, () -> position() != null);
            stop(process);
        }
    }

    /** Asks it to end (SIGTERM) and waits until it has, well. */
    public static void stop(ChildProcess process) {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
        process.awaitSuccess(Duration.ofSeconds(60));
    }

    /** The newest committed position; null while there is none. */
    public @Nullable StreamPosition position() throws UndecryptableException {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(50))) {
            if (PositionRecords.isKey(record.key(), name, SOURCE)) {
                newest = positions.open(name, SOURCE, record.value());
            }
        }
        return newest;
    }

    /** Whether every transaction of a GTID set is committed in Kafka. */
    public boolean covers(GtidSet executed) throws UndecryptableException {
        StreamPosition position = position();
        return position != null && GtidSet.parse(position.gtidSet()).covers(executed);
    }

    /**
     * What one metric without further labels says.
     *
     * @throws IOException if it does not answer, or has no such metric
     */
    public double metric(String metric) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + "/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("no metric " + metric + " in the answer " + answer.statusCode()));
    }

    /** Whether {@code /health} says that all is well. */
    public boolean healthy() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + "/health"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    @Override
    public void close() {
        reader.close(Duration.ofSeconds(5));
        port.close();
    }
}
