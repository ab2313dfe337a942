package io.github.sluice.testbed.starrocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items 19 to 21 of the conformance checklist (section 16), through unmodified drivers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SqlConformanceIT {
    private static final String ONE_REPLICA = " PROPERTIES(\"replication_num\"=\"1\")";

    @RegisterExtension
    static final StandInExtension STARROCKS = new StandInExtension(StandInOptions.defaults());

    private Sql sql;

    @BeforeEach
    void freshDatabase(TestInfo test) throws Exception {
        sql = new Sql(STARROCKS.connect(""));
        sql.run("DROP DATABASE IF EXISTS db", "CREATE DATABASE db", "USE db");
    }

    @AfterEach
    void disconnect() throws Exception {
        sql.close();
    }

    @ParameterizedTest
    @EnumSource(Drivers.class)
    void item19_connectorJConnectsWithDefaultProperties(Drivers line) throws Exception {
        Properties login = new Properties();
        login.setProperty("user", "root");
        login.setProperty("password", "");
        try (Connection connection = line.load().connect(STARROCKS.url("db"), login);
                Sql driver = new Sql(connection)) {
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("8.0.33");
            assertThat(connection.getCatalog()).isEqualTo("db");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(driver.cell("SELECT VERSION()")).isEqualTo("8.0.33");
            assertThat(driver.cell("SELECT @@session.transaction_read_only")).isEqualTo("0");
            assertThat(driver.rows("SHOW VARIABLES LIKE 'sql_mode'"))
                    .containsExactly("sql_mode|ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES");
            assertThat(driver.cell("SELECT @@license")).isEqualTo("Apache License 2.0");
            assertThat(driver.cell("SELECT @@max_allowed_packet")).isEqualTo("33554432");
            connection.setAutoCommit(false);
            connection.commit();
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @ParameterizedTest
    @EnumSource(Drivers.class)
    void item19_theVersionOfOlderClustersCanBeShown(Drivers line) throws Exception {
        Properties login = new Properties();
        login.setProperty("user", "root");
        login.setProperty("password", "s3cret");
        StandInOptions old = StandInOptions.defaults().withMysqlVersion("5.1.0").withRootPassword("s3cret");
        try (StarRocksStandIn standIn = StarRocksStandIn.start(STARROCKS.mysql(), old);
                Connection connection =
                        line.load().connect("jdbc:mysql://" + standIn.query() + "/information_schema", login)) {
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("5.1.0");
            assertThat(new Sql(connection).cell("SELECT VERSION()")).isEqualTo("5.1.0");
        }
    }

    @Test
    void item19_loginIsCheckedAndUnknownDatabasesHaveStarRocksCode() {
        assertThatThrownBy(() -> STARROCKS.connect("nodb"))
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(5501);
                    assertThat(e.getSQLState()).isEqualTo("3F000");
                })
                .hasMessage("Unknown database 'nodb'");
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(STARROCKS.url("db"), "root", "wrong"))
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(1045);
                    assertThat(e.getSQLState()).isEqualTo("28000");
                })
                .hasMessage("Access denied for user 'root' (using password: YES)");
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(STARROCKS.url("db?sslMode=REQUIRED"), "root", ""))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "USE nodb|5501|3F000|Unknown database 'nodb'",
                "SELECT * FROM nodb.t|5501|3F000|Unknown database 'nodb'",
                "SELECT * FROM nope|5502|42602|Getting analyzing error. Detail message: Unknown table 'db.nope'.",
                "SHOW COLUMNS FROM nope|5502|42602|Getting analyzing error. Detail message: Unknown table 'db.nope'.",
                "DESC nope|5502|42602|Getting analyzing error. Detail message: Unknown table 'nope'.",
                "DROP TABLE nope|5502|42602|Getting analyzing error. Detail message: Unknown table 'nope'.",
                "SHOW CREATE TABLE nope|1064|42000|Getting analyzing error. Detail message: Table nope is not found.",
                "INSERT INTO nope VALUES (1)|1064|42000|Getting analyzing error. Detail message: Table nope is not found.",
                "DELETE FROM nope WHERE id = 1|1064|42000|Getting analyzing error. Detail message: Table nope is not found.",
                "TRUNCATE TABLE nope|1064|42000|Getting analyzing error. Detail message: Table nope is not found.",
                "SELECT nocol FROM t|1064|42000|Getting analyzing error. Detail message: Column 'nocol' cannot be resolved.",
                "CREATE TABLE u (id int, ID int) PRIMARY KEY(id)|1060|42S21|Duplicate column name 'ID'",
                "CREATE TABLE u (`a=b` int) DUPLICATE KEY(`a=b`)|1166|42000|Incorrect column name 'a=b'",
                "CREATE DATABASE `中文`|1102|42000|Incorrect database name '中文'",
                "CREATE DATABASE db|1007|HY000|Can't create database 'db'; database exists",
                "CREATE TABLE t (id int) PRIMARY KEY(id)|1050|42S01|Table 't' already exists",
                "DROP DATABASE nodb|1008|HY000|Can't drop database 'nodb'; database doesn't exist",
                "KILL 999999|1094|HY000|Unknown thread id: 999999",
                "DELETE FROM dup WHERE v = 1|6014|HY000|Where clause only supports key columns, 'v' is not one",
                "SHOW WAREHOUSES|5907|42000|unsupported statement in shared_nothing mode",
                "DELETE FROM t|1064|42000|Getting analyzing error. Detail message: Delete must specify where clause to prevent full table delete.",
                "UPDATE t SET id = 2 WHERE id = 1|1064|42000|Getting analyzing error. Detail message: primary key column cannot be updated: id.",
                "SHOW TRANSACTION WHERE ID = 2|1064|42000|Getting analyzing error. Detail message: transaction with id 2 does not exist."
            })
    void item19_errorsHaveCodeStateAndTextOfThePage(String statement, int code, String state, String text)
            throws Exception {
        sql.run(
                "CREATE TABLE t (id bigint, v int) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)" + ONE_REPLICA,
                "CREATE TABLE dup (id bigint, v int) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)" + ONE_REPLICA);
        SQLException error = sql.error(statement);
        assertThat((Throwable) error).hasMessage(text);
        assertThat(error.getErrorCode()).isEqualTo(code);
        assertThat(error.getSQLState()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET FOREIGN_KEY_CHECKS=0", "SET UNIQUE_CHECKS=0"})
    void item19_settingAnUnknownVariableNamesSimilarOnes(String statement) {
        SQLException error = sql.error(statement);
        assertThat(error.getErrorCode()).isEqualTo(1193);
        assertThat((Throwable) error)
                .hasMessageContaining("Unknown system variable")
                .hasMessageContaining("most similar variables are {'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "START TRANSACTION",
                "COMMIT",
                "ROLLBACK",
                "SET autocommit=0",
                "SET autocommit=1",
                "SET NAMES utf8mb4",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "SET TRANSACTION READ ONLY",
                "SET time_zone = '+08:00'",
                "SET SESSION time_zone = '+08:00'",
                "LOCK TABLES t READ",
                "UNLOCK TABLES",
                "SYNC",
                "SELECT 1;"
            })
    void item19_noOpsAreAccepted(String statement) throws Exception {
        sql.run(statement);
    }

    @Test
    void item19_verificationQueriesGiveExactValues() throws Exception {
        sql.run("CREATE TABLE v (id bigint, name varchar(30), amt decimal(20,6), at datetime, d double) PRIMARY KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2" + ONE_REPLICA);
        assertThat(sql.run("INSERT INTO v VALUES (1,'A',1.5,'2024-01-02 03:04:05.000001',1.5),"
                        + "(2,'a',2,'2024-01-02',NULL),(3,'a ',NULL,NULL,0.1),(4,'中文😀',-0.000001,'0001-01-01',1e300)"))
                .isEqualTo(4);
        assertThat(sql.cell("SELECT COUNT(*) FROM v")).isEqualTo("4");
        assertThat(sql.cell("SELECT COUNT(DISTINCT name) FROM v")).isEqualTo("4");
        assertThat(sql.rows("SELECT MAX(id), MIN(id), SUM(amt), AVG(id), COUNT(amt), MAX(at) FROM v"))
                .containsExactly("4|1|3.499999|2.5|3|2024-01-02 03:04:05.000001");
        assertThat(sql.labels("SELECT COUNT(*), Sum(amt), max(at) AS M, id Zweite FROM v GROUP BY id"))
                .containsExactly("count(*)", "sum(amt)", "M", "Zweite");
        assertThat(sql.labels("SELECT DATABASE()")).containsExactly("DATABASE()");
        assertThat(sql.rows("SELECT id, name FROM v WHERE name IN ('a', '中文😀') ORDER BY id DESC LIMIT 5"))
                .containsExactly("4|中文😀", "2|a");
        assertThat(sql.rows("SELECT id FROM v WHERE name LIKE 'a%' ORDER BY 1")).containsExactly("2", "3");
        assertThat(sql.rows("SELECT id FROM v WHERE at BETWEEN '2024-01-02' AND '2024-01-02 03:04:06' ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(sql.rows("SELECT id FROM v WHERE amt IS NULL OR NOT (id < 3) ORDER BY id"))
                .containsExactly("3", "4");
        assertThat(sql.rows("SELECT id FROM v ORDER BY id LIMIT 1, 2")).containsExactly("2", "3");
        assertThat(sql.rows("SELECT length(name), char_length(name), hex(name), md5(name) FROM v WHERE id = 4"))
                .containsExactly("10|3|E4B8ADE69687F09F9880|" + md5("中文😀"));
        assertThat(sql.rows("SELECT name, COUNT(*) c FROM v GROUP BY name HAVING c > 0 ORDER BY name"))
                .containsExactly("A|1", "a|1", "a |1", "中文😀|1");
        assertThat(sql.rows("SELECT a.id, b.id FROM v a JOIN v b ON a.id = b.id WHERE a.id = 1"))
                .containsExactly("1|1");
        assertThat(sql.cell("SELECT COUNT(*) FROM (SELECT id % 2 AS half FROM v GROUP BY id % 2) x"))
                .isEqualTo("2");
        assertThat(
                        sql.rows(
                                "SELECT CASE WHEN id = 1 THEN 'one' ELSE 'more' END, ifnull(d, 0) FROM v WHERE id < 3 ORDER BY id"))
                .containsExactly("one|1.5", "more|0");
        assertThat(sql.rows("SELECT CAST(at AS VARCHAR), CAST(amt AS VARCHAR) FROM v WHERE id IN (1,2) ORDER BY id"))
                .containsExactly("2024-01-02 03:04:05.000001|1.500000", "2024-01-02 00:00:00|2.000000");
        assertThat(sql.cell("SHOW CREATE TABLE v")).startsWith("v|CREATE TABLE `v` (\n  `id` bigint(20) NOT NULL");
        assertThat(
                        sql.rows(
                                "SELECT TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.tables WHERE TABLE_SCHEMA = 'db'"))
                .containsExactly("v|BASE TABLE|StarRocks");
    }

    /** What StarRocks refuses, and what only this stand-in refuses: never a silent success. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RENAME TABLE t TO u",
                "FLUSH TABLES",
                "CHECKSUM TABLE t",
                "SELECT * FROM t FOR UPDATE",
                "REPLACE INTO t VALUES (1, 1)",
                "INSERT INTO t VALUES (1, 1) ON DUPLICATE KEY UPDATE v = 1",
                "INSERT IGNORE INTO t VALUES (1, 1)",
                "INSERT INTO t SELECT * FROM t",
                "INSERT OVERWRITE t VALUES (1, 1)",
                "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t",
                "CREATE TABLE u (id bigint, FOREIGN KEY (id) REFERENCES t(id)) PRIMARY KEY(id)",
                "CREATE VIEW w AS SELECT 1",
                "CREATE INDEX i ON t (v)",
                "CREATE ROLE r",
                "GRANT SELECT ON TABLE t TO ROLE r",
                "ALTER TABLE t ENGINE=InnoDB",
                "ALTER TABLE t ADD INDEX i (v)",
                "ALTER TABLE t DROP PRIMARY KEY",
                "OPTIMIZE TABLE t",
                "ANALYZE TABLE t",
                "EXPLAIN SELECT 1",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "SELECT 1 UNION SELECT 2",
                "SELECT (SELECT 1)",
                "SELECT * FROM t WHERE id IN (SELECT id FROM t)",
                "SELECT row_number() OVER (ORDER BY id) FROM t",
                "SELECT sleep(1)",
                "SELECT load_file('/etc/passwd')",
                "SELECT benchmark(1, 1)",
                "SELECT group_concat(v) FROM t",
                "SELECT v + 'x' FROM t",
                "SELECT * FROM t WHERE v REGEXP 'x'",
                "SELECT * FROM t WHERE 'x'",
                "SELECT v FROM t GROUP BY id",
                "SELECT COUNT(*), v FROM t",
                "SELECT DISTINCT v FROM t ORDER BY id",
                "SELECT id FROM t ORDER BY id NULLS LAST",
                "SELECT @x := 1",
                "SET @x = 1",
                "SELECT * INTO OUTFILE '/tmp/x' FROM t",
                "SELECT * FROM mysql.user",
                "SELECT * FROM information_schema.nonsense",
                "SHOW MASTER STATUS",
                "SHOW BINARY LOGS",
                "SHOW NONSENSE",
                "CALL p()",
                "DO 1",
                "LOAD DATA INFILE 'x' INTO TABLE t",
                "PREPARE s FROM 'SELECT 1'",
                "nonsense",
                "UPDATE t SET v = 1",
                "UPDATE t, u SET v = 1 WHERE id = 1",
                "UPDATE t SET v = 1 WHERE id = 1 LIMIT 1",
                "DELETE FROM t WHERE id = 1 LIMIT 1",
                "DELETE t FROM t WHERE id = 1",
                "TRUNCATE t",
                "SET NAMES latin1x",
                "SELECT 1 +",
                "SELECT * FROM t WHERE id = 1 2"
            })
    void item20_unsupportedSqlIsNeverASilentSuccess(String statement) throws Exception {
        sql.run(
                "CREATE TABLE t (id bigint, v int) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)" + ONE_REPLICA,
                "INSERT INTO t VALUES (7, 7)");
        SQLException error = sql.error(statement);
        assertThat(error.getErrorCode()).as(error.getMessage()).isIn(1064, 5501, 5502, 1115);
        assertThat(sql.rows("SELECT * FROM t")).containsExactly("7|7");
    }

    @Test
    void item20_valuesHaveTheTextOfThePage() throws Exception {
        sql.run(
                "CREATE TABLE x (id int, b boolean, f float, d double, dec1 decimal(38,10), da date, dt datetime, j json,"
                        + " vb varbinary, l largeint) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)" + ONE_REPLICA,
                "INSERT INTO x VALUES (1, true, 16777216, 0.1, 12345678901234567890.123456789, '0000-01-01',"
                        + " '0000-01-01 00:00:00', '{\"b\":[1,2.5,null],\"a\":{\"z\":\"中\",\"y\":true}}', x'00ff27',"
                        + " -170141183460469231731687303715884105728)",
                "INSERT INTO x VALUES (2, false, 1.1, -1e-7, -0.5, '9999-12-31', '9999-12-31 23:59:59.999999', '\"s\"', x'',"
                        + " 170141183460469231731687303715884105727)");
        assertThat(sql.rows("SELECT id, b, f, d, dec1, da, dt, j, hex(vb), l FROM x ORDER BY id"))
                .containsExactly(
                        "1|1|16777216|0.1|12345678901234567890.1234567890|0000-01-01|0000-01-01 00:00:00|{\"a\": {\"y\": true,"
                                + " \"z\": \"中\"}, \"b\": [1, 2.5, null]}|00FF27|-170141183460469231731687303715884105728",
                        "2|0|1.1|-0.0000001|-0.5000000000|9999-12-31|9999-12-31 23:59:59.999999|\"s\"||"
                                + "170141183460469231731687303715884105727");
        try (Statement statement = sql.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT vb FROM x WHERE id = 1")) {
            rows.next();
            assertThat(rows.getBytes(1)).containsExactly(0x00, 0xff, 0x27);
        }
    }

    @Test
    void item21_defaultPropertiesFailOnASingleNode() throws Exception {
        String create = "CREATE TABLE t1 (id bigint) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)";
        assertThat((Throwable) sql.error(create))
                .hasMessage(
                        "Getting analyzing error. Detail message: Table replication num should be less than or equal to"
                                + " the number of available backends. You can change this default by setting the replication_num"
                                + " table properties. Current available backends: [10001], table=t1, replication_num=3,"
                                + " default_replication_num=3");
        assertThat(sql.rows("SHOW TABLES")).isEmpty();
        sql.run(create + ONE_REPLICA);
        StandInOptions three = StandInOptions.defaults().withBackends(3);
        StandInOptions one = StandInOptions.defaults();
        for (boolean cluster : new boolean[] {true, false}) {
            try (StarRocksStandIn standIn = StarRocksStandIn.start(STARROCKS.mysql(), cluster ? three : one);
                    Sql other = new Sql(java.sql.DriverManager.getConnection(
                            "jdbc:mysql://" + standIn.query() + "/", "root", ""))) {
                other.run("CREATE DATABASE db", "USE db");
                if (!cluster) {
                    other.run("ADMIN SET FRONTEND CONFIG (\"default_replication_num\" = \"1\")");
                }
                other.run(create);
                assertThat(other.cell("SHOW CREATE TABLE t1"))
                        .contains("\"replication_num\" = \"" + (cluster ? 3 : 1) + "\"");
                assertThat(other.rows("SHOW BACKENDS")).hasSize(cluster ? 3 : 1);
            }
        }
    }

    private static String md5(String text) throws Exception {
        byte[] hash = java.security.MessageDigest.getInstance("MD5")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(hash);
    }
}
