package io.github.sluice.benchmarks;

import io.github.sluice.benchmarks.measure.Mebibytes;
import io.github.sluice.benchmarks.stream.Race;
import io.github.sluice.benchmarks.stream.Race.Lap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the streamer gets out of a second of CPU time and a mebibyte, beside Debezium's embedded engines. */
@Command(
        name = "streamer",
        description = "Reads one binlog with the packaged streamer and with Debezium's embedded engines, in turn.",
        sortOptions = false)
final class StreamerCommand implements Callable<Integer> {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--rows", paramLabel = "N", description = "row changes (default: ${DEFAULT-VALUE})")
    private long rows = 350_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "each reader reads so often (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--heap", paramLabel = "SIZE", description = "the streamer's -Xmx (default: ${DEFAULT-VALUE})")
    private String heap = "256m";

    @Option(names = "--debezium-heap", paramLabel = "SIZE", description = "Debezium's -Xmx (default: ${DEFAULT-VALUE})")
    private String debeziumHeap = "512m";

    @Option(names = "--no-debezium", description = "without its engines")
    private boolean noDebezium;

    @Option(names = "--v1-events", description = "MySQL writes row events of version 1")
    private boolean v1;

    @Option(
            names = "--reader",
            paramLabel = "COMMAND",
            description =
                    "one more reader of the same binlog, in every round; docs/benchmarks.md says what it is given")
    private @Nullable String reader;

    @Option(
            names = "--reader-rows",
            paramLabel = "N",
            description = "it is stopped after so many (default: ${DEFAULT-VALUE})")
    private long readerRows = 40_000;

    @Option(names = "--keep", description = "leaves MySQL and Kafka up, says where they are and waits for Enter")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        double loadBefore = Machine.load();
        try (Race race = new Race(common.project(), common.folder("streamer"), rows, v1)) {
            race.streamer("-Xmx" + heap);
            if (!noDebezium) {
                List<String> jvm = new ArrayList<>(JVM);
                jvm.add("-Xmx" + debeziumHeap);
                race.debezium(jvm);
                race.debeziumSync(jvm);
            }
            if (reader != null) {
                race.command(reader, readerRows);
            }
            List<Lap> laps = race.run(rounds, text -> common.say("%s", text), lap -> common.say("%s", line(lap)));
            print(laps, loadBefore);
            if (keep) {
                common.say(
                        "MySQL: 127.0.0.1:%d, user root; Kafka: %s; key: %s. Enter ends them.",
                        race.house().mysql().port(),
                        race.house().bootstrapServers(),
                        race.house().folder().resolve("key"));
                System.in.read();
            }
        }
        return 0;
    }

    private static String line(Lap lap) {
        return String.format(
                Locale.ROOT,
                "round %d %-14s %,8d rows %7.2f CPU s %,7.0f rows/CPU s (%,7.0f streaming) peak %4d MiB;"
                        + " first row after %5.1f s, last after %6.1f s",
                lap.round() + 1,
                lap.reader(),
                lap.rows(),
                lap.usage().cpuSeconds(),
                lap.perCpuSecond(),
                lap.perStreamingCpuSecond(),
                Mebibytes.of(lap.usage().peak()),
                lap.firstAfter().toMillis() / 1000.0,
                lap.doneAfter().toMillis() / 1000.0);
    }

    private void print(List<Lap> laps, double loadBefore) {
        Set<String> names = new LinkedHashSet<>();
        laps.forEach(lap -> names.add(lap.reader()));
        String ours = names.iterator().next();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "medians of %d rounds, %,d row changes%n%-14s %12s %12s %10s %12s %8s %8s%n",
                rounds,
                rows,
                "",
                "rows/CPU s",
                "streaming",
                "peak MiB",
                "1st row s",
                "ours x",
                "memory"));
        List<Map<String, Object>> readers = new ArrayList<>();
        for (String name : names) {
            double speed = median(laps, name, Lap::perCpuSecond);
            double streaming = median(laps, name, Lap::perStreamingCpuSecond);
            double peak = median(laps, name, lap -> Mebibytes.of(lap.usage().peak()));
            double first = median(laps, name, lap -> lap.firstAfter().toMillis() / 1000.0);
            double faster = median(laps, ours, Lap::perCpuSecond) / speed;
            double fasterStreaming = median(laps, ours, Lap::perStreamingCpuSecond) / streaming;
            double smaller = median(laps, ours, lap -> Mebibytes.of(lap.usage().peak())) / peak;
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %,12.0f %,12.0f %10.0f %12.1f %8.2f %8.2f%n",
                    name,
                    speed,
                    streaming,
                    peak,
                    first,
                    faster,
                    smaller));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("reader", name);
            json.put("rowsPerCpuSecond", speed);
            json.put("rowsPerStreamingCpuSecond", streaming);
            json.put("peakMiB", peak);
            json.put("firstRowAfterSeconds", first);
            json.put("streamerTimesFaster", faster);
            json.put("streamerTimesFasterStreaming", fasterStreaming);
            json.put("streamerMemoryShare", smaller);
            json.put(
                    "laps",
                    laps.stream()
                            .filter(lap -> lap.reader().equals(name))
                            .map(StreamerCommand::json)
                            .toList());
            readers.add(json);
        }
        text.append(
                "\"ours x\": the streamer's rows per CPU second over this reader's; \"memory\": its peak over this one's");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("rows", rows);
        json.put("rounds", (long) rounds);
        json.put("v1Events", v1);
        json.put("heap", heap);
        json.put("debeziumHeap", debeziumHeap);
        json.put("loadBefore", loadBefore);
        json.put("loadAfter", Machine.load());
        json.put("readers", readers);
        common.print(text.toString(), json);
    }

    private static Map<String, Object> json(Lap lap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", lap.rows());
        json.put("cpuSeconds", lap.usage().cpuSeconds());
        json.put("cpuSecondsUntilFirstRow", lap.untilFirst().toMillis() / 1000.0);
        json.put("firstRowAfterSeconds", lap.firstAfter().toMillis() / 1000.0);
        json.put("lastRowAfterSeconds", lap.doneAfter().toMillis() / 1000.0);
        json.put("peakBytes", lap.usage().peak());
        json.put("recordBytes", lap.bytes());
        return json;
    }

    private static double median(List<Lap> laps, String reader, ToDoubleFunction<Lap> value) {
        double[] sorted = laps.stream()
                .filter(lap -> lap.reader().equals(reader))
                .mapToDouble(value)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
