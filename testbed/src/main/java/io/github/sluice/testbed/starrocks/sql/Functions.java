package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions that StarRocks and the backing MySQL both have with equal meaning. Any other is refused
 * with StarRocks' message for an unknown one.
 */
final class Functions {
    private static final Set<String> AGGREGATES = Set.of("count", "sum", "avg", "min", "max", "any_value");
    private static final StarRocksType ANY_TEXT = StarRocksType.varchar(0);

    private Functions() {}

    static boolean isAggregate(String name) {
        return AGGREGATES.contains(name);
    }

    /** Renders a call with analysed arguments. */
    static Typed render(Expr.Call call, List<Typed> args) {
        if (call.star() && !call.name().equals("count")) {
            throw noMatch(call, args);
        }
        if (call.distinct() && !isAggregate(call.name())) {
            throw SqlError.analyzing("DISTINCT is only allowed in aggregate functions: " + call.name() + ".");
        }
        return isAggregate(call.name()) ? aggregate(call, args) : scalar(call, args);
    }

    private static Typed aggregate(Expr.Call call, List<Typed> args) {
        String distinct = call.distinct() ? "DISTINCT " : "";
        if (call.name().equals("count")) {
            if (call.star()) {
                return Typed.of(StarRocksType.BIGINT, "COUNT(*)");
            }
            if (args.isEmpty() || (args.size() > 1 && !call.distinct())) {
                throw noMatch(call, args);
            }
            return Typed.of(StarRocksType.BIGINT, "COUNT(" + distinct + sql(args) + ")");
        }
        if (args.size() != 1) {
            throw noMatch(call, args);
        }
        Typed arg = args.get(0);
        StarRocksType type = arg.resultType();
        switch (call.name()) {
            case "min", "max", "any_value" -> {
                if (type.kind() == TypeKind.JSON
                        || (type.kind() == TypeKind.VARBINARY && !call.name().equals("any_value"))) {
                    throw noMatch(call, args);
                }
                String name = call.name().equals("any_value") ? "ANY_VALUE" : call.name();
                return Typed.of(type, name + "(" + arg.sql() + ")");
            }
            case "sum" -> {
                String sum = "SUM(" + distinct + arg.sql() + ")";
                return switch (type.kind()) {
                    case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT ->
                        Typed.of(StarRocksType.BIGINT, "CAST(" + sum + " AS SIGNED)");
                    case LARGEINT -> Typed.of(StarRocksType.LARGEINT, sum);
                    case FLOAT, DOUBLE -> Typed.of(StarRocksType.DOUBLE, sum);
                    case DECIMAL ->
                        Typed.of(
                                StarRocksType.decimal(38, type.scale()),
                                "CAST(" + sum + " AS DECIMAL(38," + type.scale() + "))");
                    default -> throw noMatch(call, args);
                };
            }
            default -> {
                String values = distinct + arg.sql();
                if (type.kind() == TypeKind.DECIMAL) {
                    int scale = type.scale() <= 6 ? type.scale() + 6 : Math.max(type.scale(), 12);
                    return Typed.of(
                            StarRocksType.decimal(38, scale), "CAST(AVG(" + values + ") AS DECIMAL(38," + scale + "))");
                }
                if (!arg.isNumeric()) {
                    throw noMatch(call, args);
                }
                return Typed.of(StarRocksType.DOUBLE, "(CAST(SUM(" + values + ") AS DOUBLE) / COUNT(" + values + "))");
            }
        }
    }

