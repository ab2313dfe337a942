package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.DolphinVersion;
import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Every SHELL body is run as each version of DolphinScheduler wraps it, with a stand-in for {@code sluice}: the task ends
 * with sluice's own exit code, and every declared parameter is published on every path.
 */
@Timeout(180)
class TaskBodyTest {
    private static final List<String> KEYS =
            Arrays.stream(TaskValue.values()).map(TaskValue::key).toList();

    @TempDir
    Path folder;

    private Path home;
    private SluiceSettings settings;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("home of $HOME `id` dir"));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(folder.resolve("env.sh"), "export FROM_WORKER=yes\n");
        settings = Sample.settings(
                folder, "{source: shop.orders}", "streamer: {name: shop, source: rds1, tables: /etc/sluice/tables}\n");
        // writes down how it was called, says what it is told to, and ends as it is told to
        sluice("""
                for word in "$@"; do printf '%s|' "$word" >>"$SEEN/calls"; done
                echo >>"$SEEN/calls"
                cat >>"$SEEN/stdin"
                echo "copied 1,000 rows"
                echo "a warning" >&2
                [ "$SAYS" = no ] || for key in sluiceVerdict sluiceExitCode sluiceTables sluiceFailedTables sluiceRows; do
                    echo "\\${setValue($key=said)}"
                done
                [ "$CODE" = killed ] && kill -9 $$
                exit "$CODE"
                """);
    }

    private void sluice(String text) throws IOException {
        Path file = Files.writeString(home.resolve("bin/sluice"), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The bodies by their tasks' names. */
    private Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        List<Object> workflows = new ArrayList<>();
        for (Side side : Side.values()) {
            workflows.add(Workflow.of(side, settings));
        }
        workflows.add(Workflow.freshness(settings));
        for (Object workflow : workflows) {
            Map<?, ?> document = (Map<?, ?>) ((List<?>) workflow).get(0);
            String name = String.valueOf(((Map<?, ?>) document.get("processDefinition")).get("name"));
            for (Object one : (List<?>) document.get("taskDefinitionList")) {
                Map<?, ?> task = (Map<?, ?>) one;
                bodies.put(
                        name + " " + task.get("name"),
                        String.valueOf(((Map<?, ?>) task.get("taskParams")).get("rawScript")));
            }
        }
        return bodies;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("sluiceHome", home.toString());
        parameters.put("sluiceSettings", "/etc/it is/$sluice.yaml");
        parameters.put("sluiceSignOffTimeout", "8h");
        parameters.put("sluiceReport", "/var/a report.html");
        parameters.put("sluiceFreshnessList", "/etc/list.json");
        parameters.put("sluiceThreshold", "15m");
        return parameters;
    }

    /** How a task ended, and what it printed on both streams. */
    private record Ended(int code, String printed) {}

    private Ended run(DolphinVersion version, String body, String code, boolean says) throws Exception {
        Path place = Files.createTempDirectory(folder, "exec");
        List<String> command =
                version.command(place, folder.resolve("env.sh"), DolphinVersion.filled(body, parameters()));
        Path printed = place.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().put("SEEN", folder.toString());
        builder.environment().put("CODE", code);
        builder.environment().put("SAYS", says ? "yes" : "no");
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(printed));
    }

    @ParameterizedTest
    @EnumSource(DolphinVersion.class)
    void aTaskEndsAsSluiceEndsAndPublishesWhatSluiceSaid(DolphinVersion version) throws Exception {
        String body = bodies().get("sluice-test-both copy-and-verify");
        for (ExitCode code : ExitCode.values()) {
            Ended ended = run(version, body, String.valueOf(code.number()), true);
            assertThat(ended.code()).as(ended.printed()).isEqualTo(code.number());
            Map<String, String> published = version.published(ended.printed());
            assertThat(published).containsOnlyKeys(KEYS);
            assertThat(published)
                    .containsEntry("sluiceVerdict", "said")
                    .containsEntry("sluiceExitCode", String.valueOf(code.number()));
        }
    }

    @ParameterizedTest
    @EnumSource(DolphinVersion.class)
    void everyParameterIsPublishedAlsoIfSluiceCouldSayNothing(DolphinVersion version) throws Exception {
        for (Map.Entry<String, String> body : bodies().entrySet()) {
            Ended ended = run(version, body.getValue(), "1", false);
            assertThat(ended.code()).as(body.getKey()).isEqualTo(1);
            assertThat(version.published(ended.printed()))
                    .as(body.getKey())
                    .containsOnlyKeys(KEYS)
                    .containsEntry("sluiceVerdict", "UNKNOWN")
                    .containsEntry("sluiceExitCode", "1");
        }
        Ended killed = run(version, bodies().get("sluice-test-source finish"), "killed", false);
        assertThat(killed.code()).as("DolphinScheduler shows it as killed").isEqualTo(137);
        assertThat(version.published(killed.printed()))
                .containsOnlyKeys(KEYS)
                .containsEntry("sluiceVerdict", "UNKNOWN")
                .containsEntry("sluiceExitCode", "137");
    }

    @ParameterizedTest
    @EnumSource(DolphinVersion.class)
    void withoutSluiceATaskEndsWith10AndSaysWhichParameterIsWrong(DolphinVersion version) throws Exception {
        Files.delete(home.resolve("bin/sluice"));
        Ended ended = run(version, bodies().get("sluice-test-target doctor"), "0", true);
        assertThat(ended.code()).isEqualTo(10);
        assertThat(ended.printed()).contains("correct the workflow parameter sluiceHome");
        assertThat(version.published(ended.printed()))
                .containsOnlyKeys(KEYS)
                .containsEntry("sluiceVerdict", "FAILED")
                .containsEntry("sluiceExitCode", "10");
    }

    @Test
    void eachTaskCallsItsCommandOnceAndGivesItNoInput() throws Exception {
        for (String body : bodies().values()) {
            for (DolphinVersion version : List.of(DolphinVersion.V2_0_9, DolphinVersion.V3_3_0)) {
                assertThat(run(version, body, "0", true).code()).isZero();
            }
        }
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        List<String> expected = new ArrayList<>();
        for (String half : List.of("source", "target", "both")) {
            for (String call : List.of(
                    "doctor|--side|" + half,
                    "plan|--check",
                    "run|--side|" + half + "|--until|verify",
                    "signoff|wait|--timeout|8h",
                    "run|--side|" + half,
                    "report|--html|/var/a report.html")) {
                expected.addAll(twice(call));
            }
        }
        expected.addAll(twice("freshness|--config|/etc/list.json|--threshold|15m"));
        assertThat(calls).containsExactlyElementsOf(expected);
        assertThat(folder.resolve("stdin")).isEmptyFile();
    }

    private static List<String> twice(String call) {
        String whole = call + "|--ds|--file|/etc/it is/$sluice.yaml|";
        return List.of(whole, whole);
    }

    @Test
    void aBodyHoldsNothingThatAnyVersionReadsAsSomethingElse() {
        bodies().values().forEach(body -> {
            assertThat(body).doesNotContain("$[", "#{", "\r").endsWith("\n");
            assertThat(body.replaceAll("\\$\\{(setValue\\(%s=%s\\)|sluice\\w+)}", ""))
                    .as("a shell variable in braces would be taken for a parameter")
                    .doesNotContain("${");
        });
    }
}
