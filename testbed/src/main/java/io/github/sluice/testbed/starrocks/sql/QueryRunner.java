package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.Backing;
import io.github.sluice.testbed.starrocks.catalog.SqlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs rendered queries in the backing MySQL and streams their rows; memory is bounded by one row. Thread-safe. */
public final class QueryRunner {
    /** Takes rows; null cells are NULL. */
    @FunctionalInterface
    interface RowHandler {
        void row(byte[][] cells) throws IOException;
    }

    private final Backing backing;

    public QueryRunner(Backing backing) {
        this.backing = backing;
    }

    /** Sends columns and rows. */
    void run(Rendered query, ResultSink sink) throws IOException {
        // an error of the backing server must come before the columns are sent
        boolean[] sent = {false};
        forEach(
                query,
                () -> {
                    sink.columns(query.columns());
                    sent[0] = true;
                },
                sink::row);
        if (sent[0]) {
            sink.end();
        }
    }

    /** Calls {@code handler} for each row. */
    void forEach(Rendered query, RowHandler handler) throws IOException {
        forEach(query, () -> {}, handler);
    }

    /** Sends rows that are there. */
    static void send(VirtualTable table, ResultSink sink) throws IOException {
        sink.columns(table.columns());
        for (@Nullable Object[] row : table.rows()) {
            byte[][] cells = new byte[row.length][];
            for (int i = 0; i < row.length; i++) {
                Object cell = row[i];
                if (cell != null) {
                    String text = cell instanceof LocalDateTime time
                            ? SqlText.dateTime(time).substring(0, 19)
                            : cell.toString();
                    cells[i] = text.getBytes(StandardCharsets.UTF_8);
                }
            }
            sink.row(cells);
        }
        sink.end();
    }

    private interface Start {
        void run() throws IOException;
    }

    private void forEach(Rendered query, Start start, RowHandler handler) throws IOException {
        Connection connection = null;
        boolean clean = false;
        try {
            connection = backing.borrow();
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
                statement.setEscapeProcessing(false);
                statement.setFetchSize(Integer.MIN_VALUE); // rows are read from the socket one by one
                try (ResultSet rows = statement.executeQuery(query.sql())) {
                    start.run();
                    List<ResultColumn> columns = query.columns();
                    byte[][] cells = new byte[columns.size()][];
                    while (rows.next()) {
                        for (int i = 0; i < cells.length; i++) {
                            byte[] text = rows.getBytes(i + 1);
                            cells[i] = text == null
                                    ? null
                                    : CellText.of(columns.get(i).type(), text);
                        }
                        handler.row(cells);
                    }
                    clean = true;
                }
            }
        } catch (SQLException e) {
            throw SqlError.analyzing("The stand-in's storage refused the statement: " + e.getMessage() + ".");
        } finally {
            if (connection != null) {
                if (clean) {
                    backing.giveBack(connection);
                } else {
                    // an unread result would otherwise be read to its end
                    backing.discard(connection);
                }
            }
        }
    }
}
