package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.doctor.KafkaFacts.LogFolder;
import io.github.sluice.coordinator.doctor.KafkaFacts.Topic;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Frame;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at Kafka by its admin client's describing requests alone, and opens a connection to each broker. One thread. */
final class KafkaSight {
    private static final int CONNECT_LIMIT_MS = 5_000;
    private static final long ANSWER_LIMIT_SECONDS = 15;
    /** What a producer sends at most in one record or batch, by its default {@code max.request.size}. */
    private static final long PRODUCER_LIMIT = 1L << 20;

    private final SluiceSettings settings;
    private final Side side;
    private final List<Table> tables;

    KafkaSight(SluiceSettings settings, Side side, List<Table> tables) {
        this.settings = settings;
        this.side = side;
        this.tables = tables;
    }

    /** Facts of the run, and what other subjects need to know of Kafka. */
    record View(KafkaFacts facts, String cluster, Seen<Map<String, Topic>> stores) {}

    /**
     * @param forecast of the longest table, where MySQL has told it
     * @throws Exception if no broker answers
     */
    View look(Optional<Duration> forecast) throws Exception {
        Admin admin = new KafkaClients(settings.kafka()).admin();
        try {
            var cluster = admin.describeCluster(new DescribeClusterOptions()
                    .includeAuthorizedOperations(true)
                    .timeoutMs((int) ANSWER_LIMIT_SECONDS * 1000));
            Collection<Node> nodes = get(cluster.nodes());
            Seen<Map<String, String>> broker =
                    Seen.by(() -> brokerSettings(admin, nodes.iterator().next()));
            Seen<Set<String>> known = Seen.by(() -> get(admin.listTopics().names()));
            Map<String, Set<String>> needs = needs();
            return new View(
                    new KafkaFacts(
                            nodes.stream().map(KafkaSight::address).toList(),
                            unreachable(nodes),
                            publicPlaintext(nodes),
                            settings.kafka().bootstrapServers().split(",").length,
                            settings.kafka().replicationFactor(),
                            broker,
                            Seen.by(() -> version(admin, broker)),
                            Seen.by(() -> mayCreate(get(cluster.authorizedOperations()))),
                            topics(admin, known, needs.keySet()),
                            needs,
                            tables.stream().map(Table::topic).toList(),
                            streams(),
                            settings.control().topic(),
                            planned(),
                            largestRecord(),
                            forecast,
                            Seen.by(() -> logs(admin, nodes))),
                    get(cluster.clusterId()),
                    known.value() == null ? Seen.not(known.trouble()) : topics(admin, known, stores(known.value())));
        } finally {
            admin.close(Duration.ofSeconds(2));
        }
    }

