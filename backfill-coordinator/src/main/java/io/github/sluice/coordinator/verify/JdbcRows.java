package io.github.sluice.coordinator.verify;

import io.github.sluice.wire.row.RowSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a SELECT, MySQL's or StarRocks', read through as {@link RowCursor} gives them. */
public final class JdbcRows {
    private JdbcRows() {}

    /** Streams the result row by row; nothing but the current row is held. */
    public static void stream(Connection connection, String sql, RowSchema schema, RowReader.RowSink sink)
            throws SQLException {
        stream(connection, sql, List.of(), schema, sink);
    }

    /** The same with parameters, as {@link RowCursor} takes them. */
    public static void stream(
            Connection connection, String sql, List<?> parameters, RowSchema schema, RowReader.RowSink sink)
            throws SQLException {
        try (RowCursor rows = new RowCursor(connection, sql, parameters, schema)) {
            for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                sink.row(row);
            }
        }
    }
}
