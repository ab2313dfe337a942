package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A real MySQL, Kafka and DataX home with the packaged writer, and one project folder with its {@code sluice.yaml}: what
 * the source half needs.
 */
final class House {
    private static @Nullable DataxHome datax;

    final Path folder;
    final String database;
    final String run = SharedServers.topic(House.class);
    final MySqlServer mysql;
    final KafkaBroker kafka;

    House(Path folder) throws IOException {
        this(folder, SharedServers.mysql());
    }

    /** @param mysql stays the caller's */
    House(Path folder, MySqlServer mysql) throws IOException {
        this(folder, mysql, SharedServers.kafka());
    }

    /**
     * @param mysql stays the caller's
     * @param kafka stays the caller's
     */
    House(Path folder, MySqlServer mysql, KafkaBroker kafka) throws IOException {
        this.folder = folder;
        this.kafka = kafka;
        this.mysql = mysql;
        this.database = run.replace('-', '_');
        mysql.execute("CREATE DATABASE " + database);
        secret(
                "key",
                HexFormat.of()
                        .formatHex(new Random(run.hashCode())
                                .ints(16)
                                .collect(
                                        java.io.ByteArrayOutputStream::new,
                                        java.io.ByteArrayOutputStream::write,
                                        (a, b) -> {})
                                .toByteArray()));
        // DataX refuses an empty password, and the shared root has none
        String user = "u_" + database.replaceAll("\\D", "");
        mysql.createUser(
                user,
                "s3cret-" + user,
                mysql.version().isMariaDb() ? "SELECT ON *.*" : "SELECT, XA_RECOVER_ADMIN ON *.*");
        secret("mysql", "s3cret-" + user);
        this.user = user;
    }

    final String user;
    private String envelope = "";

    /** What the account needs beyond SELECT where the source has no GTIDs. */
    void mayWatchTransactions() {
        mysql.execute("GRANT PROCESS, REPLICATION CLIENT ON *.* TO " + user);
    }