    private static Typed scalar(Expr.Call call, List<Typed> args) {
        String name = call.name();
        switch (name) {
            case "hex" -> {
                arity(call, args, 1, 1);
                boolean good = text(args, 0)
                        || args.get(0).is(TypeKind.VARBINARY)
                        || args.get(0).type() == null
                        || (args.get(0).type() != null
                                && args.get(0).type().kind().isInteger());
                return result(ANY_TEXT, "HEX(" + sql(args) + ")", good, call, args);
            }
            case "length" -> {
                arity(call, args, 1, 1);
                boolean good = text(args, 0) || args.get(0).is(TypeKind.VARBINARY);
                return result(StarRocksType.INT, "LENGTH(" + sql(args) + ")", good, call, args);
            }
            case "char_length", "character_length" -> {
                arity(call, args, 1, 1);
                return result(StarRocksType.INT, "CHAR_LENGTH(" + sql(args) + ")", text(args, 0), call, args);
            }
            case "md5" -> {
                arity(call, args, 1, 1);
                boolean good = text(args, 0) || args.get(0).is(TypeKind.VARBINARY);
                return result(StarRocksType.varchar(32), "MD5(" + sql(args) + ")", good, call, args);
            }
            case "crc32" -> {
                arity(call, args, 1, 1);
                return result(StarRocksType.BIGINT, "CRC32(" + sql(args) + ")", text(args, 0), call, args);
            }
            case "sha2" -> {
                arity(call, args, 2, 2);
                return result(
                        ANY_TEXT,
                        "SHA2(" + sql(args) + ")",
                        text(args, 0) && args.get(1).isExact(),
                        call,
                        args);
            }
            case "to_base64" -> {
                arity(call, args, 1, 1);
                // MySQL breaks the text into lines of 76
                String sql = "REPLACE(TO_BASE64(" + sql(args) + "), CHAR(10), '')";
                boolean good = text(args, 0) || args.get(0).is(TypeKind.VARBINARY);
                return result(ANY_TEXT, sql, good, call, args);
            }
            case "lower", "lcase", "upper", "ucase", "trim", "ltrim", "rtrim", "reverse" -> {
                arity(call, args, 1, 1);
                return result(ANY_TEXT, name + "(" + textual(args) + ")", allTextual(args), call, args);
            }
            case "concat" -> {
                arity(call, args, 1, Integer.MAX_VALUE);
                return result(ANY_TEXT, "CONCAT(" + textual(args) + ")", allTextual(args), call, args);
            }
            case "concat_ws" -> {
                arity(call, args, 2, Integer.MAX_VALUE);
                return result(ANY_TEXT, "CONCAT_WS(" + textual(args) + ")", allTextual(args), call, args);
            }
            case "substr", "substring" -> {
                arity(call, args, 2, 3);
                boolean good =
                        text(args, 0) && args.subList(1, args.size()).stream().allMatch(Typed::isExact);
                return result(ANY_TEXT, "SUBSTR(" + sql(args) + ")", good, call, args);
            }
            case "left", "right", "repeat" -> {
                arity(call, args, 2, 2);
                boolean good = text(args, 0) && args.get(1).isExact();
                return result(ANY_TEXT, name + "(" + sql(args) + ")", good, call, args);
            }
            case "replace" -> {
                arity(call, args, 3, 3);
                return result(
                        ANY_TEXT, "REPLACE(" + sql(args) + ")", args.stream().allMatch(Typed::isText), call, args);
            }
            case "instr", "locate" -> {
                arity(call, args, 2, 2);
                boolean good = args.stream().allMatch(Typed::isText);
                return result(StarRocksType.INT, name + "(" + sql(args) + ")", good, call, args);
            }
            case "coalesce", "ifnull", "greatest", "least" -> {
                arity(call, args, name.equals("ifnull") ? 2 : 1, name.equals("ifnull") ? 2 : Integer.MAX_VALUE);
                StarRocksType type = Types.common(args);
                if (type == null && args.stream().anyMatch(a -> a.type() != null)) {
                    throw noMatch(call, args);
                }
                return new Typed(type, name + "(" + sql(args) + ")", null);
            }
            case "nullif" -> {
                arity(call, args, 2, 2);
                if (Types.common(args) == null) {
                    throw noMatch(call, args);
                }
                return new Typed(args.get(0).type(), "NULLIF(" + sql(args) + ")", null);
            }
            case "if" -> {
                arity(call, args, 3, 3);
                StarRocksType type = Types.common(args.subList(1, 3));
                return new Typed(type, "IF(" + sql(args) + ")", null);
            }
            case "abs" -> {
                arity(call, args, 1, 1);
                return result(
                        args.get(0).resultType(),
                        "ABS(" + sql(args) + ")",
                        args.get(0).isNumeric(),
                        call,
                        args);
            }
            case "mod" -> {
                arity(call, args, 2, 2);
                boolean good = args.stream()
                        .allMatch(a -> a.type() != null && a.type().kind().isInteger());
                return result(StarRocksType.BIGINT, "MOD(" + sql(args) + ")", good, call, args);
            }
            case "year", "month", "day", "dayofmonth", "hour", "minute", "second" -> {
                arity(call, args, 1, 1);
                return result(
                        StarRocksType.INT,
                        name + "(" + sql(args) + ")",
                        args.get(0).isTemporal(),
                        call,
                        args);
            }
            case "date", "to_date" -> {
                arity(call, args, 1, 1);
                return result(
                        StarRocksType.DATE,
                        "DATE(" + sql(args) + ")",
                        args.get(0).isTemporal(),
                        call,
                        args);
            }
            case "microsecond" -> throw noMatch(call, args);
            default -> throw noMatch(call, args);
        }
    }

    private static boolean text(List<Typed> args, int at) {
        return args.get(at).isText() || args.get(at).type() == null;
    }

    /** Text, and what has the same text in both systems without a cast. */
    private static boolean allTextual(List<Typed> args) {
        return args.stream()
                .allMatch(a -> a.type() == null
                        || a.isText()
                        || a.isExact()
                        || a.is(TypeKind.DATE)
                        || a.is(TypeKind.DATETIME));
    }

    private static String textual(List<Typed> args) {
        return args.stream()
                .map(a -> a.type() == null || a.isText() ? a.sql() : Types.asText(a))
                .collect(Collectors.joining(", "));
    }

    private static Typed result(StarRocksType type, String sql, boolean good, Expr.Call call, List<Typed> args) {
        if (!good) {
            throw noMatch(call, args);
        }
        return Typed.of(type, sql);
    }

    private static void arity(Expr.Call call, List<Typed> args, int least, int most) {
        if (args.size() < least || args.size() > most) {
            throw noMatch(call, args);
        }
    }

    private static SqlError noMatch(Expr.Call call, List<Typed> args) {
        String types = args.stream()
                .map(a -> a.type() == null
                        ? "null_type"
                        : a.type().equals(ANY_TEXT) ? "varchar" : a.type().toString())
                .collect(Collectors.joining(", "));
        return SqlError.analyzing(
                "No matching function with signature: " + call.name() + "(" + (call.star() ? "*" : types) + ").");
    }

    private static String sql(List<Typed> args) {
        return args.stream().map(Typed::sql).collect(Collectors.joining(", "));
    }
}
