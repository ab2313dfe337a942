package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.DefaultValue;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.ddl.DdlStatement.ColumnChange;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Applies the clauses of ALTER TABLE to a model (10.7). One use. */
final class ColumnChanges {
    private static final List<TypeKind> INTEGERS =
            List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT, TypeKind.LARGEINT);

    private final TableModel table;
    private final List<ColumnModel> columns;

    private ColumnChanges(TableModel table) {
        this.table = table;
        this.columns = new ArrayList<>(table.columns());
    }

    /** The table after the changes. */
    static TableModel apply(TableModel table, List<ColumnChange> changes) {
        ColumnChanges work = new ColumnChanges(table);
        for (ColumnChange change : changes) {
            if (change instanceof ColumnChange.Add add) {
                work.add(add);
            } else if (change instanceof ColumnChange.Drop drop) {
                work.drop(drop.name());
            } else if (change instanceof ColumnChange.Modify modify) {
                work.modify(modify);
            } else if (change instanceof ColumnChange.Rename rename) {
                work.rename(rename);
            }
        }
        return table.withColumns(work.columns);
    }

    private void add(ColumnChange.Add add) {
        ColumnSyntax column = add.column();
        if (find(column.name()) >= 0) {
            throw SqlError.analyzing("Can not add column which already exists in base table: " + column.name() + ".");
        }
        int nextId = columns.stream().mapToInt(ColumnModel::id).max().orElse(-1) + 1;
        for (ColumnModel old : table.columns()) {
            nextId = Math.max(nextId, old.id() + 1);
        }
        ColumnModel model = column.toModel(nextId, false, table.isPrimaryKey());
        if (model.autoIncrement() || model.defaultValue().kind() == DefaultValue.Kind.CURRENT_TIMESTAMP) {
            throw SqlError.notInStandIn("ADD COLUMN with AUTO_INCREMENT or CURRENT_TIMESTAMP");
        }
        if (!model.nullable() && model.defaultValue().kind() == DefaultValue.Kind.NONE) {
            throw SqlError.analyzing("Column[" + model.name() + "] is NOT NULL and needs a default value.");
        }
        columns.add(place(add.position(), columns.size()), model);
    }

    private void drop(String name) {
        ColumnModel column = columns.get(existing(name));
        if (column.key()) {
            throw SqlError.analyzing("Can not drop key column " + column.name() + " in "
                    + (table.isPrimaryKey() ? "primary" : "duplicate") + " data model table.");
        }
        if (table.orderBy().stream().anyMatch(name::equalsIgnoreCase)) {
            throw SqlError.analyzing("Can not drop sort column " + column.name() + ".");
        }
        columns.remove(column);
    }

    private void modify(ColumnChange.Modify modify) {
        int at = existing(modify.column().name());
        ColumnModel before = columns.get(at);
        if (before.key()) {
            throw SqlError.analyzing("Can not modify key column: " + before.name() + " for "
                    + (table.isPrimaryKey() ? "primary" : "duplicate") + " key table.");
        }
        ColumnModel written = modify.column().toModel(before.id(), false, table.isPrimaryKey());
        checkTypeChange(before.type(), written.type());
        if (before.nullable() && !written.nullable()) {
            throw SqlError.analyzing("Can not change from nullable to non-nullable.");
        }
        columns.set(at, written);
        ColumnChange.Position position = modify.position();
        if (position.first() || position.after() != null) {
            columns.remove(at);
            columns.add(place(position, at), written);
        }
    }

    private void rename(ColumnChange.Rename rename) {
        int at = existing(rename.name());
        ColumnSyntax.checkName(rename.newName());
        if (find(rename.newName()) >= 0) {
            throw new SqlError(1060, "42S21", "Duplicate column name '" + rename.newName() + "'");
        }
        ColumnModel old = columns.get(at);
        if (old.key() || lists(table.distribution(), old) || lists(table.orderBy(), old)) {
            throw SqlError.notInStandIn("RENAME of key, distribution and sort columns");
        }
        columns.set(
                at,
                new ColumnModel(
                        old.id(),
                        rename.newName(),
                        old.type(),
                        old.nullable(),
                        old.defaultValue(),
                        old.autoIncrement(),
                        false,
                        old.comment()));
    }

    private static boolean lists(List<String> names, ColumnModel column) {
        return names.stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private int place(ColumnChange.Position position, int otherwise) {
        int keys = table.keyCount();
        if (position.first()) {
            if (keys > 0) {
                throw SqlError.analyzing("Invalid column order. value should be after key.");
            }
            return 0;
        }
        if (position.after() == null) {
            return otherwise;
        }
        int at = existing(position.after()) + 1;
        if (at < keys) {
            throw SqlError.analyzing("Invalid column order. value should be after key.");
        }
        return at;
    }

    private static void checkTypeChange(StarRocksType from, StarRocksType to) {
        if (from.equals(to)) {
            return;
        }
        if (from.kind().isText() && to.kind() == TypeKind.VARCHAR) {
            if (to.length() < from.length()) {
                throw SqlError.analyzing("Cannot shorten string length");
            }
            return;
        }
        int before = INTEGERS.indexOf(from.kind());
        boolean wider = before >= 0 && INTEGERS.indexOf(to.kind()) > before;
        boolean toDouble = Set.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.FLOAT)
                        .contains(from.kind())
                && to.kind() == TypeKind.DOUBLE;
        boolean decimal = from.kind() == TypeKind.DECIMAL
                && to.kind() == TypeKind.DECIMAL
                && to.scale() >= from.scale()
                && to.precision() - to.scale() >= from.precision() - from.scale();
        boolean bytes =
                from.kind() == TypeKind.VARBINARY && to.kind() == TypeKind.VARBINARY && to.length() >= from.length();
        if (!wider && !toDouble && !decimal && !bytes) {
            throw SqlError.analyzing("Can not change " + from + " to " + to + ".");
        }
    }

    private int existing(String name) {
        int at = find(name);
        if (at < 0) {
            throw SqlError.analyzing("Column[" + name + "] does not exists.");
        }
        return at;
    }

    private int find(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
