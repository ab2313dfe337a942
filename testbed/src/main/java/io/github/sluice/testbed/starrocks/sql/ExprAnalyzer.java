package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.SqlText;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives expressions their types and their text for the backing MySQL. One thread. */
final class ExprAnalyzer {
    private final Cluster cluster;
    private final SessionFacts session;
    private final List<Expr> parameters;
    private final Scope scope;

    /**
     * An analyzer over one scope.
     *
     * @param parameters literals for {@code ?}; a missing one is analysed as NULL (a statement that is only prepared)
     */
    ExprAnalyzer(Cluster cluster, SessionFacts session, List<Expr> parameters, Scope scope) {
        this.cluster = cluster;
        this.session = session;
        this.parameters = parameters;
        this.scope = scope;
    }

    Typed analyze(Expr expr) {
        if (expr instanceof Expr.Null) {
            return new Typed(null, "NULL", expr);
        } else if (expr instanceof Expr.Bool bool) {
            return new Typed(StarRocksType.BOOLEAN, bool.value() ? "1" : "0", expr);
        } else if (expr instanceof Expr.Number number) {
            return number(number);
        } else if (expr instanceof Expr.Text text) {
            return text(text);
        } else if (expr instanceof Expr.Binary16 binary) {
            return new Typed(
                    StarRocksType.varbinary(Math.max(1, binary.hex().length() / 2)), "x'" + binary.hex() + "'", null);
        } else if (expr instanceof Expr.Parameter parameter) {
            return parameter.index() < parameters.size()
                    ? analyze(parameters.get(parameter.index()))
                    : new Typed(null, "NULL", null);
        } else if (expr instanceof Expr.Column column) {
            Scope.ScopeColumn found = scope.resolve(column);
            return Typed.of(found.type(), found.sql());
        } else if (expr instanceof Expr.Variable variable) {
            return constant(session.variables().get(variable.name()));
        } else if (expr instanceof Expr.Call call) {
            Typed fact = sessionFunction(call);
            return fact != null
                    ? fact
                    : Functions.render(
                            call, call.arguments().stream().map(this::analyze).toList());
        } else if (expr instanceof Expr.Unary unary) {
            return unary(unary);
        } else if (expr instanceof Expr.Operation operation) {
            return operation(operation);
        } else if (expr instanceof Expr.In in) {
            return in(in);
        } else if (expr instanceof Expr.Between between) {
            Expr inside = new Expr.Operation(
                    "AND",
                    new Expr.Operation(">=", between.value(), between.low()),
                    new Expr.Operation("<=", between.value(), between.high()));
            return analyze(between.negated() ? new Expr.Unary("NOT", inside) : inside);
        } else if (expr instanceof Expr.Like like) {
            return like(like);
        } else if (expr instanceof Expr.IsNull isNull) {
            String test = " IS " + (isNull.negated() ? "NOT " : "") + "NULL)";
            return Typed.of(StarRocksType.BOOLEAN, "(" + analyze(isNull.value()).sql() + test);
        } else if (expr instanceof Expr.Case c) {
            return caseOf(c);
        } else if (expr instanceof Expr.Cast cast) {
            return Types.cast(analyze(cast.value()), cast.type());
        }
        throw new IllegalStateException("no rule for " + expr.getClass());
    }

    /** An expression that is true or false: WHERE, HAVING, ON. */
    String condition(Expr expr) {
        return condition(analyze(expr), expr).sql();
    }

    private static Typed condition(Typed typed, Expr expr) {
        boolean good = typed.type() == null || (typed.isNumeric() && typed.isExact());
        if (!good) {
            throw SqlError.analyzing("'" + expr.text() + "' is not a condition: its type is " + typed.type() + ".");
        }
        return typed;
    }

