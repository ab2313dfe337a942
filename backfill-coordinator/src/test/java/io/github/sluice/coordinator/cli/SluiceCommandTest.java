package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Sluice;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.run.Step;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceCommandTest {
    @TempDir
    Path folder;

    @Test
    void exitCodesAreThoseThatTheDocumentsPromise() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 10, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 40)
                .doesNotContain(1, 2, 130, 137, 143);
    }

    @Test
    void everyWrongCommandLineEndsWith10() {
        assertThat(Sluice.execute()).isEqualTo(10);
        assertThat(Sluice.execute("fly")).isEqualTo(10);
        assertThat(Sluice.execute("run", "--no-such-option")).isEqualTo(10);
        assertThat(Sluice.execute("run", "--side", "left")).isEqualTo(10);
        assertThat(Sluice.execute("plan", "-f", folder.resolve("none.yaml").toString()))
                .isEqualTo(10);
        assertThat(Sluice.execute("run", "--help")).isZero();
        assertThat(Sluice.execute("--version")).isZero();
    }

    @Test
    void liveStepsAreNamedAndPartOfARunWithAStreamerOnly() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                tables: [{source: shop.orders}]
                """);
        assertThat(Sluice.execute("run", "-f", yaml.toString(), "--until", "stream"))
                .isEqualTo(10);
        assertThat(Sluice.execute("run", "-f", yaml.toString(), "--tables", "nobody"))
                .isEqualTo(10);
        assertThat(Step.values())
                .extracting(Step::word)
                .containsExactly(
                        "table", "topics", "capture", "snapshot", "load", "verify", "drop", "stream", "cutover");
        assertThat(Step.values()).extracting(Step::number).containsExactly(1, 2, 3, 4, 5, 6, 6, 7, 7);
        assertThat(Step.ofRun(true)).containsExactly(Step.values());
        assertThat(Step.ofRun(false))
                .containsExactly(Step.TABLE, Step.TOPICS, Step.SNAPSHOT, Step.LOAD, Step.VERIFY, Step.DROP);
    }

    @Test
    void aPauseThatNeverComesIsRefusedWithThoseThatDo() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                tables: [{source: shop.orders}]
                """);
        Spoken refused = Spoken.of("run", "-f", yaml.toString(), "--until", "snapshot", "--pause-before", "drop");
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.err())
                .contains("--pause-before drop never comes: the run ends after snapshot (--until)")
                .contains("possible: [table, topics, snapshot]");
    }

    @Test
    void cutoverKnowsItsTablesAndNeedsAStreamer() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                tables: [{source: shop.orders}]
                """);
        assertThat(Spoken.of("cutover", "nobody", "-f", yaml.toString()).err()).contains("known: [orders]");
        Spoken refused = Spoken.of("cutover", "orders", "-f", yaml.toString());
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.err()).contains("cutover needs a streamer section");
        assertThat(Sluice.execute("cutover", "--help")).isZero();
    }

    @Test
    void bothLanguagesHaveTheSameMessages() throws IOException {
        Properties english = properties("sluice-messages.properties");
        Properties chinese = properties("sluice-messages_zh.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (ExitCode code : ExitCode.values()) {
            if (code != ExitCode.DONE) {
                assertThat(english).containsKey("failure." + code.number());
            }
        }
        for (Step step : Step.values()) {
            assertThat(english).containsKey("step." + step.word());
        }
        Messages.choose("zh");
        assertThat(Messages.system().of("pause", "verify")).isEqualTo("已在步骤 verify 之前暂停，按回车继续。");
        Messages.choose("en");
        assertThat(Messages.system().of("pause", "verify")).startsWith("Paused before step verify.");
    }

    @Test
    void columnsAlignAlsoWithChineseHeadings() {
        java.io.StringWriter out = new java.io.StringWriter();
        TextTable.print(new java.io.PrintWriter(out, true), List.of(List.of("表", "读取"), List.of("orders", "1,000")));
        assertThat(out.toString().lines().map(TextTable::width).distinct()).hasSize(1);
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (var in = new InputStreamReader(Messages.class.getResourceAsStream("/" + name), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
