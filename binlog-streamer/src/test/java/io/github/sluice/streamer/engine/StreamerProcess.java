package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.Streamer;
import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A streamer in a process of its own, to be killed, frozen and asked to stop. */
final class StreamerProcess implements AutoCloseable {
    private final ChildProcess process;
    private final ProcessHandle handle;
    private final Path log;

    private StreamerProcess(ChildProcess process, Path log) {
        this.process = process;
        this.handle = ProcessHandle.of(process.pid()).orElseThrow();
        this.log = log;
    }

    /** @param heap of the JVM, as -Xmx takes it */
    static StreamerProcess start(StreamRig rig, String heap, String... jvmOptions) {
        Path settings = rig.folder.resolve("streamer.yaml");
        Path log = rig.folder.resolve("streamer.out");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-test.xml",
                "-cp",
                System.getProperty("java.class.path")));
        line.addAll(List.of(jvmOptions));
        line.addAll(List.of(Streamer.class.getName(), "run", "--config", settings.toString()));
        try {
            Files.writeString(settings, yaml(rig)); // JSON is YAML
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StreamerProcess(
                ChildProcess.start(new ChildCommand("binlog-streamer", line, Map.of(), rig.folder, log)), log);
    }

    private static String yaml(StreamRig rig) {
        var settings = rig.settings();
        var source = settings.sources().get(0);
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("name", settings.name());
        yaml.put(
                "sources",
                List.of(Map.of(
                        "name", source.name(),
                        "hosts", source.hosts().stream().map(Object::toString).toList(),
                        "username", source.username(),
                        "password", source.passwordReference(),
                        "serverId", source.serverId(),
                        "timeZone", source.timeZone(),
                        "properties", source.properties())));
        yaml.put(
                "kafka",
                Map.of(
                        "bootstrapServers", settings.kafka().bootstrapServers(),
                        "properties", settings.kafka().properties(),
                        "replicationFactor", 1));
        yaml.put(
                "encryption",
                Map.of(
                        "key",
                        settings.encryption().keyReference(),
                        "envelope",
                        settings.encryption().envelope().name().toLowerCase(Locale.ROOT)));
        yaml.put("tables", settings.tables().toString());
        yaml.put("positions", Map.of("topic", settings.positions().topic()));
        yaml.put("http", Map.of("port", 0));
        yaml.put(
                "commit",
                Map.of(
                        "rows",
                        settings.commit().rows(),
                        "interval",
                        settings.commit().interval().toMillis() + "ms"));
        yaml.put("log", Map.of("file", rig.folder.resolve("streamer.log").toString()));
        return Json.write(yaml);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    void freeze() {
        process.freeze();
    }

    void resume() {
        process.resume();
    }

    /** CPU time so far. */
    Duration cpu() {
        return handle.info().totalCpuDuration().orElseThrow();
    }

    /** Most memory that it ever had, as Linux counts it. */
    long peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end (SIGTERM) and waits until it has, with exit code 0. */
    void stop() {
        handle.destroy();
        process.awaitSuccess(Duration.ofSeconds(30));
    }

    /** Whether it ended within the time; waits no longer than that. */
    boolean endsWithin(Duration limit) {
        try {
            handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until its log has a line with this text. */
    void awaitLog(String text) {
        Awaitility.await("the streamer logs " + text)
                .atMost(StreamRig.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .failFast("it has ended: " + process.logTail(), () -> !isAlive() && !logged(text))
                .until(() -> logged(text));
    }

    private boolean logged(String text) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(text);
    }

    /** What its threads do now, for the message of a test that fails. */
    String threads() {
        try {
            Process jstack = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            String.valueOf(pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            jstack.waitFor();
            return said;
        } catch (IOException e) {
            return "not to be seen: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    String logTail() {
        return process.logTail();
    }

    @Override
    public void close() {
        process.close();
    }
}
