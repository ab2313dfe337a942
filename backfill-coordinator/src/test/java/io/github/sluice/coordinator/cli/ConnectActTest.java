package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code sluice connect pause}, {@code resume}, {@code restart} and {@code delete}. */
@Timeout(60)
class ConnectActTest extends ConnectCommands {
    @Test
    void emptyAnswersOfPauseResumeAndRestartAreSuccess() {
        worker.has("orders", Map.of());
        assertThat(connect("pause", "orders").lines()).containsExactly("orders: is being paused");
        assertThat(connect("list").lines().get(1)).contains("PAUSED");
        assertThat(connect("resume", "orders").lines()).containsExactly("orders: goes on");
        assertThat(connect("restart", "orders").lines()).containsExactly("orders: is being restarted");
        assertThat(connect("restart", "orders", "--task", "0").lines())
                .containsExactly("orders task 0: is being restarted");
        assertThat(connect("restart", "orders", "--failed").lines())
                .containsExactly("orders: nothing has failed, nothing is restarted");
        worker.failed("orders", "boom");
        List<?> restarted = list(connect("restart", "orders", "--failed", "--output", "json"));
        assertThat((Object) restarted.get(0))
                .isEqualTo(Map.of("name", "orders", "outcome", "restarted", "dryRun", false, "tasks", List.of(0L)));
        assertThat(worker.changes())
                .containsExactly(
                        "PUT /connectors/orders/pause",
                        "PUT /connectors/orders/resume",
                        "POST /connectors/orders/restart?includeTasks=true&onlyFailed=false",
                        "POST /connectors/orders/tasks/0/restart",
                        "POST /connectors/orders/restart?includeTasks=true&onlyFailed=true");
    }

    @Test
    void aWorkerThatRestartsTheConnectorOnlyIsToldOfTheTasks() {
        worker.has("orders", Map.of());
        worker.isOld();
        worker.failed("orders", "boom");
        assertThat(connect("restart", "orders", "--failed").code()).isZero();
        assertThat(connect("status", "orders").code()).isZero();
        assertThat(worker.changes()).endsWith("POST /connectors/orders/tasks/0/restart");
    }

    @Test
    void dryRunsChangeNothing() {
        worker.has("orders", Map.of());
        worker.failed("orders", "boom");
        assertThat(connect("pause", "orders", "--dry-run").lines())
                .containsExactly("orders: would be paused", "  PUT /connectors/orders/pause");
        assertThat(connect("resume", "orders", "--dry-run").lines())
                .containsExactly("orders: would go on", "  PUT /connectors/orders/resume");
        assertThat(connect("restart", "orders", "--dry-run").lines())
                .containsExactly(
                        "orders: would be restarted",
                        "  POST /connectors/orders/restart?includeTasks=true&onlyFailed=false");
        assertThat(connect("restart", "orders", "--failed", "--dry-run").lines())
                .containsExactly(
                        "orders task 0: would be restarted",
                        "  POST /connectors/orders/restart?includeTasks=true&onlyFailed=true");
        assertThat(connect("delete", "orders", "none", "--dry-run").lines())
                .containsExactly("orders: would be deleted", "  DELETE /connectors/orders", "none: is not there");
        assertThat(connect("pause", "none", "--dry-run").code()).isEqualTo(10);
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void deleteWantsAWordAndFindsItFineWhenAConnectorIsGone() {
        worker.has("orders", Map.of());
        worker.has("users", Map.of());
        Spoken asked = connect("delete", "orders", "users");
        assertThat(asked.code()).isEqualTo(40);
        assertThat(asked.err()).contains("--yes");
        assertThat(worker.changes()).isEmpty();
        Spoken deleted = connect("delete", "orders", "none", "--yes");
        assertThat(deleted.code()).isZero();
        assertThat(deleted.lines()).containsExactly("orders: deleted", "none: was not there");
        assertThat(worker.configs()).containsOnlyKeys("users");
        assertThat(connect("delete", "none").code()).as("nothing to ask for").isZero();
    }

    @Test
    void aConnectorOfAnUnfinishedRunIsNotDeleted() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                connect: {url: "%s"}
                encryption: {key: "env:K"}
                tables: [{source: shop.orders}]
                """.formatted(worker.url()));
        Journal journal = Journal.open(folder.resolve(".sluice/journal").toString(), "test");
        Attempt attempt = new Attempt("orders", 1, "id-1");
        journal.remember(attempt);
        journal.remember(new Resource(Resource.Kind.CONNECTOR, "orders", Resource.Origin.CREATED, "id-1"));
        worker.has("orders", Map.of());
        worker.has("other", Map.of());
        Spoken refused = sluice("connect", "delete", "other", "orders", "--yes", "-f", yaml.toString());
        assertThat(refused.code()).isEqualTo(40);
        assertThat(refused.err()).contains("orders").contains("step drop");
        assertThat(worker.configs()).containsOnlyKeys("orders", "other");
        assertThat(sluice("connect", "delete", "other", "--yes", "-f", yaml.toString())
                        .code())
                .isZero();
        journal.done(attempt, Step.DROP.word(), "{}");
        assertThat(sluice("connect", "delete", "orders", "--yes", "-f", yaml.toString())
                        .code())
                .isZero();
        assertThat(worker.configs()).isEmpty();
    }
}
