package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.data.Markers;
import io.github.sluice.demo.live.ChangeKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./quickstart} as it comes: everything moves while everything changes, and nothing differs at its end. */
@Timeout(660)
@ExtendWith(LiveQuickstart.Provider.class)
class LiveQuickstartIT {
    /** The road with live changes, in order. */
    private static final List<String> STEPS =
            List.of("table", "topics", "capture", "snapshot", "load", "verify", "drop", "stream", "cutover");

    @Test
    void everyTableIsCutOverWhileItChangesAndNoRowDiffers(LiveQuickstart quickstart) throws Exception {
        QuickstartRun run = quickstart.run();
        assertThat(quickstart.exitCode())
                .as("exit code; it said:%n%s", run.messages())
                .isZero();
        JsonNode result = run.result();
        System.out.println(result.path("writer") + " " + result.path("lag"));

        assertThat(result.path("tables")).hasSize(DemoProject.TABLES.size());
        for (JsonNode table : result.path("tables")) {
            assertThat(table.path("verdict").asText()).as("%s", table).isEqualTo("EQUAL");
            assertThat(table.path("live").asText()).as("%s", table).isEqualTo("CUT OVER");
        }
        assertThat(result.path("writer").path("changes").asLong()).isGreaterThan(1_000);
        assertThat(result.path("lag").path("samples").asInt()).isGreaterThanOrEqualTo(100);
        assertThat(result.path("lag").path("p99Ms").asLong()).isBetween(1L, 9_999L);
        assertThat(result.path("verify").path("differing").asLong()).isZero();
        assertThat(result.path("verify").path("rows").asLong()).isPositive();
    }

    @Test
    void everyKindOfChangeFellIntoEveryStep(LiveQuickstart quickstart) throws Exception {
        JsonNode result = quickstart.run().result();
        for (String table : DemoProject.TABLES) {
            List<String> steps = new ArrayList<>();
            for (JsonNode step : result.path("steps")) {
                if (!step.path("table").asText().equals(table)) {
                    continue;
                }
                steps.add(step.path("step").asText());
                for (ChangeKind kind : ChangeKind.values()) {
                    JsonNode count = step.path("changes").path(kind.name());
                    if (kind == ChangeKind.MOVE && !table.equals(DemoProject.ORDERS)) {
                        assertThat(count.isMissingNode()).isTrue();
                    } else {
                        assertThat(count.asLong()).as("%s in %s", kind, step).isPositive();
                    }
                }
            }
            assertThat(steps).as(table).containsExactlyInAnyOrderElementsOf(STEPS);
        }
    }

    @Test
    void rowByRowBothDatabasesHoldTheSame(LiveQuickstart quickstart) throws Exception {
        QuickstartRun run = quickstart.run();
        try (Connection mysql = run.mysql();
                Connection starRocks = run.starRocks()) {
            await("every row, by a reading of our own")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(BothSides.compare(DemoData.of(14, 1440), mysql, starRocks))
                            .satisfies(found -> assertThat(found.rows()).isGreaterThan(500))
                            .matches(BothSides.Differences::none));
        }
    }

    /**
     * Neither of the history nor of the stream: no value, record key or secret in the broker's log folder, in any log, in
     * any process's arguments, in the plan or the manifest. {@link FaultsIT} looks after a run that found differences.
     */
    @Test
    void nothingOfTheDataOrTheSecretsStandsAnywhereInClear(LiveQuickstart quickstart) throws Exception {
        QuickstartRun run = quickstart.run();
        assertThat(quickstart.exitCode()).as(run.messages()).isZero();
        sendTheMarkedRowThroughTheStream(run);

        LeakSearch search = LeakSearch.in(run);
        assertThat(search.places())
                .as("what is searched: segments of batch and stream, logs, plan, manifests, the streamer's own files")
                .anyMatch(file -> file.toString().endsWith(".log")
                        && file.startsWith(search.kafka())
                        && file.toString().contains("sluice_stream.all_types"))
                .anyMatch(file -> file.toString().contains("sluice_positions"))
                .anyMatch(file -> file.toString().contains("datax"))
                .anyMatch(file -> file.getFileName().toString().contains("manifest"))
                .anyMatch(file -> file.getFileName().toString().endsWith("_connect.json"))
                .anyMatch(file -> file.getFileName().toString().equals("binlog-streamer.log"))
                .anyMatch(file -> file.getFileName().toString().equals("streamer.yaml"));
        search.assertNothingInClear();

        assertThat(quickstart.commandLines())
                .as("the watcher saw the processes")
                .anyMatch(line -> line.contains("datax"))
                .anyMatch(line -> line.contains("mysqld"))
                .anyMatch(line -> line.contains("io.github.sluice.streamer"));
        search.secrets().forEach((name, secret) -> assertThat(quickstart.commandLines())
                .as("%s in a process's arguments", name)
                .noneMatch(line -> line.contains(new String(secret, StandardCharsets.UTF_8))));
    }

    /** One column of it changes, so the whole row goes: as it was, and as it is. */
    private static void sendTheMarkedRowThroughTheStream(QuickstartRun run) throws Exception {
        try (Connection mysql = run.mysql();
                Statement statement = mysql.createStatement()) {
            statement.executeUpdate("UPDATE shop.all_types SET c_tinyint = 77 WHERE id = " + Markers.ROW);
        }
        try (Connection starRocks = run.starRocks();
                Statement statement = starRocks.createStatement()) {
            await("the marked row to arrive").atMost(Duration.ofSeconds(60)).until(() -> {
                try (ResultSet row = statement.executeQuery(
                        "SELECT c_tinyint FROM " + DemoProject.ALL_TYPES + " WHERE id = " + Markers.ROW)) {
                    return row.next() && row.getInt(1) == 77;
                }
            });
        }
    }
}
