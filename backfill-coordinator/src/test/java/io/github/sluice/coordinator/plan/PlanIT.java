package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Sluice;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.coordinator.source.SourceColumn.Generation;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue of a real MySQL, read with the account of the shipped SQL file. */
@Timeout(180)
class PlanIT {
    @TempDir
    Path folder;

    private final MySqlServer mysql = SharedServers.mysql();
    private String database = "";

    @BeforeEach
    void tables() throws IOException {
        database = SharedServers.database(PlanIT.class);
        mysql.execute(
                "CREATE TABLE " + database + ".orders (note TEXT, lineNo INT NOT NULL, orderID BIGINT UNSIGNED NOT NULL"
                        + " COMMENT 'it''s \"id\" \\\\ and\\nmore', code CHAR(8) CHARACTER SET latin1 NOT NULL,"
                        + " total DECIMAL(10,2) GENERATED ALWAYS AS (lineNo * 1.5) VIRTUAL, `key` INT,"
                        + " PRIMARY KEY (orderID, lineNo), UNIQUE KEY u (code), UNIQUE KEY p (note(5)),"
                        + " UNIQUE KEY e ((lineNo + 1))) COMMENT 'orders'",
                "CREATE TABLE " + database + ".`odd-name, [1-2]` (`a b` INT PRIMARY KEY, `名` VARCHAR(5))",
                "CREATE VIEW " + database + ".a_view AS SELECT 1 AS x",
                "INSERT INTO " + database + ".orders (note, lineNo, orderID, code) VALUES ('n', 1, 1, 'c')");
        Files.writeString(folder.resolve("mysql.secret"), "CHANGE_ME");
        String account;
        try (var in = PlanIT.class.getResourceAsStream("/sluice/templates/mysql/source-user.sql")) {
            account = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        String sql = account.replaceAll("(?m)^--.*$", "")
                .replace("10.0.%", "%")
                .replace("'sluice'", "'" + database + "'")
                .replace("`shop`", "`" + database + "`");
        mysql.execute(Stream.of(sql.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new));
    }

    private String yaml(String tables) {
        return """
                name: plan
                source: {host: 127.0.0.1, port: %d, username: %s, password: "file:%s",
                         properties: {allowPublicKeyRetrieval: "true"}}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [datax]}
                connect: {url: "http://connect:8083"}
                starrocks: {http: ["fe:8030"], query: "fe:9030", username: root, database: ods}
                tables: [%s]
                """.formatted(mysql.port(), database, folder.resolve("mysql.secret"), tables);
    }

    @Test
    void theCatalogueIsReadAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), yaml("{source: " + database + ".orders}"));
        SluiceSettings settings = SettingsFile.read(file);
        List<PhysicalTable> found = new MySqlSource(settings.sources().get(0))
                .tables(new SourceTables.ByParts(Pattern.compile(Pattern.quote(database)), Pattern.compile(".*")));
        assertThat(found).extracting(PhysicalTable::name).containsExactly("odd-name, [1-2]", "orders");
        PhysicalTable orders = found.get(1);
        assertThat(orders.comment()).isEqualTo("orders");
        assertThat(orders.primaryKey()).containsExactly("orderID", "lineNo");
        assertThat(orders.uniqueKeys()).as("no prefix, no expression").containsExactly(List.of("code"));
        assertThat(orders.columns())
                .extracting(SourceColumn::name)
                .containsExactly("note", "lineNo", "orderID", "code", "total", "key");
        assertThat(orders.columns().get(2))
                .isEqualTo(new SourceColumn("orderID", "bigint unsigned", false, null, "it's \"id\" \\ and\nmore"));
        assertThat(orders.columns().get(3).charset()).isEqualTo("latin1");
        assertThat(orders.columns())
                .extracting(SourceColumn::generation)
                .containsExactly(
                        Generation.NONE,
                        Generation.NONE,
                        Generation.NONE,
                        Generation.NONE,
                        Generation.VIRTUAL,
                        Generation.NONE);
        mysql.execute("CREATE TABLE " + database + ".hidden (id INT PRIMARY KEY, made TIMESTAMP DEFAULT NOW(),"
                + " twice INT GENERATED ALWAYS AS (id * 2) STORED, secret INT INVISIBLE)");
        PhysicalTable hidden = new MySqlSource(settings.sources().get(0))
                .tables(new SourceTables.One(new SourceTables.Name(database, "hidden")))
                .get(0);
        assertThat(hidden.columns())
                .extracting(SourceColumn::generation)
                .containsExactly(Generation.NONE, Generation.NONE, Generation.STORED, Generation.NONE);
        assertThat(hidden.columns()).extracting(SourceColumn::invisible).containsExactly(false, false, false, true);
    }

    @Test
    void tablesAreFoundByListAndByAnExpressionOverTheWholeName() throws IOException {
        mysql.execute(
                "CREATE TABLE " + database + ".s_1 (id INT PRIMARY KEY)",
                "CREATE TABLE " + database + ".s_2 (id INT PRIMARY KEY)",
                "CREATE TABLE " + database + ".s_10 (id INT PRIMARY KEY)");
        Path file = Files.writeString(folder.resolve("sluice.yaml"), yaml("{source: " + database + ".orders}"));
        MySqlSource source = new MySqlSource(SettingsFile.read(file).sources().get(0));
        assertThat(source.tables(new SourceTables.Several(
                        List.of(new SourceTables.Name(database, "s_2"), new SourceTables.Name(database, "s_1")))))
                .extracting(PhysicalTable::name)
                .containsExactly("s_1", "s_2");
        assertThat(source.tables(new SourceTables.ByWholeName(Pattern.compile(database + "\\.s_1.*"))))
                .extracting(PhysicalTable::fullName)
                .containsExactly(database + ".s_1", database + ".s_10");
        assertThat(source.tables(new SourceTables.ByWholeName(Pattern.compile("mysql\\.user"))))
                .isEmpty();
    }

    @Test
    void planningTwiceGivesTheSameBytes() throws IOException {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                yaml("{source: " + database + ".orders}, {source: {databases: " + database
                        + ", tables: \"odd.*\"}, target: odd}"));
        assertThat(plan()).isZero();
        Map<String, String> first = files();
        assertThat(first.keySet())
                .containsExactly(
                        ".sluice-plan.json",
                        "dolphinscheduler_both.json",
                        "dolphinscheduler_create.sh",
                        "dolphinscheduler_source.json",
                        "dolphinscheduler_target.json",
                        "kafka_acls.sh",
                        "mysql_grants.sql",
                        "odd_create_table.sql",
                        "odd_table.json",
                        "odd_topics.json",
                        "odd_verify.json",
                        "orders_create_table.sql",
                        "orders_table.json",
                        "orders_topics.json",
                        "orders_verify.json",
                        "sluice_all.odd_connect.json",
                        "sluice_all.odd_datax_config.json",
                        "sluice_all.odd_datax_shell.sh",
                        "sluice_all.orders_connect.json",
                        "sluice_all.orders_datax_config.json",
                        "sluice_all.orders_datax_shell.sh",
                        "starrocks_grants.sql");
        assertThat(plan()).isZero();
        assertThat(files()).isEqualTo(first);
        assertThat(first.get("orders_create_table.sql"))
                .contains("PRIMARY KEY(`order_id`, `line_no`)")
                .contains("`code` varchar(24) NOT NULL")
                .contains("COMMENT \"it's \"\"id\"\" \\\\ and\nmore\"");
        assertThat(first.get("sluice_all.odd_datax_config.json"))
                .contains("SELECT 'odd-name, [1-2]', `a b`, `名` FROM `" + database + "`.`odd-name, [1-2]`");
        assertThat(String.join("", first.values())).doesNotContain("CHANGE_ME");
        for (String name : first.keySet()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            folder.resolve("sluice-plan").resolve(name))))
                    .as(name)
                    .isEqualTo(name.endsWith(".sh") ? "rwx------" : "rw-------");
            if (name.endsWith(".json")) {
                assertThat(Json.parse(first.get(name))).as(name).isNotNull();
            }
        }
        grant(first.get("mysql_grants.sql"));
    }

    /** Two names for one server are two MySQLs with equal databases and tables. */
    @Test
    void tablesOfTwoMySqlsAreOneAndPlanningTwiceGivesTheSameBytes() throws IOException {
        String mysqlOne = yaml("").lines()
                .filter(line -> line.contains("host:") || line.contains("allowPublicKeyRetrieval"))
                .map(line -> line.replace("source: ", "").strip())
                .reduce("", String::concat);
        String several = yaml("{source: {databases: " + database + ", tables: orders}, target: orders}")
                .replaceFirst(
                        "(?s)source: .*?kafka:",
                        java.util.regex.Matcher.quoteReplacement(
                                "sources: {one: " + mysqlOne + ", two: " + mysqlOne + "}\nkafka:"));
        Files.writeString(folder.resolve("sluice.yaml"), several);
        assertThat(plan()).isZero();
        Map<String, String> first = files();
        assertThat(first.keySet())
                .contains(
                        "mysql_grants_one.sql",
                        "mysql_grants_two.sql",
                        "sluice_all.orders_one_datax_config.json",
                        "sluice_all.orders_two_datax_config.json",
                        "sluice_all.orders_datax_shell.sh",
                        "dolphinscheduler_source.json",
                        "dolphinscheduler_target.json")
                .doesNotContain("mysql_grants.sql");
        assertThat(first.get("orders_create_table.sql"))
                .contains("PRIMARY KEY(`source_name`, `table_name`, `order_id`, `line_no`)");
        assertThat(plan()).isZero();
        assertThat(files()).isEqualTo(first);
        grant(first.get("mysql_grants_two.sql"));
        assertThat(Sluice.execute(
                        "plan", "--check", "-f", folder.resolve("sluice.yaml").toString()))
                .isZero();
    }

    /** MySQL 8.0.19 has ceased to name the width in which a client shows an integer; nothing else may differ. */
    @Test
    void everyVersionIsPlannedAlike() throws IOException {
        List<String> tables = List.of(
                "CREATE TABLE wide (a INT NOT NULL, b BIGINT UNSIGNED NOT NULL COMMENT 'its key', c TINYINT(1),"
                        + " d SMALLINT UNSIGNED, e MEDIUMINT, f DECIMAL(20,4), g FLOAT, h DOUBLE, i DATE, j DATETIME(3),"
                        + " k TIMESTAMP(6) NULL, l TIME, m YEAR, n CHAR(3) CHARACTER SET latin1,"
                        + " o VARCHAR(10) CHARACTER SET utf8mb4, p TEXT CHARACTER SET gbk, q ENUM('x','y'), r SET('s','t'),"
                        + " s BIT(5), t VARBINARY(9), u LONGBLOB, v JSON, w INT GENERATED ALWAYS AS (a + 1) STORED,"
                        + " x INT AS (a * 2) VIRTUAL, PRIMARY KEY (b, a), UNIQUE KEY only (d)) COMMENT 'wide'",
                "CREATE TABLE s_1 (id INT PRIMARY KEY, v VARCHAR(5))",
                "CREATE TABLE s_2 LIKE s_1");
        Map<String, Map<String, String>> plans = new LinkedHashMap<>();
        for (MySqlVersion version : MySqlVersion.ofMySql()) {
            try (MySqlServer server = MySqlServer.start(
                    version, Path.of("target", "testbed").toAbsolutePath(), "--performance-schema=OFF")) {
                server.execute("CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4");
                server.createUser("reader", "CHANGE_ME", "SELECT ON *.*");
                tables.forEach(table -> server.execute(table.replaceFirst("TABLE (\\w+)( LIKE )?", "TABLE shop.$1$2")
                        .replace("LIKE ", "LIKE shop.")));
                Path yaml = Files.createDirectories(folder.resolve(version.number()))
                        .resolve("sluice.yaml");
                Files.writeString(yaml, """
                        name: plan
                        source: {host: 127.0.0.1, port: %d, username: reader, password: "file:%s",
                                 properties: {allowPublicKeyRetrieval: "true"}}
                        kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1}
                        encryption: {key: "env:SLUICE_KEY"}
                        datax: {command: [datax]}
                        connect: {url: "http://connect:8083"}
                        starrocks: {http: ["fe:8030"], query: "fe:9030", username: root, database: ods}
                        tables: [{source: shop.wide}, {source: {databases: shop, tables: "s_\\\\d"}, target: s}]
                        """.formatted(server.port(), folder.resolve("mysql.secret")));
                assertThat(Sluice.execute("plan", "-f", yaml.toString()))
                        .as(version.number())
                        .isZero();
                Map<String, String> files = new TreeMap<>();
                this.files(yaml.getParent()).forEach((name, text) -> {
                    if (!name.startsWith("dolphinscheduler") && !name.startsWith(".")) {
                        files.put(
                                name,
                                text.replace(":" + server.port(), ":PORT")
                                        .replace(version.number() + "/", "")
                                        .replaceAll("(int|year)\\(\\d+\\)(?! NOT NULL| NULL|,)", "$1"));
                    }
                });
                plans.put(version.number(), files);
            }
        }
        Map<String, String> newest = plans.get(MySqlVersion.V8_0_31.number());
        assertThat(newest.get("wide_create_table.sql")).contains("PRIMARY KEY(`b`, `a`)", "`x` int");
        plans.forEach((version, files) -> assertThat(files).as(version).isEqualTo(newest));
    }

    @Test
    void theNumberOfBucketsStaysUntilSomebodyAsksForAFreshOne() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), yaml("{source: " + database + ".orders}"));
        assertThat(plan()).isZero();
        assertThat(files().get("orders_create_table.sql")).contains(") BUCKETS 4\n");
        Path description = folder.resolve("sluice-plan/orders_table.json");
        Files.writeString(description, Files.readString(description).replace("\"buckets\" : 4", "\"buckets\" : 64"));
        assertThat(plan()).isZero();
        assertThat(files().get("orders_create_table.sql")).contains(") BUCKETS 64\n");
        assertThat(Sluice.execute(
                        "plan",
                        "--refresh",
                        "--force",
                        "-f",
                        folder.resolve("sluice.yaml").toString()))
                .isZero();
        assertThat(files().get("orders_create_table.sql")).contains(") BUCKETS 4\n");
    }

    /** Its statements are ones that this MySQL takes. */
    private void grant(String sql) {
        mysql.execute(sql.lines()
                .filter(line -> !line.startsWith("--"))
                .map(line -> line.replaceAll(";$", ""))
                .toArray(String[]::new));
    }

    @Test
    void everyRefusedTableIsNamedAndNothingIsWritten() throws IOException {
        mysql.execute(
                "CREATE TABLE " + database + ".none (x INT)",
                "CREATE TABLE " + database + ".bin (id BINARY(16) PRIMARY KEY)");
        Files.writeString(
                folder.resolve("sluice.yaml"),
                yaml("{source: " + database + ".none}, {source: " + database + ".bin}, {source: " + database
                        + ".orders}"));
        assertThat(plan()).isEqualTo(40);
        assertThat(folder.resolve("sluice-plan")).doesNotExist();
    }

    @Test
    void aWrongPasswordIsAFaultOfTheSettings() throws IOException {
        Files.writeString(folder.resolve("mysql.secret"), "wr0ng");
        Files.writeString(folder.resolve("sluice.yaml"), yaml("{source: " + database + ".orders}"));
        assertThat(plan()).isEqualTo(10);
    }

    private int plan() {
        return Sluice.execute("plan", "-f", folder.resolve("sluice.yaml").toString());
    }

    private Map<String, String> files() throws IOException {
        return files(folder);
    }

    private Map<String, String> files(Path project) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(project.resolve("sluice-plan"))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
