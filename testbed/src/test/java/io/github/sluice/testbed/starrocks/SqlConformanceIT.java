package io.github.sluice.testbed.starrocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The MySQL side of the conformance checklist (section 16), through an unmodified driver. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class SqlConformanceIT {
    @RegisterExtension
    static final StandInExtension STARROCKS = new StandInExtension(StandInOptions.defaults());

    @Test
    void smoke() throws Exception {
        try (Connection connection = STARROCKS.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE smoke");
            statement.execute("USE smoke");
            statement.execute("CREATE TABLE t (id bigint NOT NULL, name varchar(20) NULL, amt decimal(18,4) NULL,"
                    + " at datetime NULL, j json NULL, b varbinary NULL, f float NULL, d double NULL, l largeint NULL)"
                    + " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES(\"replication_num\"=\"1\")");
            statement.execute(
                    "INSERT INTO t VALUES (1, '中文\\n😀', 1.5, '2024-01-02 03:04:05.5', '{\"b\":1,\"a\":[1,2]}',"
                            + " x'00ff', 1.1, 1.1, 170141183460469231731687303715884105727), (2, NULL, NULL, '0001-01-01 00:00:00',"
                            + " NULL, NULL, NULL, NULL, NULL)");
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*), MAX(id), sum(amt) FROM t WHERE id > 0")) {
                rows.next();
                assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("count(*)");
                assertThat(rows.getLong(1)).isEqualTo(2);
                assertThat(rows.getLong(2)).isEqualTo(2);
                assertThat(rows.getString(3)).isEqualTo("1.5000");
            }
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t ORDER BY id")) {
                rows.next();
                assertThat(rows.getString("name")).isEqualTo("中文\n😀");
                assertThat(new String(rows.getBytes("at"))).isEqualTo("2024-01-02 03:04:05.500000");
                assertThat(rows.getString("j")).isEqualTo("{\"a\": [1, 2], \"b\": 1}");
                assertThat(rows.getBytes("b")).containsExactly(0, 255);
                assertThat(rows.getString("f")).isEqualTo("1.1");
                assertThat(rows.getString("l")).isEqualTo("170141183460469231731687303715884105727");
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema='smoke' ORDER BY 2")) {
                assertThat(rows.next()).isTrue();
            }
            try (ResultSet rows = statement.executeQuery("SHOW CREATE TABLE t")) {
                rows.next();
            }
        }
    }
}