    /** Begins to replicate from here on, so much later than it happens; the run's account may ask the replica how it is. */
    void replicates(MySqlServer replica, Duration later) throws SQLException {
        String replicating = "r_" + user;
        mysql.createUser(replicating, "s3cret-" + replicating, "REPLICATION SLAVE ON *.*");
        replica.createUser(user, "s3cret-" + user, "REPLICATION CLIENT ON *.*");
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet place = statement.executeQuery("SHOW MASTER STATUS")) {
            place.next();
            replica.execute(
                    "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=" + mysql.port()
                            + ", SOURCE_USER='" + replicating + "', SOURCE_PASSWORD='s3cret-" + replicating
                            + "', SOURCE_LOG_FILE='" + place.getString(1) + "', SOURCE_LOG_POS=" + place.getLong(2)
                            + ", SOURCE_DELAY=" + later.toSeconds() + ", GET_SOURCE_PUBLIC_KEY=1",
                    "START REPLICA");
        }
    }

    /** Another MySQL with the same database and account. */
    void alsoIn(MySqlServer other) {
        other.execute("CREATE DATABASE " + database);
        other.createUser(user, "s3cret-" + user, "SELECT, XA_RECOVER_ADMIN, PROCESS, REPLICATION CLIENT ON *.*");
    }

    void mayNotSeePreparedTransactions() {
        mysql.execute("REVOKE XA_RECOVER_ADMIN ON *.* FROM " + user);
    }

    private void secret(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".secret"), text);
    }

    String reference(String name) {
        return "file:" + folder.resolve(name + ".secret").toAbsolutePath();
    }

    static synchronized DataxHome datax() throws IOException {
        if (datax == null) {
            Path home = Path.of(
                            "target",
                            "testbed",
                            "datax-" + ProcessHandle.current().pid())
                    .toAbsolutePath();
            DataxHome fresh = DataxHome.create(home);
            Path packaged = Path.of("..", "kafkawriter", "target", "datax")
                    .toAbsolutePath()
                    .normalize();
            fresh.install(packaged.resolve("plugin/writer/kafkawriter"));
            fresh.install(packaged.resolve("hook/sluice"));
            datax = fresh;
        }
        return datax;
    }

    /** Settings of the source half: no StarRocks, no Connect. */
    String sourceYaml(String tables) throws IOException {
        return head() + sourceSections() + "tables: [" + tables + "]\n";
    }

    /** From here on rows are sealed in envelope v2, those of batch topics fifty to a frame. */
    void sealsInFrames() {
        envelope = ", envelope: v2, frame: {rows: 50}";
    }

    String head() {
        return """
                name: %s
                kafka: {bootstrapServers: "%s", replicationFactor: 1, batchPartitions: 2}
                encryption: {key: "%s"%s}
                control: {topic: %s-control, wait: 2m}
                naming: {batchTopic: "%s.{table}", streamTopic: "%s-stream.{table}"}
                """.formatted(run, kafka.bootstrapServers(), reference("key"), envelope, run, run, run);
    }

    String sourceSections() throws IOException {
        return "source: " + source(mysql) + "\n" + dataxSection();
    }

    /** The same for several MySQLs, by their names. */
    String sourceSections(Map<String, MySqlServer> sources) throws IOException {
        StringBuilder section = new StringBuilder("sources:\n");
        sources.forEach((name, server) -> section.append("  ")
                .append(name)
                .append(": ")
                .append(source(server))
                .append('\n'));
        return section + dataxSection();
    }

    private String source(MySqlServer server) {
        return "{host: 127.0.0.1, port: " + server.port() + ", username: " + user + ", password: \""
                + reference("mysql") + "\"}";
    }

    private static String dataxSection() throws IOException {
        List<String> command = datax().command();
        return """
                datax: {command: [%s], jvm: "-Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", channels: 2}
                """.formatted(String.join(
                ", ", command.stream().map(word -> '"' + word + '"').toList()));
    }

    SluiceSettings settings(String yaml) throws IOException {
        return settings("sluice.yaml", yaml);
    }

    SluiceSettings settings(String file, String yaml) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return SettingsFile.read(Files.writeString(path, yaml));
    }

    ControlTopic control(SluiceSettings settings) {
        return ControlTopic.open(
                new KafkaClients(settings.kafka()),
                settings.control().topic(),
                settings.name(),
                References.keyRing(settings).root());
    }

    static Backfill.Options options(SluiceSettings settings, Side side) {
        return new Backfill.Options(
                side,
                settings.tables(),
                null,
                Step.DROP,
                false,
                settings.stateFolder().resolveSibling("sluice-plan"),
                settings.stateFolder().resolve("journal").toString());
    }

    static Backfill.Options until(Backfill.Options options, Step until) {
        return new Backfill.Options(
                options.side(),
                options.tables(),
                options.pauseBefore(),
                until,
                options.afresh(),
                options.planFolder(),
                options.journal());
    }

    static Backfill.Options afresh(Backfill.Options options) {
        return new Backfill.Options(
                options.side(),
                options.tables(),
                options.pauseBefore(),
                options.until(),
                true,
                options.planFolder(),
                options.journal());
    }

    static List<TableOutcome> run(SluiceSettings settings, Backfill.Options options) {
        return run(settings, options, new LoggedBoard());
    }

    static List<TableOutcome> run(SluiceSettings settings, Backfill.Options options, Board board) {
        return new Backfill(settings, options, board, signing(step -> {})).run();
    }

    /** The command line, in this process. */
    static Spoken sluice(SluiceSettings settings, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-f", settings.file().toString(), "--lang", "en"));
        return Spoken.of(arguments.toArray(String[]::new));
    }

    /** An operator who signs off whatever is verified. */
    static Backfill.Gate signing(Backfill.Gate otherwise) {
        return new Backfill.Gate() {
            @Override
            public void await(Step before) {
                otherwise.await(before);
            }

            @Override
            public Optional<String> approval(String table) {
                return Optional.of("--yes");
            }
        };
    }
}
