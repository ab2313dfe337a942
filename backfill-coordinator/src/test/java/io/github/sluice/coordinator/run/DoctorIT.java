package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor before real servers: nothing wrong in a sound world, and each planted fault named by its own id. */
@Timeout(300)
class DoctorIT {
    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private String yaml;
    private SluiceSettings settings;
    private HandStreamer streamer;

    @BeforeEach
    void world() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        Path tables = Files.createDirectory(folder.resolve("tables"));
        try (Stream<Path> secrets = Files.list(folder)) {
            for (Path secret :
                    secrets.filter(file -> file.toString().endsWith(".secret")).toList()) {
                Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            }
        }
        house.mysql.execute("CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, v VARCHAR(20) NOT NULL)");
        yaml = house.head()
                + house.sourceSections()
                + stage.targetSections("ods_" + house.database)
                + HandStreamer.section(tables, house.run + "-positions")
                + "tables: [{source: " + house.database + ".orders}]\n";
        settings = house.settings(yaml);
        streamer = new HandStreamer(house, settings, tables);
    }

    @AfterEach
    void stop() {
        streamer.close();
    }

    /** What every check came to, by id. */
    private Map<String, String> verdicts(String yaml, String... more) throws IOException {
        Path file = house.settings("doctor.yaml", yaml).file();
        Spoken spoken =
                Spoken.of(Stream.concat(Stream.of("doctor", "-f", file.toString(), "--output", "json"), Stream.of(more))
                        .toArray(String[]::new));
        assertThat(spoken.out()).as(spoken.err()).isNotEmpty();
        Map<String, String> verdicts = new TreeMap<>();
        for (Object check : (List<?>) ((Map<?, ?>) Json.parse(spoken.out())).get("checks")) {
            Map<?, ?> one = (Map<?, ?>) check;
            verdicts.put(
                    String.valueOf(one.get("id")),
                    one.get("verdict") + " " + one.get("evidence") + " " + one.get("reason"));
        }
        assertThat(spoken.code()).isEqualTo(failed(verdicts).isEmpty() ? 0 : 34);
        return verdicts;
    }

    private static List<String> failed(Map<String, String> verdicts) {
        return verdicts.entrySet().stream()
                .filter(one -> one.getValue().startsWith("FAIL"))
                .map(one -> one.getKey() + ": " + one.getValue())
                .toList();
    }

    private static void assertOnly(String id, Map<String, String> verdicts) {
        assertThat(failed(verdicts)).singleElement().asString().startsWith(id + ":");
    }

    @Test
    void aSoundWorldHasNoFaultAndIsLeftAsItWas() throws Exception {
        Map<String, String> verdicts = verdicts(yaml);
        assertThat(failed(verdicts)).isEmpty();
        assertThat(verdicts).hasSizeGreaterThan(40);
        for (String id : List.of(
                "mysql-row-image",
                "mysql-binlog-retention",
                "mysql-grant-xa",
                "mysql-time-zone",
                "kafka-advertised-listeners",
                "kafka-batch-retention",
                "kafka-log-folders",
                "connect-plugins",
                "connect-cluster",
                "connect-override-policy",
                "connect-config",
                "connect-stores-compacted",
                "connect-stores-replicated",
                "starrocks-backends",
                "starrocks-clock",
                "machine-key-mode",
                "machine-plan-fresh",
                "machine-datax-command",
                "machine-streamer-alive")) {
            assertThat(verdicts.get(id)).as(id + " of " + verdicts).matches("(OK|WARN) .*");
        }
        try (Admin admin = new KafkaClients(settings.kafka()).admin()) {
            assertThat(admin.listTopics().names().get())
                    .as("no topic was made")
                    .doesNotContain(
                            settings.control().topic(), settings.tables().get(0).topic());
        }
        assertThat(folder.resolve("sluice-plan")).doesNotExist();
        assertThat(folder.resolve(".sluice/journal.mv.db")).doesNotExist();
    }

    @Test
    void plantedFaultsOfMySqlAreNamed() throws Exception {
        assertOnly(
                "mysql-binlog-retention", verdicts(yaml.replace("streamer: {", "streamer: {binlogRetention: 30m, ")));
        house.mysql.execute("SET GLOBAL binlog_row_image = 'MINIMAL'");
        try {
            assertOnly("mysql-row-image", verdicts(yaml));
        } finally {
            house.mysql.execute("SET GLOBAL binlog_row_image = 'FULL'");
        }
        house.mayNotSeePreparedTransactions();
        Map<String, String> blind = verdicts(yaml);
        assertOnly("mysql-grant-xa", blind);
        assertThat(blind.get("mysql-prepared-xa")).startsWith("SKIPPED");
    }

    @Test
    void ofTwoMySqlsTheBadOneIsNamed(@TempDir Path work) throws Exception {
        try (MySqlServer second = MySqlServer.start(work, "--performance-schema=OFF", "--binlog-row-image=MINIMAL")) {
            second.execute(
                    "CREATE DATABASE " + house.database,
                    "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, v VARCHAR(20) NOT NULL)");
            second.createUser("second", "s3cret", "SELECT, XA_RECOVER_ADMIN ON *.*");
            Path password = Files.writeString(folder.resolve("second.secret"), "s3cret");
            String several = yaml.replaceAll("source: (\\{host: [^\\n]*)", """
                            sources:
                              rds1: $1
                              rds2: {host: 127.0.0.1, port: %d, username: second, password: "file:%s"}""".formatted(second.port(), password))
                    .replace("source: " + HandStreamer.SOURCE + ", ", "")
                    .replace(
                            "{source: " + house.database + ".orders}",
                            "{source: {databases: " + house.database + ", tables: orders}, target: orders}");
            Map<String, String> verdicts = verdicts(several);
            assertThat(failed(verdicts))
                    .containsExactlyInAnyOrder(
                            "mysql-row-image: FAIL rds2: binlog_row_image=MINIMAL ",
                            "machine-streamer-alive: FAIL rds2: lastWord=- ");
            assertThat(verdicts.get("mysql-binlog")).startsWith("OK rds1, rds2: log_bin=ON");
            assertThat(verdicts.get("machine-plan-fresh")).startsWith("OK");
            assertThat(verdicts.get("mysql-binlog-retention")).startsWith("OK rds1, rds2: kept=");

            second.close();
            String text = Spoken.of(
                            "doctor",
                            "-f",
                            folder.resolve("doctor.yaml").toString(),
                            "--lang",
                            "en",
                            "--only",
                            "mysql-reachable,mysql-row-image")
                    .out();
            assertThat(text)
                    .contains("FAIL mysql-reachable (rds2): expected: ", "rds2: 127.0.0.1:" + second.port() + ": ")
                    .contains("can't be reached (rds2)")
                    .doesNotContain("rds1");
        }
    }

    @Test
    void plantedFaultsOfTheOthersAreNamed() throws Exception {
        Map<String, String> official = verdicts(yaml.replace("  tasks: 2", "  sink: official\n  tasks: 2"));
        assertOnly("connect-plugins", official);
        assertThat(official.get("connect-plugins")).contains("com.starrocks.connector.kafka");

        Map<String, String> lost = verdicts(yaml.replace(stage.starrocks.query(), "127.0.0.1:1"));
        assertOnly("starrocks-reachable", lost);
        assertThat(lost.get("starrocks-grants")).startsWith("SKIPPED");

        try (ControlTopic control = house.control(settings)) {
            control.publish(Word.done("orders", "topics", 1, "a1", Map.of()));
        }
        assertThat(verdicts(yaml, "--only", "machine-keys-equal").get("machine-keys-equal"))
                .startsWith("OK")
                .doesNotContain("no-words");
        Path other = folder.resolve("other.secret");
        Files.writeString(other, "ab".repeat(32));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        String mismatched = yaml.replace(house.reference("key"), "file:" + other.toAbsolutePath());
        assertOnly(
                "machine-keys-equal",
                verdicts(mismatched, "--only", "machine-keys-equal,machine-key,machine-key-mode"));
    }
}
