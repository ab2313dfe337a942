package io.github.sluice.benchmarks;

import io.github.sluice.benchmarks.measure.Mebibytes;
import io.github.sluice.benchmarks.measure.ProcessGroup;
import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the box beside the database must have: DataX, streamer and coordinator together, in a whole run. */
@Command(
        name = "memory",
        description = "Runs ./quickstart and adds up the memory of DataX, streamer and coordinator.",
        sortOptions = false)
final class MemoryCommand implements Callable<Integer> {
    /** Between two looks; a peak between them is still in the process's own high-water mark. */
    private static final long LOOK_AGAIN_MILLIS = 250;

    /** A run takes long, and what was seen should not be lost with it. */
    private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--rows", paramLabel = "N", description = "rows of all tables together (default: ${DEFAULT-VALUE})")
    private long rows = 300_000;

    @Option(
            names = "--two-networks",
            description =
                    "the source half of the coordinator alone, as on a real box; else both halves are one process")
    private boolean twoNetworks;

    @Override
    public Integer call() throws Exception {
        Map<String, Pattern> roles = new LinkedHashMap<>();
        roles.put("streamer", Pattern.compile("io\\.github\\.sluice\\.streamer\\.Streamer"));
        roles.put(
                "coordinator",
                Pattern.compile(
                        "io\\.github\\.sluice\\.coordinator\\.Sluice" + (twoNetworks ? " .*--side source" : "")));
        roles.put("datax", Pattern.compile("datax\\.(core|engine)\\.Engine|bin/datax\\.(py|sh)"));
        List<String> line = new ArrayList<>(List.of("./quickstart", "--rows", String.valueOf(rows)));
        if (twoNetworks) {
            line.add("--two-networks");
        }
        Path folder = Files.createDirectories(common.folder("memory"));
        Path log = folder.resolve("quickstart.out");
        common.say("%s; what it says is in %s", String.join(" ", line), log);
        ProcessGroup group;
        try (ChildProcess quickstart =
                ChildProcess.start(new ChildCommand("quickstart", line, javaHome(), common.project(), log))) {
            group = new ProcessGroup(quickstart.pid(), roles);
            long said = System.nanoTime();
            while (quickstart.isAlive()) {
                group.look();
                if (System.nanoTime() - said > SAY_AGAIN_NANOS) {
                    said = System.nanoTime();
                    common.say("so far: %s", text(group));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            quickstart.awaitSuccess(Duration.ofSeconds(10));
        }
        for (String role : roles.keySet()) {
            if (!group.peaks().containsKey(role)) {
                throw new IOException("no process of " + role + " was seen");
            }
        }
        print(group);
        return 0;
    }

    private static Map<String, String> javaHome() {
        String home = System.getenv("JAVA_HOME");
        return home == null ? Map.of() : Map.of("JAVA_HOME", home);
    }

    private String text(ProcessGroup group) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%,d rows, %s%n", rows, twoNetworks ? "two networks" : "one network"));
        group.peaks()
                .forEach((role, bytes) -> text.append(
                        String.format(Locale.ROOT, "%-12s %5d MiB at its peak%n", role, Mebibytes.of(bytes))));
        text.append(String.format(
                Locale.ROOT,
                "together     %5d MiB at one moment, %d MiB if all peaks of that moment's processes fell together",
                Mebibytes.of(group.peakOfSum()),
                Mebibytes.of(group.peakOfPeaks())));
        return text.toString();
    }

    private void print(ProcessGroup group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("rows", rows);
        json.put("twoNetworks", twoNetworks);
        json.put("peakBytes", group.peaks());
        json.put("togetherBytes", group.peakOfSum());
        json.put("togetherPeaksBytes", group.peakOfPeaks());
        common.print(text(group), json);
    }
}
