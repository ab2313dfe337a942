package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sluice.coordinator.DolphinVersion;
import io.github.sluice.coordinator.plan.FakeDolphinScheduler.Made;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code create.sh} is run by real shells against the API servers of all versions, contract-tested by field list. */
@Timeout(180)
class CreateWorkflowsTest {
    private static final String NAME = "sluice-test-source";

    @TempDir
    Path folder;

    private Path script;
    private Path workflow;

    @BeforeEach
    void write() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0, "curl");
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        script = executable("create.sh", TextTemplate.read("dolphinscheduler/create.sh"));
        workflow = Files.writeString(
                folder.resolve("dolphinscheduler_source.json"), Template.print(Workflow.of(Side.SOURCE, settings)));
        // writes down what any user of the machine could see of curl while it runs, and what it inherits
        executable("bin/curl", """
                #!/bin/sh
                { printf '%%s\\n' "$@"; env; } >>'%s'
                PATH=${PATH#*:} exec curl "$@"
                """.formatted(folder.resolve("seen")));
    }

    private Path executable(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** How the script ended. */
    private record Ended(int code, String out, String err) {}

    private Ended run(String shell, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell, script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("DS_")
                        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, own) -> own + ":" + path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        assertThat(ended.out() + ended.err()).as("the token").doesNotContain(FakeDolphinScheduler.TOKEN);
        if (Files.exists(folder.resolve("seen"))) {
            assertThat(folder.resolve("seen")).content().doesNotContain(FakeDolphinScheduler.TOKEN);
        }
        return ended;
    }

    private static Map<String, String> environment(FakeDolphinScheduler server, String... more) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("DS_URL", server.url() + "/");
        environment.put("DS_PROJECT", "shop");
        environment.put("DS_TOKEN", FakeDolphinScheduler.TOKEN);
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    /** The requests that a dry run has shown; the code of what is not there yet stands for any. */
    private static List<String> foretold(Ended dry) {
        return dry.out().lines().filter(line -> line.matches("(POST|PUT) .*")).toList();
    }

    private static List<String> made(FakeDolphinScheduler server, int from) {
        List<String> changes = server.changes();
        return changes.subList(from, changes.size());
    }

    @ParameterizedTest
    @EnumSource(DolphinVersion.class)
    void aWorkflowIsMadeWithWhatTheVersionWantsAndIsOnline(DolphinVersion version) throws Exception {
        String shell = version.atLeast(DolphinVersion.V3_2_0) ? "bash" : "sh";
        try (FakeDolphinScheduler server = new FakeDolphinScheduler(version)) {
            Ended dry = run(shell, environment(server), "--dry-run", workflow.toString());
            assertThat(dry.code()).as(dry.err()).isZero();
            assertThat(server.changes()).as("a dry run changes nothing").isEmpty();
            assertThat(server.workflows()).isEmpty();

            Ended real = run(shell, environment(server), workflow.toString());
            assertThat(real.code()).as(real.err()).isZero();
            assertThat(real.err()).contains(NAME + " is online");
            Made made = server.workflows().get(NAME);
            assertThat(made.online).isTrue();
            assertThat(foretold(dry).stream().map(request -> request.replace("{code}", String.valueOf(made.code))))
                    .containsExactlyElementsOf(server.changes());
            assertThat(made.fields.get("description")).isEqualTo("Sluice, run test: the source half");
            assertThat((List<?>) Json.parse(made.fields.get("taskDefinitionJson")))
                    .hasSize(6);
            assertThat(made.fields.containsKey("tenantCode")).isEqualTo(!version.atLeast(DolphinVersion.V3_2_0));
            assertThat(made.fields.get("executionType"))
                    .isEqualTo(version.atLeast(DolphinVersion.V3_0_6) ? "PARALLEL" : null);
            assertThat(bodies(made.fields.get("taskDefinitionJson"))).isEqualTo(bodiesOfTheFile());
        }
    }

    /** A body is the same text after it has gone through the shell, awk, sed and curl. */
    private List<Object> bodiesOfTheFile() throws IOException {
        Map<?, ?> file = (Map<?, ?>) ((List<?>) Json.parse(Files.readString(workflow))).get(0);
        return bodies(Json.write(file.get("taskDefinitionList")));
    }

    private static List<Object> bodies(String tasks) {
        List<Object> bodies = new ArrayList<>();
        for (Object task : (List<?>) Json.parse(tasks)) {
            bodies.add(((Map<?, ?>) ((Map<?, ?>) task).get("taskParams")).get("rawScript"));
        }
        return bodies;
    }

    @ParameterizedTest
    @EnumSource(
            value = DolphinVersion.class,
            names = {"V2_0_9", "V3_1_9", "V3_2_2", "V3_3_0"})
    void againItChangesNothingAndWithReplaceTheOneThatIsThere(DolphinVersion version) throws Exception {
        try (FakeDolphinScheduler server = new FakeDolphinScheduler(version)) {
            assertThat(run("sh", environment(server), workflow.toString()).code())
                    .isZero();
            Made first = server.workflows().get(NAME);
            String definitions = first.fields.get("taskDefinitionJson");
            int before = server.changes().size();

            Ended again = run("sh", environment(server), workflow.toString());
            assertThat(again.code()).isZero();
            assertThat(again.err()).contains("is there already (" + first.code + ", ONLINE)", "--replace");
            assertThat(made(server, before)).isEmpty();

            Ended dry = run("sh", environment(server), "--replace", "--dry-run", workflow.toString());
            assertThat(made(server, before)).isEmpty();
            Ended replaced = run("sh", environment(server), "--replace", workflow.toString());
            assertThat(replaced.code()).as(replaced.err()).isZero();
            assertThat(made(server, before)).hasSize(3).containsExactlyElementsOf(foretold(dry));
            Made second = server.workflows().get(NAME);
            assertThat(server.workflows()).hasSize(1);
            assertThat(second.code).isEqualTo(first.code);
            assertThat(second.version).isEqualTo(2);
            assertThat(second.online).isTrue();
            assertThat(second.fields.get("taskDefinitionJson")).isNotEqualTo(definitions);
        }
    }

    @Test
    void aVersionThatIsSaidIsNotAskedFor() throws Exception {
        try (FakeDolphinScheduler server = new FakeDolphinScheduler(DolphinVersion.V3_1_9)) {
            Path token = Files.writeString(folder.resolve("token"), FakeDolphinScheduler.TOKEN + "\n");
            Map<String, String> environment =
                    environment(server, "DS_VERSION", "3.1.9", "DS_TOKEN_FILE", token.toString());
            environment.remove("DS_TOKEN");
            environment.put("DS_PROJECT", String.valueOf(FakeDolphinScheduler.PROJECT));
            Ended ended = run("sh", environment, workflow.toString());
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(server.workflows().get(NAME).online).isTrue();
        }
    }

    @Test
    void whatTheServerRefusesEndsWith10AndItsWords() throws Exception {
        try (FakeDolphinScheduler server = new FakeDolphinScheduler(DolphinVersion.V2_0_9)) {
            Ended ended = run("sh", environment(server, "DS_VERSION", "3.2.2"), workflow.toString());
            assertThat(ended.code()).isEqualTo(10);
            assertThat(ended.err()).contains("10001").contains("'tenantCode' is not present");
            assertThat(run("sh", environment(server, "DS_TENANT", "nobody"), workflow.toString())
                            .err())
                    .contains("tenant not exists");
            assertThat(server.workflows()).isEmpty();
            Ended nowhere = run("sh", environment(server, "DS_PROJECT", "sho"), workflow.toString());
            assertThat(nowhere.code()).isEqualTo(10);
            assertThat(nowhere.err()).contains("there is no project sho");
            Ended stranger = run("sh", environment(server, "DS_TOKEN", "0000"), workflow.toString());
            assertThat(stranger.code()).isEqualTo(10);
            assertThat(stranger.err()).contains("401, the token is not taken");
        }
    }

    @Test
    void aServerThatGivesNoAnswerOfItsOwnEndsWith30() throws Exception {
        FakeDolphinScheduler server = new FakeDolphinScheduler(DolphinVersion.V3_3_0);
        server.breaks(502);
        assertThat(run("sh", environment(server), workflow.toString()).code()).isEqualTo(30);
        server.breaks(200);
        Ended other = run("sh", environment(server), workflow.toString());
        assertThat(other.code()).isEqualTo(30);
        assertThat(other.err()).contains("no answer of DolphinScheduler");
        server.breaks(404);
        Ended elsewhere = run(
                "sh",
                environment(server, "DS_PROJECT", String.valueOf(FakeDolphinScheduler.PROJECT)),
                workflow.toString());
        assertThat(elsewhere.code()).isEqualTo(30);
        assertThat(elsewhere.err()).contains("is DS_URL right");
        server.close();
        assertThat(run("sh", environment(server), workflow.toString()).code()).isEqualTo(30);
    }

    @Test
    void wrongSettingsEndWith10BeforeAnythingIsAsked() throws Exception {
        try (FakeDolphinScheduler server = new FakeDolphinScheduler(DolphinVersion.V3_3_0)) {
            String file = workflow.toString();
            Map<String, String> none = environment(server);
            none.remove("DS_TOKEN");
            assertThat(run("sh", none, file).code()).isEqualTo(10);
            assertThat(run("sh", environment(server, "DS_URL", ""), file).err()).contains("DS_URL is not set");
            assertThat(run("sh", environment(server, "DS_URL", "http://me:pw@host/ds"), file)
                            .code())
                    .isEqualTo(10);
            assertThat(run("sh", environment(server, "DS_TOKEN", "a\"b"), file).code())
                    .isEqualTo(10);
            assertThat(run(
                                    "sh",
                                    environment(server),
                                    folder.resolve("none.json").toString())
                            .code())
                    .isEqualTo(10);
            Path other = Files.writeString(folder.resolve("other.json"), "[{\"a\": [1, {\"b\": \"c\\\"]\"}]}]");
            assertThat(run("sh", environment(server), other.toString()).err()).contains("is no file to import");
            assertThat(run("sh", environment(server)).err()).contains("DS_URL", "--dry-run");
            assertThat(run("sh", environment(server), "--fly", file).code()).isEqualTo(10);
            assertThat(folder.resolve("seen")).doesNotExist();
        }
    }
}
