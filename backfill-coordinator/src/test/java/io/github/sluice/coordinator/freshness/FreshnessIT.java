package io.github.sluice.coordinator.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.alert.ChatServer;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice freshness} against a real MySQL with two shards, a real Kafka and the StarRocks stand-in. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshnessIT {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final MySqlServer mysql = SharedServers.mysql();
    private final String database = SharedServers.database(FreshnessIT.class);
    private final String prefix = SharedServers.topic(FreshnessIT.class);
    private final KafkaClients kafka =
            new KafkaClients(new Kafka(SharedServers.kafka().bootstrapServers(), Map.of(), 1, 1, Map.of()));
    private Path folder;
    private StarRocksStandIn starrocks;
    private Warehouse warehouse;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        starrocks = StarRocksStandIn.start(mysql, StandInOptions.defaults());
        warehouse = new Warehouse(new StarRocks(
                List.of(starrocks.feHttp()), starrocks.query(), new Secret("root", null), "ods_" + database, 1, 1));
        warehouse.createDatabase();
        String user = "f_" + database.replaceAll("\\D", "");
        mysql.createUser(user, "s3cret-" + user, "SELECT ON *.*");
        Files.writeString(folder.resolve("mysql.secret"), "s3cret-" + user);
        Files.writeString(folder.resolve("target.yaml"), sections());
        Files.writeString(
                folder.resolve("sluice.yaml"),
                sections() + """
                source: {host: 127.0.0.1, port: %d, username: %s, password: "file:%s"}
                """.formatted(mysql.port(), user, folder.resolve("mysql.secret")));
    }

    private String sections() {
        return """
                name: freshness
                kafka: {bootstrapServers: "%s", replicationFactor: 1}
                starrocks: {http: ["%s"], query: "%s", username: root, database: ods_%s}
                encryption: {key: "env:NONE"}
                streamer: {name: s, source: m, tables: tables}
                naming: {streamTopic: "%s.{table}"}
                tables:
                  - {source: {databases: "%s", tables: "orders_\\\\d"}, target: orders}
                  - {source: %s.calm, target: calm}
                  - {source: %s.none, target: none}
                  - {source: %s.late, target: late}
                """.formatted(
                        kafka.settings().bootstrapServers(),
                        starrocks.feHttp(),
                        starrocks.query(),
                        database,
                        prefix,
                        database,
                        database,
                        database,
                        database);
    }

    @AfterAll
    void stop() {
        starrocks.close();
    }

    private static String ago(Duration time) {
        return LocalDateTime.ofInstant(Instant.now().minus(time), CHINA).format(TEXT);
    }

    private Spoken freshness(String list, String... more) throws IOException {
        Files.writeString(folder.resolve("starrocks_table.json"), list);
        List<String> words = new ArrayList<>(List.of("freshness", "--lang", "en"));
        words.addAll(List.of("-f", folder.resolve("sluice.yaml").toString()));
        words.addAll(List.of(more));
        return Spoken.of(words.toArray(String[]::new));
    }

    private static String entry(String table) {
        return "[{\"TABLE_NAME\": \"" + table + "\", \"COLUMN_NAME\": \"update_time\"}]";
    }

    private static Map<?, ?> table(Spoken spoken) {
        return (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.parse(spoken.out().strip())).get("tables")).get(0);
    }

    private void target(String table, String... rows) {
        warehouse.create("CREATE TABLE `ods_" + database + "`.`" + table + "` (id BIGINT NOT NULL, update_time DATETIME"
                + " NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES(\"replication_num\"=\"1\")");
        insert(table, rows);
    }

    private void insert(String table, String... rows) {
        for (String row : rows) {
            warehouse.create("INSERT INTO `ods_" + database + "`.`" + table + "` VALUES (" + row + ")");
        }
    }

    private void send(String topic, Duration ago) throws Exception {
        try (Producer<byte[], byte[]> producer = kafka.writer("test")) {
            producer.send(new ProducerRecord<>(
                            topic, 0, Instant.now().minus(ago).toEpochMilli(), new byte[] {1}, new byte[] {2}))
                    .get();
        }
    }

    /** One table on its way from idle to lag in capture, lag in load and back (inventory #116). */
    @Test
    void idleAndLagAreToldApartAndSoIsWhereItLags() throws Exception {
        String topic = prefix + ".orders";
        String old = ago(Duration.ofHours(3));
        mysql.execute(
                "CREATE TABLE " + database + ".orders_0 (id BIGINT PRIMARY KEY, UpdateTime DATETIME)",
                "CREATE TABLE " + database + ".orders_1 (id BIGINT PRIMARY KEY, UpdateTime TIMESTAMP NULL)",
                "INSERT INTO " + database + ".orders_0 VALUES (1, '" + old + "'), (2, NULL)");
        target("orders", "1, '" + old + "'");
        try (Topics topics = new Topics(kafka)) {
            topics.create(topic, new Topics.Shape(2, 1, Map.of()));

            Spoken idle = freshness(entry("orders"));
            assertThat(idle.out()).isEqualToNormalizingNewlines("orders " + old + "\n");
            assertThat(idle.code()).as(idle.err()).isZero();
            Map<?, ?> seen = table(freshness(entry("orders"), "--output", "json"));
            assertThat(seen.get("verdict")).isEqualTo("IDLE");
            assertThat(((Map<?, ?>) seen.get("source")).get("text")).isEqualTo(old);

            // a TIMESTAMP means the same in the settings' zone as a DATETIME
            mysql.execute("INSERT INTO " + database + ".orders_1 VALUES (3, FROM_UNIXTIME("
                    + Instant.now().minus(Duration.ofMinutes(10)).getEpochSecond() + "))");
            Spoken capture = freshness(entry("orders"));
            assertThat(capture.code()).isEqualTo(32);
            assertThat(capture.out()).isEqualToNormalizingNewlines("orders " + old + "\n");
            assertThat(capture.err()).contains("stale data: orders: capture; MySQL has rows since");

            send(topic, Duration.ofMinutes(9));
            Spoken notBegun = freshness(entry("orders"), "--output", "json");
            assertThat(notBegun.code()).isEqualTo(32);
            assertThat(table(notBegun).get("where")).isEqualTo("LOAD");

            topics.commit("connect-" + topic + "-connect", topic, Map.of(0, 0L));
            Spoken load = freshness(entry("orders"), "--long");
            assertThat(load.code()).isEqualTo(32);
            assertThat(load.err()).contains("load; 1 offsets of topic " + topic + " wait");
            assertThat(load.lines().get(0)).isEqualTo("orders " + old);
            assertThat(load.lines().get(3)).startsWith("orders").contains("LAGGING", "load", old);

            topics.commit("connect-" + topic + "-connect", topic, Map.of(0, 1L));
            insert("orders", "3, '" + ago(Duration.ofMinutes(10)) + "'");
            assertThat(freshness(entry("orders"), "--threshold", "1h").code()).isZero();
            assertThat(table(freshness(entry("orders"), "--threshold", "1h", "--output", "json"))
                            .get("verdict"))
                    .isEqualTo("FRESH");
        }
    }

    /** The half beside StarRocks has no MySQL to ask; without a topic there is only the threshold. */
    @Test
    void theWarehousesHalfComparesWithTheTopic() throws Exception {
        String topic = prefix + ".calm";
        target("calm", "1, '" + ago(Duration.ofHours(3)) + "'");
        target("stranger", "1, '" + ago(Duration.ofHours(3)) + "'");
        String yaml = folder.resolve("target.yaml").toString();
        try (Topics topics = new Topics(kafka)) {
            topics.create(topic, new Topics.Shape(1, 1, Map.of()));
            send(topic, Duration.ofHours(3));
            topics.commit("connect-" + topic + "-connect", topic, Map.of(0, 1L));
            Files.writeString(folder.resolve("starrocks_table.json"), entry("calm"));
            assertThat(Spoken.of("freshness", "-f", yaml).code()).isZero();
            send(topic, Duration.ofMinutes(5));
            Spoken load = Spoken.of("freshness", "-f", yaml, "--output", "json");
            assertThat(load.code()).isEqualTo(32);
            assertThat(table(load).get("source")).isNull();
            assertThat(table(load).get("where")).isEqualTo("LOAD");
        }
        assertThat(freshness(entry("stranger")).code()).isEqualTo(30);
        Spoken old = freshness(entry("stranger"), "--threshold", "5m");
        assertThat(old.code()).isEqualTo(32);
        assertThat(old.err()).contains("stranger: not seen from here; older than its threshold");
    }

    /** Equal names in two servers; each is compared with its own rows. */
    @Test
    void rowsOfOneMySqlDoNotHideThatAnothersAreMissing(@TempDir Path work) throws Exception {
        String topic = prefix + ".spread";
        String young = ago(Duration.ofSeconds(5));
        String old = ago(Duration.ofHours(3));
        String create = "CREATE TABLE " + database + ".spread (id BIGINT PRIMARY KEY, UpdateTime DATETIME)";
        try (MySqlServer second = MySqlServer.start(work, "--performance-schema=OFF");
                Topics topics = new Topics(kafka)) {
            second.createUser("second", "s3cret", "SELECT ON *.*");
            Path password = Files.writeString(folder.resolve("second.secret"), "s3cret");
            Path yaml = folder.resolve("several.yaml");
            String sources = """
                    sources:
                      rds1: {host: 127.0.0.1, port: %d, username: %s, password: "file:%s"}
                      rds2: {host: 127.0.0.1, port: %d, username: second, password: "file:%s"}
                    tables: [{source: {databases: "%s", tables: spread}, target: spread}]
                    """.formatted(
                            mysql.port(),
                            "f_" + database.replaceAll("\\D", ""),
                            folder.resolve("mysql.secret"),
                            second.port(),
                            password,
                            database);
            String sections = sections();
            Files.writeString(
                    yaml, sections.substring(0, sections.indexOf("tables:\n")).replace("source: m, ", "") + sources);
            mysql.execute(create, "INSERT INTO " + database + ".spread VALUES (1, '" + young + "')");
            second.execute(
                    "CREATE DATABASE " + database,
                    create,
                    "INSERT INTO " + database + ".spread VALUES (1, '" + old + "')");
            warehouse.create("CREATE TABLE `ods_" + database + "`.`spread` (source_name VARCHAR(64) NOT NULL, id BIGINT"
                    + " NOT NULL, update_time DATETIME NULL) PRIMARY KEY(source_name, id) DISTRIBUTED BY HASH(id)"
                    + " BUCKETS 1 PROPERTIES(\"replication_num\"=\"1\")");
            insert("spread", "'rds1', 1, '" + young + "'", "'rds2', 1, '" + old + "'");
            topics.create(topic, new Topics.Shape(1, 1, Map.of()));
            Files.writeString(folder.resolve("starrocks_table.json"), entry("spread"));

            Spoken level = several(yaml);
            assertThat(level.code()).as(level.err()).isZero();
            assertThat(((Map<?, ?>) table(level).get("source")).get("text")).isEqualTo(young);

            second.execute("INSERT INTO " + database + ".spread VALUES (2, '" + ago(Duration.ofMinutes(10)) + "')");
            Spoken behind = several(yaml);
            assertThat(behind.code()).as("the newest row of all is there").isEqualTo(32);
            assertThat(behind.err()).contains("spread: capture; MySQL rds2 has rows since");
            assertThat(table(behind).get("ahead")).isEqualTo(List.of("rds2"));

            String zones = Files.readString(yaml).replace("username: second", "timeZone: '+00:00', username: second");
            Spoken apart = several(Files.writeString(folder.resolve("zones.yaml"), zones));
            assertThat(apart.code()).isEqualTo(10);
            assertThat(apart.err()).contains("[+08:00, +00:00]", "--time-zone");

            second.close();
            Spoken unseen = several(yaml);
            assertThat(unseen.code()).isEqualTo(30);
            assertThat(unseen.err()).contains("rds2: MySQL 127.0.0.1:").doesNotContain("rds1");
        }
    }

    private static Spoken several(Path yaml) {
        return Spoken.of("freshness", "--lang", "en", "--output", "json", "-f", yaml.toString());
    }

    /** Bad news once, good news once, however often cron asks (inventory #116). */
    @Test
    void aTableThatLagsIsToldAndSoIsItsEnd() throws Exception {
        String topic = prefix + ".late";
        target("late", "1, '" + ago(Duration.ofHours(3)) + "'");
        try (ChatServer chat = new ChatServer();
                Topics topics = new Topics(kafka)) {
            topics.create(topic, new Topics.Shape(1, 1, Map.of()));
            send(topic, Duration.ofMinutes(5));
            topics.commit("connect-" + topic + "-connect", topic, Map.of(0, 0L));
            Files.writeString(folder.resolve("watch.yaml"), """
                    name: box
                    alerts: {channels: [{name: hook, type: webhook, url: "%s"}]}
                    """.formatted(
                            ChatServer.reference(folder, "hook.url", chat.url("/hook"))));
            Files.writeString(folder.resolve("starrocks_table.json"), entry("late"));
            assertThat(alerting()).isEqualTo(32);
            assertThat(alerting()).isEqualTo(32);
            assertThat(chat.asked).hasSize(1);
            assertThat(chat.asked.get(0).body())
                    .contains("\"event\":\"STALE\"", "[sluice] box: table late lags", "load; 1 offsets of topic");
            topics.commit("connect-" + topic + "-connect", topic, Map.of(0, 1L));
            assertThat(alerting()).isZero();
            assertThat(alerting()).isZero();
            assertThat(chat.asked).hasSize(2);
            assertThat(chat.asked.get(1).body()).contains("\"event\":\"FRESH\"");
        }
    }

    private int alerting() {
        String yaml = folder.resolve("target.yaml").toString();
        String watch = folder.resolve("watch.yaml").toString();
        return Spoken.of("freshness", "-f", yaml, "--alert", watch, "--lang", "en")
                .code();
    }

    /** The published script ended with an exception after its first line (inventory #202). */
    @Test
    void emptyMissingAndOddlyNamedTablesAreAllLookedAt() throws Exception {
        mysql.execute("CREATE TABLE " + database + ".none (id BIGINT PRIMARY KEY, UpdateTime DATETIME)");
        target("none");
        target("order", "1, '" + ago(Duration.ofSeconds(5)) + "'");
        try (Topics topics = new Topics(kafka)) {
            topics.create(prefix + ".none", new Topics.Shape(1, 1, Map.of()));
        }
        Spoken spoken = freshness("""
                [{"TABLE_NAME": "none", "COLUMN_NAME": "update_time"},
                 {"TABLE_NAME": "none; DROP TABLE none", "COLUMN_NAME": "update_time"},
                 {"TABLE_NAME": "none", "COLUMN_NAME": "1) FROM none; DROP TABLE none; SELECT MAX(1"},
                 {"TABLE_NAME": "order", "COLUMN_NAME": "update_time"}]
                """);
        assertThat(spoken.lines().get(0)).isEqualTo("none None");
        assertThat(spoken.lines().get(1)).startsWith("order 20");
        assertThat(spoken.lines()).hasSize(2);
        assertThat(spoken.code()).isEqualTo(30);
        assertThat(spoken.err().lines()).hasSize(2).allMatch(line -> line.startsWith("unknown"));
        Spoken empty = freshness(entry("none"), "--output", "json");
        assertThat(empty.code()).as(empty.err()).isZero();
        assertThat(table(empty).get("verdict")).isEqualTo("EMPTY");
    }
}
