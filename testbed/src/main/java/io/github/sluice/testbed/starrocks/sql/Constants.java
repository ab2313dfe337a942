package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.JsonText;
import io.github.sluice.testbed.starrocks.catalog.SqlText;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.catalog.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Evaluates the constants of INSERT ... VALUES and converts them to column types, strictly. */
final class Constants {
    /** The result of parse_json: already JSON, not a text that a cast to JSON would parse. */
    private record ParsedJson(@Nullable String canonical) {}

    private Constants() {}

    /**
     * The value for a column.
     *
     * @throws SqlError if the expression is not a constant that this knows, or does not fit the column
     */
    static @Nullable Object forColumn(Expr expr, ColumnModel column, Cluster cluster) {
        Object value = evaluate(expr, cluster);
        if (value == null) {
            return null;
        }
        try {
            Object converted =
                    value instanceof ParsedJson json ? json(json, column.type()) : convert(value, column.type());
            if (converted == null) {
                return null;
            }
            Values.check(column.type(), converted);
            return converted;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw filtered(column, String.valueOf(e.getMessage()));
        }
    }

    /** What an INSERT in strict mode says about a row that cannot be stored. */
    static SqlError filtered(ColumnModel column, String reason) {
        return new SqlError(
                1064, "42000", "Insert has filtered data in strict mode, column " + column.name() + ": " + reason);
    }

    private static @Nullable Object evaluate(Expr expr, Cluster cluster) {
        if (expr instanceof Expr.Null) {
            return null;
        } else if (expr instanceof Expr.Bool bool) {
            return bool.value();
        } else if (expr instanceof Expr.Number number) {
            return number.floating() ? (Object) number.value().doubleValue() : number.value();
        } else if (expr instanceof Expr.Text text) {
            return text.value();
        } else if (expr instanceof Expr.Binary16 binary) {
            return HexFormat.of().parseHex(binary.hex());
        } else if (expr instanceof Expr.Cast cast) {
            Object inner = evaluate(cast.value(), cluster);
            try {
                return inner == null ? null : convert(inner, cast.type());
            } catch (IllegalArgumentException e) {
                return null;
            }
        } else if (expr instanceof Expr.Call call) {
            return call(call, cluster);
        }
        throw SqlError.notInStandIn("'" + expr.text() + "' in VALUES; only constants are");
    }

    private static @Nullable Object call(Expr.Call call, Cluster cluster) {
        List<Expr> arguments = call.arguments();
        switch (call.name()) {
            case "now", "current_timestamp", "localtime", "localtimestamp" -> {
                return cluster.now();
            }
            case "curdate", "current_date" -> {
                return cluster.now().toLocalDate();
            }
            case "parse_json" -> {
                Object text = arguments.size() == 1 ? evaluate(arguments.get(0), cluster) : "";
                return text == null ? null : new ParsedJson(JsonText.parseJson(text.toString()));
            }
            case "to_binary", "unhex", "from_base64" -> {
                return binary(call, cluster);
            }
            default -> throw SqlError.notInStandIn("the function " + call.name() + " in VALUES");
        }
    }

    private static byte @Nullable [] binary(Expr.Call call, Cluster cluster) {
        List<Object> arguments = new java.util.ArrayList<>();
        for (Expr argument : call.arguments()) {
            Object value = evaluate(argument, cluster);
            if (value == null) {
                return null;
            }
            arguments.add(value);
        }
        String text = arguments.isEmpty() ? "" : arguments.get(0).toString();
        String format =
                switch (call.name()) {
                    case "unhex" -> "hex";
                    case "from_base64" -> "encode64";
                    default ->
                        arguments.size() > 1 ? arguments.get(1).toString().toLowerCase(Locale.ROOT) : "hex";
                };
        try {
            return switch (format) {
                case "hex" -> HexFormat.of().parseHex(text);
                case "encode64" -> Base64.getDecoder().decode(text);
                case "utf8" -> text.getBytes(StandardCharsets.UTF_8);
                default -> throw SqlError.notInStandIn("to_binary with the format " + format);
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Object json(ParsedJson json, StarRocksType type) {
        if (type.kind() != TypeKind.JSON) {
            throw new IllegalArgumentException("parse_json cannot become " + type);
        }
        return json.canonical();
    }

    private static Object convert(Object value, StarRocksType type) {
        if (value instanceof byte[] bytes) {
            if (type.kind() == TypeKind.VARBINARY) {
                return bytes;
            }
            throw new IllegalArgumentException("a VARBINARY cannot become " + type);
        }
        if (value instanceof Boolean flag && type.kind() != TypeKind.BOOLEAN) {
            return convert(BigDecimal.valueOf(flag ? 1 : 0), type);
        }
        if (value instanceof Double d && (type.kind() == TypeKind.DOUBLE || type.kind() == TypeKind.FLOAT)) {
            return type.kind() == TypeKind.FLOAT ? (double) d.floatValue() : d;
        }
        if (value instanceof BigDecimal || value instanceof Double) {
            BigDecimal number = value instanceof BigDecimal n ? n : new BigDecimal(value.toString());
            return switch (type.kind()) {
                case BOOLEAN -> number.signum() != 0;
                case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
                    Values.parse(type, number.setScale(0, RoundingMode.DOWN).toPlainString());
                default -> Values.parse(type, number.toPlainString());
            };
        }
        if (value instanceof LocalDateTime time) {
            return Values.parse(type, SqlText.dateTime(time));
        }
        if (value instanceof LocalDate day) {
            return Values.parse(type, SqlText.date(day));
        }
        return value instanceof Boolean ? value : Values.parse(type, value.toString());
    }
}