    private static Typed number(Expr.Number number) {
        BigDecimal value = number.value();
        if (number.floating()) {
            String text = Double.toString(value.doubleValue());
            return new Typed(StarRocksType.DOUBLE, text.contains("E") ? text : text + "E0", number);
        }
        String sql = value.toPlainString();
        if (value.scale() <= 0) {
            int bits = value.toBigInteger().bitLength();
            if (bits > 127) {
                throw SqlError.analyzing("Number out of range[" + sql + "].");
            }
            return new Typed(
                    bits <= 7
                            ? StarRocksType.TINYINT
                            : bits <= 15
                                    ? StarRocksType.SMALLINT
                                    : bits <= 31
                                            ? StarRocksType.INT
                                            : bits <= 63 ? StarRocksType.BIGINT : StarRocksType.LARGEINT,
                    sql,
                    number);
        }
        int precision = Math.max(value.precision(), value.scale());
        if (precision > 38) {
            return new Typed(StarRocksType.DOUBLE, value.doubleValue() + "E0", number);
        }
        return new Typed(StarRocksType.decimal(precision, value.scale()), sql, number);
    }

    private static Typed text(Expr.Text text) {
        int bytes = io.github.sluice.testbed.starrocks.catalog.Values.utf8Length(text.value());
        return new Typed(StarRocksType.varchar(Math.max(1, bytes)), SqlText.string(text.value()), text);
    }

    private static Typed constant(@Nullable Object value) {
        if (value == null) {
            return new Typed(null, "NULL", new Expr.Null());
        }
        return value instanceof Long n
                ? Typed.of(StarRocksType.BIGINT, n.toString())
                : Typed.of(ResultColumn.TEXT, SqlText.string(value.toString()));
    }

    private @Nullable Typed sessionFunction(Expr.Call call) {
        if (!call.arguments().isEmpty() || call.star()) {
            return null;
        }
        return switch (call.name()) {
            case "database", "schema" ->
                session.database() == null
                        ? Typed.of(ResultColumn.TEXT, "NULL")
                        : constant(Objects.requireNonNull(session.database()));
            case "version" -> constant(cluster.options().mysqlVersion());
            case "current_version" -> constant(cluster.options().version());
            case "user", "session_user", "current_user" -> constant("'" + session.user() + "'@'%'");
            case "connection_id" -> constant(session.connectionId());
            case "now", "current_timestamp", "localtime", "localtimestamp", "sysdate" ->
                Typed.of(StarRocksType.DATETIME, "TIMESTAMP'" + SqlText.dateTime(cluster.now()) + "'");
            case "unix_timestamp" -> constant(Instant.now().getEpochSecond());
            case "curdate", "current_date" ->
                Typed.of(
                        StarRocksType.DATE, "DATE'" + SqlText.date(cluster.now().toLocalDate()) + "'");
            default -> null;
        };
    }

    private Typed unary(Expr.Unary unary) {
        Typed operand = analyze(unary.operand());
        if (unary.operator().equals("NOT")) {
            return Typed.of(
                    StarRocksType.BOOLEAN,
                    "(NOT " + condition(operand, unary.operand()).sql() + ")");
        }
        if (operand.type() != null && !operand.isNumeric()) {
            throw SqlError.analyzing("No matching function with signature: -(" + operand.type() + ").");
        }
        return new Typed(operand.type(), "(-" + operand.sql() + ")", null);
    }

    private Typed operation(Expr.Operation operation) {
        Typed left = analyze(operation.left());
        Typed right = analyze(operation.right());
        String operator = operation.operator();
        switch (operator) {
            case "AND", "OR" -> {
                return Typed.of(
                        StarRocksType.BOOLEAN,
                        "(" + condition(left, operation.left()).sql() + " " + operator + " "
                                + condition(right, operation.right()).sql() + ")");
            }
            case "=", "<>", "<", "<=", ">", ">=", "<=>" -> {
                String[] sides = Types.comparable(operator, left, right);
                return Typed.of(StarRocksType.BOOLEAN, "(" + sides[0] + " " + operator + " " + sides[1] + ")");
            }
            default -> {
                return arithmetic(operator, left, right);
            }
        }
    }

