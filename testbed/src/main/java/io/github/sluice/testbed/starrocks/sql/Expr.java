package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An expression as parsed. Immutable. */
sealed interface Expr {
    /** NULL. */
    record Null() implements Expr {}

    /** TRUE or FALSE. */
    record Bool(boolean value) implements Expr {}

    /** A number; {@code floating} if written with an exponent. */
    record Number(BigDecimal value, boolean floating) implements Expr {}

    /** A quoted text. */
    record Text(String value) implements Expr {}

    /** {@code x'..'}, in hex digits. */
    record Binary16(String hex) implements Expr {}

    /** {@code ?}, counted from 0. */
    record Parameter(int index) implements Expr {}

    /** A column; {@code table} is its qualifier or null. */
    record Column(@Nullable String table, String name) implements Expr {}

    /** {@code @@[scope.]name}. */
    record Variable(@Nullable String scope, String name) implements Expr {}

    /** A function; {@code star} for {@code COUNT(*)}. The name is in lower case. */
    record Call(String name, boolean distinct, boolean star, List<Expr> arguments) implements Expr {}

    /** {@code -} or {@code NOT}. */
    record Unary(String operator, Expr operand) implements Expr {}

    /** Arithmetic, comparison, AND, OR. */
    record Operation(String operator, Expr left, Expr right) implements Expr {}

    /** {@code value [NOT] IN (list)}. */
    record In(Expr value, List<Expr> list, boolean negated) implements Expr {}

    /** {@code value [NOT] BETWEEN low AND high}. */
    record Between(Expr value, Expr low, Expr high, boolean negated) implements Expr {}

    /** {@code value [NOT] LIKE pattern}. */
    record Like(Expr value, Expr pattern, boolean negated) implements Expr {}

    /** {@code value IS [NOT] NULL}. */
    record IsNull(Expr value, boolean negated) implements Expr {}

    /** CASE; {@code operand} null for the searched form. */
    record Case(
            @Nullable Expr operand,
            List<Expr> whens,
            List<Expr> thens,
            @Nullable Expr otherwise) implements Expr {}

    /** {@code CAST(value AS type)}. */
    record Cast(Expr value, StarRocksType type) implements Expr {}

    /** The expressions directly inside. */
    default List<Expr> children() {
        List<Expr> children = new ArrayList<>();
        if (this instanceof Call call) {
            children.addAll(call.arguments());
        } else if (this instanceof Unary unary) {
            children.add(unary.operand());
        } else if (this instanceof Operation operation) {
            children.add(operation.left());
            children.add(operation.right());
        } else if (this instanceof In in) {
            children.add(in.value());
            children.addAll(in.list());
        } else if (this instanceof Between between) {
            children.addAll(List.of(between.value(), between.low(), between.high()));
        } else if (this instanceof Like like) {
            children.addAll(List.of(like.value(), like.pattern()));
        } else if (this instanceof IsNull isNull) {
            children.add(isNull.value());
        } else if (this instanceof Cast cast) {
            children.add(cast.value());
        } else if (this instanceof Case c) {
            if (c.operand() != null) {
                children.add(c.operand());
            }
            children.addAll(c.whens());
            children.addAll(c.thens());
            if (c.otherwise() != null) {
                children.add(c.otherwise());
            }
        }
        return children;
    }

    /** Whether an aggregate function is somewhere inside. */
    default boolean hasAggregate() {
        return (this instanceof Call call && Functions.isAggregate(call.name()))
                || children().stream().anyMatch(Expr::hasAggregate);
    }

    /** Whether a column (or {@code *}) is somewhere inside. */
    default boolean hasColumn() {
        return this instanceof Column
                || (this instanceof Call call && call.star())
                || children().stream().anyMatch(Expr::hasColumn);
    }

    /** The label of a result column without an alias (section 11): lower case over columns, upper case without. */
    default String label() {
        if (this instanceof Column column) {
            return column.name();
        }
        return text();
    }

    /** A normalised text. */
    default String text() {
        if (this instanceof Null) {
            return "NULL";
        } else if (this instanceof Bool bool) {
            return bool.value() ? "TRUE" : "FALSE";
        } else if (this instanceof Number number) {
            return number.floating()
                    ? number.value().toString()
                    : number.value().toPlainString();
        } else if (this instanceof Text text) {
            return "'" + text.value() + "'";
        } else if (this instanceof Binary16 binary) {
            return "x'" + binary.hex() + "'";
        } else if (this instanceof Parameter) {
            return "?";
        } else if (this instanceof Column column) {
            return column.table() == null ? column.name() : column.table() + "." + column.name();
        } else if (this instanceof Variable variable) {
            return "@@" + (variable.scope() == null ? "" : variable.scope() + ".") + variable.name();
        } else if (this instanceof Call call) {
            String name = hasColumn() ? call.name() : call.name().toUpperCase(Locale.ROOT);
            return name + "(" + (call.distinct() ? "DISTINCT " : "") + (call.star() ? "*" : list(call.arguments()))
                    + ")";
        } else if (this instanceof Unary unary) {
            return (unary.operator().equals("-") ? "-" : unary.operator() + " ")
                    + unary.operand().text();
        } else if (this instanceof Operation o) {
            return o.left().text() + " " + o.operator() + " " + o.right().text();
        } else if (this instanceof In in) {
            return in.value().text() + (in.negated() ? " NOT" : "") + " IN (" + list(in.list()) + ")";
        } else if (this instanceof Between b) {
            return b.value().text() + (b.negated() ? " NOT" : "") + " BETWEEN "
                    + b.low().text() + " AND " + b.high().text();
        } else if (this instanceof Like like) {
            return like.value().text() + (like.negated() ? " NOT" : "") + " LIKE "
                    + like.pattern().text();
        } else if (this instanceof IsNull isNull) {
            return isNull.value().text() + " IS " + (isNull.negated() ? "NOT " : "") + "NULL";
        } else if (this instanceof Cast cast) {
            return "CAST(" + cast.value().text() + " AS "
                    + cast.type().toString().toUpperCase(Locale.ROOT) + ")";
        } else if (this instanceof Case c) {
            StringBuilder sql = new StringBuilder("CASE");
            if (c.operand() != null) {
                sql.append(' ').append(c.operand().text());
            }
            for (int i = 0; i < c.whens().size(); i++) {
                sql.append(" WHEN ").append(c.whens().get(i).text());
                sql.append(" THEN ").append(c.thens().get(i).text());
            }
            if (c.otherwise() != null) {
                sql.append(" ELSE ").append(c.otherwise().text());
            }
            return sql.append(" END").toString();
        }
        throw new IllegalStateException("no text for " + getClass());
    }

    private static String list(List<Expr> expressions) {
        return String.join(", ", expressions.stream().map(Expr::text).toList());
    }
}
