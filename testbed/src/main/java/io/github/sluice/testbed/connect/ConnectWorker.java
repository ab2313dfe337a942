package io.github.sluice.testbed.connect;

import io.github.sluice.testbed.kafka.KafkaBroker;
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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A real distributed worker of Kafka Connect 3.9.1. Workers on one broker with one {@code group.id} (default
 * {@code sluice-connect}) form one cluster; the internal topics are named after the group. Its class path is Kafka's
 * own; plugins come from {@code plugin.path} only, each folder in its own class loader, found by their
 * {@code META-INF/services}. Connector configurations may use <code>${env:NAME}</code> and <code>${file:PATH:KEY}</code>.
 * Converters default to bytes as they are.
 *
 * <p>After {@link #kill()} the group waits for the dead worker ({@code session.timeout.ms}, default 10 s), then holds its
 * tasks back for {@code scheduled.rebalance.max.delay.ms} (default 5 min), and each sink's consumer group waits for its
 * dead member ({@code consumer.override.session.timeout.ms} of the connector, default 45 s): a test that kills sets all
 * three. Thread-safe.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final int PORT_TRIES = 3;

    private final ServerFolder folder;
    private final Port port;
    private final Map<String, String> environment;
    private final List<String> jvmOptions;
    private ChildProcess process;

    private ConnectWorker(
            ServerFolder folder,
            Port port,
            Map<String, String> properties,
            Map<String, String> environment,
            List<String> jvmOptions) {
        this.jvmOptions = jvmOptions;
        this.folder = folder;
        this.port = port;
        this.environment = Map.copyOf(environment);
        writeProperties(properties);
        this.process = launch();
    }

    /**
     * Starts a worker; it returns once REST answers and the worker has its place in the group.
     *
     * @param pluginPath the value of {@code plugin.path}: a folder that holds a folder for each plugin
     * @param overrides any worker property but {@code listeners}; they win over the testbed's own
     * @param environment the worker's environment, the place for secrets; of this JVM's own only PATH, HOME, USER, the
     *     locale and the time zone are passed on
     * @throws StartFailedException with the end of the worker's log
     */
    public static ConnectWorker start(
            Path workDir,
            String bootstrapServers,
            Path pluginPath,
            Map<String, String> overrides,
            Map<String, String> environment) {
        return start(
                workDir,
                bootstrapServers,
                pluginPath,
                overrides,
                environment,
                ClassArchive.options("connect", ConnectWorker::train));
    }

    private static void train(Path folder, List<String> jvmOptions) {
        try (KafkaBroker broker = KafkaBroker.start(folder, Map.of());
                ServerFolder noPlugins = ServerFolder.create(folder, "plugins")) {
            start(folder, broker.bootstrapServers(), noPlugins.path(), Map.of(), Map.of(), jvmOptions)
                    .close();
        }
    }

    private static ConnectWorker start(
            Path workDir,
            String bootstrapServers,
            Path pluginPath,
            Map<String, String> overrides,
            Map<String, String> environment,
            List<String> jvmOptions) {
        if (overrides.containsKey("listeners")) {
            throw new IllegalArgumentException("listeners: the testbed chooses the port, see url()");
        }
        if (!Files.isDirectory(pluginPath)) {
            throw new IllegalArgumentException("plugin path " + pluginPath + " is not a folder");
        }
        for (int tries = 1; ; tries++) {
            Port port = Port.claim();
            ServerFolder folder = null;
            ConnectWorker worker = null;
            try {
                folder = ServerFolder.create(workDir, "connect");
                Map<String, String> properties =
                        properties(port, bootstrapServers, pluginPath.toAbsolutePath(), overrides);
                worker = new ConnectWorker(folder, port, properties, environment, jvmOptions);
                worker.awaitReady();
                return worker;
            } catch (RuntimeException e) {
                if (worker != null) {
                    worker.process.kill();
                }
                if (folder != null) {
                    folder.close();
                }
                port.close();
                if (!(e instanceof StartFailedException failed && failed.addressInUse() && tries < PORT_TRIES)) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> properties(
            Port port, String bootstrapServers, Path pluginPath, Map<String, String> overrides) {
        Map<String, String> all = new TreeMap<>();
        String group = overrides.getOrDefault("group.id", "sluice-connect");
        all.put("bootstrap.servers", bootstrapServers);
        all.put("group.id", group);
        all.put("listeners", "http://127.0.0.1:" + port.number());
        all.put("rest.advertised.host.name", "127.0.0.1");
        for (String store : new String[] {"config", "offset", "status"}) {
            all.put(store + ".storage.topic", group + "-" + store);
            all.put(store + ".storage.replication.factor", "1");
        }
        all.put("offset.storage.partitions", "1");
        all.put("status.storage.partitions", "1");
        all.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        all.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        all.put("plugin.path", pluginPath.toString());
        all.put("plugin.discovery", "service_load"); // half the start-up time of scanning every class
        all.put("offset.flush.interval.ms", "5000");
        all.put("connector.client.config.override.policy", "All");
        all.put("config.providers", "env,file,directory");
        all.put("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        all.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        all.put("config.providers.directory.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
        all.putAll(overrides);
        return all;
    }

    private void writeProperties(Map<String, String> properties) {
        Properties file = new Properties();
        file.putAll(properties);
        try (Writer out = Files.newBufferedWriter(propertiesFile(), StandardCharsets.UTF_8)) {
            file.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + propertiesFile(), e);
        }
    }

    private Path propertiesFile() {
        return folder.path().resolve("connect-distributed.properties");
    }

    private ChildProcess launch() {
        return JavaServer.start(
                "connect",
                folder.path(),
                environment,
                jvmOptions,
                "org.apache.kafka.connect.cli.ConnectDistributed",
                propertiesFile().toString());
    }

    private void awaitReady() {
        process.awaitReady(START_LIMIT, new WorkerReadiness(url()));
    }

    /** The REST interface, without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + port.number();
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** The worker's log; gone when the worker is closed. */
    public Path logFile() {
        return folder.path().resolve("connect.log");
    }

    /** Kills the worker (SIGKILL); {@link #restart} starts it again with its settings and port. */
    public synchronized void kill() {
        process.kill();
    }

    /** Stops the worker from running (SIGSTOP); connections stay open and silent. */
    public synchronized void freeze() {
        process.freeze();
    }

    /** Lets a frozen worker run on. */
    public synchronized void resume() {
        process.resume();
    }

    /** Stops the worker if it runs, and starts it with the same settings and port. */
    public synchronized void restart() {
        process.close();
        process = launch();
        awaitReady();
    }

    /** Stops the worker and removes its folder. A second call does nothing. */
    @Override
    public synchronized void close() {
        process.close();
        folder.close();
        port.close();
    }
}
