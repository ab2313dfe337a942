package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.convert.DateTimeText;
import io.github.sluice.testbed.starrocks.convert.DecimalText;
import io.github.sluice.testbed.starrocks.convert.NumberText;
import io.github.sluice.testbed.starrocks.convert.TextConverter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Conversions between the values of expressions; every method gives null for a value that has no such form. */
final class Operands {
    private Operands() {}

    /** The value as SQL prints it. */
    static String text(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString(number.longValue())
                    : number.toString();
        }
        if (value instanceof LocalDateTime time) {
            return dateTime(time);
        }
        if (value instanceof JsonDocument json) {
            return json.text();
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value.toString();
    }

    private static String dateTime(LocalDateTime time) {
        String seconds = String.format(
                "%04d-%02d-%02d %02d:%02d:%02d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        int micros = time.getNano() / 1000;
        return micros == 0 ? seconds : seconds + String.format(".%06d", micros);
    }

    /** The value as an exact number, or as a double when it is one or comes from text. */
    static @Nullable Number number(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof String text) {
            return NumberText.floating(text, TypeKind.DOUBLE);
        }
        return value instanceof Number number ? number : null;
    }

    static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return number instanceof Double real ? new BigDecimal(real) : BigDecimal.valueOf(number.longValue());
    }

    static @Nullable Boolean truth(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        Number number = number(value);
        return number == null ? null : number.doubleValue() != 0;
    }

    /** Order of two values; null when they cannot be compared. */
    static @Nullable Integer compare(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.compareUnsigned(a, b);
        }
        if (isTemporal(left) || isTemporal(right)) {
            LocalDateTime a = temporal(left);
            LocalDateTime b = temporal(right);
            return a == null || b == null ? null : Integer.signum(a.compareTo(b));
        }
        Number a = number(left);
        Number b = number(right);
        return a == null || b == null ? null : exact(a).compareTo(exact(b));
    }

    private static boolean isTemporal(Object value) {
        return value instanceof LocalDate || value instanceof LocalDateTime;
    }

    static @Nullable LocalDateTime temporal(Object value) {
        if (value instanceof LocalDateTime time) {
            return time;
        }
        return value instanceof LocalDate date ? date.atStartOfDay() : DateTimeText.parse(text(value));
    }

    /** {@code CAST(value AS type)}; null when it is impossible. Text keeps its length. */
    static @Nullable Object cast(Object value, StarRocksType type) {
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> integer(value, kind);
            case FLOAT, DOUBLE -> {
                Number number = number(value);
                yield number == null ? null : NumberText.floating(number.doubleValue(), kind);
            }
            case BOOLEAN -> value instanceof String text ? NumberText.bool(text) : truth(value);
            case DECIMAL -> decimal(value, type);
            case CHAR, VARCHAR -> text(value);
            case DATE -> {
                LocalDateTime time = temporal(value);
                yield time == null ? null : time.toLocalDate();
            }
            case DATETIME -> temporal(value);
            case JSON -> json(value);
            case VARBINARY ->
                value instanceof byte[] bytes ? bytes : text(value).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static @Nullable Object integer(Object value, TypeKind kind) {
        if (value instanceof String text) {
            return NumberText.integer(text, kind);
        }
        Number number = number(value);
        if (number == null) {
            return null;
        }
        return NumberText.ranged(exact(number).toBigInteger(), kind);
    }

    private static @Nullable Object decimal(Object value, StarRocksType type) {
        if (value instanceof String text) {
            return TextConverter.cast(text, type);
        }
        Number number = number(value);
        if (number == null) {
            return null;
        }
        String plain = number instanceof Double real ? BigDecimal.valueOf(real).toPlainString() : number.toString();
        BigDecimal result = DecimalText.parse(plain, type.precision(), type.scale());
        return result == null || DecimalText.exceeds(result, type.precision()) ? null : result;
    }

    private static @Nullable JsonDocument json(Object value) {
        if (value instanceof JsonDocument json) {
            return json;
        }
        if (value instanceof String text) {
            return JsonDocument.cast(text);
        }
        if (value instanceof Boolean flag) {
            return new JsonDocument(flag.toString());
        }
        if (value instanceof Long || value instanceof Double) {
            return JsonDocument.scalar(value.toString());
        }
        return JsonDocument.cast(text(value));
    }
}
