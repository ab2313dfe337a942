package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFilesTest {
    @TempDir
    Path folder;

    private static final PhysicalTable ORDERS = new PhysicalTable(
            "shop",
            "orders",
            "orders\\ of \"2026\"",
            List.of(
                    new SourceColumn("id", "bigint unsigned", false, null, "it's \"quoted\"\nand \\ more"),
                    column("amount", "decimal(20,6)"),
                    column("doc", "json"),
                    column("pic", "blob"),
                    column("made", "datetime(6)"),
                    column("select", "varchar(10)")),
            List.of("id"),
            List.of(),
            0);

    @Test
    void theStatementIsTheCanonicalOne() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders, target: ods_orders}");
        assertThat(CreateTable.statement(Sample.plan(settings, ORDERS), settings.starrocksOrRefuse()))
                .isEqualTo("""
                        CREATE TABLE IF NOT EXISTS `ods`.`ods_orders` (
                          `id` largeint NOT NULL COMMENT "it's ""quoted""
                        and \\\\ more",
                          `amount` decimal(20,6) NULL,
                          `doc` json NULL,
                          `pic` varbinary NULL,
                          `made` datetime NULL,
                          `select` varchar(40) NULL
                        ) ENGINE=OLAP
                        PRIMARY KEY(`id`)
                        COMMENT "orders\\\\ of ""2026\"""
                        DISTRIBUTED BY HASH(`id`) BUCKETS 2
                        PROPERTIES ("replication_num" = "1", "enable_persistent_index" = "true");
                        """);
    }

    @Test
    void aPlainTableIsReadInTableModeAndSplitByItsKey() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        Map<String, Object> reader = parameter(
                DataxJob.of(
                        Sample.plan(settings, ORDERS),
                        settings,
                        settings.sources().get(0)),
                "reader");
        assertThat(reader)
                .containsEntry("username", "reader")
                .containsEntry("password", "file:/run/secrets/mysql")
                .containsEntry("splitPk", "id")
                .containsEntry(
                        "column", List.of("`id`", "`amount`", "`doc`", "`pic`", "CAST(`made` AS CHAR)", "`select`"));
        Map<?, ?> connection = (Map<?, ?>) ((List<?>) reader.get("connection")).get(0);
        assertThat(connection.get("table")).isEqualTo(List.of("`orders`"));
        assertThat(connection.get("jdbcUrl"))
                .isEqualTo(List.of("jdbc:mysql://mysql:3306/shop?characterEncoding=utf-8&tinyInt1isBit=false"
                        + "&sessionVariables=time_zone%3D%27%2B08%3A00%27"));
    }

    @Test
    void shardsAreReadByOneStatementEachWithTheirOwnNames() {
        SluiceSettings settings = Sample.settings(
                folder,
                "{source: {databases: \"d.*\", tables: \"t\\\\d\"}, target: all, key: [db_name, table_name, id]}");
        List<SourceColumn> columns = List.of(required("id", "int"), column("at", "timestamp"));
        TableSpec spec = Sample.plan(
                settings,
                table("d1", "t1", columns, "id"),
                table("d1", "t2", columns, "id"),
                table("d'2", "t1", columns, "id"));
        Map<String, Object> reader =
                parameter(DataxJob.of(spec, settings, settings.sources().get(0)), "reader");
        assertThat(reader).doesNotContainKeys("column", "splitPk");
        List<?> connections = (List<?>) reader.get("connection");
        assertThat(((Map<?, ?>) connections.get(0)).get("querySql"))
                .isEqualTo(List.of(
                        "SELECT 'd1', 't1', `id`, CAST(`at` AS CHAR) FROM `d1`.`t1`",
                        "SELECT 'd1', 't2', `id`, CAST(`at` AS CHAR) FROM `d1`.`t2`"));
        assertThat(((Map<?, ?>) connections.get(1)).get("querySql"))
                .isEqualTo(List.of("SELECT 'd''2', 't1', `id`, CAST(`at` AS CHAR) FROM `d'2`.`t1`"));
    }

    @Test
    void onlyASingleIntegerThatNeedsNoQuotesIsSplitBy() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        for (SourceColumn key : List.of(
                required("id", "varchar(10)"),
                required("key", "int"),
                required("a b", "int"),
                required("id", "year"))) {
            TableSpec spec = Sample.plan(settings, table("shop", "orders", List.of(key), key.name()));
            assertThat(parameter(DataxJob.of(spec, settings, settings.sources().get(0)), "reader"))
                    .doesNotContainKey("splitPk");
        }
    }

    /** DataX's own interval is ten seconds, by which the end of every table would be seen late. */
    @Test
    void theEndOfAJobIsSeenWithinHalfASecond() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        assertThat(DataxJob.of(
                                Sample.plan(settings, ORDERS),
                                settings,
                                settings.sources().get(0))
                        .get("core"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .extractingByKey("container")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .extractingByKey("job")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasEntrySatisfying(
                        "sleepInterval", interval -> assertThat(interval).hasToString("500"));
    }

    @Test
    void theWriterGetsNamesTypesAndPlacesToFill() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        Map<String, Object> writer = parameter(
                DataxJob.of(
                        Sample.plan(settings, ORDERS),
                        settings,
                        settings.sources().get(0)),
                "writer");
        assertThat(writer)
                .containsEntry("topic", "sluice_all.orders")
                .containsEntry("encryptionKey", "env:SLUICE_KEY")
                .containsEntry("noTopicCreate", true)
                .containsEntry("keyColumns", List.of("id"))
                .containsEntry("manifestPath", "${sluiceManifestPath}")
                .containsEntry("runId", "${sluiceRunId}")
                .containsEntry("attempt", "${sluiceAttempt}");
        assertThat(((List<?>) writer.get("column")).get(1))
                .isEqualTo(Map.of("name", "amount", "type", "decimal(20,6)"));
    }

    @Test
    void frameAndEnvelopeReachWriterAndSinkTogether() throws IOException {
        SluiceSettings plain = Sample.settings(folder, "{source: shop.orders}", STREAMER);
        TableSpec spec = Sample.plan(plain, ORDERS);
        assertThat(parameter(DataxJob.of(spec, plain, plain.sources().get(0)), "writer"))
                .containsEntry("envelope", "v1")
                .doesNotContainKey("frame");

        SluiceSettings framed = encrypted("{key: \"env:SLUICE_KEY\", envelope: v2, frame: {rows: 500}}");
        assertThat(parameter(DataxJob.of(spec, framed, framed.sources().get(0)), "writer"))
                .containsEntry("envelope", "v2")
                .containsEntry("frame", Map.of("rows", 500, "bytes", 524_288));
        Map<?, ?> batch = config(SinkConnector.batch(spec, framed));
        assertThat(batch.get("sluice.secret.key.ref")).isEqualTo("env:SLUICE_KEY");
        assertThat(batch.keySet().stream().map(String::valueOf)).noneMatch(key -> key.startsWith("transforms"));
        Map<?, ?> stream = config(SinkConnector.stream(spec, framed));
        assertThat(stream.get("transforms.decrypt.secret.key.ref"))
                .as("streams have no frames")
                .isEqualTo("env:SLUICE_KEY");
        for (Map<?, ?> config : List.of(batch, stream)) {
            assertThat(config.get("consumer.override.isolation.level"))
                    .as("a writer may have aborted a transaction")
                    .isEqualTo("read_committed");
            assertThat(config.get("key.converter")).isEqualTo(config.get("value.converter"));
            assertThat(String.valueOf(config.get("value.converter"))).endsWith("ByteArrayConverter");
        }
    }

    @Test
    void aFrameWithoutVersion2OrForAnotherSinkIsRefused() {
        assertThatThrownBy(() -> encrypted("{key: \"env:SLUICE_KEY\", frame: {rows: 0, row: 1}}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("encryption.frame: needs encryption.envelope v2")
                .hasMessageContaining("encryption.frame.rows: must be a whole number from 1 to 100000, found '0'")
                .hasMessageContaining("encryption.frame.row: is not a known key");
        assertThatThrownBy(() -> encrypted(
                        "{key: \"env:SLUICE_KEY\", envelope: v2, frame: {}}",
                        "connect: {url: \"http://connect:8083\", sink: official}\n"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("encryption.frame: needs connect.sink sluice");
    }

    /** The sample's settings with another encryption section. */
    private SluiceSettings encrypted(String section, String... more) throws IOException {
        Sample.settings(folder, "{source: shop.orders}", more);
        Path file = folder.resolve("sluice.yaml");
        String text = Files.readString(file).replace("encryption: {key: \"env:SLUICE_KEY\"}", "encryption: " + section);
        return SettingsFile.read(Files.writeString(file, text));
    }

    @Test
    void fillingAJobPutsThePasswordInOnePlaceAndStaysAscii() throws IOException {
        Path secret = Files.writeString(folder.resolve("password"), "pä$$ \"word\"\n");
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        TableSpec spec = Sample.plan(
                settings, table("shop", "orders", List.of(required("id", "int"), column("名", "int")), "id"));
        String reference = "file:" + secret;
        String job = Template.print(
                        DataxJob.of(spec, settings, settings.sources().get(0)))
                .replace("file:/run/secrets/mysql", reference);
        String filled = DataxJob.fill(
                job,
                Map.of(DataxJob.MANIFEST_PATH, "/m.json", DataxJob.RUN_ID, "r", DataxJob.ATTEMPT, 3),
                new SluiceSettings.Secret("reader", reference));
        assertThat(filled.chars()).allMatch(c -> c < 128);
        Map<?, ?> document = (Map<?, ?>) Json.parse(filled);
        assertThat(parameter(document, "reader"))
                .containsEntry("password", "pä$$ \"word\"")
                .containsEntry("column", List.of("`id`", "`名`"));
        assertThat(parameter(document, "writer"))
                .containsEntry("manifestPath", "/m.json")
                .containsEntry("runId", "r")
                .containsEntry("attempt", 3L)
                .containsEntry("encryptionKey", "env:SLUICE_KEY");
    }

    @Test
    void jsonAndBinaryGoThroughTemporaryNamesAndAsManyPathsAsNamesRead() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        Map<?, ?> config = config(SinkConnector.batch(Sample.plan(settings, ORDERS), settings));
        assertThat(config.get("sink.properties.columns"))
                .isEqualTo("`id`,`amount`,`tmp_doc`,`tmp_pic`,`made`,`select`,"
                        + "`doc`=parse_json(`tmp_doc`),`pic`=to_binary(`tmp_pic`,'encode64')");
        assertThat(Json.parse(String.valueOf(config.get("sink.properties.jsonpaths"))))
                .isEqualTo(List.of("$.id", "$.amount", "$.doc", "$.pic", "$.made", "$.select"));
        assertThat(config.get("sink.properties.strict_mode")).isEqualTo("true");
        assertThat(config.get("sink.properties.max_filter_ratio")).isEqualTo("0");
        assertThat(config.get("sink.properties.ignore_json_size")).isEqualTo("true");
        assertThat(config.get("starrocks.topic2table.map")).isEqualTo("sluice_all.orders:orders");
        assertThat(config.get("starrocks.http.url")).isEqualTo("fe1:8030,fe2:8030");
        assertThat(config.get("starrocks.password")).isEqualTo("${env:SR_PASSWORD}");
        assertThat(config.get("transforms.decrypt.secret.key.ref")).isEqualTo("env:SLUICE_KEY");
    }

    @Test
    void plainColumnsNeedNoMappingSoThatAnyNameWorks() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        TableSpec spec = Sample.plan(
                settings, table("shop", "orders", List.of(required("id", "int"), column("名", "int")), "id"));
        assertThat(config(SinkConnector.batch(spec, settings)).keySet().stream().map(String::valueOf))
                .doesNotContain("sink.properties.columns", "sink.properties.jsonpaths");
        SluiceSettings official = Sample.settings(
                folder, "{source: shop.orders}", "connect: {url: \"http://connect:8083\", sink: official}\n");
        assertThatThrownBy(() -> SinkConnector.batch(spec, official))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("column 名 is not ASCII");
    }

    @Test
    void theConnectorsOwnSettingsWin() {
        SluiceSettings settings = Sample.settings(
                folder,
                "{source: shop.orders}",
                "connect: {url: \"http://connect:8083\", sink: official, tasks: 3,"
                        + " properties: {starrocks.password: \"${file:/etc/s.properties:sr}\"}}\n");
        Map<?, ?> config = config(SinkConnector.batch(Sample.plan(settings, ORDERS), settings));
        assertThat(config.get("connector.class")).isEqualTo("com.starrocks.connector.kafka.StarRocksSinkConnector");
        assertThat(config.get("tasks.max")).isEqualTo("3");
        assertThat(config.get("starrocks.password")).isEqualTo("${file:/etc/s.properties:sr}");
    }

    @Test
    void aTemporaryNameNeverMeetsAColumn() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        TableSpec spec = Sample.plan(
                settings,
                table(
                        "shop",
                        "orders",
                        List.of(required("id", "int"), column("doc", "json"), column("tmp_doc", "int")),
                        "id"));
        assertThat(SinkConnector.columns(spec, false))
                .isEqualTo("`id`,`_tmp_doc`,`tmp_doc`,`doc`=parse_json(`_tmp_doc`)");
    }

    private static final String STREAMER = "streamer: {name: shop, source: rds1, tables: /etc/sluice/tables}\n";

    /** inventory #61, #65, #66 */
    @Test
    void onePhysicalTableIsNamedExactlyInTheStreamersFile() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders, columns: {amount: total}}", STREAMER);
        TableSpec spec = Sample.plan(settings, ORDERS);
        Map<String, Object> file = StreamTable.of(
                spec, settings.tables().get(0), settings.streamerOrRefuse().source());
        assertThat(file.keySet().stream().limit(6))
                .containsExactly("key", "topic", "need_table", "complete_regex", "regex", "column_mapping");
        assertThat(file)
                .containsEntry("key", "shop.orders")
                .containsEntry("topic", "sluice_stream.orders")
                .containsEntry("need_table", false)
                .containsEntry("complete_regex", true)
                .containsEntry("regex", "")
                .containsEntry("source", "rds1")
                .containsEntry("database_column", null)
                .containsEntry("table_column", null)
                .containsEntry("key_columns", List.of("id"))
                .containsEntry("deletes", "apply")
                .containsEntry("cascades", "refuse")
                .containsEntry("key_mode", "hmac");
        assertThat(file.get("column_mapping"))
                .isEqualTo(Map.of(
                        "id", "id", "amount", "total", "doc", "doc", "pic", "pic", "made", "made", "select", "select"));
        assertThat(file.get("types"))
                .isEqualTo(Map.of(
                        "id",
                        "bigint unsigned",
                        "amount",
                        "decimal(20,6)",
                        "doc",
                        "json",
                        "pic",
                        "blob",
                        "made",
                        "datetime(6)",
                        "select",
                        "varchar(10)"));
    }

    @Test
    void aColumnThatIsLeftOutIsInNoFileButAmongWhatTheStreamerIgnores() {
        SluiceSettings settings = Sample.settings(
                folder, "{source: shop.orders, exclude: [amount, doc], types: {made: string}}", STREAMER);
        TableSpec spec = Sample.plan(settings, ORDERS);
        assertThat(CreateTable.statement(spec, settings.starrocksOrRefuse()))
                .doesNotContain("amount", "doc")
                .contains("`made` varchar(65533) NULL");
        String job =
                Template.print(DataxJob.of(spec, settings, settings.sources().get(0)));
        assertThat(job).doesNotContain("amount", "doc").contains("CAST(`made` AS CHAR)");
        assertThat(Template.print(SinkConnector.batch(spec, settings))).doesNotContain("amount", "tmp_doc");
        assertThat(Template.print(SinkConnector.stream(spec, settings))).doesNotContain("amount", "tmp_doc");
        Map<String, Object> file = StreamTable.of(
                spec, settings.tables().get(0), settings.streamerOrRefuse().source());
        assertThat(file.get("ignore_columns")).isEqualTo(List.of("amount", "doc"));
        assertThat((Map<?, ?>) file.get("column_mapping")).hasSize(4);
        assertThat((Map<?, ?>) file.get("types")).hasSize(4);
    }

    @Test
    void aShardThatLacksAColumnIsReadByAStatementOfItsOwn() {
        SluiceSettings settings =
                Sample.settings(folder, "{source: [d.t1, d.t2], target: all, shards: union, key: [table_name, id]}");
        TableSpec spec = Sample.plan(
                settings,
                table("d", "t1", List.of(required("id", "int")), "id"),
                table("d", "t2", List.of(required("id", "int"), column("doc", "json")), "id"));
        assertThat(parameter(DataxJob.of(spec, settings, settings.sources().get(0)), "reader")
                        .get("connection")
                        .toString())
                .contains("SELECT 't1', `id`, NULL FROM `d`.`t1`", "SELECT 't2', `id`, `doc` FROM `d`.`t2`");
        assertThat(CreateTable.statement(spec, settings.starrocksOrRefuse())).contains("`doc` json NULL");
    }

    @Test
    void aMaskReachesTheJobAndTheTypeThatTheWriterIsTold() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders, mask: {doc: hash, pic: null}}");
        TableSpec spec = Sample.plan(settings, ORDERS);
        Map<?, ?> job = DataxJob.of(spec, settings, settings.sources().get(0));
        assertThat(parameter(job, "reader").get("column").toString())
                .contains("SHA2(CONVERT(`doc` USING utf8mb4), 256)", "NULL");
        assertThat(((List<?>) parameter(job, "writer").get("column")).get(2))
                .isEqualTo(Map.of("name", "doc", "type", "varchar(64)"));
        assertThat(CreateTable.statement(spec, settings.starrocksOrRefuse()))
                .contains("`doc` varchar(64) NULL", "`pic` varbinary NULL");
    }

    @Test
    void shardsAreOneExpressionOfTheWholeNameSoThatLaterOnesAreCaptured() {
        SluiceSettings settings = Sample.settings(
                folder,
                "{source: {databases: \"d|e\", tables: \"t\\\\d\"}, target: all, key: [db_name, table_name, id],"
                        + " deletes: ignore, cascades: accept}",
                STREAMER);
        List<SourceColumn> columns = List.of(required("id", "int"));
        TableSpec spec = Sample.plan(settings, table("d", "t1", columns, "id"), table("e", "t2", columns, "id"));
        Map<String, Object> file = StreamTable.of(
                spec, settings.tables().get(0), settings.streamerOrRefuse().source());
        assertThat(file)
                .containsEntry("key", "d.t1")
                .containsEntry("need_table", true)
                .containsEntry("complete_regex", false)
                .containsEntry("database_column", "db_name")
                .containsEntry("table_column", "table_name")
                .containsEntry("key_columns", List.of("db_name", "table_name", "id"))
                .containsEntry("deletes", "ignore")
                .containsEntry("cascades", "accept");
        String regex = String.valueOf(file.get("regex"));
        assertThat("e.t9").matches(regex);
        assertThat("xe.t9").doesNotMatch(regex);
        assertThat("e.t10").doesNotMatch(regex);
        assertThat(TableSpec.fromJson(spec.toJson())).isEqualTo(spec);
        TableSpec more = Sample.plan(
                settings,
                table("d", "t1", columns, "id"),
                table("d", "t7", columns, "id"),
                table("e", "t2", columns, "id"));
        assertThat(spec.sameButForNewShards(more)).isTrue();
        assertThat(more.sameButForNewShards(spec)).isFalse();
        SluiceSettings anchored =
                Sample.settings(folder, "{source: {databases: \"^d$\", tables: \"t\\\\d\"}, target: all}", STREAMER);
        assertThatThrownBy(() -> StreamTable.of(
                        Sample.plan(anchored, table("d", "t1", columns, "id")),
                        anchored.tables().get(0),
                        anchored.streamerOrRefuse().source()))
                .hasMessageContaining("write tables[].source without ^, $");
    }

    @Test
    void shardsThatAreNamedAreNamedToTheStreamerToo() {
        SluiceSettings settings = Sample.settings(folder, "{source: [d.t1, e.t2], target: all}", STREAMER);
        List<SourceColumn> columns = List.of(required("id", "int"));
        TableSpec spec = Sample.plan(settings, table("d", "t1", columns, "id"), table("e", "t2", columns, "id"));
        assertThat(spec.key()).containsExactly("db_name", "table_name", "id");
        Map<String, Object> file = StreamTable.of(
                spec, settings.tables().get(0), settings.streamerOrRefuse().source());
        assertThat(file).containsEntry("complete_regex", false).containsEntry("regex", "d\\.t1|e\\.t2");
    }

    /** inventory #8, #98, #99 */
    @Test
    void theStreamConnectorReadsCommittedChangesAndWhatTheyDo() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}", STREAMER);
        Map<String, Object> document = SinkConnector.stream(Sample.plan(settings, ORDERS), settings);
        assertThat(document.get("name")).isEqualTo("sluice_stream.orders-connect");
        Map<?, ?> config = config(document);
        assertThat(config.get("topics")).isEqualTo("sluice_stream.orders");
        assertThat(config.get("starrocks.topic2table.map")).isEqualTo("sluice_stream.orders:orders");
        assertThat(config.get("consumer.override.isolation.level")).isEqualTo("read_committed");
        assertThat(config.get("consumer.override.auto.offset.reset")).isEqualTo("none");
        assertThat(config.get("sink.properties.columns"))
                .isEqualTo("`id`,`amount`,`tmp_doc`,`tmp_pic`,`made`,`select`,__op,"
                        + "`doc`=parse_json(`tmp_doc`),`pic`=to_binary(`tmp_pic`,'encode64')");
        assertThat(Json.parse(String.valueOf(config.get("sink.properties.jsonpaths"))))
                .isEqualTo(List.of("$.id", "$.amount", "$.doc", "$.pic", "$.made", "$.select", "$.__op"));
        // where nothing is listed, StarRocks looks for __op by itself
        TableSpec plain = Sample.plan(settings, table("shop", "orders", List.of(required("id", "int")), "id"));
        assertThat(config(SinkConnector.stream(plain, settings)).keySet().stream()
                        .map(String::valueOf))
                .doesNotContain("sink.properties.columns", "sink.properties.jsonpaths");
        SluiceSettings official = Sample.settings(
                folder, "{source: shop.orders}", STREAMER, "connect: {url: \"http://connect:8083\", sink: official}\n");
        assertThat(config(SinkConnector.stream(plain, official)).get("connector.class"))
                .isEqualTo("com.starrocks.connector.kafka.StarRocksSinkConnector");
    }

    private static Map<?, ?> config(Map<String, @Nullable Object> document) {
        return (Map<?, ?>) document.get("config");
    }

    private static Map<String, Object> parameter(Map<?, ?> job, String side) {
        Map<?, ?> content = (Map<?, ?>) ((List<?>) ((Map<?, ?>) job.get("job")).get("content")).get(0);
        Map<?, ?> parameter = (Map<?, ?>) ((Map<?, ?>) content.get(side)).get("parameter");
        Map<String, Object> typed = new java.util.LinkedHashMap<>();
        parameter.forEach((key, value) -> typed.put(String.valueOf(key), value));
        return typed;
    }
}
