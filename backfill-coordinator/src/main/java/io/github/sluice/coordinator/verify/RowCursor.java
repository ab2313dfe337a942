package io.github.sluice.coordinator.verify;

import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a SELECT over the MySQL protocol, MySQL's or StarRocks', row by row in wire values. Values are taken as
 * the bytes that the server sent, so that no driver's idea of a date, a zone or a number stands between two readings.
 * Columns after those of the schema are passed over. One thread; closed by its opener. Until it is closed, its connection
 * can do nothing else; closing it early makes the driver read the rest.
 */
public final class RowCursor implements AutoCloseable {
    private final RowCodec codec;
    private final boolean[] binary;
    private final PreparedStatement statement;
    private final ResultSet rows;

    /**
     * Runs the statement.
     *
     * @param parameters String, BigDecimal or byte[], in the order of their places
     */
    public RowCursor(Connection connection, String sql, List<?> parameters, RowSchema schema) throws SQLException {
        codec = new RowCodec(schema);
        binary = new boolean[schema.size()];
        for (int i = 0; i < binary.length; i++) {
            MySqlType type = schema.columns().get(i).type();
            binary[i] = type != null && type.kind() == WireKind.BINARY;
        }
        statement = connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            // mysql-connector-j's sign for "row by row"
            statement.setFetchSize(Integer.MIN_VALUE);
            for (int i = 0; i < parameters.size(); i++) {
                Object parameter = parameters.get(i);
                if (parameter instanceof BigDecimal number) {
                    statement.setBigDecimal(i + 1, number);
                } else if (parameter instanceof byte[] bytes) {
                    statement.setBytes(i + 1, bytes);
                } else {
                    statement.setString(i + 1, (String) parameter);
                }
            }
            rows = statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** The next row; null after the last. */
    public @Nullable Object @Nullable [] next() throws SQLException {
        if (!rows.next()) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[binary.length];
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = rows.getBytes(i + 1);
            values[i] = bytes == null || binary[i] ? bytes : new String(bytes, StandardCharsets.UTF_8);
        }
        return codec.normalise(values);
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            rows.close();
        }
    }
}
