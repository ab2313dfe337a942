package io.github.sluice.coordinator.source;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Waits until every XA transaction has ended that was prepared when this was made.
 *
 * <p>The rows of such a transaction stand in the binlog at XA PREPARE, which the streamer may have passed before it knew the
 * table, and a SELECT sees them only after XA COMMIT. One that is prepared before the capture and committed after the
 * snapshot would be in neither. A transaction leaves the server's list after the storage engine has committed it or rolled it
 * back ({@code transaction_cache_delete} follows the commit; 5.7.22 and 8.0.31), so what is off the list is visible, or gone.
 *
 * <p>Which tables a prepared transaction has changed cannot be asked, so all are waited for. Needs XA_RECOVER_ADMIN from 8.0
 * on. One thread.
 */
final class PreparedTransactions implements Visibility {
    private final MySqlPositions mysql;
    private final Set<String> waitedFor;

    PreparedTransactions(MySqlPositions mysql) {
        this.mysql = mysql;
        this.waitedFor = new TreeSet<>(list(mysql));
    }

    /** The names of all prepared transactions, as XA COMMIT takes them. */
    static List<String> list(MySqlPositions mysql) {
        return mysql.query("XA RECOVER CONVERT XID", rows -> {
            List<String> found = new java.util.ArrayList<>();
            while (rows.next()) {
                found.add(xid(rows.getInt(1), rows.getInt(2), rows.getString(4)));
            }
            return found;
        });
    }

    /** @param data {@code 0x}, then the global part and the branch in hexadecimal, {@code globalBytes} bytes being the first */
    private static String xid(int format, int globalBytes, String data) {
        int branch = 2 + 2 * globalBytes;
        return "X'" + data.substring(2, branch) + "',X'" + data.substring(branch) + "'," + format;
    }

    @Override
    public boolean reached() {
        if (!waitedFor.isEmpty()) {
            waitedFor.retainAll(list(mysql));
        }
        return waitedFor.isEmpty();
    }

    @Override
    public String missing() {
        return "the end of " + waitedFor.size() + " XA transactions that were prepared before the capture ("
                + waitedFor.stream().limit(3).collect(java.util.stream.Collectors.joining("; "))
                + (waitedFor.size() > 3 ? "; ..." : "")
                + "): their rows could be in neither snapshot nor stream. XA COMMIT or XA ROLLBACK each";
    }
}
