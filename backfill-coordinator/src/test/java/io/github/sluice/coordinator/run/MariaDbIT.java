package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real MariaDB as the source: what is its own is planned as docs/plan.md says, and a backfill of it proves equal. */
@Timeout(300)
class MariaDbIT {
    private static MySqlServer mariadb;

    @TempDir
    Path folder;

    private House house;

    @BeforeAll
    static void start() {
        mariadb = MySqlServer.start(
                MySqlVersion.MARIADB_10_11_5, Path.of("target", "testbed").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        mariadb.close();
    }

    @BeforeEach
    void tables() throws IOException {
        house = new House(folder, mariadb);
        String db = house.database;
        mariadb.execute(
                "CREATE TABLE " + db + ".odd (id INT PRIMARY KEY, doc JSON, u UUID NOT NULL, i4 INET4, i6 INET6,"
                        + " twice INT AS (id * 2) VIRTUAL, thrice INT AS (id * 3) PERSISTENT,"
                        + " fourfold INT GENERATED ALWAYS AS (id * 4) STORED, hidden INT INVISIBLE DEFAULT 5,"
                        + " three VARCHAR(5) CHARACTER SET utf8mb3, four VARCHAR(5) CHARACTER SET utf8mb4,"
                        + " one VARCHAR(5) CHARACTER SET latin1, day DATE NULL, at DATETIME(6) NULL, seen TIMESTAMP NULL,"
                        + " big BIGINT UNSIGNED, exact DECIMAL(20,6), kind ENUM('a','中文')) COMMENT 'it''s odd'",
                "INSERT INTO " + db
                        + ".odd (id, doc, u, i4, i6, three, four, one, day, at, seen, big, exact, kind) VALUES"
                        + " (1, '{\"b\": 1,  \"a\": [1.5]}', '123e4567-e89b-12d3-a456-426614174000', '10.0.0.1', '::1', '中',"
                        + "  '😀', 'é', '2024-01-02', '2024-01-02 03:04:05.123456', '2024-01-02 03:04:05',"
                        + "  18446744073709551615, -0.000001, '中文'),"
                        + " (2, NULL, '00000000-0000-0000-0000-000000000000', NULL, NULL, NULL, NULL, NULL, '0000-00-00',"
                        + "  '0000-00-00 00:00:00', NULL, NULL, NULL, NULL),"
                        + " (3, '[]', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '255.255.255.255', '::ffff:192.0.2.1', '',"
                        + "  'tab\\t', '', '1000-01-01', '9999-12-31 23:59:59.999999', '1970-01-02 00:00:00', 0, 1, 'a')",
                "CREATE TABLE " + db + ".history (id INT PRIMARY KEY, v VARCHAR(5)) WITH SYSTEM VERSIONING",
                "INSERT INTO " + db + ".history VALUES (1, 'old'), (2, 'gone')",
                "UPDATE " + db + ".history SET v = 'new' WHERE id = 1",
                "DELETE FROM " + db + ".history WHERE id = 2",
                "CREATE TABLE " + db + ".place (id INT PRIMARY KEY, p POINT NOT NULL)",
                "CREATE SEQUENCE " + db + ".numbers",
                "CREATE VIEW " + db + ".a_view AS SELECT 1 AS x");
    }

    private String tables(String... names) {
        List<String> entries = new ArrayList<>();
        for (String name : names) {
            entries.add("{source: " + house.database + "." + name + "}");
        }
        return "tables: [" + String.join(", ", entries) + "]\n";
    }

    private String planned(String file) throws IOException {
        return Files.readString(folder.resolve("sluice-plan").resolve(file));
    }

    @Test
    void whatMariaDbAloneHasIsPlannedOrRefusedWithAReason() throws Exception {
        String page = house.head()
                + house.sourceSections()
                + "starrocks: {http: [\"fe:8030\"], query: \"fe:9030\", username: root, database: ods, backends: 1}\n"
                + "connect: {url: \"http://connect:8083\"}\n";
        SluiceSettings settings = house.settings(page + tables("odd", "history"));
        Spoken plan = House.sluice(settings, "plan");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(planned("odd_create_table.sql"))
                .as("JSON is text, the texts of UUID and INET, generated and invisible columns, bytes by charset")
                .contains("`doc` varchar(1048576) NULL")
                .contains("`u` varchar(36) NOT NULL")
                .contains("`i4` varchar(15) NULL")
                .contains("`i6` varchar(45) NULL")
                .contains("`twice` int NULL", "`thrice` int NULL", "`fourfold` int NULL", "`hidden` int NULL")
                .contains("`three` varchar(15) NULL")
                .contains("`four` varchar(20) NULL")
                .contains("`day` date NULL", "`at` datetime NULL", "`big` largeint NULL")
                .contains("COMMENT \"it's odd\"");
        assertThat(planned("history_create_table.sql"))
                .as("no row_start, no row_end")
                .doesNotContain("row_")
                .contains("`id` int NOT NULL", "`v` varchar(20) NULL");
        Spoken again = House.sluice(settings, "plan", "--check");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        Spoken why = House.sluice(settings, "plan", "--explain", "odd.u");
        assertThat(why.code()).isZero();
        assertThat(why.out()).contains("varchar(36)");

        Spoken refused = House.sluice(house.settings(page + tables("place", "numbers", "a_view")), "plan");
        assertThat(refused.code()).as(refused.err()).isEqualTo(40);
        assertThat(refused.err()).contains("place", "point").contains("numbers").contains("a_view");

        Path streams = Files.createDirectory(folder.resolve("streams"));
        Spoken live = House.sluice(
                house.settings(page + HandStreamer.section(streams, house.run + "-positions") + tables("odd")), "plan");
        assertThat(live.code()).isEqualTo(40);
        assertThat(live.err()).contains("is a MariaDB, whose binlog the streamer does not read");
    }

    @Test
    void aDraftOfAMariaDbNamesItsTablesAndIsTakenByPlan() throws Exception {
        Path page = folder.resolve("sluice.yaml");
        Spoken init = Spoken.of(
                "plan",
                "--init",
                "127.0.0.1:" + mariadb.port(),
                "--username",
                house.user,
                "--password",
                house.reference("mysql"),
                "--databases",
                house.database,
                "-f",
                page.toString(),
                "--lang",
                "en");
        assertThat(init.code()).as(init.err()).isZero();
        String draft = Files.readString(page);
        assertThat(draft)
                .contains("timeZone: \"+08:00\"")
                .contains("- source: " + house.database + ".history")
                .contains("- source: " + house.database + ".odd")
                .contains("generated: twice, thrice, fourfold")
                .containsPattern("# refused: .*(?s:.*)# - source: " + house.database + ".place")
                .doesNotContain(house.database + ".numbers", "a_view", "row_start");
        Files.writeString(page, draft.replaceAll("(KAFKA|CONNECT|FRONTEND)_HOST", "host"));
        Spoken plan = Spoken.of("plan", "-f", page.toString(), "--lang", "en");
        assertThat(plan.code()).as(plan.err()).isZero();
    }

    @Test
    void aBackfillWithoutStreamerProvesEqual() throws Exception {
        Stage stage = Stage.shared();
        String ods = "ods_" + house.database;
        SluiceSettings settings = house.settings(
                house.head() + house.sourceSections() + stage.targetSections(ods) + tables("odd", "history"));
        List<TableOutcome> outcomes = House.run(settings, House.options(settings, Side.BOTH));
        assertThat(outcomes).extracting(TableOutcome::message).containsExactly("", "");
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.verdict()).contains(Verdict.EQUAL);
            assertThat(outcome.batchTopic()).isEqualTo("dropped");
        });
        assertThat(stage.all("SELECT id, doc, u, i4, i6, twice, thrice, fourfold, hidden, three, four, one, day,"
                        + " CAST(at AS varchar(30)), seen, big, exact, kind FROM " + ods + ".odd ORDER BY id"))
                .containsExactly(
                        "1|{\"b\": 1,  \"a\": [1.5]}|123e4567-e89b-12d3-a456-426614174000|10.0.0.1|::1|2|3|4|5|中|😀|é"
                                + "|2024-01-02|2024-01-02 03:04:05.123456|2024-01-02 03:04:05|18446744073709551615"
                                + "|-0.000001|中文",
                        "2|null|00000000-0000-0000-0000-000000000000|null|null|4|6|8|5|null|null|null|null|null|null|null"
                                + "|null|null",
                        "3|[]|ffffffff-ffff-ffff-ffff-ffffffffffff|255.255.255.255|::ffff:192.0.2.1|6|9|12|5||tab\t||"
                                + "1000-01-01|9999-12-31 23:59:59.999999|1970-01-02 00:00:00|0|1.000000|a");
        assertThat(stage.all("SELECT id, v FROM " + ods + ".history")).containsExactly("1|new");
        Map<?, ?> doctor = (Map<?, ?>)
                Json.parse(House.sluice(settings, "doctor", "--output", "json").out());
        assertThat((List<?>) doctor.get("checks"))
                .filteredOn(
                        check -> String.valueOf(((Map<?, ?>) check).get("id")).startsWith("mysql-"))
                .hasSizeGreaterThan(10)
                .noneMatch(check -> "FAIL".equals(((Map<?, ?>) check).get("verdict")));
    }
}
