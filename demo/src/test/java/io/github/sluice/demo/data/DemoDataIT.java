package io.github.sluice.demo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration's data in a real MySQL. */
@Timeout(180)
class DemoDataIT {
    @TempDir
    static Path work;

    @Test
    void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() throws SQLException {
        String first;
        String again;
        String other;
        try (MySqlServer mysql = MySqlServer.start(work)) {
            DemoData.of(7, 2_000).create(mysql.jdbcUrl(""), mysql.username(), mysql.password(), rows -> {});
            first = checksums(mysql);

            assertThat(number(
                            mysql,
                            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema IN"
                                    + " ('shop', 'order_0', 'order_1')"))
                    .as("physical tables")
                    .isEqualTo(26);
            assertThat(number(mysql, "SELECT COUNT(*) FROM order_0.t_order_3 a JOIN order_1.t_order_9 b USING (id)"))
                    .as("ids that two shards share")
                    .isEqualTo(number(mysql, "SELECT COUNT(*) FROM order_0.t_order_3"))
                    .isPositive();
            assertThat(number(mysql, "SELECT COUNT(*) FROM shop.all_types WHERE CAST(c_date AS CHAR) LIKE '%-00%'"))
                    .as("zero and partly zero dates")
                    .isGreaterThanOrEqualTo(2);
            assertThat(number(mysql, "SELECT MIN(n) FROM (SELECT " + nullCounts(mysql) + " AS n) t"))
                    .as("NULLs in the nullable column with the fewest")
                    .isPositive();

            dropAll(mysql);
            DemoData.of(7, 2_000).create(mysql.jdbcUrl(""), mysql.username(), mysql.password(), rows -> {});
            again = checksums(mysql);
            dropAll(mysql);
            DemoData.of(8, 2_000).create(mysql.jdbcUrl(""), mysql.username(), mysql.password(), rows -> {});
            other = checksums(mysql);
        }
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> DemoData.of(1, 3)).hasMessageContaining("rows").hasMessageContaining("480");
    }

    private static String nullCounts(MySqlServer mysql) throws SQLException {
        List<String> counts = new ArrayList<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("SELECT column_name FROM information_schema.columns WHERE"
                        + " table_schema = 'shop' AND table_name = 'all_types' AND is_nullable = 'YES'")) {
            while (columns.next()) {
                counts.add("(SELECT COUNT(*) FROM shop.all_types WHERE `" + columns.getString(1) + "` IS NULL)");
            }
        }
        return "LEAST(" + String.join(", ", counts) + ")";
    }

    private static String checksums(MySqlServer mysql) throws SQLException {
        StringBuilder sums = new StringBuilder();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(
                        "CHECKSUM TABLE shop.all_types, shop.customerProfile, order_0.t_order_0, order_1.t_order_11")) {
            while (sum.next()) {
                sums.append(sum.getString(1)).append('=').append(sum.getLong(2)).append('\n');
            }
        }
        return sums.toString();
    }

    private static void dropAll(MySqlServer mysql) {
        mysql.execute("DROP DATABASE shop", "DROP DATABASE order_0", "DROP DATABASE order_1");
    }

    private static long number(MySqlServer mysql, String sql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
