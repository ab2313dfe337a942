package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.AuditFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@link ManyTablesTest}: {@code sluice run}, both halves, over 56 logical tables of 5,274 physical ones on
 * simulated servers, with the journal's file, the plan's files and all that a run keeps of its own. One table fails.
 */
final class ManyTables {
    static final int LOGICAL = 56;
    static final int PHYSICAL = 5_274;
    static final int BAD = 13;

    private static final int LOOKS = 5;

    private ManyTables() {}

    public static void main(String[] args) throws Exception {
        CrowdHouse house = new CrowdHouse(Path.of(args[0]), shards(), CrowdHouse.refusing(SimCrowd.name(BAD)));
        long begun = System.nanoTime();
        List<TableOutcome> outcomes = house.run();
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        long done = outcomes.stream()
                .filter(outcome -> outcome.code() == ExitCode.DONE)
                .filter(outcome -> house.crowd.level(outcome.table()))
                .count();
        outcomes.stream()
                .filter(outcome -> outcome.code() != ExitCode.DONE)
                .forEach(outcome ->
                        System.out.println(outcome.table() + " " + outcome.code() + " " + outcome.message()));
        AuditFindings audit = house.journal().audit(List.of());
        System.out.println("broken " + audit.broken());
        System.out.println("statusMillis " + statusMillis(house));
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println("tables " + outcomes.size() + " done " + done + " datax " + house.crowd.mostDatax
                + " entries " + audit.entries() + " seconds " + seconds + " heapMegabytes "
                + ((runtime.totalMemory() - runtime.freeMemory()) >> 20) + " peakMegabytes " + peakMegabytes());
    }

    /** The quickest of a few looks, in a process that has started: a machine that others use too has slow moments. */
    private static long statusMillis(CrowdHouse house) {
        long quickest = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            long begun = System.nanoTime();
            Spoken spoken = Spoken.of("status", "-f", house.settings.file().toString(), "--output", "json");
            if (spoken.code() != 0) {
                throw new IllegalStateException(spoken.err());
            }
            quickest = Math.min(quickest, (System.nanoTime() - begun) / 1_000_000);
        }
        return quickest;
    }

    /** All of the process at its largest, with what is not heap; 0 where the system does not tell. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    private static List<Integer> shards() {
        List<Integer> shards = new ArrayList<>();
        for (int i = 0; i < LOGICAL; i++) {
            shards.add(PHYSICAL / LOGICAL + (i < PHYSICAL % LOGICAL ? 1 : 0));
        }
        return shards;
    }
}
