package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.CommandTree;
import io.github.sluice.coordinator.DolphinVersion;
import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.verify.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a command with {@code --ds}, every version of DolphinScheduler reads every value. */
@Timeout(60)
class DsLinesTest {
    private static final List<String> KEYS =
            Arrays.stream(TaskValue.values()).map(TaskValue::key).toList();

    @TempDir
    Path folder;

    private String settings() throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), """
                        name: test
                        kafka: {bootstrapServers: "127.0.0.1:1"}
                        encryption: {key: "env:NO_SUCH_KEY"}
                        tables: [{source: shop.orders}, {source: shop.items}]
                        """).toString();
    }

    /** What every version has read, which must be one and the same. */
    private static Map<String, String> read(String printed) {
        Map<String, String> first = DolphinVersion.V2_0_9.published(printed);
        for (DolphinVersion version : DolphinVersion.values()) {
            assertThat(version.published(printed)).as(version.number()).isEqualTo(first);
        }
        assertThat(first).containsOnlyKeys(KEYS);
        assertThat(printed.lines().filter(line -> line.contains("setValue")))
                .as("alone on its line, at column 0, last")
                .containsExactlyElementsOf(printed.lines()
                        .skip(printed.lines().count() - KEYS.size())
                        .toList());
        return first;
    }

    private static Map<String, String> published(DsValues values, ExitCode code) {
        StringWriter out = new StringWriter();
        values.print(new PrintWriter(out), code.number());
        return read(out.toString());
    }

    @Test
    void aCommandThatFailsPublishesAllTheSame() throws IOException {
        Spoken noKey = Spoken.of("run", "--ds", "-f", settings(), "--lang", "en");
        assertThat(noKey.code()).isEqualTo(10);
        assertThat(read(noKey.out()))
                .containsEntry("sluiceExitCode", "10")
                .containsEntry("sluiceVerdict", "FAILED")
                .containsEntry("sluiceTables", "0")
                .containsEntry("sluiceFailedTables", "-")
                .containsEntry("sluiceRows", "0");
        Spoken noFile = Spoken.of("verify", "-f", folder.resolve("none.yaml").toString(), "--ds");
        assertThat(read(noFile.out())).containsEntry("sluiceExitCode", "10");
    }

    @Test
    void aCommandLineThatCannotBeReadPublishesToo() {
        for (String[] line : new String[][] {
            {"run", "--ds", "--no-such-option"},
            {"run", "--side", "left", "--ds"},
            {"signoff", "wait", "--timeout", "soon", "--ds"},
            {"freshness", "--ds", "--threshold"}
        }) {
            Spoken spoken = Spoken.of(line);
            assertThat(spoken.code()).as(String.join(" ", line)).isEqualTo(10);
            assertThat(read(spoken.out())).containsEntry("sluiceExitCode", "10");
        }
        assertThat(Spoken.of("run", "--no-such-option").out()).doesNotContain("setValue");
        assertThat(Spoken.of("run", "--ds", "--help").out()).doesNotContain("${setValue");
    }

    /** However an option's home is nested in a command's. */
    @Test
    void everyCommandHasThemAndBothForms() {
        CommandTree.leaves().forEach((name, command) -> {
            assertThat(command.getCommandSpec().findOption("--ds")).as(name).isNotNull();
            assertThat(command.getCommandSpec().findOption("--output"))
                    .as(name)
                    .satisfies(output -> assertThat(output.paramLabel()).isEqualTo("text|json"));
            List<String> line = new ArrayList<>(List.of(name.split(" ")));
            line.addAll(List.of("--ds", "--no-such-option"));
            assertThat(read(Spoken.of(line.toArray(new String[0])).out()))
                    .as(name)
                    .containsEntry("sluiceExitCode", "10");
        });
    }

    /** Commands with a file of their own, as they end well and as they are refused; no key is in any value. */
    @Test
    void commandsWithoutSettingsPublishToo() {
        String ring = folder.resolve("ring.json").toString();
        String approver = folder.resolve("approver.pem").toString();
        for (String[] line : new String[][] {
            {"keys", "generate", ring, "--dry-run"},
            {"keys", "generate", ring},
            {"keys", "generate", ring, "--max-records", "1"},
            {"keys", "rotate", ring, "--dry-run"},
            {"keys", "rotate", ring},
            {"keys", "rotate", folder.resolve("none").toString()},
            {"signoff", "keygen", approver, "--dry-run"},
            {"signoff", "keygen", approver},
            {"signoff", "keygen", approver},
            {"watch", "--watch", folder.resolve("none.yaml").toString(), "--once"},
            {"watch", "--once", "--dry-run"}
        }) {
            List<String> words = new ArrayList<>(List.of(line));
            words.addAll(List.of("--ds", "--lang", "en"));
            Spoken spoken = Spoken.of(words.toArray(new String[0]));
            assertThat(read(spoken.out()))
                    .as(String.join(" ", line))
                    .containsEntry("sluiceExitCode", String.valueOf(spoken.code()))
                    .containsEntry("sluiceVerdict", spoken.code() == 0 ? "DONE" : "FAILED")
                    .containsEntry("sluiceTables", "0");
        }
    }

    @Test
    void theyArePrintedOnce() {
        StringWriter out = new StringWriter();
        DsValues values = new DsValues();
        values.print(new PrintWriter(out), 0);
        values.print(new PrintWriter(out), 30);
        assertThat(read(out.toString())).containsEntry("sluiceExitCode", "0");
    }

    @Test
    void statusSaysHowFarAllTablesAre() throws IOException {
        Spoken spoken = Spoken.of("status", "--ds", "--output", "json", "-f", settings());
        assertThat(spoken.code()).as(spoken.err()).isZero();
        assertThat(read(spoken.out()))
                .containsEntry("sluiceVerdict", "OPEN")
                .containsEntry("sluiceTables", "2")
                .containsEntry("sluiceFailedTables", "-");
    }

    private static TableOutcome outcome(String table, ExitCode code, Verdict verdict, long rows) {
        return new TableOutcome(
                table,
                1,
                OptionalLong.of(rows),
                OptionalLong.of(rows),
                OptionalLong.of(rows),
                rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows),
                Optional.ofNullable(verdict),
                "",
                "",
                Duration.ZERO,
                code,
                "",
                List.of());
    }

    private static Map<String, String> ofOutcomes(ExitCode code, TableOutcome... outcomes) {
        DsValues values = new DsValues();
        values.outcomes(List.of(outcomes));
        return published(values, code);
    }

    @Test
    void theVerdictIsThatOfAllTables() {
        TableOutcome equal = outcome("orders", ExitCode.DONE, Verdict.EQUAL, 1000);
        TableOutcome other = outcome("items", ExitCode.DONE, Verdict.EQUAL, 24);
        assertThat(ofOutcomes(ExitCode.DONE, equal, other))
                .containsEntry("sluiceVerdict", "EQUAL")
                .containsEntry("sluiceRows", "1024")
                .containsEntry("sluiceTables", "2")
                .containsEntry("sluiceFailedTables", "-")
                .containsEntry("sluiceExitCode", "0");
        TableOutcome lost = outcome("lost", ExitCode.UNKNOWN, Verdict.UNKNOWN, -1);
        TableOutcome differs = outcome("differs", ExitCode.TOPIC_NOT_IN_STARROCKS, Verdict.DIFF, 3);
        assertThat(ofOutcomes(ExitCode.UNKNOWN, lost, differs, equal))
                .containsEntry("sluiceVerdict", "DIFF")
                .containsEntry("sluiceFailedTables", "lost,differs");
        assertThat(ofOutcomes(ExitCode.UNKNOWN, equal, lost)).containsEntry("sluiceVerdict", "UNKNOWN");
        TableOutcome early = outcome("early", ExitCode.DONE, null, -1);
        assertThat(ofOutcomes(ExitCode.DONE, equal, early)).containsEntry("sluiceVerdict", "NONE");
        TableOutcome failed = outcome("failed", ExitCode.CONNECTOR_FAILED, Verdict.UNKNOWN, -1);
        assertThat(ofOutcomes(ExitCode.CONNECTOR_FAILED, failed)).containsEntry("sluiceVerdict", "NONE");
        TableOutcome unsigned = outcome("orders", ExitCode.REFUSED, Verdict.EQUAL, 5);
        assertThat(ofOutcomes(ExitCode.REFUSED, unsigned))
                .as("it is proven, and only waits for a sign-off")
                .containsEntry("sluiceVerdict", "EQUAL")
                .containsEntry("sluiceFailedTables", "orders");
        assertThat(ofOutcomes(ExitCode.DONE)).containsEntry("sluiceVerdict", "NONE");
    }

    @Test
    void withoutAWordOfItsOwnTheVerdictComesFromTheExitCode() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(published(new DsValues(), code))
                    .containsEntry("sluiceExitCode", String.valueOf(code.number()))
                    .hasEntrySatisfying(
                            "sluiceVerdict", verdict -> assertThat(verdict).isIn("DONE", "DIFF", "UNKNOWN", "FAILED"));
        }
    }

    /** Names of tables are the users' own. */
    @Test
    void noNameOfATableBreaksALine() {
        long first = Long.getLong("seed", System.nanoTime());
        String alphabet = "abZ9_-. )}({=$,\n\r\t\"'`\\订单é\u0000${setValue(x=1)}$VarPool$#[]";
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            List<String> names = new ArrayList<>();
            for (int i = random.nextInt(4) == 0 ? 200 : 1 + random.nextInt(3); i > 0; i--) {
                StringBuilder name = new StringBuilder();
                for (int j = random.nextInt(30); j >= 0; j--) {
                    name.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                names.add(name.toString());
            }
            try {
                DsValues values = new DsValues();
                values.tables(names.size(), names);
                values.verdict("DIFF");
                String failed = published(values, ExitCode.LIVE_DIFF).get("sluiceFailedTables");
                assertThat(failed).isNotEmpty().hasSizeLessThan(1_010).matches("[\\p{L}\\p{N}_.,:+/@-]+");
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    @Test
    void manyFailedTablesAreCutAtAName() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            names.add("table_" + i);
        }
        DsValues values = new DsValues();
        values.tables(400, names);
        assertThat(published(values, ExitCode.UNKNOWN).get("sluiceFailedTables"))
                .startsWith("table_0,table_1,")
                .matches(".*,table_\\d+,\\.\\.\\.");
    }
}
