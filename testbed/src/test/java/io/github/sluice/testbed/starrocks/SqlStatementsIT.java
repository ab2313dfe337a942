package io.github.sluice.testbed.starrocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of sections 9 to 11 over JDBC: changes of rows and tables, SHOW, information_schema, users. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SqlStatementsIT {
    private static final String PK =
            " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES(\"replication_num\"=\"1\")";

    @RegisterExtension
    static final StandInExtension STARROCKS = new StandInExtension(StandInOptions.defaults());

    private Sql sql;

    @BeforeEach
    void freshDatabase() throws Exception {
        sql = new Sql(STARROCKS.connect(""));
        sql.run("DROP DATABASE IF EXISTS db FORCE", "CREATE DATABASE IF NOT EXISTS db", "USE db");
    }

    @AfterEach
    void disconnect() throws Exception {
        sql.close();
    }

    @Test
    void insertOnAPrimaryKeyTableIsAnUpsertAndKeysAreComparedByBytes() throws Exception {
        sql.run("CREATE TABLE k (id varchar(20), v int DEFAULT '5', w varchar(3))" + PK);
        assertThat(sql.run("INSERT INTO k VALUES ('A',1,'x'),('a',2,'x'),('a ',3,'x'),('ａ',4,'x'),('a',22,'中')"))
                .isEqualTo(5);
        assertThat(sql.rows("SELECT id, v FROM k ORDER BY id")).containsExactly("A|1", "a|22", "a |3", "ａ|4");
        sql.run("INSERT INTO k (id, w) VALUES ('A', NULL)", "INSERT INTO k (w, id, v) VALUES (DEFAULT, 'b', DEFAULT)");
        assertThat(sql.rows("SELECT * FROM k WHERE id IN ('A', 'b') ORDER BY id"))
                .containsExactly("A|5|NULL", "b|5|NULL");
    }

    @Test
    void insertOnADuplicateKeyTableAppends() throws Exception {
        sql.run(
                "CREATE TABLE dup (id int, v int) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) PROPERTIES('replication_num'='1')",
                "INSERT INTO dup VALUES (1,1),(1,1)",
                "INSERT INTO dup VALUES (1,2),(2,2)");
        assertThat(sql.rows("SELECT * FROM dup ORDER BY id, v")).containsExactly("1|1", "1|1", "1|2", "2|2");
        assertThat(sql.run("DELETE FROM dup WHERE id = 1")).isEqualTo(3);
        assertThat((Throwable) sql.error("UPDATE dup SET v = 1 WHERE id = 2"))
                .hasMessageContaining("not primary key table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(1, 'abcd', NULL, NULL)|column s: ", // four bytes in three
                "(1, '中文', NULL, NULL)|column s: ", // two characters, six bytes
                "(1, NULL, 1000, NULL)|column d: Number out of range",
                "(1, NULL, 'x', NULL)|column d: Invalid number format: x",
                "(99999999999, NULL, NULL, NULL)|column id: Number out of range",
                "(NULL, NULL, NULL, NULL)|NULL value in non-nullable column 'id'",
                "(1, NULL, NULL, '2024-02-30')|column at: Invalid date value: 2024-02-30",
                "(1, NULL, NULL)|Column count doesn't match value count.",
                "(1, upper('a'), NULL, NULL)|the function upper in VALUES"
            })
    void insertIsStrict(String values, String message) throws Exception {
        sql.run("CREATE TABLE st (id int, s varchar(3), d decimal(4,1), at datetime)" + PK);
        assertThat((Throwable) sql.error("INSERT INTO st VALUES (7,'ok',1,NULL)," + values))
                .hasMessageContaining(message);
        assertThat(sql.rows("SELECT * FROM st")).as("all or nothing").isEmpty();
    }

    @Test
    void aKeyOfMoreThan128BytesIsRefused() throws Exception {
        sql.run(
                "CREATE TABLE lk (id varchar(300), v int)" + PK,
                "INSERT INTO lk VALUES (repeat_128, 1)".replace("repeat_128", "'" + "x".repeat(128) + "'"));
        assertThat((Throwable) sql.error("INSERT INTO lk VALUES ('" + "x".repeat(129) + "', 1)"))
                .hasMessage("primary key size exceed the limit.");
        assertThat((Throwable) sql.error("INSERT INTO lk VALUES ('" + "中".repeat(43) + "', 1)"))
                .hasMessage("primary key size exceed the limit.");
        assertThat(sql.cell("SELECT COUNT(*) FROM lk")).isEqualTo("1");
    }

    @Test
    void constantsOfAnInsertAreConvertedAsFunctionsSay() throws Exception {
        sql.run(
                "CREATE TABLE f (id int, j json, b varbinary, at datetime, d double)" + PK,
                "INSERT INTO f VALUES (1, parse_json('[1]'), to_binary('6162', 'hex'), CAST('2024-01-02' AS DATE), 1e3),"
                        + "(2, parse_json('12'), to_binary('YWI=', 'encode64'), '2024-01-02 03:04:05', -2),"
                        + "(3, parse_json('{'), to_binary('ab', 'utf8'), NULL, CAST('1.5' AS DECIMAL(9,2))),"
                        + "(4, '{\"a\": 1.0}', x'6162', NULL, NULL)");
        assertThat(sql.rows("SELECT id, j, hex(b), at, d FROM f ORDER BY id"))
                .containsExactly(
                        "1|[1]|6162|2024-01-02 00:00:00|1000",
                        "2|\"12\"|6162|2024-01-02 03:04:05|-2",
                        "3|NULL|6162|NULL|1.5",
                        "4|{\"a\": 1}|6162|NULL|NULL");
        assertThat((Throwable) sql.error("INSERT INTO f (id) VALUES (id + 1)")).hasMessageContaining("only constants");
        assertThat((Throwable) sql.error("INSERT INTO f (id, j) VALUES (5, 'no json')"))
                .hasMessageContaining("Failed to parse JSON");
    }

    @Test
    void updateChangesMatchingRowsOnly() throws Exception {
        sql.run(
                "CREATE TABLE u (id int, v int, s varchar(5), at datetime, b varbinary, j json)" + PK,
                "INSERT INTO u VALUES (1,1,'a','2024-01-02 03:04:05.6',x'00ff','{\"a\":1}'),(2,2,'b',NULL,NULL,NULL),(3,3,'c',NULL,NULL,NULL)");
        assertThat(sql.run("UPDATE u SET v = v * 10 + 1, s = concat(s, '!') WHERE id < 3"))
                .isEqualTo(2);
        assertThat(sql.rows("SELECT id, v, s, at, hex(b), j FROM u ORDER BY id"))
                .containsExactly(
                        "1|11|a!|2024-01-02 03:04:05.600000|00FF|{\"a\": 1}",
                        "2|21|b!|NULL|NULL|NULL",
                        "3|3|c|NULL|NULL|NULL");
        assertThat((Throwable) sql.error("UPDATE u SET s = 'toolong' WHERE id < 3"))
                .hasMessageContaining("column s");
        assertThat(sql.cell("SELECT s FROM u WHERE id = 1")).isEqualTo("a!");
        assertThat(sql.run("UPDATE u SET v = NULL WHERE id = 9")).isZero();
        assertThat(sql.run("DELETE FROM u WHERE s LIKE '%!' AND id > 1")).isEqualTo(1);
        assertThat(sql.rows("SELECT id FROM u ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    void alterTableAddsDropsAndWidensColumns() throws Exception {
        sql.run(
                "CREATE TABLE al (id int, v int, s varchar(5))" + PK,
                "INSERT INTO al VALUES (1,2,'a')",
                "ALTER TABLE al ADD COLUMN n int DEFAULT '7' AFTER v",
                "ALTER TABLE al ADD COLUMN (x date, y json)",
                "ALTER TABLE al ADD COLUMN z varchar(3) NOT NULL DEFAULT 'zz'",
                "ALTER TABLE al DROP COLUMN x",
                "ALTER TABLE al MODIFY COLUMN s varchar(50)",
                "ALTER TABLE al MODIFY COLUMN v bigint");
        assertThat(sql.rows("SELECT * FROM al")).containsExactly("1|2|7|a|NULL|zz");
        assertThat(sql.rows("DESC al"))
                .containsExactly(
                        "id|int(11)|NO|true|NULL|",
                        "v|bigint(20)|YES|false|NULL|",
                        "n|int(11)|YES|false|7|",
                        "s|varchar(50)|YES|false|NULL|",
                        "y|json|YES|false|NULL|",
                        "z|varchar(3)|NO|false|zz|");
        assertThat(sql.rows("SHOW COLUMNS FROM al").get(0)).isEqualTo("id|int(11)|NO|YES|NULL|");
        assertThat((Throwable) sql.error("ALTER TABLE al MODIFY COLUMN s varchar(4)"))
                .hasMessageContaining("Cannot shorten string length");
        assertThat((Throwable) sql.error("ALTER TABLE al ADD COLUMN q int NOT NULL"))
                .hasMessageContaining("needs a default");
        assertThat((Throwable) sql.error("ALTER TABLE al DROP COLUMN id")).hasMessageContaining("key column");
        assertThat((Throwable) sql.error("ALTER TABLE al ADD COLUMN V int")).hasMessageContaining("already exists");
        assertThat((Throwable) sql.error("ALTER TABLE al MODIFY COLUMN n date")).hasMessageContaining("Can not change");
        assertThat(sql.rows("SHOW ALTER TABLE COLUMN")).hasSize(6).allMatch(row -> row.contains("|FINISHED|"));
    }

    @Test
    void renameSwapTruncateAndDropActOnTheRightRows() throws Exception {
        sql.run(
                "CREATE TABLE a (id int)" + PK,
                "CREATE TABLE b (id int)" + PK,
                "INSERT INTO a VALUES (1)",
                "INSERT INTO b VALUES (2)",
                "ALTER TABLE a SWAP WITH b");
        assertThat(sql.cell("SELECT * FROM a")).isEqualTo("2");
        sql.run("ALTER TABLE a RENAME `c.中文`", "TRUNCATE TABLE b", "INSERT INTO b VALUES (3)");
        assertThat(sql.cell("SELECT * FROM `c.中文`")).isEqualTo("2");
        assertThat(sql.cell("SELECT * FROM b")).isEqualTo("3");
        assertThat(sql.rows("SHOW FULL TABLES")).containsExactly("b|BASE TABLE", "c.中文|BASE TABLE");
        assertThat((Throwable) sql.error("ALTER TABLE b RENAME `c.中文`")).hasMessageContaining("already used");
        sql.run(
                "DROP TABLE b FORCE",
                "DROP TABLE IF EXISTS b",
                "CREATE TABLE B (id int)" + PK,
                "CREATE TABLE b (id int)" + PK);
        assertThat(sql.rows("SHOW TABLES"))
                .as("table names keep and compare case")
                .containsExactly("B", "b", "c.中文");
    }

    @Test
    void selectsCanBePreparedOnTheServer() throws Exception {
        sql.run(
                "CREATE TABLE p (id bigint, b boolean, t tinyint, s smallint, i int, l largeint, f float, d double,"
                        + " dc decimal(20,6), da date, at datetime, v varchar(20), j json, vb varbinary)" + PK,
                "INSERT INTO p VALUES (1,true,-1,-2,-3,-170141183460469231731687303715884105728,1.5,2.5,3.25,'2024-01-02',"
                        + "'2024-01-02 03:04:05.678901','中文','{}',x'00ff'),(2" + ",NULL".repeat(13) + ")");
        try (Connection connection = STARROCKS.connect("db?useServerPrepStmts=true");
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT * FROM p WHERE id = ? AND (v = ? OR v IS NULL) AND (at > ? OR at IS NULL)"
                                + " AND ? < 9 LIMIT ?")) {
            assertThat(statement).isInstanceOf(com.mysql.cj.jdbc.ServerPreparedStatement.class);
            for (long id = 1; id <= 2; id++) {
                statement.setLong(1, id);
                statement.setString(2, "中文");
                statement.setObject(3, java.time.LocalDateTime.of(2024, 1, 2, 3, 4, 5, 678_900_000));
                statement.setBigDecimal(4, new java.math.BigDecimal("8.999999"));
                statement.setInt(5, 10);
                try (ResultSet row = statement.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getLong(1)).isEqualTo(id);
                    if (id == 1) {
                        assertThat(row.getBoolean(2)).isTrue();
                        assertThat(List.of(row.getInt(3), row.getInt(4), row.getInt(5)))
                                .containsExactly(-1, -2, -3);
                        assertThat(row.getString(6)).isEqualTo("-170141183460469231731687303715884105728");
                        assertThat(row.getFloat(7)).isEqualTo(1.5f);
                        assertThat(row.getDouble(8)).isEqualTo(2.5);
                        assertThat(row.getBigDecimal(9)).isEqualTo("3.250000");
                        assertThat(row.getObject(10, java.time.LocalDate.class)).isEqualTo("2024-01-02");
                        assertThat(row.getObject(11, java.time.LocalDateTime.class))
                                .isEqualTo("2024-01-02T03:04:05.678901");
                        assertThat(row.getString(12)).isEqualTo("中文");
                        assertThat(row.getString(13)).isEqualTo("{}");
                        assertThat(row.getBytes(14)).containsExactly(0, 255);
                    } else {
                        for (int i = 2; i <= 14; i++) {
                            assertThat(row.getObject(i)).isNull();
                        }
                    }
                    assertThat(row.next()).isFalse();
                }
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO p (id, v) VALUES (?, ?)")) {
                // 9.2: not a SELECT, so the driver prepares it on its side
                assertThat(insert).isNotInstanceOf(com.mysql.cj.jdbc.ServerPreparedStatement.class);
                insert.setLong(1, 3);
                insert.setString(2, "it's \\ \"q\"\n");
                insert.executeUpdate();
            }
        }
        assertThat(sql.cell("SELECT v FROM p WHERE id = 3")).isEqualTo("it's \\ \"q\"\n");
    }

    @ParameterizedTest
    @EnumSource(Drivers.class)
    void driverMetadataCanBeRead(Drivers line) throws Exception {
        sql.run("CREATE TABLE m (id bigint COMMENT 'key', v decimal(18,4) NOT NULL)" + PK);
        java.util.Properties login = new java.util.Properties();
        login.setProperty("user", "root");
        try (Connection connection = line.load().connect(STARROCKS.url("db"), login);
                ResultSet columns = connection.getMetaData().getColumns("db", null, "m", null)) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(columns.next()).isTrue();
            assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(4);
            assertThat(columns.next()).isFalse();
        }
    }

    @Test
    void informationSchemaDescribesTables() throws Exception {
        sql.run(
                "CREATE TABLE i (id bigint, n largeint, b boolean, d decimal(20,6) NOT NULL COMMENT 'money', v varchar(9)"
                        + " DEFAULT 'x') PRIMARY KEY(id) COMMENT 'a table' DISTRIBUTED BY HASH(id) BUCKETS 3"
                        + " PROPERTIES('replication_num'='1')");
        assertThat(sql.rows("SELECT COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, DATA_TYPE, COLUMN_TYPE,"
                        + " COLUMN_KEY, COLUMN_COMMENT, COLUMN_SIZE, DECIMAL_DIGITS FROM information_schema.columns"
                        + " WHERE table_schema = 'db' AND table_name = 'i' ORDER BY ordinal_position"))
                .containsExactly(
                        "id|1|NULL|NO|bigint|bigint(20)|PRI||19|0",
                        "n|2|NULL|YES|bigint unsigned|bigint(20) unsigned|||39|0",
                        "b|3|NULL|YES|tinyint|tinyint(1)|||NULL|NULL",
                        "d|4|NULL|NO|decimal|decimal(20,6)||money|20|6",
                        "v|5|x|YES|varchar|varchar(9)|||9|NULL");
        assertThat(sql.rows(
                        "SELECT TABLE_CATALOG, TABLE_COMMENT, TABLE_COLLATION, VERSION FROM information_schema.tables"
                                + " WHERE table_schema = 'db'"))
                .containsExactly("def|a table|utf8_general_ci|NULL");
        assertThat(sql.rows("SELECT TABLE_MODEL, PRIMARY_KEY, DISTRIBUTE_KEY, DISTRIBUTE_BUCKET FROM"
                        + " information_schema.tables_config WHERE TABLE_SCHEMA = 'db'"))
                .containsExactly("PRIMARY_KEYS|`id`|`id`|3");
        assertThat(sql.rows("SELECT COLUMN_NAME, CONSTRAINT_NAME FROM information_schema.key_column_usage"
                        + " WHERE TABLE_SCHEMA = 'db'"))
                .containsExactly("id|PRIMARY");
        assertThat(sql.rows("SELECT SCHEMA_NAME FROM information_schema.schemata ORDER BY 1"))
                .contains("_statistics_", "db", "information_schema", "sys");
        assertThat(sql.rows("SELECT * FROM information_schema.loads")).isEmpty();
        assertThat(sql.rows("SELECT COUNT(*) FROM information_schema.stream_loads"))
                .containsExactly("0");
        assertThat(sql.labels("SELECT * FROM information_schema.stream_loads"))
                .hasSize(25)
                .startsWith("LABEL", "ID", "LOAD_ID", "TXN_ID", "DB_NAME");
        assertThat(sql.labels("SELECT * FROM information_schema.loads"))
                .hasSize(26)
                .startsWith("ID", "LABEL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHOW DATABASES|1|Database",
                "SHOW TABLE STATUS|18|Name",
                "SHOW INDEX FROM t|12|Table",
                "SHOW KEYS FROM t|12|Table",
                "SHOW PARTITIONS FROM t|22|PartitionId",
                "SHOW BACKENDS|30|BackendId",
                "SHOW FRONTENDS|17|Id",
                "SHOW LOAD|21|JobId",
                "SHOW STREAM LOAD|25|Label",
                "SHOW ROUTINE LOAD|22|Id",
                "SHOW PROCESSLIST|15|ServerName",
                "SHOW VARIABLES|2|Variable_name",
                "SHOW FULL COLUMNS FROM t|9|Field",
                "SHOW ENGINES|6|Engine",
                "SHOW CHARSET|4|Charset",
                "SHOW COLLATION|6|Collation",
                "SHOW WARNINGS|3|Level",
                "SHOW ERRORS|3|Level",
                "SHOW STATUS|2|Variable_name",
                "SHOW GRANTS|3|UserIdentity",
                "SHOW PRIVILEGES|3|Privilege",
                "SHOW PLUGINS|10|Name",
                "SHOW CATALOGS|3|Catalog",
                "SHOW DATA|3|TableName",
                "SHOW ALTER TABLE COLUMN|14|JobId",
                "SHOW FULL TABLES FROM db|2|Tables_in_db"
            })
    void showStatementsHaveTheColumnsOfThePage(String statement, int columns, String first) throws Exception {
        sql.run("CREATE TABLE t (id int)" + PK);
        assertThat(sql.labels(statement)).hasSize(columns).startsWith(first);
    }

    @Test
    void showTakesLikeAndWhere() throws Exception {
        sql.run("CREATE TABLE t1 (id int)" + PK, "CREATE TABLE u1 (id int)" + PK);
        assertThat(sql.rows("SHOW TABLES LIKE 't%'")).containsExactly("t1");
        assertThat(sql.rows("SHOW TABLES FROM db WHERE Tables_in_db = 'u1'")).containsExactly("u1");
        assertThat(sql.rows("SHOW DATABASES LIKE 'd_'")).containsExactly("db");
        assertThat(sql.rows("SHOW INDEX FROM t1"))
                .as("no row for the primary key")
                .isEmpty();
        assertThat(sql.rows("SHOW BACKENDS"))
                .singleElement()
                .asString()
                .startsWith("10001|127.0.0.1|")
                .contains("|true|");
    }

    @Test
    void aSessionCanChangeItsUserAndBeReset() throws Exception {
        sql.run("CREATE TABLE t (id int)" + PK);
        sql.run("CREATE USER reader IDENTIFIED BY 'p4ss'", "GRANT SELECT ON ALL TABLES IN DATABASE db TO USER reader");
        com.mysql.cj.jdbc.JdbcConnection session = sql.connection().unwrap(com.mysql.cj.jdbc.JdbcConnection.class);
        session.changeUser("reader", "p4ss");
        sql.run("USE db");
        assertThat(sql.cell("SELECT user()")).isEqualTo("'reader'@'%'");
        assertThat((Throwable) sql.error("INSERT INTO t VALUES (1)")).hasMessageStartingWith("Access denied; you need");
        sql.run("SET query_timeout = 7");
        session.resetServerState();
        assertThat(sql.cell("SELECT @@query_timeout")).isEqualTo("300");
        assertThatThrownBy(() -> session.changeUser("reader", "wrong")).hasMessageContaining("Access denied for user");
    }

    @Test
    void theDriversRowLimitIsKept() throws Exception {
        sql.run("CREATE TABLE t (id int)" + PK, "INSERT INTO t VALUES (1),(2),(3)");
        try (java.sql.Statement statement = sql.connection().createStatement()) {
            statement.setMaxRows(2);
            int rows = 0;
            try (ResultSet result = statement.executeQuery("SELECT id FROM t")) {
                while (result.next()) {
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(2);
        }
        assertThat(sql.rows("SELECT id FROM t")).hasSize(3);
        sql.run("SET SQL_SELECT_LIMIT=1");
        assertThat(sql.cell("SELECT @@sql_select_limit")).isEqualTo("1");
        assertThat(sql.rows("SELECT id FROM t")).hasSize(1);
        sql.run("SET SQL_SELECT_LIMIT=DEFAULT");
        assertThat(sql.rows("SELECT id FROM t")).hasSize(3);
    }

    @Test
    void longTextsAreSortedToTheirEnd() throws Exception {
        sql.run("CREATE TABLE t (id int, v string)" + PK);
        String prefix = "x".repeat(60_000);
        for (int i = 0; i < 30; i++) {
            sql.run("INSERT INTO t VALUES (" + i + ", '" + prefix + (10 + (i * 7) % 30) + "')");
        }
        List<String> last = sql.rows("SELECT right(v, 2) FROM t ORDER BY v DESC");
        assertThat(last).hasSize(30).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "99"})
    void conditionsOnOtherTypesThanTheLiteralsAreConverted(String none) throws Exception {
        sql.run(
                "CREATE TABLE c (id bigint, s varchar(9), b boolean, d decimal(20,2), da date, at datetime)" + PK,
                "INSERT INTO c VALUES (9007199254740993,'1',true,1.10,'2024-01-02','2024-01-02 00:00:00.5')");
        assertThat(sql.rows("SELECT 1 FROM c WHERE id = '9007199254740993'")).hasSize(1);
        assertThat(sql.rows("SELECT 1 FROM c WHERE id = '9007199254740992'")).isEmpty();
        assertThat(sql.rows("SELECT 1 FROM c WHERE id = 'abc'")).isEmpty();
        assertThat(sql.rows("SELECT 1 FROM c WHERE s = 1")).hasSize(1);
        assertThat(sql.rows("SELECT 1 FROM c WHERE b = 'true' AND b AND b = 1")).hasSize(1);
        assertThat(sql.rows("SELECT 1 FROM c WHERE d = '1.1' AND d > 1")).hasSize(1);
        assertThat(sql.rows(
                        "SELECT 1 FROM c WHERE da = '2024-01-02' AND at > '2024-01-02' AND at < '2024-01-02 00:00:01'"))
                .hasSize(1);
        assertThat(sql.rows("SELECT 1 FROM c WHERE at > da")).hasSize(1);
        assertThat((Throwable) sql.error("SELECT 1 FROM c WHERE at > 'soon'"))
                .hasMessageContaining("Incorrect DATETIME value");
        assertThat(sql.rows("SELECT 1 FROM c WHERE id <=> NULL OR s IN ('" + none + none + "', NULL)"))
                .isEmpty();
    }

    @Test
    void sessionsCanBeListedAndKilled() throws Exception {
        Connection victim = STARROCKS.connect("db");
        String id = new Sql(victim).cell("SELECT CONNECTION_ID()");
        assertThat(sql.rows("SHOW PROCESSLIST")).anyMatch(row -> row.startsWith("127.0.0.1_9010|" + id + "|root|"));
        sql.run("KILL " + id);
        assertThatThrownBy(() -> new Sql(victim).cell("SELECT 1")).isInstanceOf(SQLException.class);
        org.awaitility.Awaitility.await().until(() -> sql.rows("SHOW PROCESSLIST").stream()
                .noneMatch(row -> row.startsWith("127.0.0.1_9010|" + id + "|")));
    }
}
