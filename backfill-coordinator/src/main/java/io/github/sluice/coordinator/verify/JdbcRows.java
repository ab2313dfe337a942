package io.github.sluice.coordinator.verify;

import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a SELECT over the MySQL protocol, MySQL's or StarRocks'. Values are taken as the bytes that the server sent,
 * so that no driver's idea of a date, a zone or a number stands between the two readings.
 */
public final class JdbcRows {
    private JdbcRows() {}

    /** Streams the result row by row; nothing but the current row is held. */
    public static void stream(Connection connection, String sql, RowSchema schema, RowReader.RowSink sink)
            throws SQLException {
        RowCodec codec = new RowCodec(schema);
        boolean[] binary = new boolean[schema.size()];
        for (int i = 0; i < binary.length; i++) {
            MySqlType type = schema.columns().get(i).type();
            binary[i] = type != null && type.kind() == WireKind.BINARY;
        }
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // mysql-connector-j's sign for "row by row"
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                @Nullable Object[] values = new @Nullable Object[schema.size()];
                while (rows.next()) {
                    for (int i = 0; i < values.length; i++) {
                        byte[] bytes = rows.getBytes(i + 1);
                        values[i] = bytes == null || binary[i] ? bytes : new String(bytes, StandardCharsets.UTF_8);
                    }
                    sink.row(codec.normalise(values));
                }
            }
        }
    }
}
