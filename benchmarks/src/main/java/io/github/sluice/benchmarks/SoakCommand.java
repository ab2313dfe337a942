package io.github.sluice.benchmarks;

import io.github.sluice.benchmarks.measure.Chart;
import io.github.sluice.benchmarks.measure.Mebibytes;
import io.github.sluice.benchmarks.measure.Trend;
import io.github.sluice.benchmarks.measure.Trend.Point;
import io.github.sluice.benchmarks.measure.Usage;
import io.github.sluice.benchmarks.stream.Soak;
import io.github.sluice.benchmarks.stream.Soak.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the streamer's memory stays level for as long as one likes to watch. */
@Command(
        name = "soak",
        description = "Runs the packaged streamer under a steady writer and watches its memory."
                + " Exit code 0 if it stays level, 1 if it grows.",
        sortOptions = false)
final class SoakCommand implements Callable<Integer> {
    /** Growth per hour, over the last two thirds, that counts as level. */
    private static final double LEVEL = 0.05;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--minutes", paramLabel = "N", description = "how long (default: ${DEFAULT-VALUE})")
    private int minutes = 60;

    @Option(names = "--rate", paramLabel = "N", description = "row changes a second (default: ${DEFAULT-VALUE})")
    private int rate = 500;

    @Option(names = "--heap", paramLabel = "SIZE", description = "the streamer's -Xmx (default: ${DEFAULT-VALUE})")
    private String heap = "256m";

    @Option(names = "--every", paramLabel = "SECONDS", description = "between two samples (default: ${DEFAULT-VALUE})")
    private int every = 10;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "folder of soak.csv and soak.svg (default: ${DEFAULT-VALUE})")
    private Path to = Path.of("benchmarks", "target", "soak");

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(to);
        Path csv = to.resolve("soak.csv");
        Soak soak = new Soak(common.project(), common.folder("soak"), rate, "-Xmx" + heap, Duration.ofSeconds(every));
        double loadBefore = Machine.load();
        common.say("%d minutes at %d changes a second; samples go to %s", minutes, rate, csv);
        List<Sample> samples = soak.run(Duration.ofMinutes(minutes), csv);
        List<Sample> settled = samples.subList(samples.size() / 3, samples.size());
        Trend resident =
                Trend.of(points(settled, sample -> Mebibytes.of(sample.usage().resident())));
        Trend heapAfter = Trend.of(points(settled, sample -> Mebibytes.of(sample.old())));
        Files.writeString(
                to.resolve("soak.svg"),
                new Chart("binlog-streamer -Xmx" + heap + ", " + rate + " changes a second", "MiB")
                        .line(
                                "resident (RSS)",
                                points(
                                        samples,
                                        sample -> Mebibytes.of(sample.usage().resident())))
                        .line("heap in use", points(samples, sample -> Mebibytes.of(sample.heap())))
                        .line("old generation in use", points(samples, sample -> Mebibytes.of(sample.old())))
                        .svg());

        Sample last = samples.get(samples.size() - 1);
        Usage usage = last.usage();
        double lag = samples.stream()
                .mapToDouble(Sample::lagSeconds)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        boolean level = resident.growthPerHour() < LEVEL;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("minutes", (long) minutes);
        json.put("changesPerSecond", last.changes() / last.seconds());
        json.put("changes", last.changes());
        json.put("samples", (long) samples.size());
        json.put("residentMeanMiB", resident.mean());
        json.put("residentMiBPerHour", resident.perHour());
        json.put("residentGrowthPerHour", resident.growthPerHour());
        json.put("oldGenerationMeanMiB", heapAfter.mean());
        json.put("oldGenerationMiBPerHour", heapAfter.perHour());
        json.put("peakMiB", Mebibytes.of(usage.peak()));
        json.put("cpuSeconds", usage.cpuSeconds());
        json.put("lagMaxSeconds", lag);
        json.put("loadBefore", loadBefore);
        json.put("loadAfter", Machine.load());
        json.put("level", level);
        common.print(
                String.format(
                        Locale.ROOT,
                        "%,d changes in %.0f minutes (%.0f a second), %.0f CPU seconds%n"
                                + "resident: %.0f MiB, %+.1f MiB an hour (%+.1f %%), peak %d MiB%n"
                                + "old generation in use: %.0f MiB, %+.1f MiB an hour%n"
                                + "greatest lag: %.1f s%n"
                                + "the trend is of the last two thirds of %d samples; %s%n"
                                + "%s",
                        last.changes(),
                        last.seconds() / 60,
                        last.changes() / last.seconds(),
                        usage.cpuSeconds(),
                        resident.mean(),
                        resident.perHour(),
                        100 * resident.growthPerHour(),
                        Mebibytes.of(usage.peak()),
                        heapAfter.mean(),
                        heapAfter.perHour(),
                        lag,
                        samples.size(),
                        to.resolve("soak.svg"),
                        level ? "LEVEL: less than 5 % an hour" : "GROWS: 5 % an hour or more"),
                json);
        return level ? 0 : 1;
    }

    private static List<Point> points(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream()
                .map(sample -> new Point(sample.seconds(), value.applyAsDouble(sample)))
                .toList();
    }
}
