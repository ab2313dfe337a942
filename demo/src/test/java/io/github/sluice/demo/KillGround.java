package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.process.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The servers of the demonstration in this JVM, each of which can be killed and comes up again. One thread. */
final class KillGround implements AutoCloseable {
    /** What is killed. */
    enum Victim {
        STREAMER,
        CONNECT,
        BROKER,
        COORDINATOR
    }

    /** A dead member is given up soon: by the workers' group, and by the connectors' groups. */
    private static final Map<String, String> WORKER = Map.of(
            "session.timeout.ms", "6000", "heartbeat.interval.ms", "2000", "scheduled.rebalance.max.delay.ms", "1000");

    private static final Map<String, String> CONNECTORS = Map.of(
            "bufferflush.intervalms",
            "1000",
            "consumer.override.session.timeout.ms",
            "6000",
            "consumer.override.heartbeat.interval.ms",
            "2000");

    private static final int RESTARTS = 5;
    private static final Duration UP_LIMIT = Duration.ofMinutes(2);

    private final Path work;
    private final Packages packages;
    private final KafkaPart kafka;
    private final SourcePart source;
    private final TargetPart target;
    private final ExecutorService starters = Executors.newCachedThreadPool();
    private final Map<Victim, Future<?>> restarts = new EnumMap<>(Victim.class);
    private Process coordinator;
    private int coordinators;

    private KillGround(Path work) throws IOException {
        this.work = work;
        this.packages = new Packages(Path.of(".."));
        this.kafka = new KafkaPart(work, Networks.one(), line -> {});
        this.source = new SourcePart(packages, work, true, line -> {});
        this.target = new TargetPart(packages, work, WORKER, line -> {});
    }

