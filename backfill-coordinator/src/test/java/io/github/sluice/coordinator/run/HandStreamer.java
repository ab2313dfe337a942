package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Says in position records what a streamer would say that is always level with MySQL and goes by whatever stands in its
 * folder; it sends only the changes that a test hands it. Thread-safe.
 */
final class HandStreamer implements AutoCloseable {
    static final String NAME = "hand";
    static final String SOURCE = "rds1";

    private final MySqlServer mysql;
    private final Path folder;
    private final String topic;
    private final DataKey key;
    private final PositionRecords records;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, TablePosition> tables = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<TablePosition>> edits = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean blind;
    private volatile long said;
    private volatile @Nullable String held;

    HandStreamer(House house, SluiceSettings settings, Path folder) {
        this.mysql = house.mysql;
        this.folder = folder;
        this.topic = settings.streamerOrRefuse().positions();
        this.key = DataKey.fromReference(house.reference("key"));
        this.records = new PositionRecords(key);
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", settings.kafka().bootstrapServers());
        config.put("transactional.id", topic + "-hand");
        config.put("acks", "all");
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try (var topics = new io.github.sluice.coordinator.kafka.Topics(new KafkaClients(settings.kafka()))) {
            topics.create(
                    topic,
                    new io.github.sluice.coordinator.kafka.Topics.Shape(1, 1, Map.of("cleanup.policy", "compact")));
        }
        producer.initTransactions();
        say();
        this.thread = new Thread(this::live, "hand-streamer");
        thread.start();
    }

    /** The settings that go with it. */
    static String section(Path folder, String positions) {
        return "streamer: {name: " + NAME + ", source: " + SOURCE + ", tables: \"" + folder + "\", positions: "
                + positions + ", streamPartitions: 2, wait: 15s}\n";
    }

    private void live() {
        while (!closed) {
            say();
            LockSupport.parkNanos(200_000_000L);
        }
    }

    /** Takes no notice of its folder from now on. */
    void lookAway() {
        blind = true;
    }

    /** Stays at this set until {@code null} is given. */
    synchronized void hold(@Nullable String gtidSet) {
        held = gtidSet;
    }

    /** Begins every table anew, from what it says then. */
    synchronized void forget() {
        tables.clear();
        say();
    }

    /** Edits what is said of a table from now on, as long as its file stays. */
    synchronized void edit(String table, UnaryOperator<TablePosition> edit) {
        edits.put(table, edit);
        say();
    }

    void stop(String table, String reason) {
        edit(
                table,
                level -> level.withStopped(
                        new StoppedTable(reason, "name it in the mapping", "", "", 0), executed(), null));
    }

    void ddl(String table, String kind, String gtid) {
        edit(table, level -> level.withDdl(new TableDdl(gtid, kind, table, Instant.now())));
    }

    String executed() {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
            rows.next();
            return rows.getString(1).replaceAll("\\s", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends changes in one transaction together with a position. */
    synchronized void send(String streamTopic, List<Map<String, Object>> changes) {
        EnvelopeV1.Sealer sealer = EnvelopeV1.sealer(key);
        producer.beginTransaction();
        for (Map<String, Object> change : changes) {
            producer.send(new ProducerRecord<>(
                    streamTopic,
                    String.valueOf(change.get("id")).getBytes(StandardCharsets.UTF_8),
                    sealer.seal(Json.write(change).getBytes(StandardCharsets.UTF_8))));
        }
        position();
        producer.commitTransaction();
    }

    /**
     * Executes a statement and, if its table is captured, sends what it changed, without a word in between: what is said
     * of the position stays true.
     */
    synchronized void write(String sql, String table, List<Map<String, Object>> changes) {
        TablePosition routed = tables.get(table);
        mysql.execute(sql);
        if (routed == null) {
            return;
        }
        send(routed.topic(), changes);
    }

    /** How many positions it has said without changes. */
    long said() {
        return said;
    }

    private synchronized void say() {
        producer.beginTransaction();
        position();
        producer.commitTransaction();
        said++;
    }

    private void position() {
        String hold = held;
        String set = hold == null ? executed() : hold;
        if (!blind) {
            look(set);
        }
        Map<String, TablePosition> said = new LinkedHashMap<>();
        tables.forEach((name, position) -> said.put(
                name, edits.getOrDefault(name, UnaryOperator.identity()).apply(position)));
        StreamPosition position =
                new StreamPosition(NAME, "", set, "", 0, null, Instant.now(), null, 0, said, Map.of());
        producer.send(
                new ProducerRecord<>(topic, PositionRecords.key(NAME, SOURCE), records.seal(NAME, SOURCE, position)));
    }

    private void look(String set) {
        Map<String, TablePosition> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String text = Files.readString(file);
                Map<?, ?> json = (Map<?, ?>) Json.parse(text);
                String name = String.valueOf(json.get("key"));
                String digest = StreamerFolder.digest(text);
                TablePosition known = tables.get(name);
                found.put(
                        name,
                        known != null && known.digest().equals(digest)
                                ? known
                                : TablePosition.level(digest, String.valueOf(json.get("topic")), 2, set));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        edits.keySet().retainAll(found.keySet());
        tables.clear();
        tables.putAll(found);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
