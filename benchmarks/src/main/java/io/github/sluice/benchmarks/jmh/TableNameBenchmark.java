package io.github.sluice.benchmarks.jmh;

import io.github.sluice.benchmarks.stream.WideTables;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.route.Route;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.testbed.process.ServerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the file of a physical table's name among 56 files for 5,274 tables. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TableNameBenchmark {
    private static final int TABLES = 5_274;
    private static final int LOGICAL = 56;
    private static final String SOURCE = "rds1";

    private @Nullable Path folder;
    private @Nullable Routes routes;
    private int next;

    /** Writes the files and looks at every name once. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        Path made = Files.createTempDirectory("sluice-table-files");
        folder = made;
        for (int i = 0; i < LOGICAL; i++) {
            Files.writeString(
                    made.resolve("t" + i + ".json"), WideTables.tableFile("t" + i, "topic", "many\\.t" + i + "_\\d+"));
        }
        try (TableFiles files = TableFiles.load(made, Set.of(SOURCE))) {
            routes = files.current().routes(SOURCE);
        }
        for (int i = 0; i < TABLES; i++) {
            known();
        }
    }

    /** The next of all names; each was looked up before. */
    @Benchmark
    public @Nullable Route known() {
        int table = next++ % TABLES;
        Routes open = routes;
        return open == null ? null : open.resolve(new TableId("many", "t" + table % LOGICAL + "_" + table / LOGICAL));
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (folder != null) {
            ServerFolder.delete(folder);
        }
    }
}
