package io.github.sluice.benchmarks.stream;

import io.github.sluice.benchmarks.measure.HeapWatch;
import io.github.sluice.benchmarks.measure.HeapWatch.Heap;
import io.github.sluice.benchmarks.measure.Usage;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.Readiness;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.StreamPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Thousands of physical tables of 24 columns, shards of tens of logical ones, and a streamer that begins with them. */
public final class ManyTables implements AutoCloseable {
    private static final String DATABASE = "many";
    private static final String TOPIC = "many";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int tables;
    private final int logical;
    private final House house;
    private final PackagedStreamer streamer;
    private final Path project;

    /**
     * One {@code sluice plan}.
     *
     * @param took wall time from the start of the process to its end
     * @param usage when it was last looked at, some hundredths of a second before the end
     * @param files in the folder of the plan
     */
    public record Planning(Duration took, Usage usage, long files) {}

    /**
     * One start.
     *
     * @param ready wall time until every table was routed and the position committed; at a second start, until a change
     *     made in the meantime was in Kafka
     * @param usage at that moment
     * @param heap in use at that moment
     * @param live what is left of it after a full collection
     */
    public record Start(Duration ready, Usage usage, Heap heap, Heap live) {}

    /**
     * How long it takes to find the file of a table's name, in nanoseconds.
     *
     * @param firstMean for a name that was not asked for before
     * @param firstP99 99 of 100 are not above it; the rest is the JVM's own, which loads classes and compiles meanwhile
     * @param againMean for a name that was
     */
    public record Resolving(double firstMean, long firstP99, double againMean) {}

