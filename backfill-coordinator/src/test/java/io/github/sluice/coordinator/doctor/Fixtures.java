package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.doctor.ConnectFacts.Worker;
import io.github.sluice.coordinator.doctor.KafkaFacts.LogFolder;
import io.github.sluice.coordinator.doctor.KafkaFacts.Topic;
import io.github.sluice.coordinator.doctor.MachineFacts.Heard;
import io.github.sluice.coordinator.doctor.MachineFacts.Key;
import io.github.sluice.coordinator.doctor.StarRocksFacts.Backend;
import io.github.sluice.coordinator.keys.KeyBudget;
import io.github.sluice.coordinator.keys.KeyBudget.Limit;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A sound world, as facts, and what changes of it break each check. */
final class Fixtures {
    static final MySqlFacts MYSQL = new MySqlFacts(
            true,
            "8.0.36",
            Map.ofEntries(
                    Map.entry("log_bin", "ON"),
                    Map.entry("binlog_format", "ROW"),
                    Map.entry("binlog_row_image", "FULL"),
                    Map.entry("binlog_row_value_options", ""),
                    Map.entry("binlog_row_metadata", "FULL"),
                    Map.entry("binlog_transaction_compression", "OFF"),
                    Map.entry("binlog_expire_logs_seconds", "2592000"),
                    Map.entry("server_id", "7"),
                    Map.entry("gtid_mode", "ON"),
                    Map.entry("sql_mode", "STRICT_TRANS_TABLES,NO_ZERO_DATE"),
                    Map.entry("lower_case_table_names", "0"),
                    Map.entry("net_write_timeout", "60"),
                    Map.entry("max_allowed_packet", "67108864"),
                    Map.entry("log_replica_updates", "ON")),
            List.of("GRANT SELECT, REPLICATION SLAVE, XA_RECOVER_ADMIN ON *.* TO `SLUICE`@`%` "),
            Optional.empty(),
            Optional.of(Duration.ofHours(2)),
            "+08:00",
            "+08:00",
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(Map.of("utf8mb4", 3)),
            Seen.of(List.of()),
            Seen.of(Optional.of(1L)),
            Seen.of(0),
            Seen.of(Duration.ofMillis(-20)));

    static final Topic TOPIC = new Topic(
            1,
            3,
            Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1"),
            Set.of("READ", "WRITE"));
    private static final Topic COMPACTED =
            new Topic(1, 3, Map.of("cleanup.policy", "compact"), Set.of("READ", "WRITE"));

    static final KafkaFacts KAFKA = new KafkaFacts(
            List.of("10.0.0.1:9092", "10.0.0.2:9092", "10.0.0.3:9092"),
            List.of(),
            List.of(),
            2,
            3,
            Seen.of(Map.of(
                    "min.insync.replicas", "2",
                    "message.max.bytes", "1048588",
                    "auto.create.topics.enable", "false",
                    "unclean.leader.election.enable", "false")),
            Seen.of("3.9-IV0"),
            Seen.of(true),
            Seen.of(Map.of("batch", TOPIC, "stream", TOPIC, "control", COMPACTED)),
            Map.of("batch", Set.of("READ", "WRITE"), "later", Set.of("READ")),
            List.of("batch"),
            List.of("stream"),
            "control",
            Map.of(),
            1 << 20,
            Optional.of(Duration.ofHours(2)),
            Seen.of(List.of(new LogFolder(1, "", 50, 100))));

    static final ConnectFacts CONNECT = new ConnectFacts(
            List.of(new Worker("http://w:8083", "3.9.1", "c1", "")),
            Seen.of("c1"),
            Seen.of(List.of("Sink", "Decrypt")),
            List.of("Sink", "Decrypt"),
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(List.of()),
            Seen.of(Map.of("connect-offsets", COMPACTED)),
            3);

    private static final List<Backend> BACKENDS = List.of(new Backend("b1", true, false, 40));

    static final StarRocksFacts STARROCKS = new StarRocksFacts(
            "3.3.5-abc",
            List.of(),
            Seen.of(true),
            Seen.of(List.of("GRANT SELECT, INSERT ON TABLE ODS.T TO USER 'SLUICE'@'%'")),
            false,
            Seen.of(Map.of()),
            Seen.of(259_200L),
            Seen.of(BACKENDS),
            1,
            Seen.of(List.of()),
            Seen.of(Duration.ofSeconds(5)));

    static final MachineFacts MACHINE = new MachineFacts(
            true,
            true,
            Seen.of(new Key("0a1b2c3d4e5f", 32)),
            Optional.of("rw-------"),
            Seen.of(new Heard(4, 1, true)),
            Optional.empty(),
            Seen.of(budget(79)),
            Seen.of(2L << 30),
            Seen.of(List.of()),
            17,
            Seen.of(List.of()),
            Seen.of("python3"),
            Seen.of(Map.of("rds1", Optional.of(Duration.ofSeconds(3)))),
            Duration.ofMinutes(2),
            Seen.of(true));

