package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two halves in two networks that share only Kafka: the same verdicts. */
@Timeout(660)
class TwoNetworksIT {
    static final Path SCRIPT =
            Path.of("..", "demo", "two-networks").toAbsolutePath().normalize();

    @BeforeAll
    static void networkNamespacesAreAllowed() throws Exception {
        Process nothing = new ProcessBuilder(SCRIPT.toString(), "true")
                .redirectErrorStream(true)
                .start();
        String said = new String(nothing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(nothing.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assumeTrue(nothing.exitValue() == 0, "no network namespaces here: " + said);
    }

    @Test
    void theHalvesMoveEverythingOverKafkaAlone(@TempDir Path folder) throws Exception {
        try (QuickstartRun run = QuickstartRun.startBehind(
                List.of(SCRIPT.toString()),
                folder,
                "--rows",
                "960",
                "--seed",
                "15",
                "--changes-per-second",
                "40",
                "--two-networks")) {
            assertThat(run.exitCode())
                    .as("exit code; it said:%n%s", run.messages())
                    .isZero();
            JsonNode result = run.result();
            for (JsonNode table : result.path("tables")) {
                assertThat(table.path("verdict").asText()).as("%s", table).isEqualTo("EQUAL");
                assertThat(table.path("live").asText()).as("%s", table).isEqualTo("CUT OVER");
            }
            assertThat(result.path("tables")).hasSize(DemoProject.TABLES.size());
            assertThat(result.path("verify").path("differing").asLong()).isZero();
            assertThat(result.path("verify").path("rows").asLong()).isPositive();

            assertThat(result.path("isolation"))
                    .as("what each half tried to reach")
                    .anyMatch(attempt -> reached(attempt, "source", "Kafka"))
                    .anyMatch(attempt -> reached(attempt, "target", "Kafka"))
                    .noneMatch(attempt -> reached(attempt, "source", "Kafka Connect"))
                    .noneMatch(attempt -> reached(attempt, "source", "StarRocks (SQL)"))
                    .noneMatch(attempt -> reached(attempt, "source", "StarRocks (loads)"))
                    .noneMatch(attempt -> reached(attempt, "target", "MySQL"));
            assertThat(run.messages()).contains("Network is unreachable");

            assertThat(Files.readString(run.work().resolve("source/sluice.yaml")))
                    .contains("source:")
                    .doesNotContain("connect:")
                    .doesNotContain("starrocks:");
            assertThat(Files.readString(run.work().resolve("target/sluice.yaml")))
                    .contains("starrocks:")
                    .doesNotContain("datax:")
                    .doesNotContain("mysql");
        }
    }

    private static boolean reached(JsonNode attempt, String from, String to) {
        return attempt.path("from").asText().equals(from)
                && attempt.path("to").asText().equals(to)
                && attempt.path("reached").asBoolean();
    }

    @Test
    void withoutTheNamespacesTheOptionIsRefused(@TempDir Path folder) throws Exception {
        try (QuickstartRun run = QuickstartRun.start(folder, "--two-networks")) {
            assertThat(run.exitCode()).isEqualTo(10);
            assertThat(run.messages()).contains("demo/two-networks");
        }
    }
}
