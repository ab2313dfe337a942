package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.schedule.Crew;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The program of {@link ManyTablesTest}: moves 56 logical tables of 5,274 physical ones along their steps with the real
 * settings, crew, permits, journal and progress file; what a step does to servers is left out. One table fails.
 */
final class ManyTables {
    private static final int LOGICAL = 56;
    private static final int PHYSICAL = 5_274;

    private ManyTables() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        SluiceSettings settings = SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), yaml()));
        String where = settings.stateFolder().resolve("journal").toString();
        Journal journal = Journal.open(where, settings.name());
        AtomicInteger snapshots = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ProgressFile board = ProgressFile.open(settings.stateFolder(), Side.BOTH, new LoggedBoard())) {
            Traffic traffic = Traffic.of(
                    settings, SizeOrder.ranks(settings.tables()), new InstructingTest.SaidByHand(), Map.of(), board);
            board.plans(settings.tables().stream().map(Table::target).toList());
            new Crew<>(
                            Lane.MOST_AT_ONCE,
                            Table::target,
                            table -> move(table, traffic, board, journal, snapshots, most),
                            table -> true,
                            List::of)
                    .run(settings.tables());
        }
        long begun = System.nanoTime();
        Spoken spoken = Spoken.of("status", "-f", settings.file().toString(), "--output", "json", "--lang", "en");
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        List<?> shown = (List<?>) Json.parse(spoken.out());
        long done = shown.stream()
                .filter(table -> String.valueOf(table).contains("drop=done"))
                .count();
        System.out.println("tables " + shown.size() + " done " + done + " snapshots " + most + " statusMillis " + millis
                + " heapBytes " + (runtime.totalMemory() - runtime.freeMemory()));
    }

    private static String yaml() {
        StringBuilder yaml = new StringBuilder("""
                name: many
                source: {host: m, username: u, password: "env:P"}
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "env:K"}
                datax: {command: datax, channels: 2}
                parallel: {snapshots: 2, loads: 3}
                tables:
                """);
        for (int i = 0; i < LOGICAL; i++) {
            yaml.append("  - {source: {databases: 'shop_\\d+', tables: 't")
                    .append(i)
                    .append("_\\d+'}, target: t")
                    .append(i)
                    .append(", key: [db_name, table_name, id]}\n");
        }
        return yaml.toString();
    }

    private static void move(
            Table table,
            Traffic traffic,
            ProgressFile board,
            Journal journal,
            AtomicInteger snapshots,
            AtomicInteger most) {
        String name = table.target();
        Attempt attempt = new Attempt(name, 1, name + "-1");
        journal.remember(attempt);
        for (Step step : Step.ofRun(false)) {
            traffic.enter(name, step);
            try {
                if (step == Step.SNAPSHOT) {
                    most.accumulateAndGet(snapshots.incrementAndGet(), Math::max);
                }
                board.begins(name, step);
                journal.started(attempt, step.word());
                for (int rows = 0; rows <= 1000; rows++) {
                    board.progress(name, step, rows, 1000);
                }
                if (name.equals("t13") && step == Step.LOAD) {
                    journal.failed(attempt, step.word(), ExitCode.CONNECTOR_FAILED, "planted", "{}");
                    board.fails(name, step, "planted");
                    board.leaves(name, Board.End.FAILED);
                    return;
                }
                journal.done(attempt, step.word(), Json.write(Map.of("shards", shards(name))));
                board.ends(name, step, "");
            } finally {
                if (step == Step.SNAPSHOT) {
                    snapshots.decrementAndGet();
                }
                traffic.leave(name, step);
            }
        }
        board.leaves(name, Board.End.DONE);
    }

    /** As long as a step's evidence is in a run of so many shards. */
    private static List<String> shards(String name) {
        return new ArrayList<>(IntStream.range(0, PHYSICAL / LOGICAL + 1)
                .mapToObj(i -> "shop_" + i + "." + name + "_" + i)
                .toList());
    }
}
