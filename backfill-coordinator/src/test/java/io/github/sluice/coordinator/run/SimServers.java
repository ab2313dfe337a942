package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.run.SimKafka.Row;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.coordinator.verify.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One or more MySQLs, a streamer, Kafka, Connect and StarRocks, of one table {@code (id, v)}: all that goes on while sluice
 * processes come and go. Time is the number of looks: each lets every server do a little. What must never be asked of a
 * server in its state is an {@link IllegalStateException} here. Thread-safe: everything is guarded by this.
 */
final class SimServers {
    static final String TABLE = SimTable.ORDERS.name();

    private final SimTable table;
    private final Map<String, SimMySql> mysqls = new LinkedHashMap<>();
    private final SimKafka kafka;
    private final Map<String, SimStreamer> streamers = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> connectors = new TreeMap<>();
    private final List<SimDatax> datax = new ArrayList<>();
    private @Nullable Map<Integer, String> starrocks;
    private long looks;
    private Duration later = Duration.ZERO;

    /** @param writer whether somebody changes rows meanwhile */
    SimServers(Path streamerFolder, boolean writer) {
        this(streamerFolder, writer, SimTable.ORDERS);
    }

    SimServers(Path streamerFolder, boolean writer, SimTable table) {
        this.table = table;
        this.kafka = new SimKafka(this);
        for (String name : table.sources()) {
            SimMySql mysql = new SimMySql(this, name, writer);
            mysqls.put(name, mysql);
            streamers.put(name, new SimStreamer(this, mysql, kafka, streamerFolder));
        }
    }

    /** So much time passes, by the clock of every process. */
    synchronized void letPass(Duration time) {
        later = later.plus(time);
    }

    synchronized Clock clock() {
        return Clock.offset(Clock.systemUTC(), later);
    }

    /** A moment passes everywhere. */
    synchronized void goOn() {
        looks++;
        if (looks % 3 == 0) {
            mysqls.values().forEach(SimMySql::write);
        }
        streamers.values().forEach(SimStreamer::goOn);
        connectors.keySet().forEach(name -> load(name, 4));
        datax.forEach(SimDatax::goOn);
    }

    /** The writer ends its work, and all that it wrote arrives. */
    synchronized void settle() {
        mysqls.forEach((name, mysql) -> {
            while (mysql.write()) {
                streamers.get(name).goOn();
            }
            streamers.get(name).goOn();
        });
        connectors.keySet().forEach(name -> load(name, Integer.MAX_VALUE));
    }

    static void put(Map<Integer, String> rows, Row row) {
        if (row.gone()) {
            rows.remove(row.id());
        } else {
            rows.put(row.id(), row.v());
        }
    }

    SimTable table() {
        return table;
    }

    /** Something that nobody knows of takes a row away that was loaded. */
    synchronized void loseARow() {
        Map<Integer, String> loaded = Objects.requireNonNull(starrocks);
        loaded.remove(loaded.keySet().iterator().next());
    }

    synchronized void truncate() {
        mysqls.forEach((name, mysql) -> streamers.get(name).meets(mysql.truncate()));
    }

    StreamerWords streamerWords(String mysql) {
        return streamers.get(mysql).words();
    }

    ServerPositions serverPositions(String mysql) {
        return mysqls.get(mysql).positions();
    }

    Catalogue catalogue(String mysql) {
        return mysqls.get(mysql).catalogue();
    }

    /** The rows of all MySQLs. */
    private TreeMap<Integer, String> rows() {
        TreeMap<Integer, String> rows = new TreeMap<>();
        mysqls.values().forEach(mysql -> rows.putAll(mysql.rows()));
        return rows;
    }

    TopicsAndGroups topics() {
        return kafka.topics();
    }

    RowReader topicRows(TableSpec spec) {
        return kafka.rows(spec);
    }

    RowReader sourceRows() {
        return reader("MySQL", this::rows);
    }

    /** The rows with these ids as a SELECT of this moment sees them. */
    synchronized Map<Integer, String> select(String mysql, int from, int to) {
        return new TreeMap<>(mysqls.get(mysql).rows().subMap(from, to));
    }

    /** @return the record's partition and offset */
    synchronized long[] append(String topic, int id, String v) {
        return Objects.requireNonNull(kafka.append(topic, new Row(id, v, false)), topic);
    }

    synchronized void start(SimDatax process) {
        datax.add(process);
    }

    /** The process with this job that has not ended. */
    synchronized Optional<SimDatax> running(Path secretJob) {
        return datax.stream()
                .filter(process -> process.job().equals(secretJob) && process.alive())
                .findFirst();
    }

    synchronized Optional<SimDatax> ended(Path output) {
        return datax.stream()
                .filter(process -> process.output().equals(output) && process.whole())
                .findFirst();
    }