    /** @throws IllegalStateException with the broker's words, or after the limit */
    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + ANSWER_LIMIT_SECONDS + " s", e);
        }
    }

    private static String address(Node node) {
        return node.host() + ":" + node.port();
    }

    private static List<String> unreachable(Collection<Node> nodes) {
        List<String> unreachable = new ArrayList<>();
        for (Node node : nodes) {
            try {
                connect(node.host(), node.port());
            } catch (IOException e) {
                unreachable.add(address(node) + ": " + Seen.text(e));
            }
        }
        return unreachable;
    }

    /** Opens a connection and closes it. */
    static void connect(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_LIMIT_MS);
        }
    }

    private List<String> publicPlaintext(Collection<Node> nodes) {
        if (settings.kafka()
                .properties()
                .getOrDefault("security.protocol", "PLAINTEXT")
                .endsWith("SSL")) {
            return List.of();
        }
        return nodes.stream()
                .filter(node -> isPublic(node.host()))
                .map(KafkaSight::address)
                .toList();
    }

    /** Of a name that can't be resolved nobody knows it; the listener's own check tells that. */
    static boolean isPublic(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            return !address.isLoopbackAddress()
                    && !address.isSiteLocalAddress()
                    && !address.isLinkLocalAddress()
                    && !uniqueLocal;
        } catch (IOException unresolved) {
            return false;
        }
    }

    private static Map<String, String> brokerSettings(Admin admin, Node node) throws InterruptedException {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        return values(Objects.requireNonNull(
                get(admin.describeConfigs(List.of(broker)).all()).get(broker)));
    }

    private static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries().forEach(entry -> {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        });
        return values;
    }

    /** Clusters without ZooKeeper have a feature level in place of a version; level 1 came with 3.0. */
    private static String version(Admin admin, Seen<Map<String, String>> broker) throws InterruptedException {
        Map<String, String> config = broker.value() == null ? Map.of() : broker.value();
        var levels = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        var metadata = levels.get("metadata.version");
        if (metadata != null) {
            return "3.0+ (metadata.version " + metadata.maxVersionLevel() + ")";
        }
        String protocol = config.get("inter.broker.protocol.version");
        if (protocol == null) {
            throw new IllegalStateException("inter.broker.protocol.version");
        }
        return protocol;
    }

    /** Null is what a broker without authoriser or of an old version says: it forbids nothing. */
    private static boolean mayCreate(@org.jspecify.annotations.Nullable Set<AclOperation> allowed) {
        return allowed == null || allowed.contains(AclOperation.CREATE) || allowed.contains(AclOperation.ALL);
    }

    private static Seen<Map<String, Topic>> topics(Admin admin, Seen<Set<String>> known, Set<String> wanted) {
        Set<String> all = known.value();
        if (all == null) {
            return Seen.not(known.trouble());
        }
        Set<String> there = wanted.stream().filter(all::contains).collect(Collectors.toSet());
        return Seen.by(() -> {
            Map<String, TopicDescription> described =
                    get(admin.describeTopics(there, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames());
            Map<ConfigResource, Config> configs = get(admin.describeConfigs(there.stream()
                            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                            .toList())
                    .all());
            Map<String, Topic> topics = new LinkedHashMap<>();
            described.forEach((name, one) -> topics.put(
                    name,
                    new Topic(
                            one.partitions().size(),
                            one.partitions().get(0).replicas().size(),
                            values(Objects.requireNonNull(
                                    configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name)))),
                            one.authorizedOperations() == null
                                    ? Set.of()
                                    : one.authorizedOperations().stream()
                                            .map(Enum::name)
                                            .collect(Collectors.toSet()))));
            return topics;
        });
    }

    /** As the generated ACLs say (plan's kafka-acls.sh). */
    private Map<String, Set<String>> needs() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        Set<String> reads = Set.of("READ", "DESCRIBE", "DESCRIBE_CONFIGS");
        Set<String> owns = new TreeSet<>(reads);
        owns.addAll(Set.of("WRITE", "DELETE"));
        needs.put(settings.control().topic(), owns);
        for (Table table : tables) {
            needs.put(table.topic(), side.hasSource() ? owns : reads);
            Table.Stream stream = table.stream();
            if (stream != null) {
                needs.put(stream.topic(), side.hasSource() ? owns : reads);
            }
        }
        Streamer streamer = settings.streamer();
        if (streamer != null && side.hasSource()) {
            needs.put(streamer.positions(), reads);
        }
        return needs;
    }

    private List<String> streams() {
        List<String> streams = new ArrayList<>();
        for (Table table : tables) {
            if (table.stream() != null) {
                streams.add(table.stream().topic());
            }
        }
        return streams;
    }

    private Map<String, Map<String, String>> planned() {
        Map<String, Map<String, String>> planned = new HashMap<>();
        planned.put("batch", settings.kafka().topicConfig());
        Streamer streamer = settings.streamer();
        if (streamer != null) {
            planned.put("stream", streamer.topicConfig());
        }
        return planned;
    }

    private long largestRecord() {
        Frame frame = settings.encryption().frame();
        return Math.max(PRODUCER_LIMIT, frame == null ? 0 : frame.bytes());
    }

    private static List<LogFolder> logs(Admin admin, Collection<Node> nodes) throws InterruptedException {
        List<LogFolder> logs = new ArrayList<>();
        get(admin.describeLogDirs(nodes.stream().map(Node::id).toList()).allDescriptions())
                .forEach((broker, folders) -> folders.values()
                        .forEach(folder -> logs.add(new LogFolder(
                                broker,
                                folder.error() == null
                                        ? ""
                                        : String.valueOf(folder.error().getMessage()),
                                folder.usableBytes().orElse(-1),
                                folder.totalBytes().orElse(-1)))));
        return logs;
    }

    /** Connect's REST names neither its group nor its topics; by custom they are called so. */
    private static Set<String> stores(Set<String> known) {
        return known.stream()
                .filter(name -> name.matches("(?i).*connect.*[-_.](configs?|offsets?|status(es)?)"))
                .collect(Collectors.toSet());
    }
}
