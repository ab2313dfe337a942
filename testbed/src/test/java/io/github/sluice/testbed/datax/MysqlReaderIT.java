package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** mysqlreader over a real MySQL; with {@code -Ddatax.home} the real one over the same tables. */
@Timeout(300)
class MysqlReaderIT {
    private static final String PASSWORD = "reader'sPw";

    @TempDir
    static Path folder;

    private static MySqlServer mysql;
    private static ProbeJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        mysql = MySqlServer.startWithPassword(folder.resolve("mysql"), PASSWORD);
        jobs = new ProbeJobs(folder);
        try (InputStream script = MysqlReaderIT.class.getResourceAsStream("mysqlreader.sql")) {
            for (String statement : new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";\n")) {
                if (!statement.isBlank()) {
                    execute(statement);
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        if (mysql != null) {
            mysql.close();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        mysql.jdbcUrl("") + "&jdbcCompliantTruncation=false", "root", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A job that reads; every row's columns are noted. */
    private static ProbeJobs.Job reading() {
        ProbeJobs.Job job = jobs.job()
                .set("/job/content/0/reader", Map.of("name", "mysqlreader"))
                .reader("username", "root")
                .reader("password", PASSWORD)
                .reader("column", List.of("*"));
        return job.writer("dump", true);
    }

    private static ProbeJobs.Job reading(String table) {
        return reading().reader("connection", List.of(connection(table)));
    }

    private static Map<String, Object> connection(String... tables) {
        return Map.of("jdbcUrl", List.of(mysql.jdbcUrl("probe")), "table", List.of(tables));
    }

    private static List<String> rows(ProbeJobs.Job job) throws Exception {
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        return rowsOf(job);
    }

    private static List<String> rowsOf(ProbeJobs.Job job) throws IOException {
        return job.traced().stream()
                .filter(line -> line.startsWith("row "))
                .map(line -> line.substring("row ".length()))
                .toList();
    }

    /** What the real reader made of the table of all types is kept as data; {@code -Ddatax.record=FILE} renews it. */
    @Test
    void everyTypeBecomesTheColumnThatDataXMakesOfIt() throws Exception {
        List<String> queries = columnsOfTypes().stream()
                .map(column -> "select '" + column + "', id, `" + column + "` from types")
                .toList();
        ProbeJobs.Job job = reading()
                .reader("column", List.of())
                .set("/job/setting/speed/channel", 10)
                .reader("connection", List.of(Map.of("jdbcUrl", List.of(mysql.jdbcUrl("probe")), "querySql", queries)));
        List<String> found = rows(job).stream()
                .map(row -> row.replaceFirst("StringColumn (.*?) \\| LongColumn ", "$1 "))
                .sorted()
                .toList();
        String record = System.getProperty("datax.record");
        if (record != null) {
            Files.write(Path.of(record), found);
        }
        try (InputStream in = MysqlReaderIT.class.getResourceAsStream("mysqlreader-types.txt")) {
            assertThat(found)
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    private static List<String> columnsOfTypes() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl("probe"), "root", PASSWORD);
                var columns = connection.getMetaData().getColumns("probe", null, "types", "c_%")) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names;
    }

    @Test
    void eachTableIsATaskOverSeveralUrls() throws Exception {
        ProbeJobs.Job job = reading()
                .set("/job/setting/speed/channel", 8)
                .reader("column", List.of("id", "'x'"))
                .reader(
                        "connection",
                        List.of(
                                Map.of(
                                        "jdbcUrl", List.of("jdbc:mysql://127.0.0.1:1/none", mysql.jdbcUrl("probe")),
                                        "table", List.of("shard_[08-10]", "hollow, one_more")),
                                Map.of("jdbcUrl", List.of(mysql.jdbcUrl("other")), "table", List.of("shard_08"))));
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(queriesIn(result))
                .containsExactlyInAnyOrder(
                        "select id,'x' from shard_08",
                        "select id,'x' from shard_09",
                        "select id,'x' from shard_10",
                        "select id,'x' from hollow",
                        "select id,'x' from one_more",
                        "select id,'x' from shard_08");
        assertThat(rowsOf(job))
                .containsExactlyInAnyOrder(
                        "LongColumn 8 | StringColumn x",
                        "LongColumn 9 | StringColumn x",
                        "LongColumn 10 | StringColumn x",
                        "LongColumn 77 | StringColumn x",
                        "LongColumn 88 | StringColumn x");
        assertThat(result.output())
                .contains("?useSSL=false&")
                .contains("&characterEncoding=UTF-8"
                        + "&yearIsDateType=false&zeroDateTimeBehavior=convertToNull&tinyInt1isBit=false"
                        + "&rewriteBatchedStatements=true");
    }

    @Test
    void oneTableIsCutIntoFiveRangesPerChannelAndOneForNull() throws Exception {
        ProbeJobs.Job job = reading("numbers")
                .set("/job/setting/speed/channel", 2)
                .reader("column", List.of("n"))
                .reader("splitPk", "N");
        DataxResult result = job.run();
        assertThat(queriesIn(result))
                .hasSize(11)
                .contains(
                        "select n from numbers  where  (-7 <= N AND N < 5)",
                        "select n from numbers  where  (93 <= N AND N <= 104)",
                        "select n from numbers  where  N IS NULL");
        assertThat(rowsOf(job))
                .containsExactlyInAnyOrderElementsOf(rows(reading("numbers").reader("column", List.of("n"))));
        assertThat(rowsOf(job)).hasSize(113).contains("LongColumn null");
    }

    @Test
    void aWhereIsKeptInEveryRange() throws Exception {
        ProbeJobs.Job job = reading("numbers")
                .set("/job/setting/speed/channel", 2)
                .reader("column", List.of("n"))
                .reader("splitPk", "n")
                .reader("splitFactor", 1)
                .reader("where", " n > 50 ; ");
        DataxResult result = job.run();
        assertThat(queriesIn(result))
                .containsExactlyInAnyOrder(
                        "select n from numbers where (n > 50 ) and  (51 <= n AND n < 78)",
                        "select n from numbers where (n > 50 ) and  (78 <= n AND n <= 104)",
                        "select n from numbers where (n > 50 ) and  n IS NULL");
        assertThat(rowsOf(job)).hasSize(54);
    }

    @Test
    void severalTablesAreCutWithoutTheFactor() throws Exception {
        DataxResult result = reading()
                .set("/job/setting/speed/channel", 3)
                .reader("splitPk", "n")
                .reader("connection", List.of(connection("numbers", "numbers2")))
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(queriesIn(result).stream().filter(sql -> sql.contains("numbers ")))
                .hasSize(3);
        assertThat(queriesIn(result).stream().filter(sql -> sql.contains("numbers2 ")))
                .hasSize(3);
    }

    /** The factor of a connection with one table stays for those that follow. */
    @Test
    void theFactorGrowsFromConnectionToConnection() throws Exception {
        DataxResult result = reading()
                .set("/job/setting/speed/channel", 4)
                .reader("splitPk", "n")
                .reader("splitFactor", 2)
                .reader("connection", List.of(connection("numbers"), connection("numbers2")))
                .run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(queriesIn(result).stream().filter(sql -> sql.contains("numbers ")))
                .hasSize(5);
        assertThat(queriesIn(result).stream().filter(sql -> sql.contains("numbers2 ")))
                .hasSize(9);
    }

    @Test
    void noMoreChannelsThanTablesMeansNoRanges() throws Exception {
        DataxResult result = reading()
                .set("/job/setting/speed/channel", 2)
                .reader("splitPk", "n")
                .reader("connection", List.of(connection("numbers", "numbers2")))
                .run();
        assertThat(queriesIn(result)).containsExactlyInAnyOrder("select * from numbers", "select * from numbers2");
    }

    @Test
    void textIsCutByItsCharacters() throws Exception {
        ProbeJobs.Job job = reading("texts")
                .set("/job/setting/speed/channel", 2)
                .reader("column", List.of("t"))
                .reader("splitFactor", 1)
                .reader("splitPk", "t");
        DataxResult result = job.run();
        assertThat(queriesIn(result)).hasSize(3).contains("select t from texts  where  t IS NULL");
        assertThat(rowsOf(job))
                .containsExactlyInAnyOrder(
                        "StringColumn a'b", "StringColumn m\\", "StringColumn zz", "StringColumn null");
    }

    @Test
    void anEmptyTableIsNotCut() throws Exception {
        DataxResult result = reading("hollow")
                .set("/job/setting/speed/channel", 2)
                .reader("splitPk", "id")
                .run();
        assertThat(queriesIn(result)).containsExactly("select * from hollow");
    }

    @Test
    void aSplitPkThatIsNoColumnOrNoNumberIsRefused() throws Exception {
        assertRefused(
                reading("numbers").reader("column", List.of("n")).reader("splitPk", "nope"), "DBUtilErrorCode-04");
        assertRefused(
                reading("types").set("/job/setting/speed/channel", 2).reader("splitPk", "c_double"),
                "DBUtilErrorCode-04");
    }

    @Test
    void tableAndQueryExcludeEachOther() throws Exception {
        assertRefused(
                reading().reader("connection", List.of(Map.of("jdbcUrl", List.of(mysql.jdbcUrl("probe"))))),
                "DBUtilErrorCode-09");
        assertRefused(
                reading()
                        .reader(
                                "connection",
                                List.of(Map.of(
                                        "jdbcUrl",
                                        List.of("x"),
                                        "table",
                                        List.of("t"),
                                        "querySql",
                                        List.of("select 1")))),
                "DBUtilErrorCode-08");
    }

    @Test
    void missingParametersTablesAndColumnsHaveTheirCodes() throws Exception {
        assertRefused(reading("numbers").reader("password", ""), "DBUtilErrorCode-03");
        assertRefused(reading("numbers").reader("column", List.of()), "DBUtilErrorCode-03");
        assertRefused(reading("numbers").reader("column", List.of("n", "*")), "DBUtilErrorCode-02");
        assertRefused(reading("nowhere").reader("column", List.of("n")), "MYSQLErrCode-04");
        assertRefused(reading("numbers").reader("column", List.of("nope")), "MYSQLErrCode-06");
        assertRefused(reading("numbers").reader("where", "nope = 1"), "MYSQLErrCode-05");
    }

    @Test
    void aDryRunTriesTheConnectionOnce() throws Exception {
        DataxResult good = reading("numbers").set("/job/setting/dryRun", true).run();
        assertThat(good.exitCode()).as(good.output()).isZero();
        assertRefused(
                reading("numbers").set("/job/setting/dryRun", true).reader("password", "wrong"), "DBUtilErrorCode-10");
        assertRefused(reading("nowhere").set("/job/setting/dryRun", true), "MYSQLErrCode-04");
    }

    @Test
    void sessionStatementsRunFirst() throws Exception {
        ProbeJobs.Job job = reading("one_more")
                .reader("session", List.of("set @a = 5", "set time_zone = '+00:00'"))
                .reader("column", List.of("@a", "@@time_zone"));
        assertThat(rows(job)).containsExactly("LongColumn 5 | StringColumn +00:00");
        assertRefused(reading("one_more").reader("session", List.of("nonsense")), "DBUtilErrorCode-14");
    }

    @Test
    void underAMandatoryEncodingNullTextIsEmpty() throws Exception {
        ProbeJobs.Job job = reading("types")
                .reader("mandatoryEncoding", "utf-8")
                .reader("where", "id in (1, 2)")
                .reader("column", List.of("id", "c_latin", "c_int"));
        assertThat(rows(job))
                .containsExactly(
                        "LongColumn 1 | StringColumn caf\ufffd | LongColumn 2147483647",
                        "LongColumn 2 | StringColumn  | LongColumn null");
    }

    /** 838:59:59 is no time of day for the driver. */
    @Test
    void aRowThatFailsInItsMiddleIsDirtyAndStillSentShort() throws Exception {
        ProbeJobs.Job job =
                reading("types").reader("where", "id in (1, 5)").reader("column", List.of("id", "c_time6", "c_int"));
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(rowsOf(job))
                .containsExactly(
                        "LongColumn 1 | DateColumn 16496000 TIME 12:34:56 | LongColumn 2147483647", "LongColumn 5");
        assertThat(job.traced())
                .contains(
                        "counter readFailedRecords 1",
                        "counter readSucceedRecords 2",
                        "counter writeReceivedRecords 3");
        assertThat(result.statistics().orElseThrow().readRecords()).isEqualTo(3);
        assertThat(result.output()).contains("\"type\":\"reader\"");
    }

    @Test
    void rowsAreStreamed() throws Exception {
        ProbeJobs.Job job = reading()
                .writer("dump", false)
                .reader("column", List.of())
                .reader(
                        "connection",
                        List.of(Map.of(
                                "jdbcUrl",
                                List.of(mysql.jdbcUrl("probe")),
                                "querySql",
                                List.of("select a.n, repeat('x', 10000) from numbers a join numbers b"))));
        DataxResult result = job.run("-j", "-Xms32m -Xmx48m");
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(job.traced()).contains("rows 12769 repeated 0");
    }

    private static List<String> queriesIn(DataxResult result) {
        return Pattern.compile("Begin to read record by Sql: \\[(.*?)\\s*\n\\]")
                .matcher(result.output())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void assertRefused(ProbeJobs.Job job, String code) throws Exception {
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output().substring(result.output().indexOf("经DataX智能分析")))
                .contains("Code:[" + code + "]");
    }
}
