package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.sql.Query.From;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a query against the catalog and renders it for the backing MySQL. One query. */
final class QueryAnalyzer {
    private static final String INFORMATION_SCHEMA = "information_schema";

    private final Cluster cluster;
    private final SessionFacts session;
    private final InformationSchema informationSchema;
    private final List<Expr> parameters;
    private int sources;

    QueryAnalyzer(Cluster cluster, SessionFacts session, InformationSchema informationSchema, List<Expr> parameters) {
        this.cluster = cluster;
        this.session = session;
        this.informationSchema = informationSchema;
        this.parameters = parameters;
    }

    Rendered analyze(Query query) {
        Scope scope = new Scope();
        String from = query.from() == null ? "" : " FROM " + from(query.from(), scope);
        return analyze(query, scope, from);
    }

    /** {@code SELECT * FROM table [WHERE condition]} over rows that are made on demand. */
    Rendered analyze(VirtualTable table, @Nullable Expr where) {
        Scope scope = new Scope();
        String from = " FROM " + virtual(table, "", scope);
        List<Query.Item> items = List.of(new Query.Item(null, null, null));
        return analyze(new Query(false, items, null, where, List.of(), null, List.of(), null, null), scope, from);
    }

    private Rendered analyze(Query query, Scope scope, String from) {
        ExprAnalyzer analyzer = new ExprAnalyzer(cluster, session, parameters, scope);
        List<Expr> items = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        expand(query, scope, items, labels);
        List<Typed> typed = items.stream().map(analyzer::analyze).toList();

        List<Expr> groupBy = query.groupBy().stream()
                .map(e -> aliased(e, query, items, "GROUP BY"))
                .toList();
        Expr having = query.having() == null ? null : withAliases(query.having(), query, scope);
        List<Query.Order> orderBy = query.orderBy().stream()
                .map(o -> new Query.Order(aliased(o.expr(), query, items, "ORDER BY"), o.descending()))
                .toList();
        if (query.where() != null && query.where().hasAggregate()) {
            throw SqlError.analyzing("WHERE clause cannot contain aggregations.");
        }
        checkGrouping(analyzer, items, groupBy, having, orderBy);

        StringBuilder sql = new StringBuilder("SELECT ").append(query.distinct() ? "DISTINCT " : "");
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append(typed.get(i).sql())
                    .append(" AS r")
                    .append(i);
            columns.add(new ResultColumn(labels.get(i), typed.get(i).resultType()));
        }
        sql.append(from);
        if (query.where() != null) {
            sql.append(" WHERE ").append(analyzer.condition(query.where()));
        }
        if (!groupBy.isEmpty()) {
            sql.append(" GROUP BY ");
            sql.append(String.join(
                    ", ", groupBy.stream().map(e -> analyzer.analyze(e).sql()).toList()));
        }
        if (having != null) {
            sql.append(" HAVING ").append(analyzer.condition(having));
        }
        for (int i = 0; i < orderBy.size(); i++) {
            sql.append(i == 0 ? " ORDER BY " : ", ");
            int item = items.indexOf(orderBy.get(i).expr());
            if (item < 0 && query.distinct()) {
                throw SqlError.analyzing("for SELECT DISTINCT, ORDER BY expressions must appear in select list.");
            }
            sql.append(
                    item >= 0
                            ? "r" + item
                            : analyzer.analyze(orderBy.get(i).expr()).sql());
            sql.append(orderBy.get(i).descending() ? " DESC" : "");
        }
        if (query.limit() != null) {
            sql.append(" LIMIT ").append(limit(query.limit()));
        }
        if (query.offset() != null) {
            sql.append(" OFFSET ").append(limit(query.offset()));
        }
        return new Rendered(sql.toString(), columns);
    }

    private static void expand(Query query, Scope scope, List<Expr> items, List<String> labels) {
        for (Query.Item item : query.items()) {
            if (item.expr() != null) {
                items.add(item.expr());
                labels.add(item.alias() != null ? item.alias() : item.expr().label());
                continue;
            }
            for (Scope.ScopeColumn column : scope.star(item.starTable())) {
                items.add(new Expr.Column(column.table(), column.name()));
                labels.add(column.name());
            }
        }
    }

    /** A position or an alias stands for the item. */
    private static Expr aliased(Expr expr, Query query, List<Expr> items, String clause) {
        if (expr instanceof Expr.Number number) {
            int position = number.value().scale() == 0 && number.value().precision() < 9
                    ? number.value().intValueExact()
                    : 0;
            if (position < 1 || position > items.size()) {
                throw SqlError.analyzing(clause + " position " + number.text() + " is not in select list.");
            }
            return items.get(position - 1);
        }
        if (expr instanceof Expr.Column column && column.table() == null) {
            for (Query.Item item : query.items()) {
                if (item.expr() != null && item.alias() != null && item.alias().equalsIgnoreCase(column.name())) {
                    return item.expr();
                }
            }
        }
        return expr;
    }

    /** HAVING may use an alias instead of an aggregate. */
    private static Expr withAliases(Expr expr, Query query, Scope scope) {
        if (expr instanceof Expr.Column column && column.table() == null) {
            return aliased(expr, query, List.of(), "HAVING");
        }
        if (expr instanceof Expr.Operation o) {
            return new Expr.Operation(
                    o.operator(), withAliases(o.left(), query, scope), withAliases(o.right(), query, scope));
        }
        if (expr instanceof Expr.Unary u) {
            return new Expr.Unary(u.operator(), withAliases(u.operand(), query, scope));
        }
        return expr;
    }

    private static void checkGrouping(
            ExprAnalyzer analyzer,
            List<Expr> items,
            List<Expr> groupBy,
            @Nullable Expr having,
            List<Query.Order> orderBy) {
        boolean grouped = !groupBy.isEmpty()
                || having != null
                || items.stream().anyMatch(Expr::hasAggregate)
                || orderBy.stream().anyMatch(o -> o.expr().hasAggregate());
        if (!grouped) {
            return;
        }
        Set<String> keys = new HashSet<>();
        for (Expr key : groupBy) {
            if (key.hasAggregate()) {
                throw SqlError.analyzing("GROUP BY clause cannot contain aggregations.");
            }
            keys.add(analyzer.analyze(key).sql());
        }
        items.forEach(item -> checkGrouped(analyzer, item, keys, false));
        orderBy.forEach(order -> checkGrouped(analyzer, order.expr(), keys, false));
        if (having != null) {
            checkGrouped(analyzer, having, keys, false);
        }
    }

    private static void checkGrouped(ExprAnalyzer analyzer, Expr expr, Set<String> keys, boolean inAggregate) {
        boolean aggregate = expr instanceof Expr.Call call && Functions.isAggregate(call.name());
        if (aggregate && inAggregate) {
            throw SqlError.analyzing("Unsupported nest aggregation function.");
        }
        if (!inAggregate && expr.hasColumn() && !expr.hasAggregate()) {
            if (keys.contains(analyzer.analyze(expr).sql())) {
                return;
            }
            if (expr instanceof Expr.Column) {
                throw SqlError.analyzing(
                        "'" + expr.text() + "' must be an aggregate expression or appear in GROUP BY clause.");
            }
        }
        expr.children().forEach(child -> checkGrouped(analyzer, child, keys, inAggregate || aggregate));
    }

    private String limit(Expr expr) {
        Expr value = expr instanceof Expr.Parameter parameter && parameter.index() < parameters.size()
                ? parameters.get(parameter.index())
                : expr;
        if (value instanceof Expr.Number number
                && number.value().scale() <= 0
                && number.value().signum() >= 0) {
            return number.value().toPlainString();
        }
        if (value instanceof Expr.Parameter) {
            return "0";
        }
        throw SqlError.analyzing("LIMIT must be a non-negative integer.");
    }

    private String from(From from, Scope scope) {
        if (from instanceof From.Join join) {
            String left = from(join.left(), scope);
            String right = from(join.right(), scope);
            if (join.on() == null) {
                return left + " CROSS JOIN " + right;
            }
            String on = new ExprAnalyzer(cluster, session, parameters, scope).condition(join.on());
            return left + " " + join.kind() + " JOIN " + right + " ON " + on;
        }
        if (from instanceof From.Derived derived) {
            Rendered inner = analyze(derived.query());
            String alias = nextAlias();
            for (int i = 0; i < inner.columns().size(); i++) {
                ResultColumn column = inner.columns().get(i);
                scope.add(new Scope.ScopeColumn(derived.alias(), column.label(), column.type(), alias + ".r" + i));
            }
            return "(" + inner.sql() + ") AS " + alias;
        }
        From.Table table = (From.Table) from;
        String database = table.name().databaseOr(session.database());
        String visible = table.alias() != null ? table.alias() : table.name().name();
        if (database.equalsIgnoreCase(INFORMATION_SCHEMA)) {
            return virtual(informationSchema.table(table.name().name(), session), visible, scope);
        }
        if (!cluster.catalog().hasDatabase(database)) {
            throw SqlError.unknownDatabase(database);
        }
        TableModel model = cluster.catalog().table(database, table.name().name());
        if (model == null) {
            throw SqlError.unknownTable(database + "." + table.name().name());
        }
        new Guard(cluster.accounts()).table(session.user(), Privilege.SELECT, model);
        String alias = nextAlias();
        for (ColumnModel column : model.columns()) {
            String sql = alias + "." + cluster.store().backingName(column);
            scope.add(new Scope.ScopeColumn(visible, column.name(), column.type(), sql));
        }
        return cluster.store().backingName(model) + " AS " + alias;
    }

    private String virtual(VirtualTable table, String visible, Scope scope) {
        String alias = nextAlias();
        for (int i = 0; i < table.columns().size(); i++) {
            ResultColumn column = table.columns().get(i);
            String name = alias + ".v" + i;
            String sql = column.type().kind().isText() ? "(" + name + " COLLATE utf8mb4_0900_bin)" : name;
            scope.add(new Scope.ScopeColumn(visible, column.label(), column.type(), sql));
        }
        return VirtualTableSql.render(table) + " AS " + alias;
    }

    private String nextAlias() {
        return "s" + sources++;
    }
}
