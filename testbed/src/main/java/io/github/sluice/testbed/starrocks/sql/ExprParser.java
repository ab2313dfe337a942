package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses expressions by precedence: OR, AND, NOT, comparison, sum, product, sign, primary. */
final class ExprParser {
    private static final Set<String> COMPARISONS = Set.of("=", "<=>", "<>", "!=", "<", "<=", ">", ">=");
    /** Reserved words that are functions when a parenthesis follows. */
    private static final Set<String> CALLABLE =
            Set.of("if", "left", "right", "replace", "database", "schema", "char", "mod", "current_user");
    /** Reserved words that are functions without parentheses. */
    private static final Set<String> BARE =
            Set.of("current_timestamp", "current_date", "localtimestamp", "localtime", "current_user");

    private final TokenCursor cursor;

    ExprParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    Expr expression() {
        Expr left = conjunction();
        while (cursor.accept("or") || cursor.acceptSymbol("||")) {
            left = new Expr.Operation("OR", left, conjunction());
        }
        return left;
    }

    List<Expr> list() {
        List<Expr> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (cursor.acceptSymbol(","));
        return list;
    }

    private Expr conjunction() {
        Expr left = negation();
        while (cursor.accept("and") || cursor.acceptSymbol("&&")) {
            left = new Expr.Operation("AND", left, negation());
        }
        return left;
    }

    private Expr negation() {
        if (cursor.accept("not") || cursor.acceptSymbol("!")) {
            return new Expr.Unary("NOT", negation());
        }
        return comparison();
    }

