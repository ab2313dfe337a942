package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is planned from a real MySQL is what StarRocks' DDL rules take, and {@code --diff} proposes what they take. With
 * {@code -Dsluice.statements=DIR} the statements are left there, for a frontend or StarRocks' grammar to look at.
 */
@Timeout(180)
class PlanOnStarRocksIT {
    /** Every type that can be a key of a StarRocks primary-key table. */
    private static final List<String> KEY_TYPES = List.of(
            "TINYINT",
            "TINYINT UNSIGNED",
            "SMALLINT UNSIGNED",
            "MEDIUMINT",
            "INT UNSIGNED",
            "BIGINT",
            "BIGINT UNSIGNED",
            "DECIMAL(12,0)",
            "DECIMAL(30,0)",
            "DECIMAL(10,2)",
            "YEAR",
            "BIT(1)",
            "BIT(40)",
            "DATE",
            "DATETIME(6)",
            "TIMESTAMP",
            "TIME",
            "CHAR(8)",
            "VARCHAR(20) CHARACTER SET latin1",
            "VARCHAR(20) CHARACTER SET utf8mb4",
            "ENUM('a','b''c')",
            "SET('a','b')");

    private static final List<String> OTHER_TYPES = List.of(
            "FLOAT",
            "DOUBLE",
            "DECIMAL(65,30)",
            "DECIMAL(38,10)",
            "JSON",
            "BINARY(16)",
            "VARBINARY(300)",
            "TINYBLOB",
            "BLOB",
            "LONGBLOB",
            "TINYTEXT",
            "TEXT",
            "MEDIUMTEXT",
            "LONGTEXT",
            "VARCHAR(7000)",
            "BIT(64)");

    private static StarRocksStandIn starrocks;

    @TempDir
    Path folder;

    private final MySqlServer mysql = SharedServers.mysql();
    private String database = "";

    @BeforeAll
    static void start() {
        starrocks = StarRocksStandIn.start(SharedServers.mysql(), StandInOptions.defaults());
    }

    @AfterAll
    static void stop() {
        starrocks.close();
    }

