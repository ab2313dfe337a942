package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.connect.FakeConnect;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code sluice connect} at a worker that is a stand-in; nothing it ever says holds a secret. */
@Timeout(60)
class ConnectCommandTest {
    private static final String SECRET = "s3cret-value";

    @TempDir
    Path folder;

    private final List<Spoken> said = new ArrayList<>();
    private FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = new FakeConnect();
    }

    @AfterEach
    void stopAndLookForSecrets() {
        Messages.choose("en");
        worker.close();
        assertThat(said)
                .allSatisfy(spoken -> assertThat(spoken.out() + spoken.err()).doesNotContain(SECRET));
    }

    /** {@code sluice connect VERB ...} at the stand-in, in English, without a settings file. */
    private Spoken connect(String verb, String... more) {
        List<String> line = new ArrayList<>(List.of("connect", verb, "--url", worker.url()));
        line.addAll(List.of("-f", folder.resolve("none.yaml").toString()));
        line.addAll(List.of(more));
        if (!line.contains("--lang")) {
            line.addAll(List.of("--lang", "en"));
        }
        if (!line.contains("--timeout")) {
            line.addAll(List.of("--timeout", "10s"));
        }
        return sluice(line.toArray(new String[0]));
    }

    private Spoken sluice(String... line) {
        Spoken spoken = Spoken.of(line);
        said.add(spoken);
        return spoken;
    }

    private String document(String name, String... keysAndValues) throws IOException {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", FakeConnect.SINK);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("config", config);
        return Files.writeString(folder.resolve(name.replaceAll("\\W", "_") + ".json"), Json.write(document))
                .toString();
    }

    private static List<?> list(Spoken spoken) {
        return (List<?>) Json.parse(spoken.out());
    }

    // ---- looking

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

    // ---- apply, diff, validate

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

    // ---- pause, resume, restart, delete

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

    // ---- trouble

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
