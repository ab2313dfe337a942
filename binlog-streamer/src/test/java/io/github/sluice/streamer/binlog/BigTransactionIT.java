package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction of a million rows, and rows of several MiB, in a JVM with 256 MiB of heap; plain and compressed.
 * {@code -Dsluice.bigRows=N} makes it another number of rows.
 */
@Timeout(240)
class BigTransactionIT {
    private static final int ROWS = Integer.getInteger("sluice.bigRows", 1_000_000);
    private static MySqlServer mysql;

    @TempDir
    static Path folder;

    @BeforeAll
    static void startServer() {
        mysql = MySqlServer.start(folder.resolve("mysql"), "--binlog-row-event-max-size=8192");
        StringBuilder seed = new StringBuilder("INSERT INTO big.seed VALUES (0)");
        for (int i = 1; i < 1000; i++) {
            seed.append(",(").append(i).append(')');
        }
        mysql.execute(
                "CREATE DATABASE big",
                "CREATE TABLE big.seed (n INT PRIMARY KEY)",
                seed.toString(),
                "CREATE TABLE big.plain (id BIGINT PRIMARY KEY, a VARCHAR(20), b DECIMAL(12,2))",
                "CREATE TABLE big.packed LIKE big.plain",
                "CREATE TABLE big.wide (id BIGINT PRIMARY KEY, c LONGBLOB)");
    }

    @AfterAll
    static void stopServer() {
        mysql.close();
    }

    private static String last() throws Exception {
        return Capture.executed(mysql).replaceAll(":1-(\\d+)$", ":$1");
    }

    private static String insertInto(String table) {
        return "INSERT INTO big." + table + " SELECT a.n * 1000 + b.n, CONCAT('row ', a.n * 1000 + b.n), a.n / 7"
                + " FROM big.seed a JOIN big.seed b WHERE a.n * 1000 + b.n < " + ROWS + " ORDER BY 1";
    }

    private static void demandAllRows(Map<String, String> read) {
        assertThat(read).containsEntry("rows", String.valueOf(ROWS)).containsEntry("transactions", "1");
        assertThat(read).containsEntry("sum", String.valueOf((ROWS - 1L) * ROWS / 2));
        System.out.println("one transaction: " + read);
    }

    @Test
    void plain() throws Exception {
        String start = Capture.executed(mysql);
        mysql.execute(insertInto("plain"));
        demandAllRows(ReadEverything.inOwnJvm("256m", String.valueOf(mysql.port()), start, last(), "big", "decode"));
    }

    @Test
    void compressed() throws Exception {
        String start = Capture.executed(mysql);
        mysql.execute("SET SESSION binlog_transaction_compression = ON", insertInto("packed"));
        demandAllRows(ReadEverything.inOwnJvm("256m", String.valueOf(mysql.port()), start, last(), "big", "decode"));
    }

    @Test
    void rowsOfManyMebibytesInOneTransaction() throws Exception {
        String start = Capture.executed(mysql);
        String rows =
                "INSERT INTO big.wide SELECT n + %d, REPEAT(RANDOM_BYTES(1024), 17 * 1024) FROM big.seed WHERE n < 6";
        mysql.execute("SET SESSION binlog_transaction_compression = OFF", String.format(rows, 0));
        // what does not compress is longer than one packet: the compressed event comes in parts
        mysql.execute(
                "SET SESSION binlog_transaction_compression = ON",
                "BEGIN",
                String.format(rows, 100),
                "INSERT INTO big.wide SELECT a.n * 1000 + b.n + 1000, RANDOM_BYTES(1024) FROM big.seed a JOIN big.seed b"
                        + " WHERE a.n < 20",
                "COMMIT");
        Map<String, String> read =
                ReadEverything.inOwnJvm("256m", String.valueOf(mysql.port()), start, last(), "big", "decode");
        assertThat(read).containsEntry("rows", "20012").containsEntry("transactions", "2");
        System.out.println("wide rows: " + read);
    }
}
