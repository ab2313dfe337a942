package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TableStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts a table's visible rows for {@code _count}, where a real frontend gives an estimate. */
final class RowCount {
    private RowCount() {}

    static long of(TableStore store, TableModel table) throws LoadException {
        try {
            Connection connection = store.backing().borrow();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + store.backingName(table))) {
                rows.next();
                return rows.getLong(1);
            } finally {
                store.backing().giveBack(connection);
            }
        } catch (SQLException e) {
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "cannot count: " + e.getMessage());
        }
    }
}