    /** The machine takes every DataX down with its sluice. */
    synchronized void killDatax() {
        datax.forEach(SimDatax::kill);
    }

    void refuseMembers(String group) {
        if (connectors.keySet().stream()
                .anyMatch(name -> ConnectClient.group(name).equals(group))) {
            throw new IllegalStateException("group " + group + " has members");
        }
    }

    private void load(String name, int most) {
        String topic = String.valueOf(connectors.get(name).get("topics"));
        Map<Integer, String> table = starrocks;
        if (kafka.has(topic) && table != null) {
            kafka.consume(ConnectClient.group(name), topic, most, row -> put(table, row));
        }
    }

    Connectors connectors() {
        return new Connectors() {
            @Override
            public Optional<Map<String, String>> config(String name) {
                synchronized (SimServers.this) {
                    goOn();
                    return Optional.ofNullable(connectors.get(name));
                }
            }

            @Override
            public boolean put(String name, Map<String, String> config) {
                synchronized (SimServers.this) {
                    if (connectors.keySet().stream().anyMatch(other -> !other.equals(name))) {
                        throw new IllegalStateException(
                                "two connectors load one table: " + name + " and " + connectors);
                    }
                    return connectors.put(name, config) == null;
                }
            }

            @Override
            public Optional<ConnectorStatus> status(String name) {
                synchronized (SimServers.this) {
                    goOn();
                    return Optional.ofNullable(connectors.get(name))
                            .map(config -> new ConnectorStatus(
                                    "sink",
                                    "RUNNING",
                                    "worker",
                                    "",
                                    List.of(new ConnectorStatus.Task(0, "RUNNING", "worker", ""))));
                }
            }

            @Override
            public void restartFailed(String name) {}

            @Override
            public boolean delete(String name) {
                synchronized (SimServers.this) {
                    return connectors.remove(name) != null;
                }
            }
        };
    }

    TargetServer starrocks() {
        return new TargetServer() {
            @Override
            public String fullName(String table) {
                return "ods." + table;
            }

            @Override
            public void createDatabase() {}

            @Override
            public List<String> columns(String table) {
                synchronized (SimServers.this) {
                    goOn();
                    return starrocks == null ? List.of() : SimServers.this.table.targetColumns();
                }
            }

            @Override
            public long count(String table) {
                synchronized (SimServers.this) {
                    return starrocks.size();
                }
            }

            @Override
            public void create(String statement) {
                synchronized (SimServers.this) {
                    if (starrocks != null) {
                        throw new Failure(ExitCode.TARGET_REFUSED, "the table exists");
                    }
                    starrocks = new TreeMap<>();
                }
            }

            @Override
            public void truncate(String table) {
                synchronized (SimServers.this) {
                    if (!connectors.isEmpty()) {
                        throw new IllegalStateException(
                                "a table is emptied under its connector " + connectors.keySet());
                    }
                    starrocks.clear();
                }
            }

            @Override
            public RowReader rows(TableSpec spec) {
                return reader("StarRocks", () -> starrocks);
            }
        };
    }

    UnfinishedLoads unfinishedLoads() {
        return new UnfinishedLoads() {
            @Override
            public void awaitNone(String table, Duration limit) {}

            @Override
            public void cancelAll(String table) {}

            @Override
            public void close() {}
        };
    }

    private RowReader reader(String place, Supplier<Map<Integer, String>> rows) {
        return new RowReader() {
            @Override
            public String place() {
                return place;
            }

            @Override
            public void read(RowSink sink) {
                synchronized (SimServers.this) {
                    rows.get().forEach((id, v) -> sink.row(table.wire(id, v)));
                }
            }
        };
    }

    /** Both sides level, then row by row. */
    synchronized Comparison compare() {
        streamers.values().forEach(SimStreamer::goOn);
        connectors.keySet().forEach(name -> load(name, Integer.MAX_VALUE));
        boolean equal = rows().equals(starrocks);
        return new Comparison(
                equal ? Verdict.EQUAL : Verdict.DIFF,
                rows().size(),
                starrocks.size(),
                0,
                equal ? 0 : 1,
                List.of(),
                List.of(),
                equal ? "" : "MySQL " + rows() + ", StarRocks " + starrocks);
    }

    /** All that stands on the servers when everything has settled, without what depends on how it came about. */
    synchronized String end() {
        settle();
        return "MySQL " + rows() + "\nStarRocks " + starrocks + "\n" + kafka + "\nconnectors "
                + connectors.keySet() + "\nDataX "
                + datax.stream().filter(SimDatax::alive).count();
    }

    synchronized boolean level() {
        return rows().equals(starrocks);
    }
}
