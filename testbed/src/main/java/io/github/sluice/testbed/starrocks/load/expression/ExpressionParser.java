package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeText;
import io.github.sluice.testbed.starrocks.sql.ReservedWords;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one expression at a cursor. Syntax errors are thrown as the SQL parser's own exception, everything else as
 * {@link ExpressionException}.
 */
public final class ExpressionParser {
    /** Finds the columns that an expression may name. */
    @FunctionalInterface
    public interface Scope {
        /** The column of that name; null when there is none. */
        @Nullable
        Expression column(String name);
    }

    /** Reserved words that are functions nevertheless. */
    private static final List<String> CALLABLE = List.of("if", "replace", "left", "right", "current_timestamp", "mod");

    private final TokenCursor cursor;
    private final Scope scope;
    private final Functions functions;

    public ExpressionParser(TokenCursor cursor, Scope scope, ZoneId zone) {
        this.cursor = cursor;
        this.scope = scope;
        this.functions = new Functions(zone);
    }

    /** Reads as much as belongs to one expression. */
    public Expression parse() throws ExpressionException {
        Expression left = conjunction();
        while (cursor.accept("or") || cursor.acceptSymbol("||")) {
            left = new Operators.Logic(true, left, conjunction());
        }
        return left;
    }

    private Expression conjunction() throws ExpressionException {
        Expression left = negation();
        while (cursor.accept("and") || cursor.acceptSymbol("&&")) {
            left = new Operators.Logic(false, left, negation());
        }
        return left;
    }

    private Expression negation() throws ExpressionException {
        return cursor.accept("not") || cursor.acceptSymbol("!") ? new Operators.Not(negation()) : predicate();
    }

    private Expression predicate() throws ExpressionException {
        Expression left = sum();
        for (String operator : List.of("=", "<>", "!=", "<=", ">=", "<", ">")) {
            if (cursor.acceptSymbol(operator)) {
                return Operators.comparison(operator, left, sum());
            }
        }
        if (cursor.accept("is")) {
            boolean wanted = !cursor.accept("not");
            cursor.expect("null");
            return new Operators.IsNull(left, wanted);
        }
        boolean negated = cursor.accept("not");
        Expression test = membership(left);
        if (test == null) {
            if (negated) {
                throw cursor.unexpected("IN, LIKE, BETWEEN");
            }
            return left;
        }
        return negated ? new Operators.Not(test) : test;
    }

    private @Nullable Expression membership(Expression left) throws ExpressionException {
        if (cursor.accept("in")) {
            cursor.expectSymbol("(");
            return new Operators.In(left, list());
        }
        if (cursor.accept("between")) {
            Expression low = Operators.comparison(">=", left, sum());
            cursor.expect("and");
            return new Operators.Logic(false, low, Operators.comparison("<=", left, sum()));
        }
        return cursor.accept("like") ? Operators.like(left, cursor.string()) : null;
    }

    private Expression sum() throws ExpressionException {
        Expression left = product();
        while (true) {
            if (cursor.acceptSymbol("+")) {
                left = Operators.arithmetic("+", left, product());
            } else if (cursor.acceptSymbol("-")) {
                left = Operators.arithmetic("-", left, product());
            } else {
                return left;
            }
        }
    }

    private Expression product() throws ExpressionException {
        Expression left = unary();
        while (true) {
            if (cursor.acceptSymbol("*")) {
                left = Operators.arithmetic("*", left, unary());
            } else if (cursor.acceptSymbol("/")) {
                left = Operators.arithmetic("/", left, unary());
            } else if (cursor.acceptSymbol("%")) {
                left = Operators.arithmetic("%", left, unary());
            } else {
                return left;
            }
        }
    }

    private Expression unary() throws ExpressionException {
        if (cursor.acceptSymbol("+")) {
            return unary();
        }
        if (cursor.acceptSymbol("-")) {
            Expression operand = unary();
            return Operators.arithmetic("-", new Expression.Literal(0L, StarRocksType.TINYINT), operand);
        }
        return primary();
    }

