package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a journal and of a running process's progress. */
class StatusCommandTest {
    @TempDir
    Path folder;

    private Path settings;
    private Journal journal;

    @BeforeEach
    void aRun() throws IOException {
        settings = Files.writeString(folder.resolve("sluice.yaml"), """
                name: shop
                source: {host: m, username: u, password: "env:P"}
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                datax: {command: datax}
                tables: [{source: shop.orders}, {source: shop.lines}]
                """);
        journal = Journal.open(folder.resolve(".sluice/journal").toString(), "shop");
        Attempt orders = new Attempt("orders", 2, "a2");
        journal.remember(new Attempt("orders", 1, "a1"));
        journal.remember(orders);
        journal.done(orders, "topics", "{}");
        journal.done(orders, "snapshot", "{\"manifest\": {\"pulled\": 1000, \"acked\": 1000}}");
        journal.failed(new Attempt("orders", 1, "a1"), "snapshot", ExitCode.SNAPSHOT_FAILED, "old", "{}");
        Attempt lines = new Attempt("lines", 1, "b1");
        journal.remember(lines);
        journal.started(lines, "snapshot");
        Files.writeString(folder.resolve(".sluice/progress-both.json"), """
                {"pid": %d, "tables": [
                {"table": "orders", "half": "target", "step": "load", "state": "PAUSED", "reason": "li@box", "rows": 0,
                "before": 0, "total": 0, "since": "2026-01-01T00:00:00Z", "at": "2026-01-01T00:00:00Z"},
                {"table": "lines", "half": "source", "step": "snapshot", "state": "RUNNING", "reason": "", "rows": 2500,
                "before": 0, "total": 10000, "since": "2026-01-01T00:00:00Z", "at": "2026-01-01T00:00:10Z"}]}
                """.formatted(
                        ProcessHandle.current().pid()));
    }

    private String status(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("status", "-f", settings.toString()));
        arguments.addAll(List.of(more));
        Spoken spoken = Spoken.of(arguments.toArray(String[]::new));
        assertThat(spoken.code()).as(spoken.err()).isZero();
        return spoken.out();
    }

    @Test
    void everyTableShowsWhatMovesWhatHoldsItAndItsSteps() {
        assertThat(status("--lang", "en")).isEqualTo("""
                        orders  attempt 2
                          target load: paused by li@box
                          table: open
                          topics: done
                          capture: not part of this run
                          snapshot: done
                          load: open
                          verify: open
                          drop: open
                          stream: not part of this run
                          cutover: not part of this run
                        lines  attempt 1
                          source snapshot: under way 2,500/10,000 250/s ETA 0:30
                          table: open
                          topics: open
                          capture: not part of this run
                          snapshot: under way or interrupted
                          load: open
                          verify: open
                          drop: open
                          stream: not part of this run
                          cutover: not part of this run
                        """);
    }

    @Test
    void inChineseToo() {
        assertThat(status("--lang", "zh"))
                .contains("  target 加载: 已被 li@box 暂停\n")
                .contains("  source 全量抽取: 进行中 2,500/10,000 250/s ETA 0:30\n");
    }

    @Test
    void forMachinesTheCountsAreNumbers() {
        assertThat(status("--output", "json", "--lang", "en"))
                .contains("\"table\":\"orders\",\"attempt\":2,\"copied\":1000,\"expected\":1000,\"acked\":1000")
                .contains("\"table\":\"lines\",\"attempt\":1,\"copied\":2500,\"expected\":10000,\"acked\":null")
                .contains("\"rowsPerSecond\":250,\"secondsLeft\":30")
                .contains("\"state\":\"PAUSED\",\"reason\":\"li@box\"");
    }

    @Test
    void oneOpeningOfTheJournalKnowsWhatASingleTableIsAskedFor() {
        Attempt orders = new Attempt("orders", 2, "a2");
        Journal.Overview overview = journal.overview().get("orders");
        assertThat(overview.attempt()).isEqualTo(orders);
        assertThat(overview.steps()).containsExactlyInAnyOrderElementsOf(journal.steps(orders));
        assertThat(overview.times()).isEqualTo(journal.times(orders));
        assertThat(journal.overview().keySet())
                .isEqualTo(IntStream.range(0, 2)
                        .mapToObj(i -> List.of("lines", "orders").get(i))
                        .collect(Collectors.toSet()));
    }
}
