package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.compare.Repair;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole road with the streamer as its own process and a writer that never stops, to CUT OVER. */
@Timeout(300)
class LiveRunIT {
    @TempDir
    Path folder;

    /** In envelope v2 and frames; the test below has what jobs have that say nothing. */
    @Test
    void tablesAreCutOverWhileTheyChangeAndFollowTheSourceFromThenOn() throws Exception {
        House house = new House(folder);
        house.sealsInFrames();
        Stage stage = Stage.shared();
        String ods = "ods_" + house.database;
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        fill(house, house.database + ".orders", 500);
        fill(house, house.database + ".t_1", 200);
        fill(house, house.database + ".t_2", 200);
        Path tables = Files.createDirectory(folder.resolve("tables"));
        SluiceSettings settings = house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + RealStreamer.section(tables, house.run + "-positions")
                + "policy: {cutover: auto}\n"
                + "tables: [{source: " + house.database + ".orders}, {source: {databases: " + house.database
                + ", tables: \"t_\\\\d+\"}, target: merged}]\n");
        try (RealStreamer streamer = new RealStreamer(house, house.mysql, settings, tables);
                LiveWriter orders = writer(house, "orders", 500, seed);
                LiveWriter one = writer(house, "t_1", 200, seed + 1);
                LiveWriter two = writer(house, "t_2", 200, seed + 2)) {
            List<TableOutcome> outcomes = House.run(settings, live(settings));
            String how = "seed " + seed + ", " + streamer.output();
            assertThat(outcomes).as(how).allSatisfy(outcome -> {
                assertThat(outcome.message()).isEmpty();
                assertThat(outcome.attempt()).isEqualTo(1);
                assertThat(outcome.live()).isEqualTo("CUT OVER");
                assertThat(outcome.verdict()).contains(Verdict.EQUAL);
                assertThat(outcome.batchTopic()).isEqualTo("dropped");
            });
            // a shard that comes later is captured from its first row on
            fill(house, house.database + ".t_3", 3);
            orders.close();
            one.close();
            two.close();
            List<String> merged = new ArrayList<>();
            one.rows().forEach(row -> merged.add("t_1|" + row));
            two.rows().forEach(row -> merged.add("t_2|" + row));
            merged.addAll(List.of("t_3|1|v1", "t_3|2|v2", "t_3|3|v3"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(stage.all("SELECT id, v FROM " + ods + ".orders ORDER BY id"))
                        .as("%s, %s changes", how, orders.written())
                        .isEqualTo(orders.rows());
                assertThat(stage.all("SELECT table_name, id, v FROM " + ods + ".merged ORDER BY table_name, id"))
                        .as(how)
                        .isEqualTo(merged);
            });
            assertThat(orders.written()).as("changes during the run").isGreaterThan(100);
            // drift stops the one table with a reason that status shows, and the other goes on
            house.mysql.execute(
                    "ALTER TABLE " + house.database + ".orders ADD COLUMN late INT",
                    "INSERT INTO " + house.database + ".orders VALUES (100000, 'x', 1)",
                    "UPDATE " + house.database + ".t_3 SET v = 'on' WHERE id = 3");
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(state(settings, 0)).contains("STOPPED").contains("late");
                assertThat(state(settings, 1)).contains("CAPTURING");
                assertThat(stage.first("SELECT v FROM " + ods + ".merged WHERE table_name = 't_3' AND id = 3"))
                        .isEqualTo("on");
            });
            house.mysql.execute("ALTER TABLE " + house.database + ".orders DROP COLUMN late");
            // again: nothing to do, and it says the same
            assertThat(House.run(settings, live(settings)))
                    .extracting(TableOutcome::live)
                    .containsOnly("CUT OVER");
        }
    }

    @Test
    void soItIsOnASourceWithoutGtidsWhereALostRowIsFoundAndRepaired() throws Exception {
        try (MySqlServer plain = MySqlServer.start(
                Path.of("target", "testbed").toAbsolutePath(),
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--performance-schema=OFF")) {
            House house = new House(folder, plain);
            house.mayWatchTransactions();
            Stage stage = Stage.shared();
            String ods = "ods_" + house.database;
            long seed = Long.getLong("seed", System.nanoTime());
            System.out.println("-Dseed=" + seed);
            fill(house, house.database + ".orders", 300);
            Path tables = Files.createDirectory(folder.resolve("tables"));
            SluiceSettings settings = house.settings(house.head()
                    + house.sourceSections()
                    + stage.targetSections(ods)
                    + RealStreamer.section(tables, house.run + "-positions")
                    + "policy: {cutover: auto}\n"
                    + "tables: [{source: " + house.database + ".orders}]\n");
            try (RealStreamer streamer = new RealStreamer(house, plain, settings, tables);
                    LiveWriter orders = writer(house, "orders", 300, seed)) {
                List<TableOutcome> outcomes =
                        House.run(settings, House.until(House.options(settings, Side.BOTH), Step.DROP));
                String how = "seed " + seed + ", " + streamer.output();
                assertThat(outcomes).as(how).singleElement().satisfies(outcome -> {
                    assertThat(outcome.message()).isEmpty();
                    assertThat(outcome.attempt()).isEqualTo(1);
                    assertThat(outcome.batchTopic()).isEqualTo("dropped");
                    assertThat(outcome.live()).isEmpty();
                });
                Spoken cutOver = House.sluice(settings, "cutover", "orders");
                assertThat(cutOver.code()).as(cutOver.err()).isZero();
                assertThat(cutOver.out()).contains("CUT OVER");
                reportTellsOfIt(settings);
                assertThat(state(settings, 0)).contains("CAPTURING");
                plain.execute("INSERT INTO " + house.database + ".orders VALUES (100000, 'kept')", "FLUSH BINARY LOGS");
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> stage.first(
                                "SELECT v FROM " + ods + ".orders WHERE id = 100000")
                        .equals("kept"));
                stage.execute("DELETE FROM " + ods + ".orders WHERE id = 100000");
                long sealed = sealed(settings);
                Repaired repaired = new RepairRun(settings, House.options(settings, Side.BOTH), new LoggedBoard())
                        .run(settings.tables().get(0), true);
                assertThat(repaired.before().verdict())
                        .as(repaired.before().reason())
                        .isEqualTo(Verdict.DIFF);
                assertThat(repaired.repairs()).extracting(Repair::toString).containsExactly("upsert (id=100000)");
                assertThat(repaired.after().verdict())
                        .as(repaired.after().reason())
                        .isEqualTo(Verdict.EQUAL);
                assertThat(sealed(settings)).as("a repair uses the key too").isGreaterThan(sealed);
                orders.close();
                List<String> rows = new ArrayList<>(orders.rows());
                rows.add("100000|kept");
                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                                stage.all("SELECT id, v FROM " + ods + ".orders ORDER BY id"))
                        .as("%s, %s changes", how, orders.written())
                        .isEqualTo(rows));
                assertThat(orders.written()).as("changes during the run").isGreaterThan(100);
            }
        }
    }

    /** What the page, the JSON and the XML say is what the two halves have said, from journal and control topic alike. */
    private void reportTellsOfIt(SluiceSettings settings) throws IOException {
        Path page = folder.resolve("report.html");
        Path junit = folder.resolve("report.xml");
        Spoken report = House.sluice(
                settings, "report", "--output", "json", "--html", page.toString(), "--junit", junit.toString());
        assertThat(report.code()).as(report.err()).isZero();
        Map<?, ?> tree = (Map<?, ?>) Json.parse(report.out());
        assertThat(tree.get("verdict")).isEqualTo("EQUAL");
        assertThat((List<?>) tree.get("gaps")) // a run without a screen keeps no samples
                .singleElement()
                .satisfies(gap -> assertThat(((Map<?, ?>) gap).get("kind")).isEqualTo("NO_SAMPLES"));
        Map<?, ?> table = (Map<?, ?>) ((List<?>) tree.get("tables")).get(0);
        assertThat((List<?>) table.get("steps"))
                .allSatisfy(step -> assertThat(((Map<?, ?>) step).get("status")).isEqualTo("DONE"))
                .extracting(step -> String.valueOf(((Map<?, ?>) step).get("step")))
                .contains("snapshot", "load", "verify", "drop", "stream", "cutover");
        assertThat(Files.readString(page)).contains("orders", "CUT OVER").doesNotContain("href=\"http", "src=");
        assertThat(Files.readString(junit)).contains("failures=\"0\"");
    }

    private static String state(SluiceSettings settings, int table) {
        Journal journal = Journal.open(House.options(settings, Side.BOTH).journal(), settings.name());
        Table logical = settings.tables().get(table);
        return String.valueOf(new LiveState(settings)
                .of(
                        logical,
                        journal.steps(journal.latestAttempt(logical.target()).orElseThrow()))
                .get("streamer"));
    }

    /** Records that the journal knows of. */
    private static long sealed(SluiceSettings settings) {
        return Journal.open(House.options(settings, Side.BOTH).journal(), settings.name()).keyUses().values().stream()
                .mapToLong(KeyUse::records)
                .sum();
    }

    private static Backfill.Options live(SluiceSettings settings) {
        return House.until(House.options(settings, Side.BOTH), Step.CUTOVER);
    }

    private static LiveWriter writer(House house, String table, int rows, long seed) {
        return new LiveWriter(house.database + "." + table, rows, seed, 10, (sql, changes) -> house.mysql.execute(sql));
    }

    private static void fill(House house, String table, int count) {
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            rows.add("(" + id + ", 'v" + id + "')");
        }
        house.mysql.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + table + " VALUES " + String.join(",", rows));
    }
}
