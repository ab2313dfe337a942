package io.github.sluice.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.sample.SampleFolder;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target half's journal, and what the source half has said: what the report makes of both, and of less. */
class ReportCollectorTest {
    private static final Attempt FIRST = new Attempt("orders", 1, "id-one");
    private static final Attempt SECOND = new Attempt("orders", 2, "id-two");
    private static final String KEY_OF_A_ROW = "id=4711";

    @TempDir
    Path folder;

    private final Map<String, Word> said = new HashMap<>();
    private SluiceSettings settings;
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        Path yaml = folder.resolve("sluice.yaml");
        Files.writeString(yaml, """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:NO_SUCH_VARIABLE"}
                tables: [{source: shop.orders}]
                """);
        settings = SettingsFile.read(yaml);
        journal = Journal.open(settings.stateFolder().resolve("journal").toString(), "test");
    }

    @Test
    void bothHalvesTogetherProveATable() {
        journal.remember(FIRST);
        journal.failed(FIRST, "load", ExitCode.CONNECTOR_FAILED, "task 0 failed", "{}");
        journal.remember(SECOND);
        say(
                SECOND,
                "attempt",
                Map.of("spec", Map.of("shards", List.of(Map.of("database", "shop", "table", "orders")))));
        say(SECOND, "snapshot", Map.of("manifest", manifest(), "topicRows", 88_000L));
        journal.done(SECOND, "load", "{}");
        journal.done(SECOND, "verify", "{\"verdict\":\"EQUAL\",\"topicRows\":88000,\"targetRows\":88000}");
        journal.done(SECOND, "signoff", "{\"who\":\"lin@warehouse-1\",\"how\":\"--yes\"}");

        TableReport table = collect().tables().get(0);

        assertThat(table.attempt()).isEqualTo(2);
        assertThat(table.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(table.state()).isEqualTo(TableReport.State.VERIFIED);
        assertThat(table.hops()).extracting(Hop.Result::verdict).containsOnly(Verdict.EQUAL);
        assertThat(table.physical()).containsExactly("shop.orders");
        assertThat(table.signers()).isEqualTo("lin@warehouse-1");
        assertThat(table.earlier())
                .containsExactly(new TableReport.EarlierFailure(1, "load", ExitCode.CONNECTOR_FAILED, "task 0 failed"));
        assertThat(table.step(Step.SNAPSHOT).orElseThrow().origin()).isEqualTo(StepReport.Origin.CONTROL);
        assertThat(table.step(Step.LOAD).orElseThrow().took()).isPresent();
        assertThat(collect().gaps()).extracting(Gap::kind).contains(Gap.Kind.TIMES_OF_OTHER_HALF, Gap.Kind.NO_SAMPLES);
    }

    @Test
    void wordsOfAnotherAttemptProveNothing() {
        journal.remember(SECOND);
        say(FIRST, "snapshot", Map.of("manifest", manifest(), "topicRows", 88_000L));
        TableReport table = collect().tables().get(0);
        assertThat(table.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(table.manifest()).isNull();
    }

    @Test
    void anAttemptThatOnlyTheOtherHalfKnowsIsTheNewest() {
        journal.remember(FIRST);
        journal.done(FIRST, "verify", "{\"verdict\":\"EQUAL\",\"topicRows\":1,\"targetRows\":1}");
        say(SECOND, "attempt", Map.of());
        TableReport table = collect().tables().get(0);
        assertThat(table.attempt()).isEqualTo(2);
        assertThat(table.state()).isEqualTo(TableReport.State.OPEN);
    }

    @Test
    void keysOfRowsInTheOtherHalfsWordStayThere() {
        journal.remember(FIRST);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("differences", List.of(KEY_OF_A_ROW));
        said.put(
                "snapshot",
                new Word(
                        "orders",
                        "snapshot",
                        1,
                        "id-one",
                        Word.State.FAILED,
                        ExitCode.ACKED_NOT_IN_TOPIC,
                        "1 row differs",
                        evidence));
        RunReport report = collect();
        assertThat(report.tables().get(0).verdict()).isEqualTo(Verdict.DIFF);
        StringBuilder json = new StringBuilder();
        new JsonReport(report).write(json);
        assertThat(json.toString()).contains("1 row differs").doesNotContain(KEY_OF_A_ROW);
    }

    @Test
    void aManifestThatCannotBeReadIsSaidAndProvesNothing() {
        journal.remember(FIRST);
        say(FIRST, "snapshot", Map.of("manifest", Map.of("formatVersion", 99L), "topicRows", 1L));
        RunReport report = collect();
        assertThat(report.gaps()).extracting(Gap::kind).contains(Gap.Kind.MANIFEST_UNREADABLE);
        assertThat(report.tables().get(0).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theCommandWritesWhatItIsAskedForWithoutKafkaAndWithoutResolvingAnything() throws IOException {
        journal.remember(FIRST);
        journal.failed(FIRST, "verify", ExitCode.TOPIC_NOT_IN_STARROCKS, "3 rows differ", "{}");
        Path html = folder.resolve("deep/report.html");
        Path junit = folder.resolve("report.xml");
        Spoken spoken = Spoken.of(
                "report",
                "-f",
                folder.resolve("sluice.yaml").toString(),
                "--offline",
                "--html",
                html.toString(),
                "--junit",
                junit.toString(),
                "--lang",
                "en");
        assertThat(spoken.code()).as(spoken.err()).isZero();
        assertThat(spoken.out())
                .contains("1 tables: 0 equal, 1 different, 0 not known")
                .contains("22 3 rows differ");
        assertThat(Files.readString(html)).contains("3 rows differ").contains("Kafka was not asked");
        assertThat(Files.readString(junit)).contains("<failure");
        Spoken json =
                Spoken.of("report", "-f", folder.resolve("sluice.yaml").toString(), "--offline", "--output", "json");
        assertThat(Json.parse(json.out())).isInstanceOf(Map.class);
    }

    @Test
    void aReportBeforeAnyRunSaysSoAndMakesNoJournal() throws IOException {
        Path elsewhere = folder.resolve("elsewhere/sluice.yaml");
        Files.createDirectories(elsewhere.getParent());
        Files.copy(folder.resolve("sluice.yaml"), elsewhere);
        Path html = elsewhere.resolveSibling("report.html");
        Spoken spoken =
                Spoken.of("report", "-f", elsewhere.toString(), "--offline", "--html", html.toString(), "--lang", "zh");
        assertThat(spoken.code()).isZero();
        assertThat(Files.readString(html)).contains("本侧没有日志库");
        assertThat(elsewhere.resolveSibling(".sluice").resolve("journal.mv.db")).doesNotExist();
        Spoken unwritable =
                Spoken.of("report", "-f", elsewhere.toString(), "--offline", "--html", html + "/x", "--lang", "en");
        assertThat(unwritable.code()).isEqualTo(ExitCode.REFUSED.number());
    }

    private RunReport collect() {
        return new ReportCollector(
                        "test",
                        false,
                        Optional.of(journal),
                        (table, step) -> Optional.ofNullable(said.get(step)),
                        (table, steps) -> Map.of(),
                        SampleFolder.of(settings),
                        List.of())
                .collect(settings.tables(), Clock.systemUTC(), "0.1.0");
    }

    private void say(Attempt attempt, String step, Map<String, Object> evidence) {
        said.put(step, Word.done("orders", step, attempt.number(), attempt.id(), new LinkedHashMap<>(evidence)));
    }

    /** A complete one, with as many rows as the fixture of {@link Runs#small} has for some table. */
    private static Map<?, ?> manifest() {
        String json =
                Objects.requireNonNull(Runs.small().tables().get(0).manifest()).toJson();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(Json.parse(json)))
                .forEach((name, value) -> tree.put(String.valueOf(name), value));
        tree.put("pulled", 88_000L);
        tree.put("acked", 88_000L);
        return tree;
    }
}
