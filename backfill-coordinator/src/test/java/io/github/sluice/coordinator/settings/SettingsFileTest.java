package io.github.sluice.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Differences;
import io.github.sluice.coordinator.settings.SluiceSettings.Mask;
import io.github.sluice.coordinator.settings.SluiceSettings.Sink;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String LEAST = """
            name: test
            kafka: {bootstrapServers: "k:9092"}
            encryption: {key: "env:K"}
            tables: [{source: shop.orders}]
            """;

    @TempDir
    Path folder;

    @Test
    void theShippedExampleIsReadWhole() throws IOException {
        SluiceSettings settings;
        try (InputStream in = SettingsFile.class.getResourceAsStream("/sluice/templates/sluice.yaml")) {
            settings = read(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(settings.name()).isEqualTo("shop-2026");
        assertThat(settings.sources().get(0).address()).isEqualTo("10.0.0.5:3306");
        assertThat(settings.sources().get(0).timeZone()).isEqualTo("+08:00");
        assertThat(settings.kafka().topicConfig())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1"));
        assertThat(settings.dataxOrRefuse().command()).containsExactly("python3", "/opt/datax/bin/datax.py");
        assertThat(settings.connectOrRefuse().sink()).isEqualTo(Sink.SLUICE);
        assertThat(settings.connectOrRefuse().stallLimit()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.starrocksOrRefuse().http()).containsExactly("10.1.0.8:8030");
        assertThat(settings.control().patience()).isEqualTo(Duration.ofHours(12));
        assertThat(settings.tables()).extracting(Table::target).containsExactly("customer", "order_item", "orders");
        assertThat(settings.tables())
                .extracting(Table::topic)
                .containsExactly("sluice_all.customer", "sluice_all.orderItem", "sluice_all.orders");
        assertThat(settings.streamerOrRefuse())
                .isEqualTo(new SluiceSettings.Streamer(
                        "shop",
                        "rds1",
                        Path.of("/etc/sluice/tables"),
                        "sluice_positions",
                        4,
                        Map.of("cleanup.policy", "delete", "retention.ms", "604800000", "retention.bytes", "-1"),
                        Duration.ofMinutes(2),
                        2000,
                        null));
        assertThat(settings.policy())
                .isEqualTo(new SluiceSettings.Policy(BatchTopicPolicy.DROP, SluiceSettings.CutoverPolicy.ASK, 3));
        assertThat(settings.tables())
                .extracting(table -> table.stream().topic())
                .containsExactly("sluice_stream.customer", "sluice_stream.orderItem", "sluice_stream.orders");
        Table shards = settings.tables().get(2);
        assertThat(shards.sharded()).isTrue();
        assertThat(shards.connector()).isEqualTo("sluice_all.orders-connect");
        assertThat(shards.key()).containsExactly("db_name", "table_name", "id");
        assertThat(shards.source().matches("shop_12", "orders_7")).isTrue();
        assertThat(shards.source().matches("shop_12", "orders_x")).isFalse();
    }

    @Test
    void whoSignsOffAndHowLongABatchIsKeptStandsUnderPolicy() {
        String key = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        SluiceSettings.Policy policy = read(LEAST
                        + "policy: {batchTopic: 'ttl:7', signoff: {approvers: 2, expires: 72h,"
                        + " waivers: true, keys: {alice: '" + key + "', 李雷: 'file:li.pub'}}}\n")
                .policy();
        assertThat(policy.batchTopic()).isEqualTo(BatchTopicPolicy.TTL);
        assertThat(policy.keptFor()).isEqualTo(Duration.ofDays(7));
        assertThat(policy.signoff())
                .isEqualTo(new SluiceSettings.SignOff(
                        2, Map.of("alice", key, "李雷", "file:li.pub"), Duration.ofHours(72), true));
        assertThat(read(LEAST).policy().signoff()).isEqualTo(SluiceSettings.SignOff.DEFAULT);
        assertThat(read(LEAST).policy().keptFor()).isZero();

        assertThatThrownBy(() -> read(LEAST.replace("kafka: {", "kafka: {topicConfig: {retention.ms: \"86400000\"}, ")
                        + "policy: {batchTopic: 'ttl:7', cutover: auto, signoff: {approvers: 2, keys: {alice: '" + key
                        + "', 'a b': short}, expire: 1h}}\n"))
                .hasMessageContaining(
                        "policy.batchTopic: keeps the topic for 7 days, but kafka.topicConfig.retention.ms lets its"
                                + " records go sooner")
                .hasMessageContaining("policy.signoff.keys: must not stand beside policy.cutover auto")
                .hasMessageContaining("policy.signoff.keys: names are")
                .hasMessageContaining("policy.signoff.keys.a b: must be the public line")
                .hasMessageContaining("policy.signoff.expire: is not a known key");
        assertThatThrownBy(() -> read(LEAST + "policy: {signoff: {approvers: 2}}\n"))
                .hasMessageContaining("the name of an account does not tell two people apart");
    }

    @Test
    void everythingThatMayBeLeftOutHasADefault() {
        SluiceSettings settings = read(LEAST);
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.connect()).isNull();
        assertThat(settings.starrocks()).isNull();
        assertThat(settings.datax()).isNull();
        assertThat(settings.kafka().replicationFactor()).isEqualTo(3);
        assertThat(settings.kafka().batchPartitions()).isEqualTo(4);
        assertThat(settings.policy().batchTopic()).isEqualTo(BatchTopicPolicy.DROP);
        assertThat(settings.control().topic()).isEqualTo("sluice_control");
        assertThat(settings.naming().columns()).isEqualTo(ColumnNaming.SNAKE_CASE);
        assertThat(settings.tables().get(0).target()).isEqualTo("orders");
        assertThat(settings.tables().get(0).topic()).isEqualTo("sluice_all.orders");
        assertThat(settings.stateFolder()).isEqualTo(folder.toAbsolutePath().resolve(".sluice"));
    }

    @Test
    void eachHalfDoesWithoutTheOthersAddresses() {
        SluiceSettings target = read(LEAST
                + "starrocks: {http: [\"f:8030\"], query: \"f:9030\", username: u, database: ods}\n"
                + "connect: {url: \"http://c:8083\"}\n");
        assertThat(target.sources()).isEmpty();
        assertThatThrownBy(() -> target.source(""))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("source: is required for this command on this side");
        SluiceSettings source = read(LEAST
                + "source: {host: m, username: u, password: \"env:P\"}\n"
                + "datax: {command: [python3, datax.py]}\n");
        assertThat(source.starrocks()).isNull();
        assertThat(source.connect()).isNull();
    }

    @Test
    void theStreamerSectionIsKnownOnlyAsFarAsAHalfNeedsIt() {
        assertThat(read(LEAST).streamer()).isNull();
        assertThat(read(LEAST).tables().get(0).stream()).isNull();
        SluiceSettings target = read(LEAST
                + "starrocks: {http: [\"f:8030\"], query: \"f:9030\", username: u, database: ods}\n"
                + "connect: {url: \"http://c:8083\"}\n"
                + "streamer: {}\n"
                + "policy: {cutover: auto, restarts: 0}\n");
        assertThat(target.streamerOrRefuse().name()).isEmpty();
        assertThat(target.policy().cutover()).isEqualTo(SluiceSettings.CutoverPolicy.AUTO);
        assertThat(target.tables().get(0).stream())
                .isEqualTo(new Table.Stream(
                        "sluice_stream.orders",
                        "sluice_stream.orders-connect",
                        SluiceSettings.Deletes.APPLY,
                        SluiceSettings.Cascades.REFUSE));
        Failure source = catchThrowableOfType(
                Failure.class,
                () -> read(LEAST
                        + "source: {host: m, username: u, password: \"env:P\"}\n"
                        + "streamer: {positions: \"a b\", streamPartitions: 0, wait: soon, binlogRetention: long,\n"
                        + "           topicConfig: {cleanup.policy: compact}, extra: 1}\n"
                        + "policy: {cutover: later, restarts: -1}\n"
                        + "naming: {streamTopic: \"sluice_all.{table}\"}\n"));
        assertThat(source.getMessage())
                .contains(
                        "streamer.name: is required",
                        "streamer.source: is required",
                        "streamer.tables: is required beside MySQL",
                        "streamer.positions: must be a legal topic name",
                        "streamer.streamPartitions: must be a whole number from 1 to 10000, found '0'",
                        "streamer.wait: must be a time such as 30s, 10m or 12h, found 'soon'",
                        "streamer.binlogRetention: must be a time",
                        "streamer.topicConfig.cleanup.policy: must be delete",
                        "streamer.extra: is not a known key",
                        "policy.cutover: must be one of ask, auto, found 'later'",
                        "policy.restarts: must be a whole number from 0 to 100, found '-1'",
                        "tables[0].target: gives the same topic sluice_all.orders as tables[0]");
        assertThatThrownBy(() -> read(LEAST + "streamer: {positions: sluice_control}\n"))
                .hasMessageContaining("streamer.positions: must be another topic than control.topic");
    }

    @Test
    void allFaultsAreReportedAtOnceWithKeyRuleAndValue() {
        Failure failure = catchThrowableOfType(Failure.class, () -> read("""
                        name: "bad name"
                        source: {host: h, jdbcUrl: "jdbc:mysql://h:1/", username: u, password: hunter2, timeZone: Asia/Shanghai}
                        kafka: {bootstrapServers: nowhere, batchPartitions: many, topicConfig: {cleanup.policy: compact},
                                properties: {sasl.jaas.config: "x password=\\"hunter2\\""}}
                        encryption: {key: 0123456789abcdef0123456789abcdef}
                        connect: {url: "ftp://x", sink: other, stallLimit: soon}
                        starrocks: {http: [f], query: f, username: u, database: "1db"}
                        policy: {batchTopic: burn}
                        tables:
                          - {source: shop}
                          - {source: {databases: "(", tables: t}, target: t}
                          - {source: a.t2}
                          - {source: b.t2}
                        extra: 1
                        """));
        assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.getMessage())
                .contains(
                        "name: must be 1 to 64 letters",
                        "found 'bad name'",
                        "source.jdbcUrl: must not stand beside host",
                        "source.password: must be a reference",
                        "source.timeZone: must be an offset such as +08:00",
                        "kafka.bootstrapServers: must be HOST:PORT",
                        "kafka.batchPartitions: must be a whole number from 1 to 10000, found 'many'",
                        "kafka.topicConfig.cleanup.policy: must be delete",
                        "kafka.properties.sasl.jaas.config: must be a reference",
                        "encryption.key: must be a reference",
                        "connect.url: must be http(s)://HOST:PORT, found 'ftp://x'",
                        "connect.sink: must be one of sluice, official, found 'other'",
                        "connect.stallLimit: must be a time such as 30s, 10m or 12h, found 'soon'",
                        "starrocks.http: must be HOST:PORT",
                        "starrocks.query: must be HOST:PORT",
                        "starrocks.database: is not a legal StarRocks database name",
                        "policy.batchTopic: must be one of drop, keep, ttl:DAYS, found 'burn'",
                        "tables[0].source: must be database.table, found 'shop'",
                        "tables[1].source.databases: must be a regular expression",
                        "tables[3].target: gives the same target t2 as tables[2]",
                        "extra: is not a known key")
                .doesNotContain("hunter2", "0123456789abcdef");
    }

    @Test
    void tablesAreNamedOneByOneOrByAListOrByExpressions() {
        List<Table> tables = read("""
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                tables:
                  - source: a.t
                  - source: [a.s, b.s]
                    target: s
                  - source: {tables: 'a\\.x|b\\.y'}
                    target: xy
                  - source: {databases: a|b, tables: z}
                    target: z
                """).tables();
        assertThat(tables).extracting(Table::sharded).containsExactly(false, true, true, true);
        assertThat(tables)
                .extracting(Table::topic)
                .containsExactly("sluice_all.t", "sluice_all.s", "sluice_all.xy", "sluice_all.z");
        assertThat(tables.get(1).source().matches("b", "s")).isTrue();
        assertThat(tables.get(1).source().matches("c", "s")).isFalse();
        assertThat(tables.get(2).source().matches("b", "y")).isTrue();
        assertThat(tables.get(2).source().matches("a", "y"))
                .as("databases and tables belong together")
                .isFalse();
        assertThat(tables.get(3).source().matches("b", "z")).isTrue();
        for (Table table : tables) {
            assertThat("a.t b.s b.y b.z".split(" "))
                    .filteredOn(name -> name.matches(table.source().expression("")))
                    .as(table.sourceText())
                    .hasSize(1);
        }
        assertThat(new SourceTables.One(new SourceTables.Name("a-b", "t.1[$]")).expression(""))
                .isEqualTo("a-b\\.t\\.1\\[\\$\\]");
        assertThatThrownBy(() -> read(LEAST.replace(
                        "{source: shop.orders}",
                        "{source: [a.b, a.b, c], key: k}," + " {source: {tables: x}}, {source: []}")))
                .hasMessageContaining("line 4: tables[0].source[1]: must be named once, found 'a.b'")
                .hasMessageContaining("line 4: tables[0].source[2]: must be database.table, found 'c'")
                .hasMessageContaining("line 4: tables[1].target: is required where the source is a list or a regular")
                .hasMessageContaining("line 4: tables[2].source: must name at least one table")
                .hasMessageNotContaining("known key");
    }

    @Test
    void shardsMayBeUnitedWhereThereAreAny() {
        assertThat(read(LEAST).tables().get(0).differences()).isEqualTo(Differences.REFUSE);
        assertThat(read(LEAST.replace("shop.orders}", "[shop.orders], target: o, shards: union}"))
                        .tables()
                        .get(0)
                        .differences())
                .isEqualTo(Differences.UNION);
        assertThatThrownBy(() -> read(LEAST.replace("shop.orders}", "shop.orders, shards: union}")))
                .hasMessageContaining("line 4: tables[0].shards: must not be union where the source is one table");
        assertThatThrownBy(() -> read(LEAST.replace("shop.orders}", "[shop.orders], target: o, shards: both}")))
                .hasMessageContaining("line 4: tables[0].shards: must be one of refuse, union, found 'both'");
    }

    @Test
    void whatIsSaidOfColumnsIsCheckedAsFarAsTheFileTells() {
        Table table = read(LEAST.replace(
                        "{source: shop.orders}",
                        "{source: shop.orders, exclude: a, mask: {b: hash, c: null, d: ~, e: \"fixed:***\"},"
                                + " types: {f: \"DECIMAL(20, 6)\"}}"))
                .tables()
                .get(0);
        assertThat(table.choice())
                .isEqualTo(new Table.ColumnChoice(
                        List.of(),
                        List.of("a"),
                        Map.of(
                                "b", new Mask(Mask.Kind.HASH, ""),
                                "c", new Mask(Mask.Kind.NULL, ""),
                                "d", new Mask(Mask.Kind.NULL, ""),
                                "e", new Mask(Mask.Kind.FIXED, "***")),
                        Map.of("f", "DECIMAL(20, 6)")));
        Failure failure = catchThrowableOfType(Failure.class, () -> read("""
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                streamer: {}
                tables:
                  - source: s.a
                    include: [x, x]
                    exclude: [y]
                  - source: s.b
                    exclude: [x]
                    mask: {x: hash, y: md5, z: 'fixed:a\\b'}
                    types:
                      y: unsigned int
                      x: int
                    columns: {x: y}
                  - source: s.c
                    include: []
                """));
        assertThat(failure.getMessage())
                .contains(
                        "line 7: tables[0].include: must name each column once, found '[x, x]'",
                        "line 8: tables[0].exclude: must not stand beside include",
                        "line 11: tables[1].mask: must not stand beside a streamer",
                        "line 11: tables[1].mask.y: must be hash, null or fixed:TEXT, found 'md5'",
                        "line 11: tables[1].mask.z: must have a text without backslash",
                        "line 11: tables[1].mask.x: must be a column that is moved, but exclude leaves it out",
                        "line 13: tables[1].types.y: must be a StarRocks type",
                        "line 14: tables[1].types.x: must be a column that is moved",
                        "line 15: tables[1].columns.x: must be a column that is moved",
                        "line 17: tables[2].include: must name at least one column");
    }

    @Test
    void everyFaultSaysItsLineAndAMissingKeyThatOfTheMappingItIsMissingFrom() {
        Failure failure = catchThrowableOfType(Failure.class, () -> read("""
                name: test
                kafka:
                  bootstrapServers: k:9092
                  topicConfig:
                    # a comment
                    cleanup.policy: compact
                connect:
                  sink: sluice
                encryption: {key: "env:K",
                  envelope: v3}
                tables:
                  - source: shop.orders

                  - target: lines
                  - source: {databases: "(",
                      tables: t}
                    target: t
                """));
        assertThat(failure.getMessage().lines().skip(1))
                .map(String::strip)
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).startsWith("line 6: kafka.topicConfig.cleanup.policy: must be"),
                        fault -> assertThat(fault).startsWith("line 7: connect.url: is required"),
                        fault -> assertThat(fault).startsWith("line 10: encryption.envelope: must be one of"),
                        fault -> assertThat(fault).startsWith("line 14: tables[1].source: is required"),
                        fault ->
                                assertThat(fault).startsWith("line 15: tables[2].source.databases: must be a regular"));
        assertThatThrownBy(() -> read("x: 1\nencryption: {key: \"env:K\"}\n"))
                .hasMessageContaining("  name: is required")
                .hasMessageContaining("line 1: x: is not a known key");
    }

    @Test
    void whatIsNoYamlIsOneSentence() {
        assertThatThrownBy(() -> read("a: [1")).isInstanceOf(Failure.class).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> read("name: a\nname: b\n")).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> SettingsFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void namingTemplatesMayFollowTheOldHouseRule() {
        SluiceSettings settings = read("""
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                naming: {target: "ods_{table}", batchTopic: "mzt_ods_cjm_all.{table}"}
                tables: [{source: test.test_1}]
                """);
        Table table = settings.tables().get(0);
        assertThat(List.of(table.target(), table.topic(), table.connector()))
                .containsExactly("ods_test_1", "mzt_ods_cjm_all.test_1", "mzt_ods_cjm_all.test_1-connect");
    }

    private SluiceSettings read(String yaml) {
        Path file = folder.resolve("sluice.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return SettingsFile.read(file);
    }
}
