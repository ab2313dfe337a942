package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * XA transactions of tables that nobody wants pass, however they end; one that changes a wanted table stops that table,
 * with words that say which transaction it was.
 */
@Timeout(180)
class XaTransactionsIT {
    private static final TableId T = new TableId("d", "t");
    private static final TableId OTHER = new TableId("d", "other");

    @TempDir
    Path folder;

    private static SchemaHistory prepare(MySqlServer mysql) throws Exception {
        mysql.execute(
                "DROP DATABASE IF EXISTS d",
                "CREATE DATABASE d",
                "CREATE TABLE d.t (id INT PRIMARY KEY)",
                "CREATE TABLE d.other (id INT PRIMARY KEY)");
        try (Connection source = mysql.connect()) {
            return SchemaReader.read(source);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.sluice.testbed.mysql.MySqlVersion#ofMySql")
    void aWantedTableIsStoppedAndNoOther(MySqlVersion version) throws Exception {
        try (MySqlServer mysql = MySqlServer.start(version, folder.resolve("mysql"))) {
            // in this order: after the other, 8.0.31 no longer knows a prepared transaction when it was killed
            thoseOfOtherTablesPassWhateverBecomesOfThem(mysql);
            oneThatChangesAWantedTableStopsThatTableAlone(mysql);
        }
    }

    private static void thoseOfOtherTablesPassWhateverBecomesOfThem(MySqlServer mysql) throws Exception {
        SchemaHistory history = prepare(mysql);
        String start = Capture.executed(mysql);
        mysql.execute(
                "INSERT INTO d.t VALUES (1)",
                "XA START 'committed','b',7",
                "INSERT INTO d.other VALUES (1)",
                "XA END 'committed','b',7",
                "XA PREPARE 'committed','b',7",
                "XA COMMIT 'committed','b',7",
                "XA START 'undone'",
                "INSERT INTO d.other VALUES (2)",
                "XA END 'undone'",
                "XA PREPARE 'undone'",
                "XA ROLLBACK 'undone'",
                "XA START 'one'",
                "INSERT INTO d.other VALUES (3)",
                "XA END 'one'",
                "XA COMMIT 'one' ONE PHASE",
                "XA START 'empty'",
                "XA END 'empty'",
                "XA PREPARE 'empty'",
                "XA COMMIT 'empty'",
                "INSERT INTO d.t VALUES (2)",
                "XA START 'left'",
                "INSERT INTO d.other VALUES (4)",
                "XA END 'left'",
                "XA PREPARE 'left'");
        // whoever prepared it is gone, then the server dies too
        mysql.execute("INSERT INTO d.t VALUES (3)");
        mysql.kill();
        mysql.restart();
        mysql.execute("INSERT INTO d.t VALUES (4)", "XA COMMIT 'left'", "INSERT INTO d.t VALUES (5)");

        Capture capture = new Capture().read(mysql, StartPoint.afterGtidSet(start), T::equals, history);
        assertThat(capture.rows).extracting(row -> row.after()[0]).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(capture.refused).isEmpty();
        assertThat(capture.commits).hasSameSizeAs(capture.begun);
        String last = capture.commits.get(capture.commits.size() - 1).transaction();
        assertThat(Capture.executed(mysql)).endsWith("-" + last.replaceAll(".*:", ""));
    }

    private static void oneThatChangesAWantedTableStopsThatTableAlone(MySqlServer mysql) throws Exception {
        SchemaHistory history = prepare(mysql);
        String start = Capture.executed(mysql);
        mysql.execute(
                "XA START X'79',X'7A',3",
                "INSERT INTO d.other VALUES (1)",
                "XA END X'79',X'7A',3",
                "XA PREPARE X'79',X'7A',3",
                "XA ROLLBACK X'79',X'7A',3",
                "INSERT INTO d.t VALUES (2)");
        Capture capture = new Capture()
                .tolerant()
                .read(
                        mysql,
                        StartPoint.afterGtidSet(start),
                        table -> table.database().equals("d"),
                        history);
        assertThat(capture.rows)
                .extracting(row -> row.table() + " " + row.after()[0])
                .containsExactly("d.t 2");
        assertThat(capture.refused).singleElement().satisfies(refused -> {
            assertThat(refused.table()).isEqualTo(OTHER);
            assertThat(refused.reason()).contains("XA transaction X'79',X'7a',3");
            assertThat(refused.position().transaction())
                    .isEqualTo(capture.commits.get(0).transaction());
            assertThat(refused.position().position()).isGreaterThan(4);
            assertThat(refused).hasMessageContaining("XA RECOVER").hasMessageContaining("backfill");
        });
        assertThat(capture.commits).hasSize(3);
    }
}
