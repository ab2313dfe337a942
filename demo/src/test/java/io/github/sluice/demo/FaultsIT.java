package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.key.SecretReference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault that {@code --break} plants is found, named, and nothing is deleted. */
@Timeout(360)
class FaultsIT {
    private static final String ROWS = "1440";

    /** {@link LeakIT} plants the one that is left out: a whole quickstart is dear. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHANGED_VALUE")
    void aPlantedFaultIsFoundAndNamed(Fault fault, @TempDir Path folder) throws Exception {
        try (QuickstartRun run =
                QuickstartRun.start(folder, "--rows", ROWS, "--seed", "11", "--stay", "--break", fault.word())) {
            assertThat(run.exitCode())
                    .as("exit code; it said:%n%s", run.messages())
                    .isEqualTo(fault.exitCode());

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
                case CHANGED_VALUE -> throw new AssertionError("left out above");
                case NULL_FOR_LONG_STRING ->
                    assertThat(said).contains("changed").contains("remark");
            }
            assertThat(topics(run)).as("the batch topic is still there").contains(DemoProject.ORDERS_TOPIC);
            assertThat(run.result().toString())
                    .as("the other tables went through")
                    .contains("EQUAL");
        }
    }

    @Test
    void aValueChangedByHandBeforeVerifyIsFound(@TempDir Path folder) throws Exception {
        try (QuickstartRun run =
                QuickstartRun.start(folder, "--rows", ROWS, "--seed", "12", "--stay", "--pause-before", "verify")) {
            run.awaitMessage("Enter");
            Endpoints endpoints = run.endpoints();
            // each table pauses before its verify; the first is all_types
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:mysql://" + endpoints.text("starrocks", "query") + "/" + DemoProject.DATABASE,
                            endpoints.text("starrocks", "username"),
                            SecretReference.parse(endpoints.text("starrocks", "password"))
                                    .resolve());
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(
                                "UPDATE `" + DemoProject.ALL_TYPES + "` SET `c_int` = 42 WHERE `id` = 20"))
                        .isEqualTo(1);
            }
            for (int table = 0; table < 3; table++) {
                run.pressEnter();
            }

            assertThat(run.exitCode())
                    .as("exit code; it said:%n%s", run.messages())
                    .isEqualTo(22);
            assertThat(run.messages() + run.result())
                    .contains(DemoProject.ALL_TYPES)
                    .contains("c_int")
                    .contains("20");
            assertThat(topics(run)).contains("sluice_all.all_types");
        }
    }

    private static Set<String> topics(QuickstartRun run) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", run.endpoints().text("kafka", "bootstrapServers")))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }
}
