package io.github.sluice.streamer.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.schema.ColumnDef;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Columns that MySQL computes or hides stand in its rows like all others, also virtual ones, which are stored nowhere
 * else. The hidden column of an index over an expression, which 8.0.15 writes and 8.0.31 does not, shifts nothing: where
 * it is written the table stops.
 */
@Timeout(180)
class GeneratedColumnsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.github.sluice.testbed.mysql.MySqlVersion#ofMySql")
    void everyColumnThatHasANameIsInEveryRow(MySqlVersion version) throws Exception {
        try (MySqlServer mysql = MySqlServer.start(version, folder.resolve("mysql"))) {
            boolean newest = version == MySqlVersion.V8_0_31;
            mysql.execute(
                    "CREATE DATABASE d",
                    "CREATE TABLE d.t (id INT PRIMARY KEY, n INT,"
                            + " twice BIGINT GENERATED ALWAYS AS (n * 2) VIRTUAL,"
                            + " secret VARCHAR(9) DEFAULT 'hidden'" + (newest ? " INVISIBLE" : "") + ","
                            + " label VARCHAR(20) GENERATED ALWAYS AS (CONCAT('n', n)) STORED,"
                            + (newest ? " KEY over_expression ((n + 1))," : "")
                            + " KEY over_virtual (twice), last INT)");
            SchemaHistory history;
            try (Connection source = mysql.connect()) {
                history = SchemaReader.read(source);
            }
            String start = Capture.executed(mysql);
            mysql.execute(
                    "INSERT INTO d.t (id, n, last) VALUES (1, 21, 7), (2, NULL, 8)",
                    "UPDATE d.t SET n = 4 WHERE id = 1",
                    "DELETE FROM d.t WHERE id = 1");
            List<RowChange> rows = new Capture()
                    .read(mysql, StartPoint.afterGtidSet(start), table -> table.equals(new TableId("d", "t")), history)
                    .rows;
            assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(
                            row.columns().columns())
                    .extracting(ColumnDef::name)
                    .containsExactly("id", "n", "twice", "secret", "label", "last"));
            assertThat(rows.get(0).after()).containsExactly(1L, 21L, 42L, "hidden", "n21", 7L);
            assertThat(rows.get(1).after()).containsExactly(2L, null, null, "hidden", null, 8L);
            assertThat(rows.get(2).before()).containsExactly(1L, 21L, 42L, "hidden", "n21", 7L);
            assertThat(rows.get(2).after()).containsExactly(1L, 4L, 8L, "hidden", "n4", 7L);
            assertThat(rows.get(3).before()).containsExactly(1L, 4L, 8L, "hidden", "n4", 7L);
        }
    }

    @Test
    void aTableWhoseRowsHaveTheHiddenColumnOfAnIndexStops() throws Exception {
        try (MySqlServer mysql = MySqlServer.start(MySqlVersion.V8_0_15, folder.resolve("mysql"))) {
            mysql.execute(
                    "CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY, n INT, KEY e ((n + 1)), last INT)");
            SchemaHistory history;
            try (Connection source = mysql.connect()) {
                history = SchemaReader.read(source);
            }
            String start = Capture.executed(mysql);
            mysql.execute("INSERT INTO d.t (id, n, last) VALUES (1, 21, 7)");
            Capture capture = new Capture()
                    .tolerant()
                    .read(mysql, StartPoint.afterGtidSet(start), table -> table.equals(new TableId("d", "t")), history);
            assertThat(capture.rows).isEmpty();
            assertThat(capture.refused).singleElement().satisfies(event -> assertThat(event)
                    .hasMessageContaining("4 columns where 3 are known"));
        }
    }
}
