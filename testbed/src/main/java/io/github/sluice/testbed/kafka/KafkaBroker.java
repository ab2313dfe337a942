package io.github.sluice.testbed.kafka;

import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.ClassArchive;
import io.github.sluice.testbed.process.JavaServer;
import io.github.sluice.testbed.process.Port;
import io.github.sluice.testbed.process.ServerFolder;
import io.github.sluice.testbed.process.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A real Kafka broker 3.9.1 that is its own KRaft controller, on 127.0.0.1 without encryption. Internal topics have one
 * partition and one replica, and topics are not created by being used; else Kafka's own defaults hold, and every one of
 * these properties can be overridden. Thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final int PORT_TRIES = 3;

    private final ServerFolder folder;
    private final List<Port> ports;
    private final Map<String, String> properties;
    private final List<String> jvmOptions;
    private ChildProcess process;

    private KafkaBroker(ServerFolder folder, List<Port> ports, Map<String, String> overrides, List<String> jvmOptions) {
        this.jvmOptions = jvmOptions;
        this.folder = folder;
        this.ports = ports;
        this.properties = properties(overrides);
        writeProperties();
        StorageFormat.format(properties, overrides, propertiesFile(), folder.path());
        this.process = launch();
    }

    /**
     * Starts a broker with an empty data folder of its own under {@code workDir}; it returns once a topic can be created.
     *
     * @param overrides any broker property; they win over the testbed's own. {@code log.dirs}, {@code listeners} and the
     *     quorum belong together: who overrides one of them gives all that depends on it
     * @throws StartFailedException with the end of the broker's log
     */
    public static KafkaBroker start(Path workDir, Map<String, String> overrides) {
        return start(workDir, Map.of(), overrides);
    }

    /**
     * Starts a broker for clients of several networks: who comes in by a listener is sent on to that listener's address.
     *
     * @param listeners addresses by name, such as SOURCE and TARGET; their ports are chosen here. All are without
     *     encryption unless {@code listener.security.protocol.map} is overridden; the testbed itself uses the first
     * @param overrides as for {@link #start(Path, Map)}, none of which touches addresses or the quorum
     * @throws StartFailedException with the end of the broker's log
     */
    public static KafkaBroker startListening(
            Path workDir, SortedMap<String, String> listeners, Map<String, String> overrides) {
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("listeners: none given");
        }
        return start(workDir, listeners, overrides);
    }

    private static KafkaBroker start(Path workDir, Map<String, String> listeners, Map<String, String> overrides) {
        return start(workDir, listeners, overrides, ClassArchive.options("kafka", KafkaBroker::train));
    }

    private static void train(Path folder, List<String> jvmOptions) {
        start(folder, Map.of(), Map.of(), jvmOptions).close();
    }

    private static KafkaBroker start(
            Path workDir, Map<String, String> listeners, Map<String, String> overrides, List<String> jvmOptions) {
        for (int tries = 1; ; tries++) {
            List<Port> ports = new ArrayList<>(List.of(Port.claim(), Port.claim()));
            Map<String, String> all = new TreeMap<>(overrides);
            if (!listeners.isEmpty()) {
                listening(listeners, ports).forEach(all::putIfAbsent);
            }
            ServerFolder folder = null;
            KafkaBroker broker = null;
            try {
                folder = ServerFolder.create(workDir, "kafka");
                broker = new KafkaBroker(folder, ports, all, jvmOptions);
                broker.awaitReady();
                return broker;
            } catch (RuntimeException e) {
                if (broker != null) {
                    broker.process.kill();
                }
                if (folder != null) {
                    folder.close();
                }
                ports.forEach(Port::close);
                if (!(e instanceof StartFailedException failed && failed.addressInUse() && tries < PORT_TRIES)) {
                    throw e;
                }
            }
        }
    }

    /** What depends on the listeners. The first port is left to the first of them, the second to the controller. */
    private static Map<String, String> listening(Map<String, String> listeners, List<Port> ports) {
        List<String> addresses = new ArrayList<>();
        List<String> protocols = new ArrayList<>(List.of("CONTROLLER:PLAINTEXT"));
        listeners.forEach((name, host) -> {
            Port port = ports.get(0);
            if (!addresses.isEmpty()) {
                port = Port.claim();
                ports.add(port);
            }
            addresses.add(name + "://" + host + ":" + port.number());
            protocols.add(name + ":PLAINTEXT");
        });
        String forClients = String.join(",", addresses);
        return Map.of(
                "listeners",
                forClients + ",CONTROLLER://127.0.0.1:" + ports.get(1).number(),
                "advertised.listeners",
                forClients,
                "inter.broker.listener.name",
                listeners.keySet().iterator().next(),
                "listener.security.protocol.map",
                String.join(",", protocols));
    }

    private Map<String, String> properties(Map<String, String> overrides) {
        Map<String, String> all = new TreeMap<>();
        String broker = "127.0.0.1:" + ports.get(0).number();
        String controller = "127.0.0.1:" + ports.get(1).number();
        String nodeId = overrides.getOrDefault("node.id", "1");
        all.put("process.roles", "broker,controller");
        all.put("node.id", nodeId);
        all.put("controller.quorum.voters", nodeId + "@" + controller);
        all.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        all.put("log.dirs", folder.path().resolve("data").toString());
        // 50 partitions each, for one broker of a few minutes' life
        all.put("offsets.topic.num.partitions", "1");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("log.cleaner.dedupe.buffer.size", "2097152"); // default 128 MB, of a heap of 512
        // after a kill the broker is let in again once its former session has ended; default 9 s
        all.put("broker.session.timeout.ms", "4000");
        all.put("broker.heartbeat.interval.ms", "1000");
        // a missing topic must show as missing
        all.put("auto.create.topics.enable", "false");
        all.putAll(overrides);
        return all;
    }

    private void writeProperties() {
        Properties file = new Properties();
        file.putAll(properties);
        try (Writer out = Files.newBufferedWriter(propertiesFile(), StandardCharsets.UTF_8)) {
            file.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + propertiesFile(), e);
        }
    }

    private Path propertiesFile() {
        return folder.path().resolve("server.properties");
    }

    private ChildProcess launch() {
        return JavaServer.start(
                "kafka",
                folder.path(),
                Map.of(),
                jvmOptions,
                "kafka.Kafka",
                propertiesFile().toString());
    }

    private void awaitReady() {
        try (BrokerReadiness readiness = new BrokerReadiness(bootstrapServers(), nodeId())) {
            process.awaitReady(START_LIMIT, readiness);
        }
    }

    private int nodeId() {
        return Integer.parseInt(property("node.id"));
    }

    private String property(String name) {
        return Objects.requireNonNull(properties.get(name), name);
    }

    /** {@code host:port} of the broker's first listener that is not the controller's. */
    public String bootstrapServers() {
        return bootstrapServers("");
    }

    /**
     * {@code host:port} of a listener.
     *
     * @param listener its name; empty is the first one that is not the controller's
     */
    public String bootstrapServers(String listener) {
        List<String> controllers =
                Arrays.asList(property("controller.listener.names").split(","));
        String listeners = properties.getOrDefault("advertised.listeners", property("listeners"));
        return Arrays.stream(listeners.split(","))
                .map(String::trim)
                .filter(one -> !controllers.contains(one.replaceFirst("://.*", "")))
                .filter(one -> listener.isEmpty() || one.startsWith(listener + "://"))
                .map(one -> one.replaceFirst(".*://", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no broker listener " + listener + " in " + listeners));
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** The folder that holds the topics' segments. */
    public Path logDir() {
        return Path.of(property("log.dirs"));
    }

    /** The broker's own log; gone when the broker is closed. */
    public Path logFile() {
        return folder.path().resolve("kafka.log");
    }

    /** Kills the broker (SIGKILL); {@link #restart} starts it again on its data and ports. */
    public synchronized void kill() {
        process.kill();
    }

    /** Stops the broker from running (SIGSTOP); connections stay open and silent. */
    public synchronized void freeze() {
        process.freeze();
    }

    /** Lets a frozen broker run on. */
    public synchronized void resume() {
        process.resume();
    }

    /** Stops the broker if it runs, and starts it on the same data and ports; its partitions have leaders again. */
    public synchronized void restart() {
        process.close();
        process = launch();
        awaitReady();
    }

    /** Stops the broker and removes its folder. A second call does nothing. */
    @Override
    public synchronized void close() {
        process.close();
        folder.close();
        ports.forEach(Port::close);
    }
}
