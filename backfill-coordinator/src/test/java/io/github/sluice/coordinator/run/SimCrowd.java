package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.datax.DataxRun;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.kafka.GroupLag;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.key.KeyUse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Simulated servers of many tables named {@code t00}, {@code t01} and so on: whatever names one of them goes to the
 * simulation of that table. Counts how many DataX run at once. Without a streamer. Thread-safe.
 */
final class SimCrowd implements World {
    private static final Pattern TABLE = Pattern.compile("\\bt\\d\\d(?=\\b|_)");

    final AtomicInteger mostDatax = new AtomicInteger();
    private final AtomicInteger datax = new AtomicInteger();
    private final Map<String, SimWorld> worlds = new LinkedHashMap<>();
    private final Map<String, SimServers> servers = new LinkedHashMap<>();
    private final BiConsumer<String, String> before;

    /**
     * @param before told what is asked of Connect, as method and table; what it throws is the answer
     */
    SimCrowd(Path folder, List<SimTable> tables, Path planFolder, BiConsumer<String, String> before)
            throws IOException {
        this.before = before;
        for (SimTable table : tables) {
            Path own = Files.createDirectories(folder.resolve("streamer").resolve(table.name()));
            SimServers simulated = new SimServers(own, false, table);
            servers.put(table.name(), simulated);
            worlds.put(table.name(), new SimWorld(simulated, KillSwitch.never(), planFolder));
        }
    }

    static String name(int number) {
        return String.format("t%02d", number);
    }

    /** Whether all rows of a table are in StarRocks. */
    boolean level(String table) {
        return servers.get(table).level();
    }

    private static String table(String text) {
        Matcher found = TABLE.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no table is named by " + text);
        }
        return found.group();
    }

    private SimWorld world(String text) {
        return worlds.get(table(text));
    }

    private SimWorld any() {
        return worlds.values().iterator().next();
    }

    /** Something outside, each of whose calls goes to the table that its first argument names. */
    private <T> T routed(Class<T> type, Function<SimWorld, T> part, BiConsumer<String, String> told) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (arguments == null) {
                        return method.invoke(part.apply(any()));
                    }
                    String name = arguments[0] instanceof TableSpec spec ? spec.target() : (String) arguments[0];
                    told.accept(method.getName(), table(name));
                    try {
                        return method.invoke(part.apply(world(name)), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private <T> T routed(Class<T> type, Function<SimWorld, T> part) {
        return routed(type, part, (method, table) -> {});
    }

    @Override
    public TopicsAndGroups topics() {
        return routed(TopicsAndGroups.class, SimWorld::topics);
    }

    @Override
    public RowReader topicRows(TableSpec spec) {
        return world(spec.target()).topicRows(spec);
    }

    @Override
    public GroupLag lag(TopicsAndGroups topics, String group, String topic) {
        return any().lag(topics, group, topic);
    }

    @Override
    public StreamerWords streamerWords(String mysql) {
        return any().streamerWords(mysql);
    }

    @Override
    public Map<String, KeyUse> streamerKeyUses() {
        return Map.of();
    }

    @Override
    public Catalogue mysql(String mysql) {
        return new Catalogue() {
            @Override
            public List<PhysicalTable> tables(SourceTables wanted) {
                return tables(List.of(wanted));
            }

            @Override
            public List<PhysicalTable> tables(Collection<SourceTables> wanted) {
                return servers.values().stream()
                        .flatMap(one -> one.table().physical(mysql).stream())
                        .filter(one -> wanted.stream().anyMatch(some -> some.matches(one.database(), one.name())))
                        .toList();
            }

            @Override
            public boolean isMariaDb() {
                return false;
            }

            @Override
            public long longestBytes(String database, String table, String column) {
                return 0;
            }
        };
    }

    @Override
    public RowReader sourceRows(TableSpec spec) {
        return world(spec.target()).sourceRows(spec);
    }

    @Override
    public ServerPositions serverPositions(String mysql) {
        return any().serverPositions(mysql);
    }

    @Override
    public DataxRuns datax() {
        return new DataxRuns() {
            @Override
            public Running start(Datax settings, String job, Path secretJob, Path output) {
                Running started = of(secretJob).start(settings, job, secretJob, output);
                mostDatax.accumulateAndGet(datax.incrementAndGet(), Math::max);
                return new Running() {
                    @Override
                    public DataxRun.Ended await(LongConsumer progress) {
                        LockSupport.parkNanos(20_000_000); // so that several would be seen at once
                        try {
                            return started.await(progress);
                        } finally {
                            datax.decrementAndGet();
                        }
                    }

                    @Override
                    public void stop() {
                        started.stop();
                    }
                };
            }

            private DataxRuns of(Path secretJob) {
                return world(secretJob.getParent().getParent().getFileName().toString())
                        .datax();
            }

            @Override
            public Optional<Running> find(Path secretJob, Path output) {
                return of(secretJob).find(secretJob, output);
            }

            @Override
            public DataxRun.Ended ended(Path output) {
                return of(output).ended(output);
            }

            @Override
            public void removeSecret(Path secretJob) {
                of(secretJob).removeSecret(secretJob);
            }
        };
    }

    @Override
    public Connectors connectors() {
        return routed(Connectors.class, SimWorld::connectors, before);
    }

    @Override
    public TargetServer starrocks() {
        return routed(TargetServer.class, SimWorld::starrocks);
    }

    @Override
    public UnfinishedLoads unfinishedLoads() {
        return any().unfinishedLoads();
    }

    @Override
    public LiveSource liveSource() {
        return any().liveSource();
    }

    @Override
    public LiveTarget liveTarget() {
        return any().liveTarget();
    }

    @Override
    public void rest(Duration pause) {
        LockSupport.parkNanos(1_000_000);
    }
}