    private Fixtures() {}

    static KeyBudget budget(long percent) {
        return new KeyBudget("5e1f00c3", List.of(new Share(Limit.RECORDS, OptionalLong.of(percent), 100)));
    }

    private static Topic topic(Map<String, String> config) {
        return new Topic(1, 3, config, Set.of("READ", "WRITE"));
    }

    /** What must be different for a check to fail: names of facts (or of MySQL's and a broker's variables) and values. */
    static final Map<String, Object[]> BROKEN = new HashMap<>();

    /** The same for a check to hold where it is skipped in the sound world. */
    static final Map<String, Object[]> SOUND = new HashMap<>();

    static {
        broken("mysql-version", "version", "5.6.51");
        broken("mysql-binlog", "@log_bin", "OFF");
        broken("mysql-binlog-format", "@binlog_format", "STATEMENT");
        broken("mysql-row-image", "@binlog_row_image", "MINIMAL");
        broken("mysql-row-value-options", "@binlog_row_value_options", "PARTIAL_JSON");
        broken("mysql-row-metadata", "@binlog_row_metadata", "MINIMAL");
        broken("mysql-transaction-compression", "@binlog_transaction_compression", "ON");
        broken("mysql-binlog-retention", "@binlog_expire_logs_seconds", "7199");
        broken("mysql-server-id", "@server_id", "0");
        broken("mysql-gtid-mode", "@gtid_mode", "OFF_PERMISSIVE");
        broken("mysql-grant-select", "unreadable", Seen.of(List.of("shop.t: denied")));
        broken("mysql-grant-xa", "grants", List.of("GRANT SELECT ON *.* TO U "));
        broken("mysql-grant-positions", "@gtid_mode", "OFF", "grants", List.of("GRANT PROCESS ON *.* TO U "));
        SOUND.put("mysql-grant-positions", new Object[] {
            "@gtid_mode", "OFF", "grants", List.of("GRANT PROCESS, REPLICATION CLIENT ON *.* TO U ")
        });
        broken("mysql-grant-replication", "grants", List.of("GRANT REPLICATION SLAVE ADMIN ON *.* TO U "));
        broken("mysql-tables-found", "missing", Seen.of(List.of("shop.gone")));
        broken("mysql-primary-keys", "keyless", Seen.of(List.of("shop.t")));
        broken("mysql-zero-dates", "@sql_mode", "STRICT_TRANS_TABLES");
        broken("mysql-charsets", "charsets", Seen.of(Map.of("utf8mb4", 1, "tis620", 1)));
        broken("mysql-letter-case", "sameLetters", Seen.of(List.of("s.t/s.T")));
        broken("mysql-net-write-timeout", "@net_write_timeout", "59");
        broken("mysql-max-packet", "@max_allowed_packet", "4194304");
        broken("mysql-time-zone", "serverZone", "+00:00");
        broken("mysql-replica-lag", "replicaLag", Seen.of(Optional.of(61L)));
        broken("mysql-replica-updates", "@log_replica_updates", "OFF");
        broken("mysql-prepared-xa", "preparedXa", Seen.of(1));
        broken("mysql-clock", "clockAhead", Seen.of(Duration.ofMillis(-5001)));
        broken("kafka-version", "version", Seen.of("2.0-IV1"));
        broken("kafka-advertised-listeners", "unreachable", List.of("b2:9092: refused"));
        broken("kafka-public-plaintext", "plaintextPublic", List.of("203.0.113.7:9092"));
        broken("kafka-bootstrap", "bootstrap", 1);
        broken("kafka-brokers", "replication", 4);
        broken("kafka-min-insync", "@min.insync.replicas", "4");
        broken("kafka-min-insync-single", "@min.insync.replicas", "1");
        broken("kafka-create-topics", "mayCreate", Seen.of(false));
        broken("kafka-topic-acls", "needs", Map.of("batch", Set.of("DELETE")));
        broken("kafka-message-size", "largestRecord", 1_048_589L);
        broken("kafka-batch-retention", "topics", Seen.of(Map.of("batch", topic(Map.of("retention.ms", "7199999")))));
        broken(
                "kafka-stream-retention",
                "topics",
                Seen.of(Map.of()),
                "planned",
                Map.of("stream", Map.of("retention.ms", "-1", "retention.bytes", "1000")));
        broken("kafka-control-topic", "topics", Seen.of(Map.of("control", topic(Map.of("cleanup.policy", "delete")))));
        broken("kafka-topic-replication", "topics", Seen.of(Map.of("batch", new Topic(1, 2, Map.of(), Set.of()))));
        broken("kafka-auto-create", "@auto.create.topics.enable", "true");
        broken("kafka-unclean-election", "@unclean.leader.election.enable", "true");
        broken("kafka-log-folders", "logs", Seen.of(List.of(new LogFolder(2, "KAFKA_STORAGE_ERROR", -1, -1))));
        broken("kafka-disk", "logs", Seen.of(List.of(new LogFolder(2, "", 9, 100))));
        broken("connect-version", "workers", List.of(new Worker("u", "2.2.0", "c1", "")));
        broken("connect-workers", "workers", List.of(new Worker("u", "", "", "no connection")));
        broken("connect-cluster", "cluster", Seen.of("c2"));
        broken("connect-plugins", "plugins", Seen.of(List.of("Sink")));
        broken("connect-override-policy", "overrides", Seen.of(List.of("consumer.override.isolation.level")));
        broken("connect-config", "faults", Seen.of(List.of("topics")));
        broken("connect-name-clash", "clashes", Seen.of(List.of("theirs")));
        broken("connect-failed", "failed", Seen.of(List.of("ours")));
        broken("connect-stores-compacted", "stores", Seen.of(Map.of("connect-offsets", TOPIC)));
        broken(
                "connect-stores-replicated",
                "stores",
                Seen.of(Map.of("connect-offsets", new Topic(25, 1, Map.of("cleanup.policy", "compact"), Set.of()))));
        broken("starrocks-http", "http", List.of("fe:8030: refused"));
        broken("starrocks-version", "version", "2.5.4");
        broken("starrocks-database", "databaseThere", Seen.of(false));
        broken("starrocks-grants", "grants", Seen.of(List.of("GRANT SELECT ON TABLE ODS.T TO USER 'U'")));
        broken("starrocks-tables", "otherTables", Seen.of(Map.of("t", "no PRIMARY KEY")));
        broken("starrocks-label-keep", "labelKeepSeconds", Seen.of(86_399L));
        broken("starrocks-backends", "backends", Seen.of(List.of(new Backend("b", false, false, 1))));
        broken("starrocks-disk", "backends", Seen.of(List.of(new Backend("b", true, false, 85.1))));
        broken("starrocks-replication", "backends", Seen.of(List.of(new Backend("b", true, true, 1))));
        broken("starrocks-backend-http", "beHttp", Seen.of(List.of("be:8040: refused")));
        broken("starrocks-clock", "clockAhead", Seen.of(Duration.ofMinutes(1)));
        broken("machine-java", "java", 11);
        broken("machine-key", "key", Seen.not("env:KEY is not set"));
        broken("machine-keys-equal", "heard", Seen.of(new Heard(4, 1, false)));
        broken("machine-key-mode", "keyMode", Optional.of("rw-r-----"));
        broken("machine-key-strength", "key", Seen.of(new Key("0a", 16)));
        broken("machine-key-used-up", "budget", Seen.of(budget(100)));
        broken("machine-key-budget", "budget", Seen.of(budget(80)));
        broken("machine-state-disk", "stateFree", Seen.of((1L << 30) - 1));
        broken("machine-plan-fresh", "stalePlan", Seen.of(List.of("t_spec.json")));
        broken("machine-datax-plugins", "dataxMissing", Seen.of(List.of("hook/sluice")));
        broken("machine-datax-command", "datax", Seen.not("python3: not found"));
        broken("machine-streamer-alive", "streamerAges", Seen.of(Map.of("rds1", Optional.empty())));
        broken("machine-streamer-folder", "streamerFolder", Seen.of(false));
    }

