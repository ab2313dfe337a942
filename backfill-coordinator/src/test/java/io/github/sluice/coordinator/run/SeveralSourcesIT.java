package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.compare.Repair;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One table whose parts are in two MySQLs under equal names, one with GTIDs and one without, which both change all the time,
 * and a table that is in one of the two alone.
 */
@Timeout(300)
class SeveralSourcesIT {
    private static final String FIRST = "rds1";
    private static final String SECOND = "rds2";

    @TempDir
    Path folder;

    @Test
    void aTableInTwoMySqlsIsCutOverWhileBothChange() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        try (MySqlServer second = MySqlServer.start(
                Path.of("target", "testbed").toAbsolutePath(),
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--performance-schema=OFF")) {
            House house = new House(folder);
            house.alsoIn(second);
            Map<String, MySqlServer> sources = new LinkedHashMap<>();
            sources.put(FIRST, house.mysql);
            sources.put(SECOND, second);
            fill(house.mysql, house.database + ".orders", 300);
            fill(second, house.database + ".orders", 200);
            fill(second, house.database + ".elsewhere", 50);
            Stage stage = Stage.shared();
            String ods = "ods_" + house.database;
            Path tables = Files.createDirectory(folder.resolve("tables"));
            SluiceSettings settings = house.settings(house.head()
                    + house.sourceSections(sources)
                    + stage.targetSections(ods)
                    + RealStreamer.sectionOfSeveral(tables, house.run + "-positions")
                    + "policy: {cutover: auto}\n"
                    + "tables: [{source: {databases: " + house.database + ", tables: orders}, target: orders},"
                    + " {source: {sources: [" + SECOND + "], databases: " + house.database
                    + ", tables: elsewhere}, target: elsewhere}]\n");
            Spoken planned = House.sluice(settings, "plan");
            assertThat(planned.code()).as(planned.err()).isZero();
            Spoken foretold = House.sluice(settings, "run", "--dry-run");
            assertThat(foretold.code()).as(foretold.err()).isZero();
            assertThat(foretold.out())
                    .contains(
                            house.run + ".orders_" + FIRST + "_datax_config.json",
                            house.run + ".orders_" + SECOND + "_datax_config.json",
                            house.run + ".elsewhere_datax_config.json",
                            "orders_" + FIRST + "_stream.json",
                            "orders_" + SECOND + "_stream.json",
                            "elsewhere_" + SECOND + "_stream.json")
                    .doesNotContain("elsewhere_" + FIRST, "would be written");
            try (RealStreamer streamer = new RealStreamer(house, sources, settings, tables);
                    LiveWriter one = writer(house, house.mysql, "orders", 300, seed);
                    LiveWriter two = writer(house, second, "orders", 200, seed + 1);
                    LiveWriter elsewhere = writer(house, second, "elsewhere", 50, seed + 2)) {
                List<TableOutcome> outcomes =
                        House.run(settings, House.until(House.options(settings, Side.BOTH), Step.CUTOVER));
                String how = "seed " + seed + ", " + streamer.output();
                assertThat(outcomes).as(how).allSatisfy(outcome -> {
                    assertThat(outcome.message()).isEmpty();
                    assertThat(outcome.attempt()).isEqualTo(1);
                    assertThat(outcome.live()).isEqualTo("CUT OVER");
                    assertThat(outcome.verdict()).contains(Verdict.EQUAL);
                });
                eachPartHasAPositionOfItsOwn(settings);
                theManifestIsOfBothParts(settings);
                aLostRowOfTheSecondIsRepaired(house, second, settings, stage, ods);
                one.close();
                two.close();
                elsewhere.close();
                List<String> merged = new ArrayList<>();
                one.rows().forEach(row -> merged.add(FIRST + "|" + row));
                two.rows().forEach(row -> merged.add(SECOND + "|" + row));
                merged.add(SECOND + "|100000|kept");
                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(stage.all("SELECT source_name, id, v FROM " + ods + ".orders ORDER BY source_name, id"))
                            .as(how)
                            .isEqualTo(merged);
                    assertThat(stage.all("SELECT id, v FROM " + ods + ".elsewhere ORDER BY id"))
                            .as(how)
                            .isEqualTo(elsewhere.rows());
                });
                assertThat(List.of(one.written(), two.written()))
                        .as("changes during the run")
                        .allSatisfy(written -> assertThat(written).isGreaterThan(100L));
                whatStopsBesideOneIsSaidOfTheTable(house, second, settings);
            }
        }
    }

    private static void eachPartHasAPositionOfItsOwn(SluiceSettings settings) {
        Map<?, ?> sources = (Map<?, ?>) evidence(settings, 0, Step.CAPTURE).get("sources");
        assertThat(sources.keySet().stream().map(String::valueOf)).containsExactly(FIRST, SECOND);
        assertThat(SourcePosition.parse(String.valueOf(((Map<?, ?>) sources.get(FIRST)).get("from"))))
                .isNotInstanceOf(FilePosition.class);
        assertThat(SourcePosition.parse(String.valueOf(((Map<?, ?>) sources.get(SECOND)).get("from"))))
                .isInstanceOf(FilePosition.class);
        assertThat(evidence(settings, 1, Step.CAPTURE).get("source")).isEqualTo(SECOND);
    }

    private static void theManifestIsOfBothParts(SluiceSettings settings) {
        Map<?, ?> evidence = evidence(settings, 0, Step.SNAPSHOT);
        Map<?, ?> manifest = (Map<?, ?>) evidence.get("manifest");
        assertThat((Long) manifest.get("pulled")).isBetween(200L, 1500L).isEqualTo(evidence.get("topicRows"));
        assertThat((List<?>) manifest.get("partitions")).hasSize(2);
    }

    /** A row that no writer touches. */
    private static void aLostRowOfTheSecondIsRepaired(
            House house, MySqlServer second, SluiceSettings settings, Stage stage, String ods) throws Exception {
        String lost = " FROM " + ods + ".orders WHERE source_name = '" + SECOND + "' AND id = 100000";
        second.execute("INSERT INTO " + house.database + ".orders VALUES (100000, 'kept')");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> stage.first("SELECT v" + lost)
                .equals("kept"));
        stage.execute("DELETE" + lost);
        Repaired repaired = new RepairRun(settings, House.options(settings, Side.BOTH), new LoggedBoard())
                .run(settings.tables().get(0), true);
        assertThat(repaired.repairs())
                .extracting(Repair::toString)
                .containsExactly("upsert (source_name=" + SECOND + ", table_name=orders, id=100000)");
        assertThat(repaired.after().verdict()).as(repaired.after().reason()).isEqualTo(Verdict.EQUAL);
    }

    private static void whatStopsBesideOneIsSaidOfTheTable(House house, MySqlServer second, SluiceSettings settings) {
        second.execute(
                "ALTER TABLE " + house.database + ".orders ADD COLUMN late INT",
                "INSERT INTO " + house.database + ".orders VALUES (100001, 'x', 1)");
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<?, ?> state = streamer(settings, 0);
            assertThat(state.get("state")).as(state.toString()).isEqualTo("STOPPED");
            Map<?, ?> sources = (Map<?, ?>) state.get("sources");
            assertThat(((Map<?, ?>) sources.get(FIRST)).get("state")).isEqualTo("CAPTURING");
            assertThat(String.valueOf(((Map<?, ?>) sources.get(SECOND)).get("reason")))
                    .contains("late");
            assertThat(streamer(settings, 1).get("state")).isEqualTo("CAPTURING");
        });
    }

    private static Map<?, ?> streamer(SluiceSettings settings, int table) {
        return (Map<?, ?>) new LiveState(settings)
                .of(settings.tables().get(table), steps(settings, table))
                .get("streamer");
    }

    private static Map<?, ?> evidence(SluiceSettings settings, int table, Step step) {
        return steps(settings, table).stream()
                .filter(entry -> entry.step().equals(step.word()))
                .findFirst()
                .map(entry -> (Map<?, ?>) Json.parse(entry.evidence()))
                .orElseThrow();
    }

    private static List<StepEntry> steps(SluiceSettings settings, int table) {
        Journal journal = Journal.open(House.options(settings, Side.BOTH).journal(), settings.name());
        Table logical = settings.tables().get(table);
        return journal.steps(journal.latestAttempt(logical.target()).orElseThrow());
    }

    private static LiveWriter writer(House house, MySqlServer mysql, String table, int rows, long seed) {
        return new LiveWriter(house.database + "." + table, rows, seed, 10, (sql, changes) -> mysql.execute(sql));
    }

    private static void fill(MySqlServer mysql, String table, int count) {
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            rows.add("(" + id + ", 'v" + id + "')");
        }
        mysql.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + table + " VALUES " + String.join(",", rows));
    }
}
