package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Real Kafka, real Connect workers with the packaged plugin folder, and the StarRocks stand-in, for one test class. */
final class ConnectBench implements AutoCloseable {
    static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    static final Duration LIMIT = Duration.ofSeconds(120);
    static final Path PLUGINS = Path.of("target", "connect").toAbsolutePath();

    private final HttpClient http = HttpClient.newHttpClient();
    private final EnvelopeV1.Sealer sealer = EnvelopeV1.sealer(DataKey.fromHex(KEY));
    private final String group;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ConnectWorker> workers = new ArrayList<>();
    final StarRocksStandIn starRocks;
    final Admin admin;

    ConnectBench(Class<?> test) throws SQLException {
        this.group = SharedServers.topic(test);
        starRocks = StarRocksStandIn.start(
                SharedServers.mysql(), StandInOptions.defaults().withDefaultReplicationNum(1));
        sql("CREATE DATABASE d");
        String servers = SharedServers.kafka().bootstrapServers();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    ConnectWorker startWorker() {
        return startWorker(Map.of());
    }

    ConnectWorker startWorker(Map<String, String> more) {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "group.id", group,
                "offset.flush.interval.ms", "1000",
                "scheduled.rebalance.max.delay.ms", "0",
                "session.timeout.ms", "10000",
                "task.shutdown.graceful.timeout.ms", "3000"));
        overrides.putAll(more);
        ConnectWorker worker = ConnectWorker.start(
                Path.of("target", "testbed").toAbsolutePath(),
                SharedServers.kafka().bootstrapServers(),
                PLUGINS,
                overrides,
                Map.of("SLUICE_KEY", KEY, "WRONG_KEY", KEY.replace('0', '7')));
        workers.add(worker);
        return worker;
    }

    // ---- topics

    void topic(String name, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    byte[] seal(Map<String, ?> row) {
        return sealer.seal(Json.write(row).getBytes(StandardCharsets.UTF_8));
    }

    void send(String topic, int partition, byte[] value) {
        producer.send(new ProducerRecord<>(topic, partition, null, value));
    }

    /**
     * Sends versions of {@code keys} rows in turn: the row of offset o has id o % keys and version o. The topic has one
     * partition and nothing else is sent to it.
     */
    void sendVersions(String topic, int from, int to, int keys) {
        for (int version = from; version < to; version++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", version % keys);
            row.put("version", version);
            send(topic, 0, seal(row));
        }
        producer.flush();
    }

    void flush() {
        producer.flush();
    }

    /** All records of the topic, which must be that many. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            Awaitility.await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    // ---- connectors

    Map<String, String> config(String topics) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.github.sluice.connect.StarRocksSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", topics);
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("transforms", "decrypt");
        config.put("transforms.decrypt.type", "io.github.sluice.connect.DecryptTransform");
        config.put("transforms.decrypt.secret.key.ref", "env:SLUICE_KEY");
        config.put("starrocks.http.url", starRocks.feHttp());
        config.put("starrocks.query.url", starRocks.query());
        config.put("starrocks.database.name", "d");
        config.put("starrocks.username", "root");
        config.put("starrocks.password", "");
        config.put("bufferflush.intervalms", "300");
        config.put("consumer.override.session.timeout.ms", "10000");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    void create(ConnectWorker worker, String name, Map<String, String> config) {
        Awaitility.await("connector " + name).atMost(LIMIT).until(() -> {
            HttpResponse<String> reply = request(worker, "PUT", "/connectors/" + name + "/config", Json.write(config));
            assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201, 409);
            return reply.statusCode() != 409;
        });
        Awaitility.await("task of " + name).atMost(LIMIT).until(() -> taskState(worker, name)
                .matches("RUNNING|FAILED"));
    }

    void delete(ConnectWorker worker, String name) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        request(worker, "DELETE", "/connectors/" + name, "").statusCode() == 204);
    }

    /** Of task 0; empty while there is none. */
    String taskState(ConnectWorker worker, String name) throws IOException, InterruptedException {
        Object state = task(worker, name).get("state");
        return state == null ? "" : state.toString();
    }

    String awaitFailure(ConnectWorker worker, String name) {
        Awaitility.await("failure of " + name).atMost(LIMIT).until(() -> taskState(worker, name)
                .equals("FAILED"));
        try {
            return String.valueOf(task(worker, name).get("trace"));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<?, ?> task(ConnectWorker worker, String name) throws IOException, InterruptedException {
        HttpResponse<String> reply = request(worker, "GET", "/connectors/" + name + "/status", "");
        if (reply.statusCode() != 200) {
            return Map.of();
        }
        List<?> tasks = (List<?>) ((Map<?, ?>) Json.parse(reply.body())).get("tasks");
        return tasks.isEmpty() ? Map.of() : (Map<?, ?>) tasks.get(0);
    }

    HttpResponse<String> request(ConnectWorker worker, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(worker.url() + path))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** 0 where nothing is committed. */
    long committed(String connector, String topic, int partition) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get();
        OffsetAndMetadata offset = offsets.get(new TopicPartition(topic, partition));
        return offset == null ? 0 : offset.offset();
    }

    void awaitCommitted(String connector, String topic, int partition, long offset) {
        Awaitility.await(connector + " commits " + topic + "-" + partition + " up to " + offset)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> committed(connector, topic, partition) == offset);
    }

    static String log(ConnectWorker worker) throws IOException {
        return Files.readString(worker.logFile());
    }

    // ---- tables

    /** A table for {@link #sendVersions}. */
    void versionsTable(String table) throws SQLException {
        sql("CREATE TABLE d.`" + table + "` (id bigint NOT NULL, version bigint NOT NULL) PRIMARY KEY(id)"
                + " DISTRIBUTED BY HASH(id)");
    }

    Map<Long, Long> versions(String table) throws SQLException {
        Map<Long, Long> versions = new TreeMap<>();
        for (String row : rows("SELECT id, version FROM d.`" + table + "`")) {
            String[] columns = row.split("\\|");
            versions.put(Long.parseLong(columns[0]), Long.parseLong(columns[1]));
        }
        return versions;
    }

    /** What the table must hold once versions below {@code to} are in. */
    static Map<Long, Long> lastVersions(long to, int keys) {
        Map<Long, Long> versions = new TreeMap<>();
        for (long version = 0; version < to; version++) {
            versions.put(version % keys, version);
        }
        return versions;
    }

    /** Every version below the committed offset, or a later one of its key, is visible. */
    void assertCommittedRowsAreVisible(String connector, String topic, String table, int keys) throws Exception {
        long committed = committed(connector, topic, 0);
        Map<Long, Long> visible = versions(table);
        lastVersions(committed, keys).forEach((id, version) -> assertThat(visible.getOrDefault(id, -1L))
                .as("%s is committed up to %s, so key %s must show version %s or later", topic, committed, id, version)
                .isGreaterThanOrEqualTo(version));
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    List<String> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? "|" : "").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + starRocks.query() + "/", starRocks.username(), starRocks.password());
    }

    @Override
    public void close() {
        starRocks.faults().clear();
        producer.close();
        admin.close();
        for (ConnectWorker worker : workers) {
            worker.close();
        }
        starRocks.close();
    }
}
