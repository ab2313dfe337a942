package io.github.sluice.benchmarks.stream;

import io.github.sluice.benchmarks.measure.HeapWatch;
import io.github.sluice.benchmarks.measure.HeapWatch.Heap;
import io.github.sluice.benchmarks.measure.Usage;
import io.github.sluice.testbed.process.ChildProcess;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The packaged streamer under a steady writer, looked at again and again. */
public final class Soak {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    /** So that the measurement ends before the disk does. */
    private static final Map<String, String> SHORT_LIVED =
            Map.of("retention.bytes", "134217728", "segment.bytes", "33554432");

    private final Path project;
    private final Path folder;
    private final int rate;
    private final String jvmOptions;
    private final Duration every;

    /**
     * One look.
     *
     * @param seconds since the first look
     * @param changes of the writer so far
     * @param heap bytes in use
     * @param old bytes in use in the old generation
     * @param lagSeconds as the streamer itself says
     */
    public record Sample(double seconds, long changes, Usage usage, long heap, long old, double lagSeconds) {}

    /** @param rate row changes a second */
    public Soak(Path project, Path folder, int rate, String jvmOptions, Duration every) {
        this.project = project;
        this.folder = folder;
        this.rate = rate;
        this.jvmOptions = jvmOptions;
        this.every = every;
    }

    /**
     * Watches for some time.
     *
     * @param csv gets each sample at once
     * @return at least two samples
     */
    public List<Sample> run(Duration length, Path csv) throws Exception {
        try (House house = House.open(folder, "--max-binlog-size=64M", "--binlog-expire-logs-seconds=600");
                PackagedStreamer streamer = new PackagedStreamer(project, house, "soak", 7_001)) {
            WideTables.create(house.mysql());
            house.create(House.topics("soak"), SHORT_LIVED);
            streamer.wideTables("soak");
            streamer.jvmOptions(jvmOptions);
            try (ChildProcess process = streamer.start()) {
                process.awaitReady(START_LIMIT, streamer::healthy);
                try (SteadyWriter writer = SteadyWriter.start(house.mysql(), rate);
                        Writer file = Files.newBufferedWriter(csv)) {
                    return watch(length, process, streamer, writer, file);
                } finally {
                    PackagedStreamer.stop(process);
                }
            }
        }
    }

    private List<Sample> watch(
            Duration length, ChildProcess process, PackagedStreamer streamer, SteadyWriter writer, Writer file)
            throws Exception {
        List<Sample> samples = new ArrayList<>();
        file.write("seconds,changes,cpu_seconds,rss_bytes,peak_rss_bytes,heap_bytes,old_bytes,lag_seconds\n");
        try (HeapWatch heaps = HeapWatch.of(process.pid(), every)) {
            long began = System.nanoTime();
            while (samples.size() < 2 || samples.get(samples.size() - 1).seconds() < length.toSeconds()) {
                Heap heap = heaps.next();
                Sample sample = new Sample(
                        (System.nanoTime() - began) / 1e9,
                        writer.changes(),
                        Usage.of(process.pid()),
                        heap.heap(),
                        heap.old(),
                        streamer.metric("sluice_streamer_lag_seconds"));
                samples.add(sample);
                file.write(String.format(
                        Locale.ROOT,
                        "%.1f,%d,%.2f,%d,%d,%d,%d,%.3f%n",
                        sample.seconds(),
                        sample.changes(),
                        sample.usage().cpuSeconds(),
                        sample.usage().resident(),
                        sample.usage().peak(),
                        sample.heap(),
                        sample.old(),
                        sample.lagSeconds()));
                file.flush();
            }
        }
        return samples;
    }
}
