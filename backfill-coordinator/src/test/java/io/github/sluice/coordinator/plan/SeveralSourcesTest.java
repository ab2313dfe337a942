package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of several MySQLs as one, also where their databases and tables have equal names. */
class SeveralSourcesTest {
    private static final String EVERYWHERE = "{source: {databases: shop, tables: orders}, target: orders}";
    private static final String STREAMER = "streamer: {name: box, tables: /t}\n";

    @TempDir
    Path folder;

    private SluiceSettings settings(String table, String... more) {
        String yaml = """
                name: test
                sources:
                  rds1: {host: one, username: reader, password: "env:P1"}
                  rds2: {host: two, port: 3307, username: other, password: "env:P2", timeZone: "+00:00"}
                kafka: {bootstrapServers: "kafka:9092"}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [datax]}
                connect: {url: "http://connect:8083"}
                starrocks: {http: "fe:8030", query: "fe:9030", username: root, database: ods}
                tables: [%s]
                """.formatted(table) + String.join("", more);
        try {
            return SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), yaml));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PhysicalTable orders(String source, String database, String idType) {
        return new PhysicalTable(
                source,
                database,
                "orders",
                "",
                List.of(required("id", idType), column("note", "varchar(5)")),
                List.of("id"),
                List.of(),
                0,
                0);
    }

    private static TableSpec plan(SluiceSettings settings) {
        return Sample.plan(settings, orders("rds1", "shop", "int"), orders("rds2", "shop", "int"));
    }

    private Map<String, String> files(SluiceSettings settings) {
        Map<String, String> files = new LinkedHashMap<>();
        List<PlannedFile> planned = new Planner(settings, new PlanFolder(folder.resolve("plan")))
                .files(settings.tables().get(0), plan(settings));
        planned.forEach(file -> files.put(file.name(), file.content()));
        return files;
    }

    @Test
    void theMySqlIsPartOfTheKeyAndEachStatementHasItsName() {
        SluiceSettings settings = settings(EVERYWHERE);
        TableSpec spec = plan(settings);
        assertThat(spec.key()).containsExactly("source_name", "table_name", "id");
        assertThat(spec.select(spec.shards().get(1)))
                .isEqualTo("SELECT 'rds2', 'orders', `id`, `note` FROM `shop`.`orders`");
        assertThat(CreateTable.statement(spec, settings.starrocksOrRefuse()))
                .contains("  `source_name` varchar(256) NOT NULL COMMENT \"source MySQL\",\n")
                .contains("PRIMARY KEY(`source_name`, `table_name`, `id`)");
        assertThat(TableSpec.fromJson(spec.toJson())).isEqualTo(spec);

        TableSpec apart = Sample.plan(settings, orders("rds1", "shop_1", "int"), orders("rds2", "shop_2", "int"));
        assertThat(apart.key()).containsExactly("source_name", "db_name", "table_name", "id");
        TableSpec written = Sample.plan(
                settings(EVERYWHERE.replace("}, t", "}, key: [source_name, db_name, table_name, id], t")),
                orders("rds1", "shop", "int"),
                orders("rds2", "shop", "int"));
        assertThat(written.columns()).extracting(ColumnSpec::name).startsWith("source_name", "db_name", "table_name");
    }

    @Test
    void aKeyThatLeavesTheMySqlOutIsRefusedAndSoIsOneTooLong() {
        assertThatThrownBy(() -> plan(settings(EVERYWHERE.replace("}, t", "}, key: [db_name, table_name, id], t"))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot tell rds1/shop.orders from rds2/shop.orders; put source_name first");
        // 4 + 2, 6 + 2, and the rest is left to the text at the end: 114
        SluiceSettings settings = settings(EVERYWHERE);
        assertThat(Sample.plan(
                                settings,
                                (table, column) -> 114,
                                orders("rds1", "shop", "varchar(200)"),
                                orders("rds2", "shop", "varchar(200)"))
                        .key())
                .hasSize(3);
        assertThatThrownBy(() -> Sample.plan(
                        settings,
                        (table, column) -> 115,
                        orders("rds1", "shop", "varchar(200)"),
                        orders("rds2", "shop", "varchar(200)")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has up to 129 bytes");
    }

    @Test
    void twoTablesOfOneDatabaseAreToldApartByTheirNames() {
        SluiceSettings settings =
                Sample.settings(folder, "{source: {databases: a, tables: t.}, target: t, key: [db_name, id]}");
        assertThatThrownBy(() -> Sample.plan(
                        settings,
                        Sample.table("a", "t1", List.of(required("id", "int")), "id"),
                        Sample.table("a", "t2", List.of(required("id", "int")), "id")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot tell a.t1 from a.t2; put table_name before the primary key");
    }

    @Test
    void eachMySqlHasItsJobItsAccountAndItsTableFileForTheStreamer() {
        Map<String, String> files = files(settings(EVERYWHERE, STREAMER));
        assertThat(files.keySet())
                .contains(
                        "sluice_all.orders_rds1_datax_config.json",
                        "sluice_all.orders_rds2_datax_config.json",
                        "sluice_all.orders_rds1_datax_shell.sh",
                        "sluice_all.orders_rds2_datax_shell.sh",
                        "sluice_all.orders_datax_shell.sh",
                        "orders_rds1_stream.json",
                        "orders_rds2_stream.json")
                .doesNotContain("sluice_all.orders_datax_config.json", "orders_stream.json");
        assertThat(files.get("sluice_all.orders_rds1_datax_config.json"))
                .contains("'rds1', 'orders'", "jdbc:mysql://one:3306/shop", "\"reader\"", "\"env:P1\"")
                .doesNotContain("rds2", "env:P2");
        assertThat(files.get("sluice_all.orders_rds2_datax_config.json"))
                .contains("'rds2', 'orders'", "jdbc:mysql://two:3307/shop", "%2B00%3A00", "\"env:P2\"");
        assertThat(files.get("sluice_all.orders_rds2_datax_shell.sh")).contains("'env:P2'");
        Map<?, ?> streamed = (Map<?, ?>) Json.parse(files.get("orders_rds2_stream.json"));
        assertThat(streamed.get("source")).isEqualTo("rds2");
        assertThat(streamed.get("source_column")).isEqualTo("source_name");
        assertThat(streamed.get("regex")).isEqualTo("(?:shop)\\.(?:orders)");
        assertThat(streamed.get("key_columns")).isEqualTo(List.of("source_name", "table_name", "id"));
        Map<?, ?> verified = (Map<?, ?>) Json.parse(files.get("orders_verify.json"));
        assertThat(((Map<?, ?>) verified.get("sources")).keySet()).hasToString("[rds1, rds2]");
    }

    @Test
    void theScriptOfATableRunsTheOthersAndEndsWhereOneFails() throws Exception {
        Path script = Files.writeString(folder.resolve("all.sh"), DataxScript.ofAll(List.of("a.sh", "it's.sh")));
        Files.writeString(folder.resolve("a.sh"), "#!/bin/sh\necho a >>\"$LOG\"; exit ${A:-0}\n")
                .toFile()
                .setExecutable(true);
        Files.writeString(folder.resolve("it's.sh"), "#!/bin/sh\necho b \"${SLUICE_MANIFEST:-none}\" >>\"$LOG\"\n")
                .toFile()
                .setExecutable(true);
        assertThat(run(script, "0")).isZero();
        assertThat(folder.resolve("log")).hasContent("a\nb none\n");
        assertThat(run(script, "143")).isEqualTo(143);
        assertThat(folder.resolve("log")).hasContent("a\nb none\na\n");
    }

    private int run(Path script, String firstEndsWith) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.environment().put("LOG", folder.resolve("log").toString());
        builder.environment().put("A", firstEndsWith);
        builder.environment().put("SLUICE_MANIFEST", "one for both would be overwritten");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void tablesNameTheMySqlsThatTheyAreIn() {
        SluiceSettings list = settings("{source: [rds1/shop.orders, rds2/old.orders], target: orders}", STREAMER);
        var tables = list.tables().get(0).source();
        assertThat(tables.matches("rds1", "shop", "orders")).isTrue();
        assertThat(tables.matches("rds2", "shop", "orders")).isFalse();
        assertThat(tables.expression("rds2")).isEqualTo("old\\.orders");
        var one = settings("{source: {sources: rds2, tables: 'shop\\.orders'}, target: orders}")
                .tables()
                .get(0)
                .source();
        assertThat(one.matches("rds2", "shop", "orders")).isTrue();
        assertThat(one.matches("rds1", "shop", "orders")).isFalse();
        var single = settings("{source: rds1/shop.orders}").tables().get(0);
        assertThat(single.sharded()).isFalse();
        assertThat(single.target()).isEqualTo("orders");
        assertThat(Sample.plan(settings("{source: rds1/shop.orders}"), orders("rds1", "shop", "int"))
                        .key())
                .containsExactly("id");
    }

    @Test
    void everyWrongNameIsAFaultWithItsLine() {
        assertThatThrownBy(() -> settings(
                        "{source: shop.orders}, {source: rds3/shop.a}, {source: {sources: [rds1, other], tables: x},"
                                + " target: x}",
                        "streamer: {name: box, source: rds1, tables: /t}\n",
                        "source: {host: a, username: u, password: 'env:P'}\n"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("5 faults")
                .hasMessageContaining("line 2: sources: must not stand beside source")
                .hasMessageContaining("must not stand beside sources, whose names it takes, found 'rds1'")
                .hasMessageContaining(
                        "must be SOURCE/database.table, with SOURCE one of rds1, rds2, found 'shop.orders'")
                .hasMessageContaining("found 'rds3/shop.a'")
                .hasMessageContaining("tables[2].source.sources: must be among rds1, rds2, found 'other'");
    }

    @Test
    void aTablesMySqlsAreThoseThatItMayBeInAndOneThatIsNotThereIsNamed() {
        SluiceSettings settings = settings(EVERYWHERE);
        assertThat(settings.sourcesOf(settings.tables().get(0)))
                .extracting(SluiceSettings.Source::name)
                .containsExactly("rds1", "rds2");
        SluiceSettings second = settings("{source: rds2/shop.orders}");
        assertThat(second.sourcesOf(second.tables().get(0)))
                .extracting(SluiceSettings.Source::name)
                .containsExactly("rds2");
        assertThatThrownBy(() -> settings.source("rds3")).hasMessageContaining("sources.rds3");
    }
}
