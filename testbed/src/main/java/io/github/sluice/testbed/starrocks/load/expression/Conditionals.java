package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code if}, {@code ifnull}, {@code nullif}, {@code coalesce} and CASE: they choose among their arguments. */
final class Conditionals {
    private Conditionals() {}

    /** The call, or null when the name is none of these or the number of arguments is wrong. */
    static @Nullable Expression call(String name, List<Expression> arguments) {
        return switch (name) {
            case "if" -> arguments.size() == 3 ? choice(arguments) : null;
            case "ifnull" -> arguments.size() == 2 ? new FirstPresent(arguments, Functions.common(arguments)) : null;
            case "coalesce" -> arguments.isEmpty() ? null : new FirstPresent(arguments, Functions.common(arguments));
            case "nullif" ->
                arguments.size() == 2
                        ? new NullIf(
                                arguments.get(0),
                                arguments.get(1),
                                arguments.get(0).type())
                        : null;
            default -> null;
        };
    }

    private static Expression choice(List<Expression> arguments) {
        List<Expression> values = arguments.subList(1, 3);
        return new Case(arguments.subList(0, 1), values.subList(0, 1), values.get(1), Functions.common(values));
    }

    private static @Nullable Object as(@Nullable Object value, StarRocksType type) {
        return value == null ? null : Operands.cast(value, type);
    }

    private record FirstPresent(List<Expression> arguments, StarRocksType type) implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            for (Expression argument : arguments) {
                Object value = argument.evaluate(row);
                if (value != null) {
                    return as(value, type);
                }
            }
            return null;
        }
    }

    private record NullIf(Expression value, Expression other, StarRocksType type) implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object left = value.evaluate(row);
            Object right = other.evaluate(row);
            if (left == null || right == null) {
                return left;
            }
            Integer order = Operands.compare(left, right);
            return order != null && order == 0 ? null : left;
        }
    }

    /** CASE with conditions; a CASE with a value was rewritten into comparisons by the parser. */
    record Case(List<Expression> conditions, List<Expression> results, Expression otherwise, StarRocksType type)
            implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            for (int i = 0; i < conditions.size(); i++) {
                if (Boolean.TRUE.equals(Operands.truth(conditions.get(i).evaluate(row)))) {
                    return as(results.get(i).evaluate(row), type);
                }
            }
            return as(otherwise.evaluate(row), type);
        }
    }
}
