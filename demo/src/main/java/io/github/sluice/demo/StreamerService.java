package io.github.sluice.demo;

import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.Port;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The packaged {@code bin/binlog-streamer} as a service: when it ends it is started again, as systemd does by the unit
 * in {@code templates}. Thread-safe.
 */
final class StreamerService implements AutoCloseable {
    /** As {@code sluice.yaml} names it. */
    static final String NAME = "quickstart";

    /** The only source in it. */
    static final String SOURCE = "shop";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** The package's variable for JVM options, handed on. */
    private static final String JVM_OPTIONS = "BINLOG_STREAMER_OPTS";

    /** {@code RestartSec} of a unit. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path program;
    private final Path folder;
    private final Port port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher = new Thread(this::watch, "streamer-service");
    private ChildProcess process;

    private StreamerService(Path program, Path folder, Port port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /**
     * Writes {@code streamer.yaml}, starts the program and waits until its health endpoint says that all is well.
     *
     * @param program the packaged command
     * @param folder of its settings, its table files and its log; made here
     * @param mysql {@code host:port}
     * @param password of the account, a reference
     * @param key the data key, a reference
     */
    static StreamerService start(
            Path program, Path folder, String mysql, String username, String password, String kafka, String key)
            throws IOException {
        Files.createDirectories(folder.resolve("tables"));
        Port port = Port.claim();
        Files.writeString(folder.resolve("streamer.yaml"), """
                # Made by ./quickstart. Secrets are references.
                name: %s
                sources:
                  - name: %s
                    hosts: [%s]
                    username: %s
                    password: %s
                    serverId: 6001
                    timeZone: "+08:00"
                kafka:
                  bootstrapServers: %s
                  replicationFactor: 1
                encryption: {key: "%s"}
                tables: tables
                http: {port: %d}
                commit: {interval: 500ms}
                """.formatted(
                        NAME, SOURCE, mysql, username, password, kafka, key, port.number()));
        StreamerService service = new StreamerService(program, folder, port);
        try {
            service.process.awaitReady(START_LIMIT, service::healthy);
            service.watcher.setDaemon(true);
            service.watcher.start();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private ChildProcess launch() {
        return ChildProcess.start(new ChildCommand(
                "binlog-streamer",
                List.of(program.toString(), "run", "--config", settingsFile().toString()),
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        JVM_OPTIONS,
                        System.getenv().getOrDefault(JVM_OPTIONS, "")),
                folder,
                folder.resolve("streamer.out")));
    }

    private boolean healthy() throws IOException, InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(URI.create(url() + "/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newHttpClient()
                        .send(health, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private void watch() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                restartIfDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void restartIfDown() {
        if (closing.getCount() > 0 && !process.isAlive()) {
            process = launch();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port.number();
    }

    /** Of the process that runs now. */
    synchronized long pid() {
        return process.pid();
    }

    Path settingsFile() {
        return folder.resolve("streamer.yaml");
    }

    /** The folder of table files. */
    Path tables() {
        return folder.resolve("tables");
    }

    /** What it says on its terminal. */
    Path logFile() {
        return process.logFile();
    }

    /** Kills it (SIGKILL); after a moment it is started again. */
    synchronized void kill() {
        process.kill();
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            process.close();
        }
        port.close();
    }
}
