package io.github.sluice.starrockswriter;

import static io.github.sluice.starrockswriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged plugin in a DataX home, its old libraries first, between a real MySQL and the StarRocks stand-in. */
@Timeout(180)
class PackagedWriterIT {
    private static final String TWO_COLUMNS =
            "(id BIGINT NOT NULL, name VARCHAR(100) NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)";

    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, PackagedWriterIT.class);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void anOfficialJobOfAllColumnsWritesEveryValueExactly() throws Exception {
        String table = house.table("(id BIGINT NOT NULL, amount DECIMAL(20,6) NULL, 名称 VARCHAR(60) NULL,"
                + " at DATETIME NULL, flag BOOLEAN NULL, doc JSON NULL, raw VARBINARY NULL)"
                + " PRIMARY KEY(id) DISTRIBUTED BY HASH(id)");
        SharedServers.mysql()
                .execute(
                        "CREATE TABLE " + house.source + ".forms (id BIGINT PRIMARY KEY, amount DECIMAL(20,6),"
                                + " n VARCHAR(20) CHARACTER SET utf8mb4, at DATETIME, flag BIT(1), doc JSON, raw VARBINARY(9))",
                        "INSERT INTO " + house.source + ".forms VALUES"
                                + " (1, 12345678901234.567891, '中文 😀\\\\N,\\t', '2026-01-02 03:04:05', b'1', '{\"a\": [1]}', x'00ff10'),"
                                + " (2, NULL, '', NULL, b'0', NULL, NULL)");
        Path manifest = house.manifestPlace();
        Map<String, Object> official = map(
                Key.USERNAME, "root",
                Key.PASSWORD, "env:STARROCKS_TEST_PASSWORD",
                Key.COLUMN, List.of("*"),
                Key.PRE_SQL, List.of("INSERT INTO d.@table (id) VALUES (99)", "TRUNCATE TABLE d.@table"),
                Key.POST_SQL, List.of("INSERT INTO d.@table (id) VALUES (77)"),
                Key.CONNECTION,
                        List.of(map("table", List.of(table), "jdbcUrl", house.jdbcUrl(), "selectedDatabase", "d")),
                Key.LOAD_URL, List.of(house.starRocks.feHttp()),
                Key.LOAD_PROPS, map("column_separator", "\\x01", "row_delimiter", "\\x02"),
                Key.MANIFEST_PATH, manifest.toString());

        DataxResult result =
                house.run(house.reader("forms", "id", "amount", "n", "at", "flag", "doc", "raw"), official);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house.rows("SELECT id, amount, 名称, at, flag, doc, hex(raw) FROM d." + table + " ORDER BY id"))
                .containsExactly(
                        "1|12345678901234.567891|中文 😀\\N,\t|2026-01-02 03:04:05|1|{\"a\": [1]}|00FF10",
                        "2|null||null|0|null|null",
                        "77|null|null|null|null|null|null");
        assertThat(WriterHouse.manifest(manifest).columns()).hasSize(7);
    }

    @Test
    void everyRowOfEveryTaskIsCountedByWriterManifestAndHook() throws Exception {
        String table = house.table(TWO_COLUMNS);
        Map<String, Object> reader = house.reader(house.sourceRows(1_000));
        ((Map<String, Object>) reader.get("parameter")).put("splitPk", "id");
        Path place = house.manifestPlace();

        DataxResult result = house.run(house.job(
                map("speed", map("channel", 2)),
                reader,
                house.writer(
                        table,
                        Key.KEY_COLUMNS,
                        List.of("id"),
                        Key.MAX_BATCH_ROWS,
                        60,
                        Key.MANIFEST_PATH,
                        place.toString(),
                        Key.RUN_ID,
                        "counted",
                        Key.ATTEMPT,
                        2)));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house.count(table)).isEqualTo(1_000);
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(manifest.topic()).isEqualTo("d." + table);
        assertThat(manifest.pulled()).isEqualTo(manifest.acked()).isEqualTo(1_000);
        assertThat(manifest.fingerprint().count()).isEqualTo(1_000);
        assertThat(manifest.attempt()).isEqualTo(2);
        assertThat(manifest.records())
                .as("loads, as StarRocks has them")
                .isEqualTo(
                        house.rows("SELECT LABEL FROM information_schema.loads WHERE DB_NAME = 'd' AND TABLE_NAME = '"
                                        + table + "'")
                                .size())
                .isGreaterThanOrEqualTo(17);
        assertThat(result.output())
                .contains("run counted attempt 2: read 1000 = pulled 1000 = acknowledged 1000 + dirty 0");
    }

    @Test
    void rowsThatStarRocksRefusesAreDirtyAndErrorLimitDecides() throws Exception {
        String table =
                house.table("(id BIGINT NOT NULL, name VARCHAR(10) NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)");
        String source = house.sourceRows(200);
        SharedServers.mysql()
                .execute("UPDATE " + house.source + "." + source
                        + " SET name = 'SECRET-MARK-TOO-LONG' WHERE id IN (7, 70, 170)");
        Path place = house.manifestPlace();
        Map<String, Object> writer = house.writer(table, Key.MAX_BATCH_ROWS, 50, Key.MANIFEST_PATH, place.toString());

        DataxResult tolerant = house.run(house.job(
                map("speed", map("channel", 1), "errorLimit", map("record", 3)), house.reader(source), writer));

        assertThat(tolerant.exitCode()).as(tolerant.output()).isZero();
        assertThat(house.count(table)).isEqualTo(197);
        assertThat(tolerant.statistics().orElseThrow().failedRecords())
                .as("each once")
                .isEqualTo(3);
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.dirty()).isEqualTo(3);
        assertThat(manifest.acked()).isEqualTo(197);
        assertThat(tolerant.output())
                .contains("row 7: StarRocks refuses it: ")
                .contains("name")
                .doesNotContain("SECRET-MARK");

        DataxResult strict = house.run(house.job(
                map("speed", map("channel", 1), "errorLimit", map("record", 2)), house.reader(source), writer));
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.output()).doesNotContain("SECRET-MARK");
    }

    @Test
    void operationsUpsertAndDelete() throws Exception {
        String table = house.table(TWO_COLUMNS);
        house.sql("INSERT INTO d." + table + " VALUES (1, 'old'), (2, 'old'), (3, 'old')");
        DataxResult result = house.run(
                house.reader(house.sourceRows(2), "id", "name", "IF(id = 2, 'delete', 'upsert')"),
                house.writer(table, Key.COLUMN, List.of("id", "name", "__op"), Key.JDBC_URL, house.jdbcUrl()));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house.rows("SELECT id, name FROM d." + table + " ORDER BY id"))
                .containsExactly("1|row 1", "3|old");
    }

    @Test
    void shardsAreConstantsOfTheSelectList() throws Exception {
        String table = house.table("(db_name VARCHAR(64) NOT NULL, table_name VARCHAR(64) NOT NULL, id BIGINT NOT NULL,"
                + " name VARCHAR(100) NULL) PRIMARY KEY(db_name, table_name, id) DISTRIBUTED BY HASH(id)");
        DataxResult result = house.run(
                house.reader(house.sourceRows(1), "'shop_01'", "'orders_7'", "id", "name"),
                house.writer(table, Key.COLUMN, List.of("db_name", "table_name", "id", "name")));
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house.rows("SELECT * FROM d." + table)).containsExactly("shop_01|orders_7|1|row 1");
    }

    @Test
    void aDryRunChecksAndWritesNothing() throws Exception {
        String table = house.table(TWO_COLUMNS);
        Map<String, Object> setting = map("speed", map("channel", 1), "dryRun", true);
        Map<String, Object> reader = house.reader(house.sourceRows(3));
        Map<String, Object> writer =
                house.writer(table, Key.JDBC_URL, house.jdbcUrl(), Key.PRE_SQL, List.of("DROP TABLE d.@table"));

        DataxResult sound = house.run(house.job(setting, reader, writer));
        assertThat(sound.exitCode()).as(sound.output()).isZero();
        assertThat(house.count(table)).isZero();

        writer.put(Key.COLUMN, List.of("id", "nope"));
        DataxResult wrong = house.run(house.job(setting, reader, writer));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output()).contains("StarRocksWriterExt-05").contains("has no column nope");
    }
}
