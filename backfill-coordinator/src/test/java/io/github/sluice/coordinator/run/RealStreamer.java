package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** {@code binlog-streamer} as a process of its own, from the classes of the module. */
final class RealStreamer implements AutoCloseable {
    static final String NAME = "real";
    static final String SOURCE = "rds1";

    private static final AtomicInteger SERVER_IDS = new AtomicInteger(7000);

    private final Path folder;
    private final Path yaml;
    private Process process;

    /** @param tables the folder of table files */
    RealStreamer(House house, MySqlServer mysql, SluiceSettings settings, Path tables) throws IOException {
        this(house, Map.of(SOURCE, mysql), settings, tables);
    }

    /**
     * @param sources every MySQL by its name
     * @param tables the folder of table files
     */
    RealStreamer(House house, Map<String, MySqlServer> sources, SluiceSettings settings, Path tables)
            throws IOException {
        this.folder = Files.createDirectories(house.folder.resolve("streamer"));
        String user = "stream_" + house.database.replaceAll("\\D", "");
        Files.writeString(house.folder.resolve("streamer.secret"), "s3cret-" + user);
        StringBuilder entries = new StringBuilder();
        sources.forEach((name, mysql) -> {
            mysql.createUser(user, "s3cret-" + user, "SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.*");
            entries.append(
                    """
                      - name: %s
                        hosts: ["127.0.0.1:%d"]
                        username: %s
                        password: "%s"
                        serverId: %d
                        timeZone: "+08:00"
                    """.formatted(name, mysql.port(), user, house.reference("streamer"), SERVER_IDS.incrementAndGet()));
        });
        this.yaml = Files.writeString(folder.resolve("streamer.yaml"), """
                name: %s
                sources:
                %skafka: {bootstrapServers: "%s", replicationFactor: 1, properties: {%s}}
                encryption: {key: "%s", envelope: %s}
                tables: "%s"
                positions: {topic: %s}
                http: {port: 0}
                commit: {rows: 500, interval: 200ms}
                """.formatted(
                        NAME,
                        entries,
                        settings.kafka().bootstrapServers(),
                        settings.kafka().properties().entrySet().stream()
                                .map(one -> one.getKey() + ": \"" + one.getValue() + '"')
                                .collect(Collectors.joining(", ")),
                        house.reference("key"),
                        settings.encryption().envelope().name().toLowerCase(Locale.ROOT),
                        tables,
                        settings.streamerOrRefuse().positions()));
        this.process = launch();
    }

    /** The settings that go with it. */
    static String section(Path tables, String positions) {
        return section(", source: " + SOURCE, tables, positions);
    }

    /** The same where the settings name several MySQLs. */
    static String sectionOfSeveral(Path tables, String positions) {
        return section("", tables, positions);
    }

    private static String section(String source, Path tables, String positions) {
        return "streamer: {name: " + NAME + source + ", tables: \"" + tables + "\", positions: " + positions
                + ", streamPartitions: 2, wait: 60s}\n";
    }

    private Process launch() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path arguments = Files.writeString(folder.resolve("java"), "-cp \"" + classPath.replace("\\", "\\\\") + "\"\n");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + arguments,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "io.github.sluice.streamer.Streamer",
                        "run",
                        "-c",
                        yaml.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
    }

    /** SIGKILL, and a new process on the same position. */
    void killAndRestart() throws Exception {
        process.destroyForcibly().waitFor();
        process = launch();
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        process.destroy();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
    }
}
