package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.load.expression.Expression;
import io.github.sluice.testbed.starrocks.load.expression.ExpressionException;
import io.github.sluice.testbed.starrocks.load.expression.ExpressionParser;
import io.github.sluice.testbed.starrocks.load.expression.UnknownColumnException;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the headers of a load into a {@link LoadPlan}, with the analyzer's refusals (starrocks.md 6.1, 6.2, 6.7). */
final class LoadPlanner {
    private static final StarRocksType TEMPORARY = StarRocksType.varchar(Integer.MAX_VALUE);
    private static final List<TypeKind> UNFIT_FOR_MERGE = List.of(TypeKind.JSON, TypeKind.VARCHAR, TypeKind.CHAR);

    private final TableModel table;
    private final LoadSettings settings;
    private final List<LoadPlan.Source> sources = new ArrayList<>();
    private final Map<String, Expression> assigned = new LinkedHashMap<>();

    private LoadPlanner(TableModel table, LoadSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    static LoadPlan plan(TableModel table, LoadSettings settings) throws LoadException {
        try {
            return new LoadPlanner(table, settings).plan();
        } catch (SqlError e) {
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private LoadPlan plan() throws LoadException {
        if (settings.partialUpdate() && !table.isPrimaryKey()) {
            throw LoadException.analysis("Only primary key table support partial update");
        }
        if (settings.columns().isEmpty()) {
            table.columns().forEach(column -> sources.add(new LoadPlan.Source(column.name(), column.type())));
            if (settings.format() == LoadSettings.Format.JSON) {
                sources.add(new LoadPlan.Source(LoadPlan.OP, StarRocksType.TINYINT));
            }
        } else {
            readColumns();
        }
        List<@Nullable Expression> targets = targets();
        int[] written = settings.partialUpdate() ? written(targets) : null;
        return new LoadPlan(
                table, List.copyOf(sources), targets, operation(), where(), mergeCondition(written), written);
    }

    /** Two passes over the header: an expression may name a column that is listed behind it. */
    private void readColumns() throws LoadException {
        Set<String> names = new HashSet<>();
        List<String> texts = new ArrayList<>();
        TokenCursor first = header();
        do {
            String name = first.identifier();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw LoadException.analysis("Duplicate column: " + name);
            }
            if (first.acceptSymbol("=")) {
                texts.add(skipExpression(first));
            } else {
                sources.add(new LoadPlan.Source(name, sourceType(name)));
            }
        } while (first.acceptSymbol(","));
        first.expectSymbol(")");
        first.expectEnd();

        TokenCursor second = header();
        do {
            String name = second.identifier();
            if (second.acceptSymbol("=")) {
                if (table.column(name) == null && !name.equals(LoadPlan.OP)) {
                    throw LoadException.analysis("Mapping column is not in table. column: " + name);
                }
                String text = texts.get(assigned.size());
                assigned.put(name.toLowerCase(Locale.ROOT), parse(second, name, text));
            }
        } while (second.acceptSymbol(","));
        second.expectSymbol(")");
        second.expectEnd();
    }

    /** Passes over an expression, up to the comma or parenthesis behind it; returns its text. */
    private static String skipExpression(TokenCursor cursor) {
        Token start = cursor.peek();
        int depth = 0;
        while (!cursor.atEnd()) {
            String symbol =
                    cursor.peek().kind() == Token.Kind.SYMBOL ? cursor.peek().text() : "";
            if (depth == 0 && (symbol.equals(",") || symbol.equals(")"))) {
                break;
            }
            depth += symbol.equals("(") ? 1 : symbol.equals(")") ? -1 : 0;
            cursor.next();
        }
        return cursor.textFrom(start);
    }

    private TokenCursor header() {
        TokenCursor cursor = TokenCursor.of("COLUMNS (" + settings.columns() + ")");
        cursor.expect("columns");
        cursor.expectSymbol("(");
        return cursor;
    }

    private StarRocksType sourceType(String name) {
        ColumnModel column = table.column(name);
        if (name.equals(LoadPlan.OP)) {
            return StarRocksType.TINYINT;
        }
        return column == null ? TEMPORARY : column.type();
    }

    private Expression parse(TokenCursor cursor, String derived, String text) throws LoadException {
        try {
            return new ExpressionParser(cursor, this::sourceColumn, settings.timeZone()).parse();
        } catch (UnknownColumnException e) {
            throw LoadException.analysis("Referenced column '" + e.getMessage() + "' in expr '" + text
                    + "' can't be found in column list, derived column is '" + derived + "'");
        } catch (ExpressionException e) {
            throw LoadException.analysis(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Expression sourceColumn(String name) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).name().equalsIgnoreCase(name)) {
                return new Expression.Column(i, sources.get(i).type());
            }
        }
        return null;
    }

    private List<@Nullable Expression> targets() throws LoadException {
        List<@Nullable Expression> targets = new ArrayList<>();
        for (ColumnModel column : table.columns()) {
            Expression source = assigned.get(column.name().toLowerCase(Locale.ROOT));
            if (source == null) {
                source = sourceColumn(column.name());
            }
            if (source == null && !column.hasDefault() && !settings.partialUpdate()) {
                throw LoadException.analysis("Column has no default value. column: " + column.name());
            }
            targets.add(source);
        }
        return targets;
    }

    private int[] written(List<@Nullable Expression> targets) throws LoadException {
        if (settings.columns().isEmpty()) {
            throw LoadException.analysis("partial update needs the columns header");
        }
        int[] written = new int[targets.size()];
        int count = 0;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) != null) {
                written[count++] = i;
            } else if (table.columns().get(i).key()) {
                throw LoadException.analysis(
                        "key column " + table.columns().get(i).name() + " not in partial update columns");
            } else if (!table.columns().get(i).hasDefault()) {
                // StarRocks inserts missing rows with a value of its own choice here
                throw LoadException.notImplemented("a partial update that leaves out NOT NULL column "
                        + table.columns().get(i).name() + " without default");
            }
        }
        return Arrays.copyOf(written, count);
    }

    /** {@code __op} of tables with a primary key; on others it is read and ignored. */
    private @Nullable Expression operation() throws LoadException {
        Expression expression = assigned.get(LoadPlan.OP);
        if (expression instanceof Expression.Literal literal && literal.value() instanceof String text) {
            long value =
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "upsert" -> 0;
                        case "delete" -> 1;
                        default -> throw LoadException.analysis("load op type string not supported: " + text);
                    };
            expression = new Expression.Literal(value, StarRocksType.TINYINT);
        }
        if (expression == null) {
            expression = sourceColumn(LoadPlan.OP);
        }
        return table.isPrimaryKey() ? expression : null;
    }

    private @Nullable Expression where() throws LoadException {
        if (settings.where().isEmpty()) {
            return null;
        }
        TokenCursor cursor = TokenCursor.of("WHERE " + settings.where());
        cursor.expect("where");
        try {
            Expression where = new ExpressionParser(cursor, this::targetColumn, settings.timeZone()).parse();
            cursor.expectEnd();
            return where;
        } catch (UnknownColumnException e) {
            throw LoadException.analysis("unknown column in where statement. the column '" + e.getMessage()
                    + "' in where clause must be in the target table.");
        } catch (ExpressionException e) {
            throw LoadException.analysis(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Expression targetColumn(String name) {
        int index = table.indexOf(name);
        return index < 0
                ? null
                : new Expression.Column(index, table.columns().get(index).type());
    }

    private int mergeCondition(int @Nullable [] written) throws LoadException {
        String name = settings.mergeCondition();
        if (name.isEmpty()) {
            return -1;
        }
        if (!table.isPrimaryKey()) {
            throw LoadException.analysis("Conditional update only support primary key table dup");
        }
        int index = table.indexOf(name);
        if (index < 0) {
            throw LoadException.analysis("Merge condition column " + name
                    + " does not exist. If you are doing partial update with condition update, please check condition"
                    + " column is in the given update columns. Otherwise please check condition column is in table"
                    + " schema");
        }
        ColumnModel column = table.columns().get(index);
        if (column.key()) {
            throw LoadException.analysis("Merge condition column " + name + " should not be primary key!");
        }
        if (UNFIT_FOR_MERGE.contains(column.type().kind())) {
            throw LoadException.analysis(
                    "Merge condition column " + name + " has invalid type maybe bitmap/hll/percentile/json/varchar!");
        }
        if (written != null) {
            throw LoadException.notImplemented("merge_condition together with partial_update");
        }
        return index;
    }
}
