package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions that load expressions may call. Arguments of a strict function are never NULL. */
final class Functions {
    private static final StarRocksType TEXT = StarRocksType.varchar(StarRocksType.MAX_LENGTH);
    private static final StarRocksType BINARY = StarRocksType.varbinary(StarRocksType.MAX_LENGTH);
    private static final long MAX_UNIX_SECONDS = 253_402_243_199L;

    /** Names that StarRocks knows as aggregates; it refuses them in loads with a sentence of its own. */
    static final Set<String> AGGREGATES = Set.of(
            "count", "sum", "avg", "min", "max", "group_concat", "any_value", "bitmap_union", "hll_union", "array_agg");

    /** What a call computes. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object apply(Object[] arguments);
    }

    /** @param nulls whether it is called for NULL arguments too; otherwise a NULL argument gives NULL */
    private record Function(int least, int most, StarRocksType type, boolean nulls, Body body) {}

    private final Map<String, Function> byName = new HashMap<>();
    private final ZoneId zone;

    /** @param zone of {@code from_unixtime}, {@code unix_timestamp} and {@code now} */
    Functions(ZoneId zone) {
        this.zone = zone;
        text();
        binary();
        time();
        strict("parse_json", 1, 1, StarRocksType.JSON, a -> JsonDocument.parse(Operands.text(a[0])));
        strict("abs", 1, 1, StarRocksType.DOUBLE, Functions::abs);
    }

    private void strict(String name, int least, int most, StarRocksType type, Body body) {
        byName.put(name, new Function(least, most, type, false, body));
    }

    private void text() {
        strict("upper", 1, 1, TEXT, a -> Operands.text(a[0]).toUpperCase(Locale.ROOT));
        strict("lower", 1, 1, TEXT, a -> Operands.text(a[0]).toLowerCase(Locale.ROOT));
        strict("trim", 1, 1, TEXT, a -> blanksCut(Operands.text(a[0]), true, true));
        strict("ltrim", 1, 1, TEXT, a -> blanksCut(Operands.text(a[0]), true, false));
        strict("rtrim", 1, 1, TEXT, a -> blanksCut(Operands.text(a[0]), false, true));
        strict("replace", 3, 3, TEXT, a -> replace(Operands.text(a[0]), Operands.text(a[1]), Operands.text(a[2])));
        strict("concat", 1, 255, TEXT, a -> String.join("", texts(a, 0)));
        strict("substr", 2, 3, TEXT, Functions::substring);
        strict("substring", 2, 3, TEXT, Functions::substring);
        strict("length", 1, 1, StarRocksType.INT, a -> (long) bytes(a[0]).length);
        strict("char_length", 1, 1, StarRocksType.INT, a -> (long) codePoints(Operands.text(a[0])));
        strict("md5", 1, 1, TEXT, a -> HexFormat.of().formatHex(md5(bytes(a[0]))));
        byName.put("concat_ws", new Function(2, 255, TEXT, true, Functions::joined));
    }

    private void binary() {
        strict(
                "to_binary",
                1,
                2,
                BINARY,
                a -> toBinary(Operands.text(a[0]), a.length == 1 ? "hex" : Operands.text(a[1])));
        strict("unhex", 1, 1, TEXT, a -> decoded(toBinary(Operands.text(a[0]), "hex")));
        strict("hex", 1, 1, TEXT, a -> hex(a[0]));
        strict("to_base64", 1, 1, TEXT, a -> Base64.getEncoder().encodeToString(bytes(a[0])));
        strict("from_base64", 1, 1, TEXT, a -> decoded(toBinary(Operands.text(a[0]), "encode64")));
    }

    private void time() {
        strict("from_unixtime", 1, 1, TEXT, a -> fromUnixTime(a[0]));
        strict("unix_timestamp", 1, 1, StarRocksType.BIGINT, a -> unixTimestamp(a[0]));
        Body now = a -> LocalDateTime.now(zone).truncatedTo(ChronoUnit.SECONDS);
        strict("now", 0, 0, StarRocksType.DATETIME, now);
        strict("current_timestamp", 0, 0, StarRocksType.DATETIME, now);
    }

