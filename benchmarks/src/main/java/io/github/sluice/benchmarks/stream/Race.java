package io.github.sluice.benchmarks.stream;

import io.github.sluice.benchmarks.measure.Await;
import io.github.sluice.benchmarks.measure.Usage;
import io.github.sluice.testbed.process.ChildProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several readers over one and the same binlog into one Kafka, one after the other and again, so that none of them has
 * the quiet moments to itself.
 */
public final class Race implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration FIRST_LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration CALM_LIMIT = Duration.ofMinutes(3);
    private static final Duration CALM_WINDOW = Duration.ofSeconds(3);
    /** Of MySQL in such a window. */
    private static final Duration CALM_CPU = Duration.ofMillis(100);

    private final House house;
    private final Path project;
    private final long rows;
    private final List<Contender> contenders = new ArrayList<>();
    private @Nullable List<Census> expected;

    /**
     * One reader in one round.
     *
     * @param reader its name
     * @param rows row changes that it wrote
     * @param usage of its whole life, the JVM's start and warming up included
     * @param untilFirst CPU time before its first record was in Kafka
     * @param firstAfter wall time from the start to that record
     * @param doneAfter wall time from the start to the last one
     * @param bytes of record values; 0 where they were not looked at: that is done in the first round
     */
    public record Lap(
            String reader,
            int round,
            long rows,
            Usage usage,
            Duration untilFirst,
            Duration firstAfter,
            Duration doneAfter,
            long bytes) {
        /** Row changes for each second of CPU time, all of its life counted. */
        public double perCpuSecond() {
            return rows / usage.cpuSeconds();
        }

        /** The same from the first record on: what a process that runs for days comes to. */
        public double perStreamingCpuSecond() {
            return rows / ((usage.cpu().toMillis() - untilFirst.toMillis()) / 1000.0);
        }
    }

    /**
     * Starts the servers.
     *
     * @param rows row changes: four sevenths are inserts, two updates, one deletes; a multiple of 140
     * @param v1 whether MySQL writes row events of version 1, as some services do
     */
    public Race(Path project, Path folder, long rows, boolean v1) throws Exception {
        if (rows <= 0 || rows % 140 != 0) {
            throw new IllegalArgumentException("--rows: must be a multiple of 140, found " + rows);
        }
        this.project = project;
        this.rows = rows;
        this.house = House.open(folder, "--log-bin-use-v1-row-events=" + (v1 ? "ON" : "OFF"), "--max-binlog-size=1G");
        WideTables.create(house.mysql());
    }

    /** Adds the packaged streamer. */
    public void streamer(String jvmOptions) {
        contenders.add(new StreamerContender(project, house, jvmOptions, rows));
    }

    /** Adds Debezium's newest engine. */
    public void debezium(List<String> jvmOptions) {
        contenders.add(new DebeziumContender(project, house, DebeziumContender.Engine.ASYNC, jvmOptions, rows));
    }

    /** Adds the last synchronous one. */
    public void debeziumSync(List<String> jvmOptions) {
        contenders.add(new DebeziumContender(project, house, DebeziumContender.Engine.SYNC, jvmOptions, rows));
    }

    /** Adds any command; see {@link CommandContender}. */
    public void command(String command, long commandRows) {
        contenders.add(new CommandContender(house, command, commandRows));
    }

    public House house() {
        return house;
    }

    /**
     * Runs all rounds.
     *
     * @param report gets each lap at once
     * @throws IllegalStateException if two readers that should have written the same have not
     */
    public List<Lap> run(int rounds, Consumer<String> say, Consumer<Lap> report) throws Exception {
        for (Contender contender : contenders) {
            say.accept("bringing " + contender.name() + " to the position before the first change");
            contender.prime(rounds);
        }
        say.accept("making " + rows + " row changes");
        change();
        awaitCalm(say);
        List<Lap> laps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                Lap lap = lap(contender, round);
                laps.add(lap);
                report.accept(lap);
            }
        }
        return laps;
    }

    private void change() throws SQLException {
        try (WideTables.Writer writer = new WideTables.Writer(house.mysql(), 42)) {
            while (writer.changes() < rows / 7 * 4) {
                writer.insert();
            }
            while (writer.changes() < rows / 7 * 6) {
                writer.update();
            }
            while (writer.changes() < rows) {
                writer.delete();
            }
        }
    }

    /** Purging and flushing go on after the last commit, for which the first lap would pay. */
    private void awaitCalm(Consumer<String> say) throws Exception {
        long mysql = house.mysql().pid();
        long end = System.nanoTime() + CALM_LIMIT.toNanos();
        Duration before = Usage.of(mysql).cpu();
        while (true) {
            Thread.sleep(CALM_WINDOW.toMillis());
            Duration now = Usage.of(mysql).cpu();
            if (now.minus(before).compareTo(CALM_CPU) <= 0) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                say.accept("MySQL is still at work; the first lap may suffer from it");
                return;
            }
            before = now;
        }
    }

    private Lap lap(Contender contender, int round) throws Exception {
        List<String> topics = contender.topics(round);
        long began = System.nanoTime();
        Usage atFirst;
        Usage usage;
        Duration firstAfter;
        Duration doneAfter;
        try (ChildProcess process = contender.start(round)) {
            Await.until(
                    "the first record of " + contender.name() + " is there",
                    process,
                    FIRST_LIMIT,
                    LOOK_AGAIN,
                    () -> house.offsets(topics) > 0);
            atFirst = Usage.of(process.pid());
            firstAfter = Duration.ofNanos(System.nanoTime() - began);
            Await.until(
                    contender.name() + " has written all", process, LIMIT, LOOK_AGAIN, () -> contender.isDone(round));
            usage = Usage.of(process.pid());
            doneAfter = Duration.ofNanos(System.nanoTime() - began);
        }
        long bytes = contender.isComparable() && round == 0 ? compare(contender, topics) : 0;
        house.delete(topics);
        return new Lap(contender.name(), round, contender.rows(), usage, atFirst.cpu(), firstAfter, doneAfter, bytes);
    }

    private long compare(Contender contender, List<String> topics) throws Exception {
        List<Census> found = new ArrayList<>();
        for (String topic : topics) {
            found.add(Census.of(house, topic));
        }
        long records = found.stream().mapToLong(Census::records).sum();
        if (records != rows) {
            throw new IllegalStateException(
                    contender.name() + " wrote " + records + " records of " + rows + " row changes");
        }
        List<Census> first = expected;
        if (first == null) {
            expected = found;
        } else {
            for (int i = 0; i < topics.size(); i++) {
                if (!found.get(i).sameRows(first.get(i))) {
                    throw new IllegalStateException("topic " + topics.get(i) + " holds " + found.get(i)
                            + ", but the first reader's holds " + first.get(i)
                            + ": the readers did not do the same work, so they cannot be compared");
                }
            }
        }
        return found.stream().mapToLong(Census::bytes).sum();
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        house.close();
    }
}
