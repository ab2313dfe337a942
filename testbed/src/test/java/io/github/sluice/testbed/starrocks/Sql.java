package io.github.sluice.testbed.starrocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Short forms for tests: a statement, its rows as they are on the wire, its error. */
final class Sql implements AutoCloseable {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    long run(String... statements) throws SQLException {
        long changed = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
                changed = statement.getUpdateCount();
            }
        }
        return changed;
    }

    /** Cells joined by {@code |}, NULL as {@code NULL}, exactly the bytes of the wire. */
    List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> found = new ArrayList<>();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        byte[] bytes = rows.getBytes(i);
                        cells.add(bytes == null ? "NULL" : new String(bytes, StandardCharsets.UTF_8));
                    }
                    found.add(String.join("|", cells));
                }
                return found;
            }
        }
    }

    /** The only cell of the only row. */
    String cell(String sql) throws SQLException {
        List<String> rows = rows(sql);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    List<String> labels(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData meta = rows.getMetaData();
            List<String> labels = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                labels.add(meta.getColumnLabel(i));
            }
            return labels;
        }
    }

    /** The error that a statement must give. */
    SQLException error(String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> run(sql));
        assertThat((Throwable) error).as("an error for: %s", sql).isNotNull();
        return error;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