    /**
     * A call of a function.
     *
     * @param sql the call's text, for the message
     * @throws ExpressionException for a name or a number of arguments that is not implemented
     */
    Expression call(String name, List<Expression> arguments, String sql) throws ExpressionException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (AGGREGATES.contains(lower)) {
            throw new ExpressionException("Don't support aggregation function in load expression");
        }
        Expression conditional = Conditionals.call(lower, arguments);
        if (conditional != null) {
            return conditional;
        }
        Function function = byName.get(lower);
        if (function == null || arguments.size() < function.least() || arguments.size() > function.most()) {
            List<String> types = arguments.stream()
                    .map(a -> a.type().kind().name().toLowerCase(Locale.ROOT))
                    .toList();
            throw new ExpressionException("Expr '" + sql + "' analyze error: No matching function with signature: "
                    + lower + "(" + String.join(", ", types) + ")");
        }
        return new Call(function.type(), function.nulls(), function.body(), arguments);
    }

    private record Call(StarRocksType type, boolean nulls, Body body, List<Expression> arguments)
            implements Expression {
        @Override
        public @Nullable Object evaluate(@Nullable Object[] row) {
            Object[] values = new Object[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                Object value = arguments.get(i).evaluate(row);
                if (value == null && !nulls) {
                    return null;
                }
                values[i] = value;
            }
            return body.apply(values);
        }
    }

    private static @Nullable Object abs(Object[] arguments) {
        Number number = Operands.number(arguments[0]);
        if (number instanceof Long value) {
            return value == Long.MIN_VALUE ? null : Math.abs(value);
        }
        if (number instanceof BigInteger integer) {
            return integer.abs();
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.abs();
        }
        return number == null ? null : Math.abs(number.doubleValue());
    }

    private static List<String> texts(Object[] values, int from) {
        return Arrays.stream(values, from, values.length).map(Operands::text).toList();
    }

    private static @Nullable Object joined(@Nullable Object[] values) {
        Object separator = values[0];
        if (separator == null) {
            return null;
        }
        List<String> parts = Arrays.stream(values, 1, values.length)
                .filter(value -> value != null)
                .map(value -> Operands.text(java.util.Objects.requireNonNull(value)))
                .toList();
        return String.join(Operands.text(separator), parts);
    }

    private static String blanksCut(String text, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (right && end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private static String replace(String text, String search, String with) {
        return search.isEmpty() ? text : text.replace(search, with);
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Positions count characters from 1, or from the end when negative; 0 gives the empty text. */
    private static @Nullable Object substring(Object[] arguments) {
        String text = Operands.text(arguments[0]);
        Number from = Operands.number(arguments[1]);
        Number count = arguments.length == 3 ? Operands.number(arguments[2]) : Integer.valueOf(Integer.MAX_VALUE);
        if (from == null || count == null) {
            return null;
        }
        int length = codePoints(text);
        long start = from.longValue() > 0 ? from.longValue() - 1 : length + from.longValue();
        if (from.longValue() == 0 || start < 0 || start >= length || count.longValue() <= 0) {
            return "";
        }
        long end = Math.min(length, start + count.longValue());
        return text.substring(text.offsetByCodePoints(0, (int) start), text.offsetByCodePoints(0, (int) end));
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] raw ? raw : Operands.text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String decoded(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] toBinary(String text, String format) {
        try {
            return switch (format.toLowerCase(Locale.ROOT)) {
                case "encode64" -> Base64.getDecoder().decode(text);
                case "utf8" -> text.getBytes(StandardCharsets.UTF_8);
                default -> HexFormat.of().parseHex(text);
            };
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static @Nullable String hex(Object value) {
        HexFormat format = HexFormat.of().withUpperCase();
        if (value instanceof Long number) {
            return Long.toHexString(number).toUpperCase(Locale.ROOT);
        }
        return format.formatHex(bytes(value));
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private @Nullable Object fromUnixTime(Object value) {
        Number seconds = Operands.number(value);
        if (seconds == null || seconds.longValue() < 0 || seconds.longValue() > MAX_UNIX_SECONDS) {
            return null;
        }
        return Operands.text(LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds.longValue()), zone));
    }

    private @Nullable Object unixTimestamp(Object value) {
        LocalDateTime time = Operands.temporal(value);
        return time == null ? null : time.atZone(zone).toEpochSecond();
    }

    /** The kind that a mixture of these types has: text unless all are numbers. */
    static StarRocksType common(List<Expression> expressions) {
        StarRocksType widest = null;
        for (Expression expression : expressions) {
            StarRocksType type = expression.type();
            boolean isNull = expression instanceof Expression.Literal literal && literal.value() == null;
            if (isNull) {
                continue;
            }
            if (widest == null || widest.equals(type)) {
                widest = type;
            } else if (widest.kind().isNumeric() && type.kind().isNumeric()) {
                widest = widest.kind().isInteger() && type.kind().isInteger()
                        ? StarRocksType.BIGINT
                        : StarRocksType.of(TypeKind.DOUBLE);
            } else {
                widest = TEXT;
            }
        }
        return widest == null ? TEXT : widest;
    }
}
