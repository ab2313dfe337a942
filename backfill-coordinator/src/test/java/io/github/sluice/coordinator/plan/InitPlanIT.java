package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Sluice;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a database's address to a plan, on a real MySQL. */
@Timeout(180)
class InitPlanIT {
    @TempDir
    Path folder;

    private final MySqlServer mysql = SharedServers.mysql();
    private String database = "";

    @BeforeEach
    void tables() throws IOException {
        database = SharedServers.database(InitPlanIT.class);
        mysql.execute(
                "CREATE TABLE " + database + ".customer (id INT PRIMARY KEY, userName VARCHAR(20),"
                        + " total INT GENERATED ALWAYS AS (id * 2) VIRTUAL) COMMENT 'who buys'",
                "CREATE TABLE " + database + ".orders_2023 (id INT PRIMARY KEY, v INT)",
                "CREATE TABLE " + database + ".orders_2024 (v INT, id INT PRIMARY KEY)",
                "CREATE TABLE " + database + ".log_1 (id INT PRIMARY KEY, a INT)",
                "CREATE TABLE " + database + ".log_2 (id INT PRIMARY KEY, a BIGINT)",
                "CREATE TABLE " + database + ".nokey (a INT)",
                "CREATE TABLE " + database + ".place (id INT PRIMARY KEY, at POINT)",
                "CREATE VIEW " + database + ".a_view AS SELECT 1 AS x");
        mysql.createUser(database, "s3cret", "SELECT ON " + database + ".*");
        Files.writeString(folder.resolve("mysql.secret"), "s3cret");
    }

    private Path file() {
        return folder.resolve("sluice.yaml");
    }

    private int init(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "plan",
                "-f",
                file().toString(),
                "--init",
                "127.0.0.1:" + mysql.port(),
                "--username",
                database,
                "--password",
                "file:" + folder.resolve("mysql.secret")));
        command.addAll(List.of(more));
        return Sluice.execute(command.toArray(String[]::new));
    }

    @Test
    void aDraftOfALiveDatabaseIsReadAndPlanned() throws IOException {
        assertThat(init("--databases", database, "--dry-run")).isZero();
        assertThat(file()).as("a dry run").doesNotExist();
        assertThat(init("--databases", database)).isZero();
        String yaml = Files.readString(file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(SettingsFile.read(file()).tables())
                .extracting(Table::target)
                .containsExactly("customer", "log_1", "log_2", "orders");
        assertThat(yaml)
                .as("the server's own zone")
                .contains("The server's own is +08:00.\n  timeZone: \"+08:00\"\n")
                .contains("who buys; generated: total")
                .contains("  # refused: no primary key")
                .contains("  # - source: " + database + ".nokey\n")
                .contains("  # refused: column at: point is not moved by default")
                .doesNotContain("s3cret", "a_view");
        assertThat(Sluice.execute("plan", "-f", file().toString())).isZero();
        assertThat(Files.readString(folder.resolve("sluice-plan/sluice_all.orders_datax_config.json")))
                .contains("orders_2023", "orders_2024");
        assertThat(folder.resolve("sluice-plan/customer_create_table.sql")).isRegularFile();

        assertThat(init("--databases", database)).as("never over a file").isEqualTo(40);
        assertThat(Files.readString(file())).isEqualTo(yaml);
    }

    @Test
    void wrongOptionsAreUsageAndAnEmptyServerIsRefused() {
        assertThat(Sluice.execute(
                        "plan",
                        "-f",
                        file().toString(),
                        "--init",
                        "nowhere",
                        "--username",
                        "u",
                        "--password",
                        "hunter2"))
                .isEqualTo(10);
        assertThat(init("--databases", "(")).isEqualTo(10);
        assertThat(init("--databases", "no_such_database")).isEqualTo(40);
        assertThat(Sluice.execute("plan", "-f", file().toString(), "--init", "127.0.0.1:" + mysql.port()))
                .as("account and password are needed")
                .isEqualTo(10);
        assertThat(file()).doesNotExist();
    }
}
