package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.demo.data.Markers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault that {@code --break} plants is found, named, and nothing is deleted. */
@Timeout(660)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
    private static final String ROWS = "1440";

    @TempDir
    static Path folder;

    private static @Nullable QuickstartRun last;

    /** The first one leaves its servers up, the others run on them: {@code ./quickstart --again}. */
    private static QuickstartRun quickstart(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        QuickstartRun before = last;
        if (before != null) {
            before.end();
        }
        if (before != null && Keepers.areStaying(before.work())) {
            all.add("--again");
        } else {
            all.addAll(List.of("--rows", ROWS, "--seed", "11", "--stay"));
        }
        QuickstartRun run = QuickstartRun.start(folder, all.toArray(String[]::new));
        last = run;
        return run;
    }

    @AfterAll
    static void stop() throws Exception {
        QuickstartRun run = last;
        if (run != null) {
            run.close();
        }
    }

    /** Only the table that the fault strikes is moved, but for the run below. */
    @ParameterizedTest
    @EnumSource
    @Order(1)
    void aPlantedFaultIsFoundAndNamed(Fault fault) throws Exception {
        QuickstartRun run = quickstart("--tables", DemoProject.ORDERS, "--break", fault.word());
        assertThat(run.exitCode()).as("exit code; it said:%n%s", run.messages()).isEqualTo(fault.exitCode());

        String said = run.messages() + run.result();
        assertThat(said).as("the table").contains(DemoProject.ORDERS);
        switch (fault) {
            case LOST_ROW -> assertThat(said).contains("missing");
            case EXTRA_ROW -> assertThat(said).contains("extra").contains(String.valueOf(FaultPlanter.INVENTED_ID));
            case UNDECRYPTABLE ->
                assertThat(said)
                        .contains(DemoProject.ORDERS_TOPIC)
                        .contains("partition 0")
                        .contains("offset");
            case CHANGED_VALUE ->
                assertThat(said).contains("changed").contains("amount").contains("t_order_7");
            case NULL_FOR_LONG_STRING -> assertThat(said).contains("changed").contains("remark");
        }
        assertThat(topics(run)).as("the batch topic is still there").contains(DemoProject.ORDERS_TOPIC);
    }

    @Test
    @Order(2)
    void aValueChangedByHandBeforeVerifyIsFound() throws Exception {
        QuickstartRun run = quickstart("--backfill-only", "--pause-before", "verify");
        run.awaitMessage("Enter");
        // each table pauses before its verify; the first is all_types
        try (Connection connection = run.starRocks();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE `" + DemoProject.ALL_TYPES + "` SET `c_int` = 42 WHERE `id` = " + Markers.ROW))
                    .isEqualTo(1);
        }
        for (int table = 0; table < 3; table++) {
            run.pressEnter();
        }

        assertThat(run.exitCode()).as("exit code; it said:%n%s", run.messages()).isEqualTo(22);
        assertThat(run.messages() + run.result())
                .contains(DemoProject.ALL_TYPES)
                .contains("c_int")
                .contains(String.valueOf(Markers.ROW));
        assertThat(topics(run)).contains("sluice_all.all_types").doesNotContain(DemoProject.ORDERS_TOPIC);
        for (JsonNode table : run.result().path("tables")) {
            boolean changed = table.path("table").asText().equals(DemoProject.ALL_TYPES);
            assertThat(table.path("verdict").asText())
                    .as("one table's fault stops no other: %s", table)
                    .isEqualTo(changed ? "DIFF" : "EQUAL");
        }
        // a row that is named to the operator is written down nowhere
        LeakSearch.in(run).assertNothingInClear();
    }

    private static Set<String> topics(QuickstartRun run) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", run.endpoints().text("kafka", "bootstrapServers")))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }
}
