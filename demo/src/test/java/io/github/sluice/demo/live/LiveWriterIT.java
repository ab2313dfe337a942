package io.github.sluice.demo.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.data.SourceTable;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The writer does what it says it did. */
@Timeout(120)
class LiveWriterIT {
    private static final long ROWS = 480;

    @TempDir
    static Path work;

    @Test
    void everyKindOfChangeReachesEveryTableAndTheCountsAreTrue() throws Exception {
        long seed = System.nanoTime();
        System.out.println("-Dseed=" + seed);
        DemoData data = DemoData.of(seed, ROWS);
        try (MySqlServer mysql = MySqlServer.start(work)) {
            data.create(mysql.jdbcUrl(""), mysql.username(), mysql.password(), rows -> {});
            Instant from = Instant.now();
            LiveWriter writer = LiveWriter.start(
                    data,
                    LiveWriterIT::logicalName,
                    mysql.jdbcUrl(""),
                    mysql.username(),
                    mysql.password(),
                    400,
                    seed,
                    new ChangeLog());
            try (writer) {
                await().atMost(Duration.ofSeconds(60)).until(() -> writer.log().size() > 1_000);
            }
            Instant to = Instant.now();
            long more = 0;
            for (String table : new String[] {"all_types", "customerProfile", "t_order"}) {
                Map<ChangeKind, Long> counts = writer.log().between(table, from, to);
                counts.forEach((kind, count) -> {
                    if (kind == ChangeKind.MOVE && !table.equals("t_order")) {
                        assertThat(count)
                                .as("only shards can be changed for each other")
                                .isZero();
                    } else {
                        assertThat(count).as("%s of %s", kind, table).isGreaterThan(10);
                    }
                });
                more += counts.get(ChangeKind.INSERT) + counts.get(ChangeKind.REINSERT) - counts.get(ChangeKind.DELETE);
            }
            assertThat(rows(data, mysql)).isEqualTo(ROWS + more);
        }
    }

    @Test
    void whatStopsTheWriterIsNotSwallowed() throws Exception {
        DemoData data = DemoData.of(1, ROWS);
        try (MySqlServer mysql = MySqlServer.start(work)) {
            LiveWriter writer = LiveWriter.start(
                    data,
                    LiveWriterIT::logicalName,
                    mysql.jdbcUrl(""),
                    mysql.username(),
                    mysql.password(),
                    100,
                    1,
                    new ChangeLog());
            await().atMost(Duration.ofSeconds(30)).until(() -> !writer.running());
            assertThatThrownBy(writer::close)
                    .as("nobody made the tables")
                    .hasMessageContaining("live writer failed")
                    .hasRootCauseInstanceOf(SQLException.class);
        }
    }

    private static String logicalName(SourceTable table) {
        return table.name().startsWith("t_order") ? "t_order" : table.name();
    }

    private static long rows(DemoData data, MySqlServer mysql) throws SQLException {
        long rows = 0;
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (SourceTable table : data.tables()) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table.quoted())) {
                    count.next();
                    rows += count.getLong(1);
                }
            }
        }
        return rows;
    }
}
