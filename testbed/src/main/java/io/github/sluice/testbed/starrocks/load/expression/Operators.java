package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Arithmetic, comparison and logic, with SQL's NULL. */
final class Operators {
    private Operators() {}

    /**
     * {@code left op right} for + - * / %.
     *
     * @throws ExpressionException for a division of decimals, whose scale rules are not implemented
     */
    static Expression arithmetic(String operator, Expression left, Expression right) throws ExpressionException {
        boolean decimals =
                left.type().kind() == TypeKind.DECIMAL || right.type().kind() == TypeKind.DECIMAL;
        boolean integers = isInteger(left) && isInteger(right);
        if (decimals && (operator.equals("/") || operator.equals("%"))) {
            throw new ExpressionException("stand-in: " + operator + " of decimals is not implemented");
        }
        StarRocksType type = integers && !operator.equals("/")
                ? StarRocksType.LARGEINT
                : decimals ? StarRocksType.decimal(38, scale(operator, left, right)) : StarRocksType.DOUBLE;
        return new Arithmetic(operator, left, right, type);
    }

    private static boolean isInteger(Expression expression) {
        TypeKind kind = expression.type().kind();
        return kind.isInteger() || kind == TypeKind.LARGEINT || kind == TypeKind.BOOLEAN;
    }

    private static int scale(String operator, Expression left, Expression right) {
        int a = left.type().scale();
        int b = right.type().scale();
        return Math.min(38, operator.equals("*") ? a + b : Math.max(a, b));
    }

    private record Arithmetic(String operator, Expression left, Expression right, StarRocksType type)
            implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object a = left.evaluate(row);
            Object b = right.evaluate(row);
            Number x = a == null ? null : Operands.number(a);
            Number y = b == null ? null : Operands.number(b);
            if (x == null || y == null) {
                return null;
            }
            Object result = type.kind() == TypeKind.DOUBLE ? real(x.doubleValue(), y.doubleValue()) : exact(x, y);
            return result == null ? null : Operands.cast(result, type);
        }

        private @Nullable Object real(double x, double y) {
            if (y == 0 && (operator.equals("/") || operator.equals("%"))) {
                return null;
            }
            double result =
                    switch (operator) {
                        case "+" -> x + y;
                        case "-" -> x - y;
                        case "*" -> x * y;
                        case "/" -> x / y;
                        default -> x % y;
                    };
            return Double.isFinite(result) ? result : null;
        }

        private @Nullable Object exact(Number x, Number y) {
            BigDecimal a = Operands.exact(x);
            BigDecimal b = Operands.exact(y);
            return switch (operator) {
                case "+" -> a.add(b);
                case "-" -> a.subtract(b);
                case "*" -> a.multiply(b);
                default -> b.signum() == 0 ? null : new BigDecimal(remainder(a, b));
            };
        }

        private static BigInteger remainder(BigDecimal a, BigDecimal b) {
            return a.toBigInteger().remainder(b.toBigInteger());
        }
    }

    /** {@code left op right} for = <> < <= > >=. */
    static Expression comparison(String operator, Expression left, Expression right) {
        IntPredicate accepts =
                switch (operator) {
                    case "=" -> order -> order == 0;
                    case "<>", "!=" -> order -> order != 0;
                    case "<" -> order -> order < 0;
                    case "<=" -> order -> order <= 0;
                    case ">" -> order -> order > 0;
                    case ">=" -> order -> order >= 0;
                    default -> throw new IllegalArgumentException(operator);
                };
        return new Comparison(accepts, left, right);
    }

    /** A boolean expression. */
    private interface Predicate extends Expression {
        @Override
        default StarRocksType type() {
            return StarRocksType.BOOLEAN;
        }
    }

    private record Comparison(IntPredicate accepts, Expression left, Expression right) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object a = left.evaluate(row);
            Object b = right.evaluate(row);
            Integer order = a == null || b == null ? null : Operands.compare(a, b);
            return order == null ? null : accepts.test(order);
        }
    }

    /** AND ({@code deciding} false) or OR ({@code deciding} true): the deciding value wins over NULL. */
    record Logic(boolean deciding, Expression left, Expression right) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Boolean a = Operands.truth(left.evaluate(row));
            Boolean b = Operands.truth(right.evaluate(row));
            if ((a != null && a == deciding) || (b != null && b == deciding)) {
                return deciding;
            }
            return a == null || b == null ? null : Boolean.valueOf(!deciding);
        }
    }

    record Not(Expression operand) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Boolean value = Operands.truth(operand.evaluate(row));
            return value == null ? null : !value;
        }
    }

    record IsNull(Expression operand, boolean wanted) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            return (operand.evaluate(row) == null) == wanted;
        }
    }

    record In(Expression operand, List<Expression> list) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object value = operand.evaluate(row);
            if (value == null) {
                return null;
            }
            boolean unknown = false;
            for (Expression element : list) {
                Object other = element.evaluate(row);
                Integer order = other == null ? null : Operands.compare(value, other);
                if (order == null) {
                    unknown = true;
                } else if (order == 0) {
                    return true;
                }
            }
            return unknown ? null : Boolean.FALSE;
        }
    }

    /** LIKE with a constant pattern. */
    static Expression like(Expression operand, String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(pattern.substring(i + 1, ++i + 1)));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return new Like(operand, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    private record Like(Expression operand, Pattern pattern) implements Predicate {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object value = operand.evaluate(row);
            return value == null ? null : pattern.matcher(Operands.text(value)).matches();
        }
    }

    record Cast(Expression operand, StarRocksType type) implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object value = operand.evaluate(row);
            return value == null ? null : Operands.cast(value, type);
        }
    }
}
