package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Killed with -9 in each live step and run again, while rows change all the time: the end is CUT OVER and right. */
@Timeout(300)
class ResumeLiveIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private Cli cli;
    private String ods;
    private String orders;
    private HandStreamer streamer;

    @BeforeEach
    void data() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        cli = new Cli(folder);
        ods = "ods_" + house.database;
        orders = house.database + ".orders";
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= 300; id++) {
            rows.add("(" + id + ", 'v" + id + "')");
        }
        house.mysql.execute(
                "CREATE TABLE " + orders + " (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + orders + " VALUES " + String.join(",", rows));
        Path tables = Files.createDirectory(folder.resolve("tables"));
        streamer = new HandStreamer(
                house,
                house.settings(house.head()
                        + house.sourceSections()
                        + stage.targetSections(ods)
                        + HandStreamer.section(tables, house.run + "-positions")
                        + "tables: [{source: " + orders + "}]\n"),
                tables);
    }

    @Test
    void aRunKilledInEachLiveStepEndsCutOver() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        try (HandStreamer hand = streamer;
                LiveWriter writer =
                        new LiveWriter(orders, 300, seed, 20, (sql, changes) -> hand.write(sql, orders, changes))) {
            for (String place : List.of("3 capture binlog: begins", "7 stream: begins", "7 cut over: begins")) {
                Cli.Running running = cli.start("run", "--yes");
                Awaitility.await(place)
                        .atMost(LIMIT)
                        .until(() -> running.errors().contains(place)
                                || !running.process().isAlive());
                assertThat(running.process().isAlive())
                        .as("%s: %s", place, running.errors())
                        .isTrue();
                running.process().destroyForcibly().waitFor();
            }
            // signed off before it was killed, so nobody is asked again
            Cli.Running last = cli.start("run", "--yes", "--output", "json");
            assertThat(last.exitCode())
                    .as("seed " + seed + ": " + last.errors())
                    .isZero();
            Map<?, ?> table = (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.parse(last.output())).get("tables")).get(0);
            assertThat(table.get("live")).isEqualTo("CUT OVER");
            assertThat(table.get("verdict")).isEqualTo("EQUAL");
            assertThat(table.get("attempt")).isEqualTo(1L);
            Cli.Running status = cli.start("status", "--lang", "en");
            assertThat(status.exitCode()).isZero();
            assertThat(status.output())
                    .contains("cutover: done")
                    .contains("streamer: {\"state\":\"CAPTURING\"")
                    .contains("connector: {\"state\":\"RUNNING\"");
            writer.close();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            stage.all("SELECT id, v FROM " + ods + ".orders ORDER BY id"))
                    .as("seed " + seed + ", after " + writer.written() + " changes")
                    .isEqualTo(writer.rows()));
        }
    }
}
