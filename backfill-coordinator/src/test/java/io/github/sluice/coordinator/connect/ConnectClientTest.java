package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statuses and bodies as Kafka Connect 3.9's REST interface gives them (inventory #101 to #113, #201). */
class ConnectClientTest {
    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private ConnectClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            Answer answer = answers.poll();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        client = new ConnectClient(List.of(url() + "/"), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void creatingAndChangingAreBothSuccess() {
        answers.add(new Answer(201, "{}"));
        answers.add(new Answer(200, "{}"));
        client.put("a b/ü", Map.of("topics", "t"));
        client.put("a", Map.of());
        assertThat(requests)
                .containsExactly(
                        "PUT /connectors/a%20b%2F%C3%BC/config {\"topics\":\"t\"}", "PUT /connectors/a/config {}");
    }

    @Test
    void emptyAnswersAreNoError() {
        answers.add(new Answer(202, ""));
        answers.add(new Answer(204, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        client.restartFailed("a");
        client.delete("a");
        client.delete("a");
        assertThat(requests.get(0)).isEqualTo("POST /connectors/a/restart?includeTasks=true&onlyFailed=true");
    }

    /** A connector that was taken for gone came back with its worker and went on loading. */
    @Test
    void aWorkerThatIsOnlyStartingDoesNotSayThatAConnectorIsGone() {
        answers.add(new Answer(404, ""));
        answers.add(new Answer(404, "<html>Not Found</html>"));
        answers.add(new Answer(204, ""));
        client.delete("a");
        assertThat(requests).containsExactly("DELETE /connectors/a", "DELETE /connectors/a", "DELETE /connectors/a");
        answers.add(new Answer(404, ""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"No status found for connector a\"}"));
        assertThat(client.status("a")).isEmpty();
        assertThat(requests).hasSize(5);
    }

    @Test
    void aRebalanceIsWaitedFor() {
        answers.add(new Answer(409, "{\"error_code\":409,\"message\":\"rebalance\"}"));
        answers.add(new Answer(204, ""));
        client.delete("a");
        assertThat(requests).hasSize(2);
    }

    @Test
    void aWorkerThatIsDownIsPassedOver() throws IOException {
        int closed;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        ConnectClient two = new ConnectClient(List.of("http://127.0.0.1:" + closed, url()), Duration.ofSeconds(10));
        answers.add(new Answer(204, ""));
        two.delete("a");
        ConnectClient none = new ConnectClient(List.of("http://127.0.0.1:" + closed), Duration.ofMillis(10));
        assertThatThrownBy(() -> none.delete("a"))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.status()).isZero());
    }

    @Test
    void aRefusalHasConnectsOwnFirstLine() {
        answers.add(
                new Answer(400, "{\"error_code\":400,\"message\":\"Connector configuration is invalid\\nsecret\"}"));
        assertThatThrownBy(() -> client.put("a", Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith("400 Connector configuration is invalid");
    }

    @Test
    void statusTellsWhatRunsAndWhatFailed() {
        answers.add(new Answer(200, """
                {"name":"a","connector":{"state":"RUNNING","worker_id":"w:1"},
                 "tasks":[{"id":0,"state":"RUNNING","worker_id":"w:1"},
                          {"id":1,"state":"FAILED","worker_id":"w:2","trace":"org.X: boom\\n\\tat y\\nCaused by: z"}],"type":"sink"}"""));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        answers.add(new Answer(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}"));
        ConnectorStatus status = client.status("a").orElseThrow();
        assertThat(status.failed()).isTrue();
        assertThat(status.running(1)).isFalse();
        assertThat(status.reason()).isEqualTo("task 1 on w:2: org.X: boom");
        assertThat(status.causes()).containsExactly("Caused by: z");
        assertThat(client.status("a")).isEmpty();
        assertThat(client.status("a").orElseThrow().running(1))
                .as("no task yet")
                .isFalse();
    }

    @Test
    void configAndPluginsAreRead() {
        answers.add(new Answer(200, "{\"topics\":\"t\",\"tasks.max\":\"1\"}"));
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"not found\"}"));
        answers.add(new Answer(200, "[{\"class\":\"a.B\",\"type\":\"sink\",\"version\":\"1\"}]"));
        assertThat(client.config("a").orElseThrow()).containsEntry("topics", "t");
        assertThat(client.config("a")).isEmpty();
        assertThat(client.plugins()).containsExactly("a.B");
    }
}
