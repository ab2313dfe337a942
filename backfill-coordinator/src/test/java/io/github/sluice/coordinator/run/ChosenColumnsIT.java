package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sluice.yaml says of single columns and of shards that differ, on the whole road, compared to the last row. */
@Timeout(300)
class ChosenColumnsIT {
    @TempDir
    Path folder;

    @Test
    void maskedTypedAndUnitedColumnsArriveEqual() throws Exception {
        House house = new House(folder);
        Stage stage = Stage.shared();
        String ods = "ods_" + house.database;
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".people (id INT PRIMARY KEY, phone VARCHAR(20), mail TEXT,"
                        + " home VARCHAR(50) NOT NULL, pay DECIMAL(10,2), place POINT, level INT UNSIGNED,"
                        + " doc JSON, note TEXT)",
                "INSERT INTO " + house.database + ".people VALUES (1, '13800000000', 'a@b', 'x', 1.5, POINT(1, 2), 7,"
                        + " '{\"b\": 1, \"a\": 2}', 'secret'), (2, NULL, NULL, 'y', NULL, NULL, NULL, NULL, NULL)",
                "CREATE TABLE " + house.database + ".log_2023 (id INT PRIMARY KEY, n INT UNSIGNED, old VARCHAR(5))",
                "CREATE TABLE " + house.database + ".log_2024 (id BIGINT PRIMARY KEY, fresh DATETIME NOT NULL, n INT)",
                "INSERT INTO " + house.database + ".log_2023 VALUES (1, 4294967295, 'old'), (2, NULL, NULL)",
                "INSERT INTO " + house.database + ".log_2024 VALUES (1, '2024-01-02 03:04:05', -5)");
        SluiceSettings settings = house.settings(
                house.head() + house.sourceSections() + stage.targetSections(ods) + """
                tables:
                  - source: %1$s.people
                    exclude: [note]
                    mask: {phone: hash, mail: null, home: 'fixed:***'}
                    types: {pay: 'decimal(20,4)', place: varchar(1048576), level: largeint, doc: varchar(1048576)}
                  - source: [%1$s.log_2023, %1$s.log_2024]
                    target: log
                    shards: union
                    key: [table_name, id]
                """.formatted(house.database));
        assertThat(House.run(settings, House.options(settings, Side.BOTH))).allSatisfy(outcome -> {
            assertThat(outcome.message()).isEmpty();
            assertThat(outcome.verdict()).contains(Verdict.EQUAL);
        });
        assertThat(stage.all(
                        "SELECT id, phone, mail, home, pay, place, level, doc FROM " + ods + ".people ORDER BY id"))
                .containsExactly(
                        "1|359ea74a80a57accd42a7311ed96eca04f3e631d0ab34ea76808c543240d8a68|null|***|1.5000|POINT(1 2)|7|"
                                + "{\"a\": 2, \"b\": 1}",
                        "2|null|null|***|null|null|null|null");
        assertThat(stage.all("SELECT table_name, id, n, old, fresh FROM " + ods + ".log ORDER BY table_name, id"))
                .containsExactly(
                        "log_2023|1|4294967295|old|null",
                        "log_2023|2|null|null|null",
                        "log_2024|1|-5|null|2024-01-02 03:04:05");
    }

    @Test
    void columnsThatAreLeftOutGeneratedOrInvisibleDoNotStopTheStream() throws Exception {
        House house = new House(folder);
        Stage stage = Stage.shared();
        String ods = "ods_" + house.database;
        String orders = house.database + ".orders";
        house.mysql.execute(
                "CREATE TABLE " + orders + " (id INT PRIMARY KEY, n INT, area POINT, note TEXT,"
                        + " twice INT GENERATED ALWAYS AS (n * 2) VIRTUAL, hidden INT INVISIBLE,"
                        + " label VARCHAR(20) GENERATED ALWAYS AS (CONCAT('n', n)) STORED, KEY e ((n + 1)))",
                "INSERT INTO " + orders + " (id, n, note, hidden) VALUES (1, 1, 'x', 10), (2, 2, 'y', 20)");
        Path tables = Files.createDirectory(folder.resolve("tables"));
        SluiceSettings settings = house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + RealStreamer.section(tables, house.run + "-positions")
                + "policy: {cutover: auto}\n"
                + "tables: [{source: " + orders + ", exclude: [area, note]}]\n");
        try (RealStreamer streamer = new RealStreamer(house, house.mysql, settings, tables)) {
            assertThat(House.run(settings, House.until(House.options(settings, Side.BOTH), Step.CUTOVER)))
                    .as(streamer.output())
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(outcome.message()).isEmpty();
                        assertThat(outcome.live()).isEqualTo("CUT OVER");
                    });
            house.mysql.execute(
                    "UPDATE " + orders + " SET n = 5, note = 'z', area = ST_GeomFromText('POINT(1 1)', 4326)"
                            + " WHERE id = 1",
                    "INSERT INTO " + orders + " (id, n, hidden) VALUES (3, 3, 30)",
                    "DELETE FROM " + orders + " WHERE id = 2");
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            stage.all("SELECT id, n, twice, hidden, label FROM " + ods + ".orders ORDER BY id"))
                    .as(streamer.output())
                    .containsExactly("1|5|10|10|n5", "3|3|6|30|n3"));
            assertThat(stage.all("SHOW COLUMNS FROM " + ods + ".orders"))
                    .noneMatch(column -> column.startsWith("note"));
            // the live comparison reads the columns that are moved, and no other
            assertThat(House.run(settings, House.until(House.options(settings, Side.BOTH), Step.CUTOVER)))
                    .extracting(TableOutcome::live)
                    .containsExactly("CUT OVER");
        }
    }
}