    /** Starts the servers and makes the tables. */
    public ManyTables(Path project, Path folder, int tables, int logical, String jvmOptions) throws Exception {
        this.tables = tables;
        this.logical = logical;
        this.project = project;
        house = House.open(folder, "--table-definition-cache=10000", "--open-files-limit=65535");
        house.mysql()
                .execute(
                        "CREATE DATABASE " + DATABASE,
                        "CREATE TABLE " + DATABASE + ".t0_0 (" + WideTables.definition()
                                + ") DEFAULT CHARSET = utf8mb4");
        try (Connection connection = house.mysql().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + DATABASE);
            for (int i = 1; i < tables; i++) {
                statement.execute("CREATE TABLE " + name(i) + " LIKE t0_0");
            }
        }
        house.create(List.of(TOPIC), Map.of());
        streamer = new PackagedStreamer(project, house, "many", 7_300);
        streamer.jvmOptions(jvmOptions);
        for (int i = 0; i < logical; i++) {
            streamer.tableFile("t" + i, TOPIC, DATABASE + "\\.t" + i + "_\\d+");
        }
    }

    private String name(int table) {
        return "t" + table % logical + "_" + table / logical;
    }

    private void insert(int table, int id) throws SQLException {
        house.mysql()
                .execute("INSERT INTO " + DATABASE + "." + name(table)
                        + " (Id, CompanyId, Qty, Price, CreateTime) VALUES (" + id + ", 1, 1, 1, '2025-01-01')");
    }

    /** The first start, with no position, and a second one that goes on from there. */
    public List<Start> starts() throws Exception {
        List<Start> starts = new ArrayList<>();
        starts.add(start(() -> {
            StreamPosition position = streamer.position();
            return position != null && position.tables().size() == logical;
        }));
        insert(tables - 1, 1);
        GtidSet executed = GtidSet.parse(house.ask("SELECT @@GLOBAL.gtid_executed"));
        starts.add(start(() -> streamer.covers(executed)));
        return starts;
    }

    private Start start(Readiness readiness) throws Exception {
        long began = System.nanoTime();
        try (ChildProcess process = streamer.start()) {
            process.awaitReady(LIMIT, readiness);
            Duration ready = Duration.ofNanos(System.nanoTime() - began);
            Usage usage = Usage.of(process.pid());
            Heap heap = look(process.pid());
            collect(process.pid());
            Heap live = look(process.pid());
            PackagedStreamer.stop(process);
            return new Start(ready, usage, heap, live);
        }
    }

    private static Heap look(long pid) throws IOException {
        try (HeapWatch watch = HeapWatch.of(pid, Duration.ofSeconds(1))) {
            return watch.next();
        }
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            jcmd.destroyForcibly();
            throw new IOException("jcmd " + pid + " GC.run did not work");
        }
    }

    /**
     * Plans all tables with the packaged {@code bin/sluice}: first into an empty folder, then with {@code --check}.
     *
     * @param jvmOptions of the process
     * @throws IOException if it does not end with 0
     */
    public List<Planning> plans(String jvmOptions) throws Exception {
        StringBuilder sources = new StringBuilder();
        for (int i = 0; i < logical; i++) {
            sources.append(
                    String.format("  - {source: {databases: %s, tables: 't%d_\\d+'}, target: t%d}%n", DATABASE, i, i));
        }
        Path folder = Files.createDirectories(house.folder().resolve("plan"));
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: many
                source: {host: 127.0.0.1, port: %d, username: %s, password: "file:%s",
                         properties: {allowPublicKeyRetrieval: "true"}}
                kafka: {bootstrapServers: "%s", replicationFactor: 1}
                encryption: {key: "file:%s"}
                datax: {command: [datax]}
                connect: {url: "http://connect:8083"}
                starrocks: {http: ["fe:8030"], query: "fe:9030", username: sluice, database: ods}
                streamer: {name: many, source: %s, tables: tables}
                tables:
                %s""".formatted(
                        house.mysql().port(),
                        house.account(),
                        house.passwordFile(),
                        house.bootstrapServers(),
                        house.keyFile(),
                        PackagedStreamer.SOURCE,
                        sources));
        return List.of(plan(folder, jvmOptions), plan(folder, jvmOptions, "--check"));
    }

    private Planning plan(Path folder, String jvmOptions, String... more) throws Exception {
        Path program = project.resolve("backfill-coordinator/target/sluice-cli/bin/sluice");
        List<String> command = new ArrayList<>(List.of(program.toString(), "plan"));
        command.addAll(List.of(more));
        Path log = folder.resolve("plan.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_OPTS", jvmOptions);
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            Usage usage = Usage.of(process.pid());
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - began > LIMIT.toNanos()) {
                    throw new IOException("sluice plan has not ended after " + LIMIT);
                }
                try {
                    Usage now = Usage.of(process.pid());
                    usage = now.peak() == 0 ? usage : now;
                } catch (IOException ended) {
                    break;
                }
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (process.waitFor() != 0) {
                throw new IOException("sluice plan ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            try (Stream<Path> files = Files.list(folder.resolve("sluice-plan"))) {
                return new Planning(took, usage, files.count());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Looks up every table's name in this process, with the streamer's own code and files. */
    public Resolving resolving() {
        long[] first = new long[tables];
        long again = 0;
        try (TableFiles files = TableFiles.load(streamer.tables(), Set.of(PackagedStreamer.SOURCE))) {
            Routes routes = files.current().routes(PackagedStreamer.SOURCE);
            for (int i = 0; i < tables; i++) {
                first[i] = time(routes, i);
            }
            for (int i = 0; i < tables; i++) {
                again += time(routes, i);
            }
        }
        double mean = Arrays.stream(first).average().orElse(0);
        Arrays.sort(first);
        return new Resolving(mean, first[(tables - 1) * 99 / 100], again / (double) tables);
    }

    private long time(Routes routes, int table) {
        TableId id = new TableId(DATABASE, name(table));
        long began = System.nanoTime();
        boolean found = routes.resolve(id) != null;
        long took = System.nanoTime() - began;
        if (!found) {
            throw new IllegalStateException(id + " has no file");
        }
        return took;
    }

    @Override
    public void close() {
        streamer.close();
        house.close();
    }
}