    /** A table for each of the first key types, and one of all other types. */
    private void make(int keyTypes) throws Exception {
        database = SharedServers.database(PlanOnStarRocksIT.class);
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < keyTypes; i++) {
            statements.add("CREATE TABLE " + database + ".k" + i + " (x INT, `select` " + KEY_TYPES.get(i)
                    + " NOT NULL COMMENT 'a \"key\" \\\\', n " + KEY_TYPES.get(i) + " NULL, PRIMARY KEY (`select`))");
        }
        StringBuilder others = new StringBuilder("CREATE TABLE " + database + ".others (id INT PRIMARY KEY");
        for (int i = 0; i < OTHER_TYPES.size(); i++) {
            others.append(", r")
                    .append(i)
                    .append(' ')
                    .append(OTHER_TYPES.get(i))
                    .append(" NOT NULL");
            others.append(", n")
                    .append(i)
                    .append(' ')
                    .append(OTHER_TYPES.get(i))
                    .append(" NULL");
        }
        statements.add(others + ") ROW_FORMAT=DYNAMIC");
        mysql.execute(statements.toArray(String[]::new));
        String user = "u_" + database.replaceAll("\\D", "");
        mysql.createUser(user, "s3cret-" + user, "SELECT ON *.*");
        Files.writeString(folder.resolve("mysql.secret"), "s3cret-" + user);
        StringBuilder tables = new StringBuilder("{source: " + database + ".others}");
        for (int i = 0; i < keyTypes; i++) {
            tables.append(", {source: ").append(database).append(".k").append(i).append('}');
        }
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: plan
                source: {host: 127.0.0.1, port: %d, username: %s, password: "file:%s",
                         properties: {allowPublicKeyRetrieval: "true"}}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [datax]}
                connect: {url: "http://connect:8083"}
                starrocks: {http: ["%s"], query: "%s", username: root, database: %s, replicationNum: 1}
                tables: [%s]
                """.formatted(
                        mysql.port(),
                        user,
                        folder.resolve("mysql.secret"),
                        starrocks.feHttp(),
                        starrocks.query(),
                        database,
                        tables));
        execute("CREATE DATABASE " + database);
    }

    private Spoken plan(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("plan", "-f", folder.resolve("sluice.yaml").toString(), "--lang", "en"));
        arguments.addAll(List.of(more));
        return Spoken.of(arguments.toArray(String[]::new));
    }

    private String ddl(String table) throws IOException {
        return Files.readString(folder.resolve("sluice-plan/" + table + "_create_table.sql"))
                .strip()
                .replaceAll(";$", "");
    }

    private void createAll(int keyTypes) throws Exception {
        make(keyTypes);
        assertThat(plan()).extracting(Spoken::code, Spoken::err).containsExactly(0, "");
        execute(ddl("others"));
        for (int i = 0; i < keyTypes; i++) {
            execute(ddl("k" + i));
        }
    }

    @Test
    void everyTypeInEveryPlaceMakesAStatementThatIsTaken() throws Exception {
        createAll(KEY_TYPES.size());
        assertThat(plan("--diff", "--check"))
                .extracting(Spoken::code, Spoken::out)
                .containsExactly(0, "");
    }

    @Test
    void aSpoiltStatementIsRefused() throws Exception {
        make(1);
        assertThat(plan().code()).isZero();
        String good = ddl("k0");
        for (Map.Entry<String, String> spoilt : Map.of(
                        "a comma behind the last column", good.replace("\n) ENGINE", ",\n) ENGINE"),
                        "text with a length", good.replace("`x` int", "`x` text(5)"),
                        "the key column not first", good.replaceFirst("(  `select`.*,\n)(  `x`.*,\n)", "$2$1"),
                        "no quotes around a reserved word", good.replace("`select`", "select"),
                        "a comment's quote left open", good.replace("\"\"key\"\"", "\"key\""))
                .entrySet()) {
            assertThat(spoilt.getValue()).as(spoilt.getKey()).isNotEqualTo(good);
            assertThatThrownBy(() -> execute(spoilt.getValue()))
                    .as(spoilt.getKey())
                    .isInstanceOf(SQLException.class);
        }
        execute(good);
    }

    @Test
    void whatIsProposedMakesTheTableThePlannedOne() throws Exception {
        createAll(1);
        String table = database + ".k0";
        execute("ALTER TABLE " + table + " DROP COLUMN n");
        execute("DROP TABLE " + database + ".others");
        String narrow = ddl("others")
                .replace("`r14` varchar(28000)", "`r14` varchar(7)")
                .replace("`n3` decimal(38,10) NULL", "`n3` decimal(20,2) NULL");
        assertThat(narrow).contains("varchar(7)", "decimal(20,2)");
        execute(narrow);

        Spoken proposal = plan("--diff", "--check");

        assertThat(proposal.code()).isEqualTo(31);
        List<String> statements = proposal.lines().stream()
                .filter(line -> line.startsWith("ALTER"))
                .toList();
        assertThat(statements).hasSize(3);
        for (String statement : statements) {
            execute(statement.replaceAll(";$", ""));
        }
        assertThat(plan("--diff", "--check"))
                .extracting(Spoken::code, Spoken::out)
                .containsExactly(0, "");
    }

    @Test
    void aCheckEndsWith31UntilThePlanIsWrittenAnew() throws Exception {
        make(2);
        assertThat(plan("--check").code()).as("nothing is there").isEqualTo(31);
        assertThat(folder.resolve("sluice-plan")).doesNotExist();
        assertThat(plan().code()).isZero();
        assertThat(plan("--check").code()).isZero();
        mysql.execute("ALTER TABLE " + database + ".k1 ADD COLUMN fresh DATE");

        assertThat(plan("--check").code()).isEqualTo(31);
        assertThat(plan("--diff").lines()).contains("+  `fresh` date NULL").contains("--- a/k1_create_table.sql");
        assertThat(ddl("k1")).as("nothing was written").doesNotContain("fresh");
        assertThat(plan().code()).isZero();
        assertThat(plan("--check").code()).isZero();

        Path edited = folder.resolve("sluice-plan/k1_create_table.sql");
        Files.writeString(edited, Files.readString(edited).replace("BUCKETS 4", "BUCKETS 8"));
        assertThat(plan("--check").code()).as("a plan would keep it").isZero();
        assertThat(plan("--diff").lines()).contains("-DISTRIBUTED BY HASH(`select`) BUCKETS 8");
    }

    @Test
    void aColumnIsExplained() throws Exception {
        make(3);
        assertThat(plan("--explain", "k2.select").out())
                .startsWith("k2.select\n")
                .contains("select smallint unsigned")
                .contains("int NOT NULL")
                .contains("column 1 of 1")
                .contains("largest unsigned value");
        assertThat(plan("--explain", "k2.none")).extracting(Spoken::code).isEqualTo(10);
        assertThat(plan("--explain", "none.x").err()).contains("known: [others, k0");
        assertThat(plan("--explain", "k2")).satisfies(spoken -> {
            assertThat(spoken.code()).isZero();
            assertThat(spoken.out()).containsPattern("\nk2\n  buckets +\\d+\n  why +");
        });
        assertThat(plan("--explain", "k2", "--output", "json").out()).startsWith("[{\"column\":\"k2.select\"");
        assertThat(plan("--explain", "k2", "--check").code()).isEqualTo(10);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mysql://" + starrocks.query() + "/", "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            keep("taken", sql);
        } catch (SQLException e) {
            keep("refused", sql);
            throw e;
        }
    }

    private static void keep(String answer, String sql) throws SQLException {
        String folder = System.getProperty("sluice.statements");
        if (folder != null) {
            try {
                Path file = Files.createTempFile(Files.createDirectories(Path.of(folder)), answer + "-", ".sql");
                Files.writeString(file, sql + ";\n");
            } catch (IOException e) {
                throw new SQLException("statements cannot be kept in " + folder, e);
            }
        }
    }
}