    /** Starts everything and writes {@code sluice.yaml}. */
    static KillGround start(Path folder) throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Secrets.make(work);
        KillGround ground = new KillGround(work);
        try {
            List<Future<?>> started = new ArrayList<>();
            for (ServerPart part : List.of(ground.kafka, ground.source, ground.target)) {
                started.add(ground.starters.submit(() -> {
                    part.start();
                    return part;
                }));
            }
            for (Future<?> part : started) {
                part.get();
            }
            String bootstrap = ground.kafka.broker().bootstrapServers();
            ground.source.join(bootstrap);
            ground.target.join(bootstrap);
            Endpoints endpoints = Endpoints.create();
            for (ServerPart part : List.of(ground.kafka, ground.source, ground.target)) {
                part.describe(endpoints);
            }
            endpoints.write(work.resolve(Keepers.ENDPOINTS));
            DemoProject.write(work, endpoints, Networks.one(), CONNECTORS);
            return ground;
        } catch (Exception e) {
            ground.close();
            throw e;
        }
    }

    String mysqlUrl() {
        return source.mysql().jdbcUrl("");
    }

    String rootPassword() {
        return source.mysql().password();
    }

    Connection mysql() throws SQLException {
        return source.mysql().connect();
    }

    Connection starRocks() throws SQLException, IOException {
        Endpoints endpoints = Endpoints.read(work.resolve(Keepers.ENDPOINTS));
        return DriverManager.getConnection(
                "jdbc:mysql://" + endpoints.text("starrocks", "query") + "/" + DemoProject.DATABASE,
                endpoints.text("starrocks", "username"),
                Secrets.of(work).read(Secrets.STARROCKS));
    }

    /** Starts {@code sluice run --yes}, as a scheduler does. */
    void startCoordinator(boolean restart) {
        List<String> line = new ArrayList<>(List.of(
                packages.sluice().toString(),
                "run",
                "-f",
                work.resolve("sluice.yaml").toString(),
                "--yes",
                "--output",
                "json"));
        if (restart) {
            line.add("--restart");
        }
        try {
            Path said = work.resolve("coordinator-" + ++coordinators + ".txt");
            coordinator = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean coordinatorEnded() {
        return !coordinator.isAlive();
    }

    int exitCode() {
        return coordinator.exitValue();
    }

    /** The numbers of the newest attempts, as {@code sluice status} has them. */
    String attempts() {
        try {
            Path out = work.resolve("status.json");
            Process status = new ProcessBuilder(
                            packages.sluice().toString(),
                            "status",
                            "-f",
                            work.resolve("sluice.yaml").toString(),
                            "--output",
                            "json")
                    .redirectOutput(out.toFile())
                    .redirectError(Redirect.DISCARD)
                    .start();
            status.waitFor();
            List<String> attempts = new ArrayList<>();
            for (JsonNode table : new ObjectMapper().readTree(out.toFile())) {
                attempts.add(table.path("table").asText() + " "
                        + table.path("attempt").asInt());
            }
            return attempts.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Has the coordinator's journal computed anew from its first entry on, by {@code sluice audit verify}. */
    void expectIntactJournal() throws IOException, InterruptedException {
        Path said = work.resolve("audit.json");
        Process audit = new ProcessBuilder(
                        packages.sluice().toString(),
                        "audit",
                        "verify",
                        "-f",
                        work.resolve("sluice.yaml").toString(),
                        "--output",
                        "json")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int code = audit.waitFor();
        assertThat(code).as(Files.readString(said)).isZero();
    }

    /** What can be killed now: what runs and is not just being started. */
    List<Victim> up() {
        return Stream.of(Victim.values())
                .filter(victim -> {
                    Future<?> restart = restarts.get(victim);
                    return victim == Victim.COORDINATOR ? coordinator.isAlive() : restart == null || restart.isDone();
                })
                .toList();
    }

    /** Kills it (SIGKILL) and has it started again; the coordinator's end is for the caller to see. */
    void kill(Victim victim) {
        switch (victim) {
            case STREAMER -> source.streamer().kill(); // comes up by itself, as a service does
            case CONNECT -> {
                target.connect().kill();
                restart(victim, target.connect()::restart);
            }
            case BROKER -> {
                kafka.broker().kill();
                restart(victim, kafka.broker()::restart);
            }
            case COORDINATOR -> coordinator.destroyForcibly();
        }
    }

    private void restart(Victim victim, Runnable restart) {
        restarts.put(victim, starters.submit(() -> {
            for (int tries = 1; ; tries++) {
                try {
                    restart.run();
                    return;
                } catch (StartFailedException e) {
                    // a worker gives up while the broker is down
                    if (tries == RESTARTS) {
                        throw e;
                    }
                }
            }
        }));
    }

    /** Waits until what was killed is up again. */
    void awaitAllUp() {
        for (Future<?> restart : restarts.values()) {
            Awaitility.await("what was killed is up again").atMost(UP_LIMIT).until(() -> {
                if (restart.isDone()) {
                    restart.get();
                }
                return restart.isDone();
            });
        }
    }

    /** The end of what the coordinators said, for a failed test's message. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (int i = Math.max(1, coordinators - 2); i <= coordinators; i++) {
            said.append("--- coordinator ").append(i).append('\n');
            try {
                List<String> lines = Files.readAllLines(work.resolve("coordinator-" + i + ".txt"));
                lines.subList(Math.max(0, lines.size() - 40), lines.size())
                        .forEach(line -> said.append(line).append('\n'));
            } catch (IOException e) {
                said.append(e);
            }
        }
        return said.toString();
    }

    /** Copies what servers and coordinators wrote, and what the coordinator does at this moment, for a person to read. */
    Path keepLogs(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        if (coordinator.isAlive()) {
            new ProcessBuilder("jcmd", Long.toString(coordinator.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("coordinator-threads.txt").toFile())
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
        }
        List<Path> logs;
        try (Stream<Path> files = Files.walk(work)) {
            logs = files.filter(file -> file.toString().matches(".*\\.(log|out|txt)")
                            && !file.toString().contains("/data/"))
                    .toList();
        }
        for (Path log : logs) {
            Files.copy(
                    log,
                    folder.resolve(work.relativize(log).toString().replace('/', '-')),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return folder.toAbsolutePath();
    }

    @Override
    public void close() {
        if (coordinator != null) {
            coordinator.destroyForcibly();
        }
        starters.shutdownNow();
        source.close();
        target.close();
        kafka.close();
    }
}