    private Expression primary() throws ExpressionException {
        Token token = cursor.peek();
        switch (token.kind()) {
            case STRING -> {
                return new Expression.Literal(cursor.next().text(), StarRocksType.varchar(StarRocksType.MAX_LENGTH));
            }
            case INTEGER -> {
                return integer(new BigInteger(cursor.next().text()));
            }
            case DECIMAL -> {
                BigDecimal value = new BigDecimal(cursor.next().text());
                return new Expression.Literal(
                        value, StarRocksType.decimal(Math.max(value.precision(), value.scale()), value.scale()));
            }
            case DOUBLE -> {
                return new Expression.Literal(Double.valueOf(cursor.next().text()), StarRocksType.DOUBLE);
            }
            case WORD, QUOTED_NAME -> {
                return word(token);
            }
            default -> {
                cursor.expectSymbol("(");
                Expression inner = parse();
                cursor.expectSymbol(")");
                return inner;
            }
        }
    }

    private static Expression integer(BigInteger value) {
        return value.bitLength() <= 63
                ? new Expression.Literal(value.longValue(), StarRocksType.BIGINT)
                : new Expression.Literal(value, StarRocksType.LARGEINT);
    }

    private Expression word(Token token) throws ExpressionException {
        if (token.kind() == Token.Kind.WORD) {
            switch (token.text().toLowerCase(Locale.ROOT)) {
                case "null" -> {
                    cursor.next();
                    return new Expression.Literal(null, StarRocksType.varchar(1));
                }
                case "true", "false" -> {
                    cursor.next();
                    return new Expression.Literal(token.is("true"), StarRocksType.BOOLEAN);
                }
                case "cast" -> {
                    return cast();
                }
                case "case" -> {
                    return caseExpression();
                }
                default -> {
                    // a column or a function
                }
            }
            if (cursor.peek(1).kind() == Token.Kind.SYMBOL
                    && cursor.peek(1).text().equals("(")) {
                return call(token);
            }
            if (token.is("current_timestamp")) {
                cursor.next();
                return functions.call("current_timestamp", List.of(), token.text());
            }
        }
        String name = cursor.identifier();
        Expression column = scope.column(name);
        if (column == null) {
            throw new UnknownColumnException(name);
        }
        return column;
    }

    private Expression call(Token name) throws ExpressionException {
        boolean reserved = ReservedWords.contains(name.text());
        if (reserved && !CALLABLE.contains(name.text().toLowerCase(Locale.ROOT))) {
            throw cursor.unexpected("a legal identifier");
        }
        cursor.next();
        cursor.expectSymbol("(");
        if (cursor.acceptSymbol("*")) {
            cursor.expectSymbol(")");
            return functions.call(name.text(), List.of(), cursor.textFrom(name));
        }
        List<Expression> arguments = cursor.acceptSymbol(")") ? List.of() : list();
        return functions.call(name.text(), arguments, cursor.textFrom(name));
    }

    /** Expressions up to the closing parenthesis, which is taken too. */
    private List<Expression> list() throws ExpressionException {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(parse());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return list;
    }

    private Expression cast() throws ExpressionException {
        cursor.next();
        cursor.expectSymbol("(");
        Expression operand = parse();
        cursor.expect("as");
        Token type = cursor.next();
        Integer first = null;
        Integer second = null;
        if (cursor.acceptSymbol("(")) {
            first = cursor.integer();
            second = cursor.acceptSymbol(",") ? cursor.integer() : null;
            cursor.expectSymbol(")");
        }
        cursor.expectSymbol(")");
        try {
            String name = type.text().toLowerCase(Locale.ROOT);
            boolean text = first == null && (name.equals("varchar") || name.equals("char"));
            return new Operators.Cast(
                    operand,
                    text ? StarRocksType.varchar(StarRocksType.MAX_LENGTH) : TypeText.build(name, first, second));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()));
        }
    }

    private Expression caseExpression() throws ExpressionException {
        cursor.next();
        Expression subject = cursor.peek().is("when") ? null : parse();
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        while (cursor.accept("when")) {
            Expression condition = parse();
            conditions.add(subject == null ? condition : Operators.comparison("=", subject, condition));
            cursor.expect("then");
            results.add(parse());
        }
        if (conditions.isEmpty()) {
            throw cursor.unexpected("WHEN");
        }
        Expression otherwise = cursor.accept("else") ? parse() : new Expression.Literal(null, StarRocksType.varchar(1));
        cursor.expect("end");
        List<Expression> all = new ArrayList<>(results);
        all.add(otherwise);
        return new Conditionals.Case(conditions, results, otherwise, Functions.common(all));
    }
}
