package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code sluice connect apply}, {@code diff} and {@code validate}. */
@Timeout(60)
class ConnectApplyTest extends ConnectCommands {
    @Test
    void applyCreatesChangesAndLeavesAlone() throws IOException {
        String orders = document("orders", "tasks.max", "2");
        String users = document("users", "tasks.max", "1");
        assertThat(connect("apply", orders).lines()).containsExactly("orders: created");
        worker.has("users", Map.of("tasks.max", "4"));
        Spoken both = connect("apply", folder.toString(), "--output", "json");
        assertThat(both.code()).isZero();
        assertThat(list(both))
                .<Object>extracting(one -> ((Map<?, ?>) one).get("name") + " " + ((Map<?, ?>) one).get("outcome"))
                .containsExactly("orders unchanged", "users updated");
        assertThat(worker.changes()).hasSize(2).allMatch(request -> request.startsWith("PUT /connectors/"));
        assertThat(connect("apply", orders, users).lines()).containsExactly("orders: unchanged", "users: unchanged");
        assertThat(worker.changes()).hasSize(2);
        assertThat(worker.configs().get("users"))
                .containsEntry("tasks.max", "1")
                .containsEntry("name", "users");
    }

    @Test
    void aDryRunChangesNothingAndTheRunDoesWhatItSaid() throws IOException {
        document("orders", "tasks.max", "2");
        document("users", "tasks.max", "1");
        worker.has("users", Map.of("tasks.max", "4"));
        Spoken dry = connect("apply", folder.toString(), "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.lines())
                .containsExactly(
                        "orders: would be created",
                        "  PUT /connectors/orders/config",
                        "users: would be updated",
                        "  PUT /connectors/users/config");
        assertThat(worker.changes()).isEmpty();
        Spoken real = connect("apply", folder.toString());
        assertThat(real.lines()).containsExactly("orders: created", "users: updated");
        assertThat(worker.changes())
                .extracting(request -> request.split(" ")[1])
                .containsExactly("/connectors/orders/config", "/connectors/users/config");
    }

    @Test
    void whatAWorkerRefusesIsShownByKeyAndStopsNobodyElse() throws IOException {
        document("orders", "odd.pin", SECRET, "starrocks.password", SECRET);
        document("users", "tasks.max", "1");
        worker.finds("odd.pin", "Invalid value " + SECRET + " for configuration odd.pin: is short");
        for (boolean dryRun : new boolean[] {true, false}) {
            Spoken refused =
                    dryRun ? connect("apply", folder.toString(), "--dry-run") : connect("apply", folder.toString());
            assertThat(refused.code()).isEqualTo(10);
            assertThat(refused.lines().stream().filter(line -> !line.startsWith("  PUT ")))
                    .containsExactly(
                            dryRun ? "orders: would be refused by the worker" : "orders: refused by the worker",
                            "  odd.pin: Invalid value [hidden] for configuration odd.pin: is short",
                            dryRun ? "users: would be created" : "users: created");
        }
        Spoken checked = connect("validate", folder.toString());
        assertThat(checked.code()).isEqualTo(10);
        assertThat(checked.lines())
                .containsExactly(
                        "orders: 1 fault",
                        "  odd.pin: Invalid value [hidden] for configuration odd.pin: is short",
                        "users: no fault");
        Map<?, ?> json = (Map<?, ?>)
                list(connect("validate", folder.toString(), "--output", "json")).get(0);
        assertThat((List<?>) json.get("faults")).hasSize(1);
        assertThat(connect("validate", folder.resolve("users.json").toString()).code())
                .isZero();
    }

    @Test
    void aClassThatNoPluginHasIsAFaultToo() throws IOException {
        String file = document("orders", "connector.class", "com.example.NoSuchConnector");
        Spoken refused = connect("apply", file);
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.out()).contains("connector.class: no plugin of this worker has the class com.example.");
        assertThat(connect("validate", file).code()).isEqualTo(10);
        assertThat(worker.configs()).isEmpty();
    }

    @Test
    void diffShowsWhatApplyWouldChange() throws IOException {
        String file =
                document("orders", "tasks.max", "2", "starrocks.password", SECRET, "odd.pin", "${env:PIN}", "new", "x");
        Spoken missing = connect("diff", file);
        assertThat(missing.code()).isEqualTo(31);
        assertThat(missing.lines().get(0)).isEqualTo("--- connector orders, not there");
        worker.has(
                "orders", Map.of("tasks.max", "1", "starrocks.password", SECRET + "2", "odd.pin", SECRET, "old", "y"));
        Spoken different = connect("diff", file);
        assertThat(different.code()).isEqualTo(31);
        assertThat(different.lines())
                .containsExactly(
                        "--- connector orders, running",
                        "+++ " + file,
                        "+new=x",
                        "-odd.pin=[hidden]",
                        "+odd.pin=${env:PIN}",
                        "-old=y",
                        "-starrocks.password=[hidden]",
                        "+starrocks.password=[hidden]",
                        "-tasks.max=1",
                        "+tasks.max=2");
        Map<?, ?> json =
                (Map<?, ?>) list(connect("diff", file, "--output", "json")).get(0);
        assertThat((List<?>) json.get("changes")).hasSize(5);
        assertThat(connect("apply", file).code()).isZero();
        Spoken same = connect("diff", file);
        assertThat(same.code()).isZero();
        assertThat(same.out()).isEmpty();
    }
}