    private static Typed arithmetic(String operator, Typed left, Typed right) {
        if (left.type() == null || right.type() == null) {
            return new Typed(null, "NULL", null);
        }
        if (!left.isNumeric() || !right.isNumeric()) {
            throw SqlError.analyzing("No matching function with signature: " + operator + "(" + left.type() + ", "
                    + right.type() + ").");
        }
        boolean integers = integer(left) && integer(right);
        boolean exact = left.isExact() && right.isExact();
        String plain = "(" + left.sql() + " " + operator + " " + right.sql() + ")";
        switch (operator) {
            case "+", "-", "*" -> {
                if (!exact) {
                    return Typed.of(StarRocksType.DOUBLE, plain);
                }
                if (integers) {
                    return Typed.of(StarRocksType.BIGINT, plain);
                }
                if (left.is(TypeKind.DECIMAL) || right.is(TypeKind.DECIMAL)) {
                    int scale = operator.equals("*")
                            ? Types.asDecimal(left.resultType()).scale()
                                    + Types.asDecimal(right.resultType()).scale()
                            : Math.max(
                                    Types.asDecimal(left.resultType()).scale(),
                                    Types.asDecimal(right.resultType()).scale());
                    if (scale > 30) {
                        throw SqlError.notInStandIn("decimals of more than 30 fraction digits");
                    }
                    return Typed.of(
                            StarRocksType.decimal(38, scale), "CAST(" + plain + " AS DECIMAL(38," + scale + "))");
                }
                return Typed.of(StarRocksType.LARGEINT, plain);
            }
            case "/" -> {
                if (left.is(TypeKind.DECIMAL) || right.is(TypeKind.DECIMAL)) {
                    throw SqlError.notInStandIn("division of decimals; cast to DOUBLE");
                }
                return Typed.of(
                        StarRocksType.DOUBLE,
                        "(CAST(" + left.sql() + " AS DOUBLE) / CAST(" + right.sql() + " AS DOUBLE))");
            }
            default -> {
                if (!integers) {
                    throw SqlError.notInStandIn(operator + " of anything but integers");
                }
                return Typed.of(StarRocksType.BIGINT, plain);
            }
        }
    }

    private static boolean integer(Typed value) {
        return value.type() != null && (value.type().kind().isInteger() || value.is(TypeKind.BOOLEAN));
    }

    private Typed in(Expr.In in) {
        Typed value = analyze(in.value());
        List<String> list = new ArrayList<>();
        for (Expr element : in.list()) {
            Typed typed = analyze(element);
            // checks both sides; a number among texts makes the texts of the list decide
            String[] sides = Types.comparable("=", value, typed);
            list.add(sides[1]);
        }
        return Typed.of(
                StarRocksType.BOOLEAN,
                "(" + value.sql() + (in.negated() ? " NOT" : "") + " IN (" + String.join(", ", list) + "))");
    }

    private Typed like(Expr.Like like) {
        Typed value = analyze(like.value());
        Typed pattern = analyze(like.pattern());
        if ((value.type() != null && !value.isText()) || (pattern.type() != null && !pattern.isText())) {
            throw SqlError.analyzing("right operand of LIKE and left operand of LIKE should be of type varchar.");
        }
        return Typed.of(
                StarRocksType.BOOLEAN,
                "(" + value.sql() + (like.negated() ? " NOT" : "") + " LIKE " + pattern.sql() + " ESCAPE '\\')");
    }

    private Typed caseOf(Expr.Case c) {
        StringBuilder sql = new StringBuilder("(CASE");
        List<Typed> results = new ArrayList<>();
        for (int i = 0; i < c.whens().size(); i++) {
            Expr when = c.operand() == null
                    ? c.whens().get(i)
                    : new Expr.Operation(
                            "=", Objects.requireNonNull(c.operand()), c.whens().get(i));
            Typed then = analyze(c.thens().get(i));
            results.add(then);
            sql.append(" WHEN ").append(condition(when)).append(" THEN ").append(then.sql());
        }
        if (c.otherwise() != null) {
            Typed otherwise = analyze(c.otherwise());
            results.add(otherwise);
            sql.append(" ELSE ").append(otherwise.sql());
        }
        StarRocksType type = Types.common(results);
        if (type == null && results.stream().anyMatch(r -> r.type() != null)) {
            throw SqlError.analyzing("The results of '" + c.text().toLowerCase(Locale.ROOT) + "' have no common type.");
        }
        return new Typed(type, sql.append(" END)").toString(), null);
    }
}
