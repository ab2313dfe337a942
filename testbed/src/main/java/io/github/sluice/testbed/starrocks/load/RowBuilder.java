package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.convert.Rejected;
import io.github.sluice.testbed.starrocks.convert.TypeName;
import io.github.sluice.testbed.starrocks.convert.Utf8;
import io.github.sluice.testbed.starrocks.load.expression.Expression;
import io.github.sluice.testbed.starrocks.load.expression.Values;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes table rows out of source rows: strict mode, expressions, defaults, {@code where}, NOT NULL, key size, in the
 * order in which StarRocks checks them. One thread.
 */
final class RowBuilder {
    /** What became of a source row. */
    enum Outcome {
        UPSERT,
        DELETE,
        FILTERED,
        UNSELECTED
    }

    private final Cluster cluster;
    private final LoadPlan plan;
    private final boolean strict;
    private final LocalDateTime now;
    private @Nullable Object[] row = {};
    private @Nullable Rejected rejection;

    RowBuilder(Cluster cluster, LoadPlan plan, boolean strict) {
        this.cluster = cluster;
        this.plan = plan;
        this.strict = strict;
        this.now = cluster.now();
    }

    /** The row of the last UPSERT or DELETE: one value per table column. */
    @Nullable
    Object[] row() {
        return row;
    }

    /** Why the last row was FILTERED. */
    Rejected rejection() {
        Rejected reason = rejection;
        if (reason == null) {
            throw new IllegalStateException("the last row was not filtered");
        }
        return reason;
    }

    /**
     * Builds one row.
     *
     * @param slots one value per source column, or {@link Rejected}; changed by this method
     * @throws LoadException for what fails the whole load: a key that is too long, an unknown {@code __op}
     */
    Outcome build(@Nullable Object[] slots) throws LoadException {
        Rejected rejected = settle(slots);
        if (rejected != null) {
            return filtered(rejected);
        }
        List<ColumnModel> columns = plan.table().columns();
        row = new Object[columns.size()];
        Rejected late = null;
        for (int i = 0; i < row.length; i++) {
            Expression target = plan.targets().get(i);
            Object value = target == null ? defaultValue(columns.get(i)) : value(target, columns.get(i), slots);
            if (value instanceof Rejected reason) {
                late = late == null ? reason : late;
                value = null;
            }
            row[i] = value;
        }
        Expression where = plan.where();
        if (where != null && !Boolean.TRUE.equals(Values.truth(where.evaluate(row)))) {
            return Outcome.UNSELECTED;
        }
        if (late != null) {
            return filtered(late);
        }
        return checked(slots);
    }

    /** Turns conversion failures into NULL, or returns the one that filters the row. */
    private @Nullable Rejected settle(@Nullable Object[] slots) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] instanceof Rejected rejected) {
                if (strict || rejected.always()) {
                    return rejected;
                }
                slots[i] = null;
            }
        }
        return null;
    }

    private @Nullable Object defaultValue(ColumnModel column) {
        if (column.autoIncrement()) {
            return cluster.store().nextAutoIncrement(plan.table(), column);
        }
        return column.hasDefault() ? column.defaultFor(now) : null;
    }

    /** The value of the column's class, null, or {@link Rejected}. */
    private @Nullable Object value(Expression target, ColumnModel column, @Nullable Object[] slots) {
        Object source = target instanceof Expression.Column direct ? slots[direct.index()] : null;
        if (target instanceof Expression.Column && target.type().equals(column.type())) {
            return source == null && column.autoIncrement() ? defaultValue(column) : source;
        }
        Object value = Values.assign(target.evaluate(slots), column.type());
        if (value == null && source != null && strict) {
            return Rejected.outOfRange(Values.text(source), column.name(), TypeName.of(column.type()));
        }
        if (value instanceof String text && column.type().kind().isText()) {
            int bytes = Utf8.length(text);
            return bytes > column.type().length()
                    ? Rejected.tooLong(text, bytes, column.name(), column.type().length())
                    : value;
        }
        if (value instanceof byte[] bytes && bytes.length > column.type().length()) {
            return Rejected.tooLong(
                    "<binary>", bytes.length, column.name(), column.type().length());
        }
        return value;
    }

    private Outcome checked(@Nullable Object[] slots) throws LoadException {
        Expression operation = plan.operation();
        Object op =
                operation == null ? Long.valueOf(0) : Values.assign(operation.evaluate(slots), StarRocksType.TINYINT);
        if (op == null) {
            return filtered(missing(LoadPlan.OP));
        }
        List<ColumnModel> columns = plan.table().columns();
        for (int i = 0; i < row.length; i++) {
            boolean checked = plan.written() == null || plan.targets().get(i) != null;
            if (row[i] == null && checked && !columns.get(i).nullable()) {
                return filtered(missing(columns.get(i).name()));
            }
        }
        if (plan.table().isPrimaryKey() && plan.table().encodedKeySize(row) > TableModel.KEY_LIMIT) {
            throw new LoadException(LoadStatus.CANCELLED, "primary key size exceed the limit.");
        }
        if (op.equals(0L)) {
            return Outcome.UPSERT;
        }
        if (!op.equals(1L)) {
            throw LoadException.notImplemented("value " + op + " of __op");
        }
        if (plan.mergeCondition() >= 0) {
            throw new LoadException(
                    LoadStatus.INTERNAL_ERROR,
                    "memtable of tablet " + plan.table().id() + " delete with condition column "
                            + columns.get(plan.mergeCondition()).name());
        }
        return Outcome.DELETE;
    }

    private static Rejected missing(String column) {
        return new Rejected("NULL value in non-nullable column '" + column + "'", true, false);
    }

    private Outcome filtered(Rejected reason) {
        rejection = reason;
        return Outcome.FILTERED;
    }

    /** A row as a backend prints it into the error log: {@code [1, 'abc', NULL]}. */
    static String debug(@Nullable Object[] values) {
        return Arrays.stream(values)
                .map(value -> {
                    if (value == null || value instanceof Rejected) {
                        return "NULL";
                    }
                    String text = Values.text(value);
                    return value instanceof Number || value instanceof Boolean ? text : "'" + text + "'";
                })
                .toList()
                .toString();
    }
}
