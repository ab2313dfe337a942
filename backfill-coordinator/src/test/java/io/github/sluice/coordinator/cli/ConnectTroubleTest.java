package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that do not answer as they should, and command lines that are wrong. */
@Timeout(60)
class ConnectTroubleTest extends ConnectCommands {
    @Test
    void aLostAnswerIsNeverSuccess() throws IOException {
        worker.has("orders", Map.of("tasks.max", "1"));
        String orders = document("orders", "tasks.max", "1");
        String users = document("users", "tasks.max", "1");
        worker.loses("PUT /connectors/users/config");
        Spoken applied = connect("apply", orders, users, "--output", "json");
        assertThat(applied.code()).isEqualTo(30);
        assertThat(list(applied)).as("what is known is told").hasSize(1);
        assertThat(applied.err()).contains("may have been done or not");
        for (String[] lost : new String[][] {
            {"DELETE /connectors/orders", "delete", "--yes"},
            {"PUT /connectors/users/pause", "pause"},
            {"PUT /connectors/users/resume", "resume"},
            {"POST /connectors/users/restart?includeTasks=true&onlyFailed=false", "restart"},
            {"POST /connectors/users/tasks/0/restart", "restart", "--task=0"}
        }) {
            worker.loses(lost[0]);
            List<String> more = new ArrayList<>(List.of(lost).subList(2, lost.length));
            more.add(lost[0].split("/")[2]);
            Spoken spoken = connect(lost[1], more.toArray(new String[0]));
            assertThat(spoken.code()).as(lost[0]).isEqualTo(30);
            assertThat(spoken.out()).as(lost[0]).isEmpty();
            assertThat(spoken.err()).contains("may have been done or not");
        }
    }

    @Test
    void aWorkerThatDoesNotAnswerInTimeLeavesItUnknown() {
        worker.has("orders", Map.of());
        worker.isSilentAt("PUT /connectors/orders/pause");
        Spoken spoken = connect("pause", "orders", "--timeout", "1s");
        assertThat(spoken.code()).isEqualTo(30);
        assertThat(spoken.err()).contains("may have been done or not");
        assertThat(worker.changes()).hasSize(1);
    }

    @Test
    void aRebalanceIsWaitedForWithinItsLimit() {
        worker.has("orders", Map.of());
        String rebalance = "{\"error_code\":409,\"message\":\"Cannot complete request because of a rebalance\"}";
        worker.answers("PUT /connectors/orders/pause", 409, rebalance);
        assertThat(connect("pause", "orders").code()).isZero();
        for (int i = 0; i < 10; i++) {
            worker.answers("PUT /connectors/orders/pause", 409, rebalance);
        }
        Spoken lasting = connect("pause", "orders", "--timeout", "1s");
        assertThat(lasting.code()).isEqualTo(30);
        assertThat(lasting.err())
                .contains("409 Cannot complete request because of a rebalance")
                .contains("nothing was changed");
    }

    @Test
    void nobodyThereIsSaidAtOnce() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String nowhere = "http://127.0.0.1:" + closed;
        Spoken none = sluice("connect", "list", "--url", nowhere);
        assertThat(none.code()).isEqualTo(30);
        assertThat(none.err()).contains(nowhere).contains("no connection");
        Spoken second = sluice("connect", "list", "--url", nowhere, "--url", worker.url());
        assertThat(second.code()).as("addresses are tried in order").isZero();
    }

    @Test
    void credentialsComeByReferenceOnly() throws IOException {
        worker.asksFor(
                "Basic " + Base64.getEncoder().encodeToString(("op:" + SECRET).getBytes(StandardCharsets.UTF_8)));
        String file = "file:" + Files.writeString(folder.resolve("password"), SECRET + "\n");
        assertThat(connect("list", "--username", "op", "--password", file).code())
                .isZero();
        Spoken nobody = connect("list");
        assertThat(nobody.code()).isEqualTo(10);
        assertThat(nobody.err()).contains("401").contains("--username");
        Spoken literal = connect("list", "--username", "op", "--password", SECRET);
        assertThat(literal.code()).isEqualTo(10);
        assertThat(literal.err()).contains("reference");
        assertThat(connect("list", "--username", "op").code()).isEqualTo(10);
        Spoken inUrl = sluice("connect", "list", "--url", "http://op:" + SECRET + "@127.0.0.1:1");
        assertThat(inUrl.code()).isEqualTo(10);
        assertThat(inUrl.err()).contains("no user and password");
    }

    @Test
    void theSettingsFileHasTheAddresses() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                connect: {url: ["%s"]}
                encryption: {key: "env:K"}
                tables: [{source: shop.orders}]
                """.formatted(worker.url()));
        assertThat(sluice("connect", "list", "-f", yaml.toString()).code()).isZero();
        Files.writeString(yaml, Files.readString(yaml).replaceAll("connect:.*\n", ""));
        Spoken without = sluice("connect", "list", "-f", yaml.toString());
        assertThat(without.code()).isEqualTo(10);
        assertThat(without.err()).contains("connect: is required");
    }

    @Test
    void wrongCommandLinesEndWith10AndAskNobody() throws IOException {
        worker.has("orders", Map.of());
        for (String[] wrong : new String[][] {
            {"restart", "orders", "--failed", "--task", "0"},
            {"apply"},
            {"apply", folder.resolve("none.json").toString()},
            {"apply", folder.toString()},
            {"delete"},
            {"list", "--timeout", "soon"},
            {"list", "--url", "ftp://h"},
            {"list", "--url", "no address"},
            {"watch", "orders", "--interval", "0s"},
            {"watch", "orders", "--restart-failed", "-1"},
            {"watch", "orders", "--bootstrap", "no-port"},
            {"watch", "orders"},
        }) {
            Spoken spoken =
                    connect(wrong[0], List.of(wrong).subList(1, wrong.length).toArray(new String[0]));
            assertThat(spoken.code()).as(String.join(" ", wrong)).isEqualTo(10);
            assertThat(spoken.err()).as(String.join(" ", wrong)).isNotEmpty().doesNotContain("only once");
        }
        assertThat(sluice("connect").code()).isEqualTo(10);
        assertThat(sluice("connect", "list", "-f", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(10);
        assertThat(worker.requests()).isEmpty();
        assertThat(connect("restart", "orders", "--task", "7").code()).isEqualTo(10);
        assertThat(connect("watch", "none", "--bootstrap", "127.0.0.1:1").code())
                .isEqualTo(10);
        assertThat(worker.changes()).isEmpty();
    }

    @Test
    void outcomesHaveBothLanguages() {
        for (ConnectOutcome outcome : ConnectOutcome.values()) {
            for (boolean dryRun : new boolean[] {true, false}) {
                Messages.choose("en");
                String english = outcome.text(dryRun);
                Messages.choose("zh");
                assertThat(outcome.text(dryRun)).isNotEmpty().isNotEqualTo(english);
            }
        }
        assertThat(ConnectOutcome.NOTHING_FAILED.word()).isEqualTo("nothing-failed");
    }
}
