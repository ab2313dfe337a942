package io.github.sluice.testbed.starrocks.convert;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sluice.testbed.starrocks.catalog.JsonText;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value into one column value. Numbers are taken from their source text wherever StarRocks does so (decimals,
 * text, dates), so no digit is lost on the way through a double.
 */
public final class JsonConverter {
    /** Gives the source bytes between two byte offsets of the document that a parser reads. */
    @FunctionalInterface
    public interface SourceText {
        byte[] slice(long from, long to) throws IOException;
    }

    private JsonConverter() {}

    /**
     * Converts the value at which the parser stands, and leaves the parser at the value's last token.
     *
     * @return a value of the column's class, null for JSON null, or {@link Rejected}
     * @throws MalformedTextException when a string has no UTF-8 form: the document is broken
     * @throws UnstorableValueException for NaN and infinity
     */
    public static @Nullable Object convert(JsonParser parser, SourceText source, StarRocksType type, String column)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> integer(parser, kind, column);
            case FLOAT, DOUBLE -> floating(parser, kind, column);
            case BOOLEAN -> bool(parser, column);
            case JSON -> json(raw(parser, source), column);
            case CHAR, VARCHAR -> varchar(text(parser, source), type, column);
            case VARBINARY -> binary(text(parser, source), type, column);
            case DECIMAL -> decimal(text(parser, source), type, column);
            case DATE, DATETIME -> temporal(text(parser, source), kind, column);
        };
    }

    private static Object integer(JsonParser parser, TypeKind kind, String column) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> {
                boolean fitsLong = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                Object value = fitsLong
                        ? NumberText.ranged(parser.getLongValue(), kind)
                        : NumberText.ranged(parser.getBigIntegerValue(), kind);
                return value != null ? value : overflow(column, parser.getText());
            }
            case VALUE_NUMBER_FLOAT -> {
                Object value = NumberText.truncated(Double.parseDouble(parser.getText()), kind);
                return value != null ? value : overflow(column, parser.getText());
            }
            case VALUE_STRING -> {
                String text = string(parser);
                Object value = NumberText.integer(text, kind);
                if (value != null) {
                    return value;
                }
                return DecimalText.isNumber(text.strip()) ? overflow(column, text) : notANumber(column, text);
            }
            default -> {
                parser.skipChildren();
                return notNumeric(column);
            }
        }
    }

    private static Object floating(JsonParser parser, TypeKind kind, String column) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double number = Double.parseDouble(parser.getText());
                Double value = Double.isInfinite(number) ? null : NumberText.floating(number, kind);
                return value != null ? value : overflow(column, parser.getText());
            }
            case VALUE_STRING -> {
                String text = string(parser);
                Double value = NumberText.floating(text, kind);
                return value != null ? value : notANumber(column, text);
            }
            default -> {
                parser.skipChildren();
                return notNumeric(column);
            }
        }
    }

    private static Object bool(JsonParser parser, String column) throws IOException {
        Boolean value =
                switch (parser.currentToken()) {
                    case VALUE_TRUE -> Boolean.TRUE;
                    case VALUE_FALSE -> Boolean.FALSE;
                    case VALUE_NUMBER_INT -> parser.getBigIntegerValue().signum() != 0;
                    case VALUE_STRING -> NumberText.bool(string(parser));
                    default -> {
                        parser.skipChildren();
                        yield null;
                    }
                };
        return value != null ? value : Rejected.reading("Failed to parse value as boolean, column=" + column);
    }

    private static Object json(String raw, String column) {
        try {
            return JsonText.canonical(raw);
        } catch (IllegalArgumentException e) {
            return Rejected.reading("Failed to parse value as json, column=" + column);
        }
    }

    private static Object varchar(String text, StarRocksType type, String column) {
        return Utf8.length(text) <= type.length() ? text : beyondCapacity(column, type);
    }

    private static Object binary(String text, StarRocksType type, String column) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= type.length() ? bytes : beyondCapacity(column, type);
    }

    private static Object decimal(String text, StarRocksType type, String column) {
        BigDecimal value = DecimalText.parse(text, type.precision(), type.scale());
        if (value == null) {
            return Rejected.outOfRange(text, column, TypeName.of(type));
        }
        return DecimalText.exceeds(value, type.precision())
                ? Rejected.decimalOutOfRange(value.toPlainString(), column, TypeName.of(type))
                : value;
    }

    private static Object temporal(String text, TypeKind kind, String column) {
        LocalDateTime value = DateTimeText.parse(text);
        if (value == null) {
            return Rejected.outOfRange(text, column, kind.name());
        }
        return kind == TypeKind.DATE ? value.toLocalDate() : value;
    }

    /** The value as text: strings as they are, numbers as written, booleans as 1 and 0, the rest minified. */
    private static String text(JsonParser parser, SourceText source) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> string(parser);
            case VALUE_TRUE -> "1";
            case VALUE_FALSE -> "0";
            case START_OBJECT, START_ARRAY -> raw(parser, source);
            default -> parser.getText();
        };
    }

    private static String string(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (Utf8.length(text) < 0) {
            throw new MalformedTextException("a string holds half a surrogate pair");
        }
        return text;
    }

    /** The value's source text without blanks between tokens; escapes stay as written. */
    private static String raw(JsonParser parser, SourceText source) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            string(parser);
            parser.finishToken();
        }
        if (parser.currentToken().isNumeric()) {
            return parser.getText();
        }
        long to = parser.currentLocation().getByteOffset();
        return minified(source.slice(from, to));
    }

    private static String minified(byte[] json) {
        byte[] out = new byte[json.length];
        int length = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (quoted && b == '\\') {
                out[length++] = b;
                b = json[++i];
            } else if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && (b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
                continue;
            }
            out[length++] = b;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static Rejected overflow(String column, String value) {
        return Rejected.reading("Value is overflow. column=" + column + ", value=" + value);
    }

    private static Rejected notANumber(String column, String value) {
        return Rejected.reading("Unable to cast string value to BIGINT. value=" + value + ", column=" + column);
    }

    private static Rejected notNumeric(String column) {
        return Rejected.reading("Unsupported value type. Numeric type is required. column=" + column);
    }

    private static Rejected beyondCapacity(String column, StarRocksType type) {
        return Rejected.reading(
                "Value length is beyond the capacity. column=" + column + ", capacity=" + type.length());
    }
}