    private static void broken(String id, Object... changes) {
        BROKEN.put(id, changes);
    }

    static Object sound(Subject subject) {
        return switch (subject) {
            case MYSQL -> MYSQL;
            case KAFKA -> KAFKA;
            case CONNECT -> CONNECT;
            case STARROCKS -> STARROCKS;
            case MACHINE -> MACHINE;
        };
    }

    /** A copy with other facts; {@code @name} changes one variable of MySQL or setting of the broker. */
    static Object with(Object facts, Object... changes) {
        try {
            RecordComponent[] components = facts.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                values[i] = components[i].getAccessor().invoke(facts);
                types[i] = components[i].getType();
            }
            for (int change = 0; change < changes.length; change += 2) {
                String name = (String) changes[change];
                boolean inner = name.startsWith("@");
                String wanted = inner ? (facts instanceof KafkaFacts ? "broker" : "variables") : name;
                boolean known = false;
                for (int i = 0; i < components.length; i++) {
                    if (components[i].getName().equals(wanted)) {
                        known = true;
                        values[i] = inner
                                ? variable(values[i], name.substring(1), (String) changes[change + 1])
                                : changes[change + 1];
                    }
                }
                if (!known) {
                    throw new IllegalArgumentException(facts.getClass() + " has no " + wanted);
                }
            }
            var constructor = facts.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object variable(Object old, String name, String value) {
        boolean seen = old instanceof Seen<?>;
        Map<String, String> values = new HashMap<>();
        ((Map<?, ?>) (seen ? ((Seen<?>) old).value() : old))
                .forEach((key, one) -> values.put(String.valueOf(key), String.valueOf(one)));
        values.put(name, value);
        return seen ? Seen.of(values) : values;
    }
}
