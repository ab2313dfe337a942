package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.connect.LostAnswer;
import io.github.sluice.coordinator.datax.DataxRun;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.kafka.GroupLag;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.key.KeyUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** The simulated servers as one process reaches them; every call may be its last. Thread-safe. */
final class SimWorld implements World {
    private final SimServers servers;
    private final KillSwitch process;
    private final Path planFolder;

    SimWorld(SimServers servers, KillSwitch process, Path planFolder) {
        this.servers = servers;
        this.process = process;
        this.planFolder = planFolder;
    }

    @Override
    public TopicsAndGroups topics() {
        return process.outside(TopicsAndGroups.class, servers.topics());
    }

    @Override
    public RowReader topicRows(TableSpec spec) {
        return process.outside(RowReader.class, servers.topicRows(spec));
    }

    @Override
    public GroupLag lag(TopicsAndGroups topics, String group, String topic) {
        return new GroupLag() {
            @Override
            public Map<Integer, Long> distance(Map<Integer, Long> starts, Map<Integer, Long> ends) {
                Map<Integer, Long> committed = topics.committed(group, topic);
                Map<Integer, Long> left = new LinkedHashMap<>();
                ends.forEach((partition, end) -> {
                    long next = committed.getOrDefault(partition, starts.getOrDefault(partition, 0L));
                    if (next < end) {
                        left.put(partition, end - next);
                    }
                });
                return left;
            }

            @Override
            public boolean covers(Map<Integer, Long> starts, Map<Integer, Long> ends) {
                return distance(starts, ends).isEmpty();
            }
        };
    }

    @Override
    public StreamerWords streamerWords(String mysql) {
        return process.outside(StreamerWords.class, servers.streamerWords(mysql));
    }

    @Override
    public Map<String, KeyUse> streamerKeyUses() {
        return Map.of();
    }

    @Override
    public Catalogue mysql(String mysql) {
        return process.outside(Catalogue.class, servers.catalogue(mysql));
    }

    @Override
    public RowReader sourceRows(TableSpec spec) {
        return process.outside(RowReader.class, servers.sourceRows());
    }

    @Override
    public ServerPositions serverPositions(String mysql) {
        return process.outside(ServerPositions.class, servers.serverPositions(mysql));
    }

    @Override
    public DataxRuns datax() {
        return new DataxRuns() {
            @Override
            public Running start(Datax settings, String job, Path secretJob, Path output) {
                return running(
                        process.call("DataX starts", () -> {
                            write(secretJob, job);
                            write(output, "");
                            TableSpec spec = TableSpec.fromJson(
                                    read(planFolder.resolve(servers.table().name() + "_table.json")));
                            SimDatax started = new SimDatax(servers, spec.schema(), job, secretJob, output);
                            servers.start(started);
                            return started;
                        }),
                        true);
            }

            @Override
            public Optional<Running> find(Path secretJob, Path output) {
                process.live();
                return servers.running(secretJob).map(found -> running(found, false));
            }

            @Override
            public DataxRun.Ended ended(Path output) {
                process.live();
                return servers.ended(output)
                        .map(found -> found.how(false))
                        .orElse(new DataxRun.Ended(
                                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), "", output));
            }

            @Override
            public void removeSecret(Path secretJob) {
                process.call("remove " + secretJob.getFileName(), () -> {
                    delete(secretJob);
                    return true;
                });
            }
        };
    }

    private DataxRuns.Running running(SimDatax datax, boolean ours) {
        return new DataxRuns.Running() {
            @Override
            public DataxRun.Ended await(LongConsumer progress) {
                while (datax.alive()) {
                    process.call("DataX goes on", () -> {
                        servers.goOn();
                        return true;
                    });
                }
                return datax.how(ours);
            }

            @Override
            public void stop() {
                process.live();
                datax.kill();
            }
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Connectors connectors() {
        return process.outside(Connectors.class, servers.connectors(), LostAnswer::to);
    }

    @Override
    public TargetServer starrocks() {
        return process.outside(TargetServer.class, servers.starrocks());
    }

    @Override
    public UnfinishedLoads unfinishedLoads() {
        return process.outside(UnfinishedLoads.class, servers.unfinishedLoads());
    }

    @Override
    public LiveSource liveSource() {
        return (spec, over, progress) -> {
            while (!over.getAsBoolean()) {
                rest(Duration.ZERO);
            }
            return Optional.empty();
        };
    }

    @Override
    public LiveTarget liveTarget() {
        return new LiveTarget() {
            @Override
            public Comparison compare(LiveSpec spec, String group, CompareProgress progress) {
                return process.call("the live comparison", servers::compare);
            }

            @Override
            public Repaired repair(LiveSpec spec, String group, boolean apply, CompareProgress progress) {
                throw new UnsupportedOperationException("nothing is repaired in the simulation");
            }
        };
    }

    @Override
    public Clock clock() {
        return servers.clock();
    }

    @Override
    public void rest(Duration pause) {
        process.live();
        servers.goOn();
        LockSupport.parkNanos(200_000);
    }
}
