package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A MySQL and a Kafka for one measurement, as child processes, with an account, a key and a folder. One thread. */
public final class House implements AutoCloseable {
    /** Of every topic. */
    public static final int PARTITIONS = 2;

    private static final String ACCOUNT = "streamer";
    private static final long LIMIT_SECONDS = 60;

    private final Path folder;
    private final MySqlServer mysql;
    private final KafkaBroker kafka;
    private final Admin admin;
    private final String keyHex;

    private House(Path folder, MySqlServer mysql, KafkaBroker kafka, String keyHex) {
        this.folder = folder;
        this.mysql = mysql;
        this.kafka = kafka;
        this.keyHex = keyHex;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /**
     * Starts both.
     *
     * @param folder made if missing; gets {@code key} and {@code password}
     * @param mysqlOptions of mysqld
     */
    public static House open(Path folder, String... mysqlOptions) throws IOException {
        Files.createDirectories(folder);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String keyHex = HexFormat.of().formatHex(random);
        Files.writeString(folder.resolve("key"), keyHex);
        Files.writeString(folder.resolve("password"), keyHex.substring(0, 20));
        List<String> options = new ArrayList<>(List.of("--performance-schema=OFF"));
        options.addAll(List.of(mysqlOptions));
        MySqlServer mysql = MySqlServer.start(folder.resolve("servers"), options.toArray(String[]::new));
        try {
            mysql.createUser(ACCOUNT, keyHex.substring(0, 20), "SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.*");
            KafkaBroker kafka = KafkaBroker.start(folder.resolve("servers"), Map.of());
            return new House(folder, mysql, kafka, keyHex);
        } catch (RuntimeException e) {
            mysql.close();
            throw e;
        }
    }

    public Path folder() {
        return folder;
    }

    public MySqlServer mysql() {
        return mysql;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Of the account that readers use. */
    String account() {
        return ACCOUNT;
    }

    Path passwordFile() {
        return folder.resolve("password");
    }

    Path keyFile() {
        return folder.resolve("key");
    }

    DataKey key() {
        return DataKey.fromHex(keyHex);
    }

    /** The first cell of a query's answer. */
    public String ask(String query) throws SQLException {
        try (var connection = mysql.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Topics of the logical tables under a prefix. */
    public static List<String> topics(String prefix) {
        List<String> topics = new ArrayList<>();
        for (int i = 0; i < WideTables.LOGICAL; i++) {
            topics.add(prefix + ".t" + i);
        }
        return topics;
    }

    /** Creates topics. */
    public void create(List<String> topics, Map<String, String> config) throws Exception {
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1).configs(config))
                        .toList())
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    void delete(List<String> topics) throws Exception {
        admin.deleteTopics(topics).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Offsets taken in all partitions of topics: records, markers, and records that are not committed yet. */
    long offsets(List<String> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new java.util.HashMap<>();
        for (String topic : topics) {
            for (int i = 0; i < PARTITIONS; i++) {
                wanted.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
        }
        return admin.listOffsets(wanted).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    @Override
    public void close() {
        admin.close();
        try (mysql) {
            kafka.close();
        }
    }
}
