package io.github.sluice.wire.position;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A source transaction of which the first rows are in the topic and the rest is not yet: one too big for a single
 * Kafka transaction. It is read again from its first row, and each physical table skips as many row changes as are
 * counted here. Immutable.
 */
public final class PartialTransaction {
    private final String gtid;
    private final Map<String, Long> rows;

    /**
     * @param gtid the transaction's name ({@link SourcePosition}), not empty
     * @param rows row changes (an UPDATE is one) that are in the topic, by physical table {@code db.table}; at least
     *     one table, each count at least 1
     */
    public PartialTransaction(String gtid, Map<String, Long> rows) {
        this.gtid = gtid;
        this.rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        if (gtid.isEmpty() || rows.isEmpty()) {
            throw new IllegalArgumentException("a transaction sent in part has a GTID and rows");
        }
        for (Map.Entry<String, Long> count : this.rows.entrySet()) {
            if (count.getValue() < 1) {
                throw new IllegalArgumentException(
                        "table " + count.getKey() + " counts " + count.getValue() + " rows; that is not a part");
            }
        }
    }

    public String gtid() {
        return gtid;
    }

    /** Row changes that are in the topic, by physical table. */
    public Map<String, Long> rows() {
        return rows;
    }

    /** Row changes that are in the topic, of all tables. */
    public long total() {
        long total = 0;
        for (long count : rows.values()) {
            total += count;
        }
        return total;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartialTransaction
                && ((PartialTransaction) other).gtid.equals(gtid)
                && ((PartialTransaction) other).rows.equals(rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(gtid, rows);
    }

    @Override
    public String toString() {
        return total() + " rows of " + gtid;
    }
}
