package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One column over all shards of MySQL. With an index on it each question is a look at one leaf; without one it reads the
 * table, so every statement has a limit. One thread.
 */
final class ShardedColumn {
    private final MySqlSource source;
    private final List<PhysicalTable> shards;
    private final String column;
    private final Duration limit;
    private final Map<PhysicalTable, ColumnMax> newest = new LinkedHashMap<>();

    ShardedColumn(MySqlSource source, List<PhysicalTable> shards, String column, Duration limit) {
        this.source = source;
        this.shards = shards;
        this.column = column;
        this.limit = limit;
    }

    /** The greatest value; shards are asked one after the other. */
    ColumnMax newest() {
        ColumnMax greatest = new ColumnMax(null);
        try (Connection connection = source.connect()) {
            for (PhysicalTable shard : shards) {
                ColumnMax here = new ColumnMax(one(connection, shard, "MAX", null));
                newest.put(shard, here);
                greatest = here.isAfter(greatest) ? here : greatest;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return greatest;
    }

    /**
     * The least value that is greater than a given one, as a time; call {@link #newest} before.
     *
     * @param than no value: the least of all
     * @return empty if there is none, or it is no time
     */
    Optional<Instant> oldestAfter(ColumnMax than, ZoneOffset zone) {
        Instant oldest = null;
        try (Connection connection = source.connect()) {
            for (Map.Entry<PhysicalTable, ColumnMax> shard : newest.entrySet()) {
                if (!shard.getValue().isAfter(than)) {
                    continue;
                }
                ColumnMax here = new ColumnMax(one(connection, shard.getKey(), "MIN", than.text()));
                Instant moment = here.moment(zone).orElse(null);
                oldest = moment != null && (oldest == null || moment.isBefore(oldest)) ? moment : oldest;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return Optional.ofNullable(oldest);
    }

    private @Nullable String one(
            Connection connection, PhysicalTable shard, String function, @Nullable String greaterThan)
            throws SQLException {
        String name = MySqlSource.quote(column);
        String sql = "SELECT " + function + "(" + name + ") FROM " + MySqlSource.quote(shard.database()) + "."
                + MySqlSource.quote(shard.name()) + (greaterThan == null ? "" : " WHERE " + name + " > ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
            if (greaterThan != null) {
                statement.setString(1, greaterThan);
            }
            try (ResultSet rows = statement.executeQuery()) {
                byte[] value = rows.next() ? rows.getBytes(1) : null;
                return value == null ? null : new String(value, StandardCharsets.UTF_8);
            }
        } catch (SQLTimeoutException e) {
            throw new Failure(
                    ExitCode.UNKNOWN,
                    shard.fullName() + ": " + function + "(" + column + ") took longer than " + limit.toSeconds()
                            + " s; an index on it would help (or --source-timeout)",
                    e);
        }
    }

    private static Failure failed(SQLException e) {
        return new Failure(ExitCode.UNKNOWN, "MySQL cannot be asked: " + e.getMessage(), e);
    }
}