    private Expr comparison() {
        Expr left = sum();
        while (true) {
            Token token = cursor.peek();
            if (token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text())) {
                cursor.next();
                left = new Expr.Operation(token.text().equals("!=") ? "<>" : token.text(), left, sum());
            } else if (cursor.accept("is")) {
                boolean negated = cursor.accept("not");
                cursor.expect("null");
                left = new Expr.IsNull(left, negated);
            } else if (token.is("in") || token.is("between") || token.is("like")) {
                left = predicate(left, false);
            } else if (token.is("not")) {
                cursor.next();
                left = predicate(left, true);
            } else if (token.is("regexp") || token.is("rlike")) {
                throw SqlError.notInStandIn("REGEXP");
            } else {
                return left;
            }
        }
    }

    private Expr predicate(Expr left, boolean negated) {
        if (cursor.accept("in")) {
            cursor.expectSymbol("(");
            if (cursor.peek().is("select")) {
                throw SqlError.notInStandIn("subqueries in expressions");
            }
            List<Expr> list = list();
            cursor.expectSymbol(")");
            return new Expr.In(left, list, negated);
        }
        if (cursor.accept("between")) {
            Expr low = sum();
            cursor.expect("and");
            return new Expr.Between(left, low, sum(), negated);
        }
        if (cursor.accept("like")) {
            return new Expr.Like(left, sum(), negated);
        }
        throw cursor.unexpected("IN, BETWEEN, LIKE");
    }

    private Expr sum() {
        Expr left = product();
        while (cursor.peek().isSymbol("+") || cursor.peek().isSymbol("-")) {
            left = new Expr.Operation(cursor.next().text(), left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = sign();
        while (true) {
            Token token = cursor.peek();
            if (token.isSymbol("*") || token.isSymbol("/") || token.isSymbol("%")) {
                left = new Expr.Operation(cursor.next().text(), left, sign());
            } else if (cursor.accept("mod")) {
                left = new Expr.Operation("%", left, sign());
            } else if (cursor.accept("div")) {
                left = new Expr.Operation("DIV", left, sign());
            } else {
                return left;
            }
        }
    }

    private Expr sign() {
        if (cursor.acceptSymbol("-")) {
            Expr operand = sign();
            return operand instanceof Expr.Number n
                    ? new Expr.Number(n.value().negate(), n.floating())
                    : new Expr.Unary("-", operand);
        }
        if (cursor.acceptSymbol("+")) {
            return sign();
        }
        return primary();
    }

    /** A collation is accepted and means nothing: texts are always compared by bytes. */
    private Expr primary() {
        Expr expr = withoutCollation();
        while (cursor.accept("collate")) {
            cursor.next();
        }
        return expr;
    }

    private Expr withoutCollation() {
        Token token = cursor.peek();
        switch (token.kind()) {
            case INTEGER, DECIMAL -> {
                cursor.next();
                return new Expr.Number(decimal(token.text()), false);
            }
            case DOUBLE -> {
                cursor.next();
                return new Expr.Number(decimal(token.text()), true);
            }
            case STRING -> {
                return new Expr.Text(cursor.next().text());
            }
            case BINARY -> {
                if (!token.text().matches("([0-9a-fA-F]{2})*")) {
                    throw cursor.error(
                            "Binary literal can only contain hexadecimal digits and an even number of digits.");
                }
                cursor.next();
                return new Expr.Binary16(token.text());
            }
            case PARAMETER -> {
                cursor.next();
                return new Expr.Parameter(cursor.nextParameter());
            }
            case SYMBOL -> {
                if (cursor.acceptSymbol("@@")) {
                    return variable();
                }
                cursor.expectSymbol("(");
                if (cursor.peek().is("select")) {
                    throw SqlError.notInStandIn("subqueries in expressions");
                }
                Expr inner = expression();
                cursor.expectSymbol(")");
                return inner;
            }
            case WORD -> {
                Expr special = keyword(token);
                return special == null ? nameOrCall() : special;
            }
            case QUOTED_NAME -> {
                return nameOrCall();
            }
            default -> throw cursor.unexpected("an expression");
        }
    }

    private @Nullable Expr keyword(Token token) {
        String word = token.text().toLowerCase(Locale.ROOT);
        switch (word) {
            case "null" -> {
                cursor.next();
                return new Expr.Null();
            }
            case "true", "false" -> {
                cursor.next();
                return new Expr.Bool(word.equals("true"));
            }
            case "case" -> {
                cursor.next();
                return caseExpression();
            }
            case "cast" -> {
                cursor.next();
                cursor.expectSymbol("(");
                Expr value = expression();
                cursor.expect("as");
                StarRocksType type = castType();
                cursor.expectSymbol(")");
                return new Expr.Cast(value, type);
            }
            case "exists", "interval" -> throw SqlError.notInStandIn(word.toUpperCase(Locale.ROOT));
            default -> {
                boolean call = cursor.peek(1).isSymbol("(");
                if (BARE.contains(word) && !call) {
                    cursor.next();
                    return new Expr.Call(word, false, false, List.of());
                }
                if (call && (CALLABLE.contains(word) || BARE.contains(word) || !ReservedWords.contains(word))) {
                    cursor.next();
                    return call(word);
                }
                return null;
            }
        }
    }

    private StarRocksType castType() {
        // a cast to VARCHAR or CHAR without a length is to any length
        Token token = cursor.peek();
        if ((token.is("varchar") || token.is("char")) && !cursor.peek(1).isSymbol("(")) {
            cursor.next();
            return StarRocksType.varchar(StarRocksType.MAX_LENGTH);
        }
        if (cursor.accept("signed")) {
            cursor.accept("integer");
            return StarRocksType.BIGINT;
        }
        return TypeParser.parse(cursor, "CAST");
    }

    private Expr variable() {
        String first = cursor.next().text();
        if (cursor.acceptSymbol(".")) {
            return new Expr.Variable(
                    first.toLowerCase(Locale.ROOT), cursor.next().text().toLowerCase(Locale.ROOT));
        }
        return new Expr.Variable(null, first.toLowerCase(Locale.ROOT));
    }

    private Expr nameOrCall() {
        String first = cursor.identifier();
        if (!cursor.acceptSymbol(".")) {
            return new Expr.Column(null, first);
        }
        String second = part();
        if (cursor.acceptSymbol(".")) {
            // db.table.column: the table decides, a database cannot make it ambiguous here
            return new Expr.Column(second, part());
        }
        return new Expr.Column(first, second);
    }

    /** After a dot even a reserved word is a name in backticks only. */
    private String part() {
        return cursor.identifier();
    }

    private Expr call(String name) {
        cursor.expectSymbol("(");
        if (cursor.acceptSymbol("*")) {
            cursor.expectSymbol(")");
            return over(new Expr.Call(name, false, true, List.of()));
        }
        boolean distinct = cursor.accept("distinct");
        List<Expr> arguments = cursor.peek().isSymbol(")") ? List.of() : list();
        cursor.expectSymbol(")");
        return over(new Expr.Call(name, distinct, false, arguments));
    }

    private Expr over(Expr.Call call) {
        if (cursor.peek().is("over")) {
            throw SqlError.notInStandIn("window functions");
        }
        return call;
    }

    private Expr caseExpression() {
        Expr operand = cursor.peek().is("when") ? null : expression();
        List<Expr> whens = new ArrayList<>();
        List<Expr> thens = new ArrayList<>();
        cursor.expect("when");
        do {
            whens.add(expression());
            cursor.expect("then");
            thens.add(expression());
        } while (cursor.accept("when"));
        Expr otherwise = cursor.accept("else") ? expression() : null;
        cursor.expect("end");
        return new Expr.Case(operand, whens, thens, otherwise);
    }

    private BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        if (value.signum() != 0 && Math.abs((long) value.precision() - value.scale()) > 400) {
            throw SqlError.analyzing("Number out of range[" + text + "].");
        }
        return value;
    }
}
