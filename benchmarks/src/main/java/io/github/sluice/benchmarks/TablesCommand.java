package io.github.sluice.benchmarks;

import io.github.sluice.benchmarks.measure.Mebibytes;
import io.github.sluice.benchmarks.stream.ManyTables;
import io.github.sluice.benchmarks.stream.ManyTables.Planning;
import io.github.sluice.benchmarks.stream.ManyTables.Resolving;
import io.github.sluice.benchmarks.stream.ManyTables.Start;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What thousands of tables cost the streamer when it starts, and {@code sluice plan}. */
@Command(
        name = "tables",
        description = "Starts the packaged streamer over many physical tables, twice, and plans them.",
        sortOptions = false)
final class TablesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tables", paramLabel = "N", description = "physical tables (default: ${DEFAULT-VALUE})")
    private int tables = 5_274;

    @Option(names = "--logical", paramLabel = "N", description = "logical ones (default: ${DEFAULT-VALUE})")
    private int logical = 56;

    @Option(names = "--heap", paramLabel = "SIZE", description = "the streamer's -Xmx (default: ${DEFAULT-VALUE})")
    private String heap = "256m";

    @Option(names = "--plan-heap", paramLabel = "SIZE", description = "-Xmx of sluice plan (default: ${DEFAULT-VALUE})")
    private String planHeap = "256m";

    @Override
    public Integer call() throws Exception {
        double loadBefore = Machine.load();
        common.say("making %d tables", tables);
        try (ManyTables many =
                new ManyTables(common.project(), common.folder("tables"), tables, logical, "-Xmx" + heap)) {
            List<Start> starts = many.starts();
            List<Planning> plans = many.plans("-Xmx" + planHeap);
            print(starts, many.resolving(), plans, loadBefore);
        }
        return 0;
    }

    private void print(List<Start> starts, Resolving resolving, List<Planning> plans, double loadBefore) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d tables in %d files%n", tables, logical));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Start start : starts) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s ready after %.1f s and %.1f CPU s; peak %d MiB resident; heap %d MiB, live %d MiB of %s%n",
                    rows.isEmpty() ? "first start" : "second start",
                    start.ready().toMillis() / 1000.0,
                    start.usage().cpuSeconds(),
                    Mebibytes.of(start.usage().peak()),
                    Mebibytes.of(start.heap().heap()),
                    Mebibytes.of(start.live().heap()),
                    heap));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("readyAfterSeconds", start.ready().toMillis() / 1000.0);
            json.put("cpuSeconds", start.usage().cpuSeconds());
            json.put("peakBytes", start.usage().peak());
            json.put("heapBytes", start.heap().heap());
            json.put("liveHeapBytes", start.live().heap());
            rows.add(json);
        }
        text.append(String.format(
                Locale.ROOT,
                "a table's name: %.1f µs when it is new (p99 %.1f µs), %.2f µs after that",
                resolving.firstMean() / 1e3,
                resolving.firstP99() / 1e3,
                resolving.againMean() / 1e3));
        List<Map<String, Object>> planned = new ArrayList<>();
        for (Planning plan : plans) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-12s %.1f s and %.1f CPU s; peak %d MiB resident, heap of %s; %d files",
                    planned.isEmpty() ? "plan" : "plan --check",
                    plan.took().toMillis() / 1000.0,
                    plan.usage().cpuSeconds(),
                    Mebibytes.of(plan.usage().peak()),
                    planHeap,
                    plan.files()));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("seconds", plan.took().toMillis() / 1000.0);
            one.put("cpuSeconds", plan.usage().cpuSeconds());
            one.put("peakBytes", plan.usage().peak());
            one.put("files", plan.files());
            planned.add(one);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("tables", (long) tables);
        json.put("logical", (long) logical);
        json.put("heap", heap);
        json.put("starts", rows);
        json.put("plans", planned);
        json.put("planHeap", planHeap);
        json.put("resolveNewMicros", resolving.firstMean() / 1e3);
        json.put("resolveNewP99Micros", resolving.firstP99() / 1e3);
        json.put("resolveAgainMicros", resolving.againMean() / 1e3);
        json.put("loadBefore", loadBefore);
        json.put("loadAfter", Machine.load());
        common.print(text.toString(), json);
    }
}
