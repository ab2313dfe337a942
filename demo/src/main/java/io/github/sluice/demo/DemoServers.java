package io.github.sluice.demo;

import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The servers of the demonstration: a source MySQL, a Kafka, a Connect worker with the packaged
 * plugins, the StarRocks stand-in over a MySQL of its own, and a DataX home with the packaged
 * writer and hook. All of them listen on 127.0.0.1 only.
 *
 * <p>Thread-safe; {@link #close} stops what was started, also after a start that failed half-way.
 */
final class DemoServers implements AutoCloseable {
    /** The file that says where everything is, in the work folder. */
    static final String ENDPOINTS = "endpoints.json";

    private static final String MYSQL_USER = "sluice";
    private static final String HOST = "127.0.0.1";

    /** Connectors refer to secrets as {@code ${directory:FOLDER:FILE}}. */
    private static final Map<String, String> SECRETS_IN_FILES = Map.of(
            "config.providers",
            "env,file,directory",
            "config.providers.directory.class",
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Consumer<String> told;

    private DemoServers(Consumer<String> told) {
        this.told = told;
    }

    /**
     * Starts everything and writes {@value #ENDPOINTS}.
     *
     * @param project the checkout, built
     * @param work an empty folder
     * @param told one line for each server that answers
     * @throws IOException when a folder or file can't be made
     */
    static DemoServers start(Path project, Path work, Consumer<String> told) throws IOException {
        DemoServers servers = new DemoServers(told);
        try {
            servers.startAll(new Packages(project), work);
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void startAll(Packages packages, Path work) throws IOException {
        Secrets secrets = Secrets.in(work.resolve("secrets"));
        String mysqlPassword = secrets.make("mysql.password", 16);
        String mysqlRootPassword = secrets.make("mysql-root.password", 16);
        String starRocksPassword = secrets.make("starrocks.password", 16);
        secrets.make("data.key", 32);
        Path folder = Files.createDirectories(work.resolve("servers"));

        ExecutorService pool = Executors.newFixedThreadPool(3, task -> new Thread(task, "start-server"));
        try {
            Future<MySqlServer> mysql = pool.submit(timed("MySQL (source)", () -> {
                MySqlServer server = own(MySqlServer.startWithPassword(folder, mysqlRootPassword));
                server.createUser(MYSQL_USER, mysqlPassword, "SELECT ON shop.*", "SELECT ON `order\\_%`.*");
                return server;
            }));
            Future<StarRocksStandIn> starRocks = pool.submit(timed(
                    "StarRocks stand-in",
                    () -> own(StarRocksStandIn.start(
                            own(MySqlServer.start(folder)),
                            StandInOptions.defaults().withRootPassword(starRocksPassword)))));
            Future<KafkaBroker> kafka = pool.submit(timed("Kafka", () -> own(KafkaBroker.start(folder, Map.of()))));
            ConnectWorker connect = timed(
                            "Kafka Connect",
                            () -> own(ConnectWorker.start(
                                    folder,
                                    result(kafka).bootstrapServers(),
                                    packages.connectPlugins(),
                                    SECRETS_IN_FILES,
                                    Map.of())))
                    .call();
            DataxHome datax = dataxHome(packages, folder);
            write(work, secrets, result(mysql), result(kafka), connect, result(starRocks), datax);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a server did not start: " + e.getMessage(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static DataxHome dataxHome(Packages packages, Path folder) throws IOException {
        DataxHome home = DataxHome.create(folder.resolve("datax"));
        home.install(packages.writerPlugin());
        home.install(packages.hook());
        return home;
    }

    private static void write(
            Path work,
            Secrets secrets,
            MySqlServer mysql,
            KafkaBroker kafka,
            ConnectWorker connect,
            StarRocksStandIn starRocks,
            DataxHome datax)
            throws IOException {
        Endpoints endpoints = Endpoints.create();
        endpoints
                .server("mysql")
                .put("host", HOST)
                .put("port", mysql.port())
                .put("username", MYSQL_USER)
                .put("password", secrets.reference("mysql.password"))
                .put("rootPassword", secrets.reference("mysql-root.password"))
                .put("pid", mysql.pid())
                .put("dataFolder", mysql.dataDir().toString())
                .put("log", mysql.logFile().toString());
        endpoints
                .server("kafka")
                .put("bootstrapServers", kafka.bootstrapServers())
                .put("pid", kafka.pid())
                .put("dataFolder", kafka.logDir().toString())
                .put("log", kafka.logFile().toString());
        endpoints
                .server("connect")
                .put("url", connect.url())
                .put("pid", connect.pid())
                .put("log", connect.logFile().toString());
        endpoints
                .server("starrocks")
                .put("http", starRocks.feHttp())
                .put("backendHttp", starRocks.beHttp())
                .put("query", starRocks.query())
                .put("username", starRocks.username())
                .put("password", secrets.reference("starrocks.password"))
                .put("pid", ProcessHandle.current().pid());
        endpoints
                .server("datax")
                .put("home", datax.folder().toString())
                .put("launcher", datax.isReal() ? "python3" : "sh")
                .put(
                        "program",
                        datax.folder()
                                .resolve(datax.isReal() ? "bin/datax.py" : "bin/datax.sh")
                                .toString());
        endpoints.server("encryption").put("key", secrets.reference("data.key"));
        endpoints
                .server("keeper")
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", startOf(ProcessHandle.current()))
                .put("stop", "./quickstart --stop");
        endpoints.write(work.resolve(ENDPOINTS));
    }

    /** Tells a process from a later one of the same pid; empty where the system does not say. */
    static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private <T extends AutoCloseable> T own(T server) {
        synchronized (started) {
            started.push(server);
        }
        return server;
    }

    private <T> Callable<T> timed(String name, Callable<T> start) {
        return () -> {
            long from = System.nanoTime();
            T server = start.call();
            told.accept(String.format(
                    Locale.ROOT,
                    "%-20s %.1f s",
                    name,
                    Duration.ofNanos(System.nanoTime() - from).toMillis() / 1000.0));
            return server;
        };
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a server did not start", e.getCause());
        }
    }

    /** Stops the servers, the last one started first. A second call does nothing. */
    @Override
    public void close() {
        synchronized (started) {
            while (!started.isEmpty()) {
                AutoCloseable server = started.pop();
                try {
                    server.close();
                } catch (Exception e) {
                    // the others must be stopped too
                    told.accept("could not stop " + server.getClass().getSimpleName() + ": " + e);
                }
            }
        }
    }
}
