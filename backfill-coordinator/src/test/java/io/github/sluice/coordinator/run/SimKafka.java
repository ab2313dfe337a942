package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics.Range;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.RowReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Topics and groups. A topic holds rows as they are, for what seals them is tested elsewhere. Guarded by the servers.
 */
final class SimKafka {
    /** One record of a topic. */
    record Row(int id, String v, boolean gone) {}

    private record Topic(Shape shape, List<List<Row>> partitions) {}

    private final SimServers servers;
    private final Map<String, Topic> topics = new TreeMap<>();
    private final Map<String, Map<Integer, Long>> groups = new TreeMap<>();

    SimKafka(SimServers servers) {
        this.servers = servers;
    }

    /** @return the record's partition and offset; null if there is no such topic */
    long @Nullable [] append(String name, Row row) {
        Topic topic = topics.get(name);
        if (topic == null) {
            return null;
        }
        int partition = row.id() % topic.partitions().size();
        List<Row> rows = topic.partitions().get(partition);
        rows.add(row);
        return new long[] {partition, rows.size() - 1L};
    }

    boolean has(String name) {
        return topics.containsKey(name);
    }

    /** Gives a group's next records to {@code sink} and commits them. */
    void consume(String group, String name, int most, Consumer<Row> sink) {
        Map<Integer, Long> committed = groups.computeIfAbsent(group, none -> new TreeMap<>());
        List<List<Row>> partitions = topic(name).partitions();
        int left = most;
        for (int i = 0; i < partitions.size(); i++) {
            long next = committed.getOrDefault(i, 0L);
            for (; next < partitions.get(i).size() && left > 0; next++, left--) {
                sink.accept(partitions.get(i).get((int) next));
            }
            committed.put(i, next);
        }
    }

    private Topic topic(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new Failure(ExitCode.ACKED_NOT_IN_TOPIC, "topic " + name + " does not exist");
        }
        return topic;
    }

    RowReader rows(TableSpec spec) {
        return new RowReader() {
            @Override
            public String place() {
                return "topic " + spec.topic();
            }

            @Override
            public void read(RowSink sink) {
                synchronized (servers) {
                    topic(spec.topic())
                            .partitions()
                            .forEach(rows ->
                                    rows.forEach(row -> sink.row(servers.table().wire(row.id(), row.v()))));
                }
            }
        };
    }

    TopicsAndGroups topics() {
        return new TopicsAndGroups() {
            @Override
            public Optional<Shape> shape(String name) {
                synchronized (servers) {
                    servers.goOn();
                    return Optional.ofNullable(topics.get(name)).map(Topic::shape);
                }
            }

            @Override
            public boolean create(String name, Shape wanted) {
                synchronized (servers) {
                    if (topics.containsKey(name)) {
                        return false;
                    }
                    Map<String, String> config =
                            new LinkedHashMap<>(Map.of("cleanup.policy", "delete", "retention.ms", "1209600000"));
                    config.putAll(wanted.config());
                    List<List<Row>> partitions = new ArrayList<>();
                    for (int i = 0; i < wanted.partitions(); i++) {
                        partitions.add(new ArrayList<>());
                    }
                    topics.put(
                            name,
                            new Topic(new Shape(wanted.partitions(), wanted.replicationFactor(), config), partitions));
                    return true;
                }
            }

            @Override
            public void delete(String name) {
                synchronized (servers) {
                    topics.remove(name);
                }
            }

            @Override
            public Map<Integer, Range> ranges(String name) {
                synchronized (servers) {
                    Map<Integer, Range> ranges = new LinkedHashMap<>();
                    List<List<Row>> partitions = topic(name).partitions();
                    for (int i = 0; i < partitions.size(); i++) {
                        ranges.put(i, new Range(0, partitions.get(i).size()));
                    }
                    return ranges;
                }
            }

            @Override
            public Map<Integer, Long> committedEnds(String name) {
                return ends(name);
            }

            @Override
            public Map<Integer, Long> ends(String name) {
                Map<Integer, Long> ends = new LinkedHashMap<>();
                ranges(name).forEach((partition, range) -> ends.put(partition, range.end()));
                return ends;
            }

            @Override
            public void commit(String group, String topic, Map<Integer, Long> offsets) {
                synchronized (servers) {
                    servers.refuseMembers(group);
                    groups.put(group, new TreeMap<>(offsets));
                }
            }

            @Override
            public Map<Integer, Long> committed(String group, String topic) {
                synchronized (servers) {
                    servers.goOn();
                    return Map.copyOf(groups.getOrDefault(group, Map.of()));
                }
            }

            @Override
            public void deleteGroup(String group) {
                synchronized (servers) {
                    servers.refuseMembers(group);
                    groups.remove(group);
                }
            }

            @Override
            public void close() {}
        };
    }

    /** What is there, by name. */
    @Override
    public String toString() {
        return "topics " + topics.keySet() + "\ngroups " + groups.keySet();
    }
}
