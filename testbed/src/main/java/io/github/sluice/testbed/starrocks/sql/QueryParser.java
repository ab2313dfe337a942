package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.sql.Query.From;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses SELECT. What is not in this grammar is a syntax error or refused by name. */
final class QueryParser {
    /** Words that end an item without AS. */
    private static final Set<String> NOT_AN_ALIAS = Set.of(
            "from",
            "where",
            "group",
            "having",
            "order",
            "limit",
            "union",
            "intersect",
            "except",
            "minus",
            "on",
            "join",
            "inner",
            "left",
            "right",
            "cross",
            "full",
            "for",
            "into",
            "as",
            "using",
            "set",
            "offset",
            "partition",
            "tablet",
            "natural",
            "qualify",
            "lateral");

    private final TokenCursor cursor;
    private final ExprParser expressions;

    QueryParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExprParser(cursor);
    }

    /** A whole statement. */
    Query statement() {
        Query query = query();
        if (cursor.peek().is("for")) {
            throw cursor.unexpected("<EOF>, ';'");
        }
        cursor.expectEnd();
        return query;
    }

    private Query query() {
        cursor.expect("select");
        boolean distinct = cursor.accept("distinct");
        if (!distinct) {
            cursor.accept("all");
        }
        List<Query.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.acceptSymbol(","));
        From from = null;
        if (cursor.accept("from") && !cursor.accept("dual")) {
            from = from();
        }
        Expr where = cursor.accept("where") ? expressions.expression() : null;
        List<Expr> groupBy = cursor.acceptAll("group", "by") ? expressions.list() : List.of();
        Expr having = cursor.accept("having") ? expressions.expression() : null;
        List<Query.Order> orderBy = cursor.acceptAll("order", "by") ? orderBy() : List.of();
        Expr limit = null;
        Expr offset = null;
        if (cursor.accept("limit")) {
            limit = limitNumber();
            if (cursor.acceptSymbol(",")) {
                offset = limit;
                limit = limitNumber();
            } else if (cursor.accept("offset")) {
                offset = limitNumber();
            }
        }
        for (String word : List.of("union", "intersect", "except", "minus", "qualify")) {
            if (cursor.peek().is(word)) {
                throw SqlError.notInStandIn(word.toUpperCase(Locale.ROOT));
            }
        }
        if (cursor.peek().is("into")) {
            throw SqlError.notInStandIn("SELECT INTO");
        }
        return new Query(distinct, items, from, where, groupBy, having, orderBy, limit, offset);
    }

    private Expr limitNumber() {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.PARAMETER) {
            cursor.next();
            return new Expr.Parameter(cursor.nextParameter());
        }
        return new Expr.Number(java.math.BigDecimal.valueOf(cursor.integer()), false);
    }

    private Query.Item item() {
        if (cursor.acceptSymbol("*")) {
            return new Query.Item(null, null, null);
        }
        if (cursor.peek(1).isSymbol(".") && cursor.peek(2).isSymbol("*")) {
            String table = cursor.identifier();
            cursor.expectSymbol(".");
            cursor.expectSymbol("*");
            return new Query.Item(null, table, null);
        }
        if (cursor.peek(1).isSymbol(".")
                && cursor.peek(3).isSymbol(".")
                && cursor.peek(4).isSymbol("*")) {
            cursor.identifier();
            cursor.expectSymbol(".");
            String table = cursor.identifier();
            cursor.expectSymbol(".");
            cursor.expectSymbol("*");
            return new Query.Item(null, table, null);
        }
        Expr expr = expressions.expression();
        return new Query.Item(expr, null, alias(true));
    }

    private @Nullable String alias(boolean textAllowed) {
        if (cursor.accept("as")) {
            return textAllowed && cursor.peek().kind() == Token.Kind.STRING ? cursor.string() : cursor.identifier();
        }
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.QUOTED_NAME) {
            return cursor.identifier();
        }
        if (textAllowed && token.kind() == Token.Kind.STRING) {
            return cursor.string();
        }
        boolean name = token.kind() == Token.Kind.WORD
                && !NOT_AN_ALIAS.contains(token.text().toLowerCase(Locale.ROOT))
                && !ReservedWords.contains(token.text());
        return name ? cursor.identifier() : null;
    }

    private From from() {
        From left = source();
        while (true) {
            if (cursor.acceptSymbol(",") || cursor.acceptAll("cross", "join")) {
                left = new From.Join(left, source(), "CROSS", null);
                continue;
            }
            String kind = null;
            if (cursor.accept("join") || cursor.acceptAll("inner", "join")) {
                kind = "INNER";
            } else if (cursor.acceptAll("left", "join") || cursor.acceptAll("left", "outer", "join")) {
                kind = "LEFT";
            } else if (cursor.acceptAll("right", "join") || cursor.acceptAll("right", "outer", "join")) {
                kind = "RIGHT";
            }
            if (kind == null) {
                return left;
            }
            From right = source();
            cursor.expect("on");
            left = new From.Join(left, right, kind, expressions.expression());
        }
    }

    private From source() {
        if (cursor.acceptSymbol("(")) {
            Query inner = query();
            cursor.expectSymbol(")");
            String alias = alias(false);
            if (alias == null) {
                throw SqlError.analyzing("Every derived table must have its own alias.");
            }
            return new From.Derived(inner, alias);
        }
        TableName name = TableName.parse(cursor);
        return new From.Table(name, alias(false));
    }

    private List<Query.Order> orderBy() {
        List<Query.Order> orders = new ArrayList<>();
        do {
            Expr expr = expressions.expression();
            boolean descending = cursor.accept("desc");
            if (!descending) {
                cursor.accept("asc");
            }
            if (cursor.peek().is("nulls")) {
                throw SqlError.notInStandIn("NULLS FIRST or LAST");
            }
            orders.add(new Query.Order(expr, descending));
        } while (cursor.acceptSymbol(","));
        return orders;
    }
}
