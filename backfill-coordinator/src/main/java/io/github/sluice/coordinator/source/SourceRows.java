package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.JdbcRows;
import io.github.sluice.coordinator.verify.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** The rows of a logical table in MySQL, read by the very statements of the DataX job. One thread. */
public final class SourceRows implements RowReader {
    private final Function<String, MySqlSource> mysql;
    private final TableSpec spec;

    /** @param mysql each MySQL by its name */
    public SourceRows(Function<String, MySqlSource> mysql, TableSpec spec) {
        this.mysql = mysql;
        this.spec = spec;
    }

    @Override
    public String place() {
        return "MySQL " + spec.target();
    }

    @Override
    public void read(RowSink sink) {
        for (TableSpec.Shard shard : spec.shards()) {
            try (Connection connection = mysql.apply(shard.source()).connect()) {
                JdbcRows.stream(connection, spec.select(shard), spec.schema(), sink);
            } catch (SQLException e) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        "MySQL " + shard.database() + "." + shard.table() + " cannot be read: " + e.getMessage(),
                        e);
            }
        }
    }
}
