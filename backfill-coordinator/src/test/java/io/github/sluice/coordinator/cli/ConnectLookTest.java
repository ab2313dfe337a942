package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.connect.FakeConnect;
import io.github.sluice.wire.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sluice connect} shows of a worker and its connectors. */
@Timeout(60)
class ConnectLookTest extends ConnectCommands {
    @Test
    void listHasALineForEachConnector() {
        worker.has("orders", Map.of("topics", "sluice_all.orders"));
        worker.has("b\u001b[2J", Map.of());
        worker.failed("orders", "boom");
        Spoken text = connect("list");
        assertThat(text.code()).isZero();
        assertThat(text.lines()).hasSize(3);
        assertThat(text.lines().get(0)).startsWith("name").endsWith("topics");
        assertThat(text.lines().get(1)).startsWith("b\\u001B[2J").endsWith("-");
        assertThat(text.lines().get(2)).matches("orders +sink +FAILED +0/1 +sluice_all.orders");
        Map<?, ?> json = (Map<?, ?>) list(connect("list", "--output", "json")).get(1);
        assertThat(json)
                .isEqualTo(Map.of(
                        "name",
                        "orders",
                        "type",
                        "sink",
                        "state",
                        "FAILED",
                        "running",
                        0L,
                        "tasks",
                        1L,
                        "topics",
                        "sluice_all.orders"));
        assertThat(connect("list", "--lang", "zh").lines().get(0)).startsWith("名称");
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void showHidesSecretsAndShowsReferences() {
        worker.has(
                "orders",
                Map.of(
                        "odd.pin",
                        SECRET,
                        "some.token",
                        SECRET,
                        "starrocks.password",
                        "${env:STARROCKS}",
                        "note",
                        "two\nlines"));
        Spoken text = connect("show", "orders");
        assertThat(text.code()).isZero();
        assertThat(text.lines())
                .containsExactly(
                        "connector.class=" + FakeConnect.SINK,
                        "name=orders",
                        "note=two\\u000Alines",
                        "odd.pin=[hidden]",
                        "some.token=[hidden]",
                        "starrocks.password=${env:STARROCKS}");
        assertThat(text.err()).isEmpty();
        Map<?, ?> json = (Map<?, ?>)
                Json.parse(connect("show", "orders", "--output", "json").out());
        assertThat(json.get("name")).isEqualTo("orders");
        assertThat(((Map<?, ?>) json.get("config")).get("odd.pin")).isEqualTo("[hidden]");
    }

    @Test
    void whereTheWorkerDoesNotSayWhatIsAPasswordItIsSaidSo() {
        worker.has("orders", Map.of("some.token", SECRET));
        worker.cannotValidate();
        Spoken shown = connect("show", "orders");
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("some.token=[hidden]");
        assertThat(shown.err()).contains("WARNING");
    }

    @Test
    void statusNamesWorkersAndTheReason() {
        worker.has("orders", Map.of());
        worker.has("users", Map.of());
        assertThat(connect("status").code()).isZero();
        worker.failed("orders", "org.X: boom\n\tat y\nCaused by: z");
        Spoken status = connect("status", "orders");
        assertThat(status.code()).isEqualTo(24);
        assertThat(status.lines())
                .containsExactly(
                        "orders  sink  RUNNING  worker-1:8083", "  task 0  FAILED  worker-2:8083", "    org.X: boom");
        assertThat(connect("status", "orders", "--trace").lines())
                .endsWith("    org.X: boom", "        at y", "    Caused by: z");
        assertThat(connect("status", "users").code()).isZero();
        Map<?, ?> json = (Map<?, ?>) list(connect("status", "--output", "json")).get(0);
        assertThat(json.get("worker")).isEqualTo("worker-1:8083");
        assertThat(((Map<?, ?>) ((List<?>) json.get("tasks")).get(0)).get("trace"))
                .isEqualTo("org.X: boom");
    }

    @Test
    void pluginsOfEveryKindAreListed() {
        Spoken plugins = connect("plugins");
        assertThat(plugins.code()).isZero();
        assertThat(plugins.out()).contains(FakeConnect.SINK, "transformation");
        assertThat(worker.requests()).containsExactly("GET /connector-plugins?connectorsOnly=false");
        assertThat(list(connect("plugins", "--output", "json"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "status", "pause", "resume", "restart"})
    void aConnectorThatIsNotThereIsNamed(String verb) {
        Spoken spoken = connect(verb, "nobody/ü");
        assertThat(spoken.code()).isEqualTo(10);
        assertThat(spoken.err()).contains("nobody/ü");
        assertThat(worker.requests().get(0)).contains("/connectors/nobody%2F%C3%BC/");
    }
}
