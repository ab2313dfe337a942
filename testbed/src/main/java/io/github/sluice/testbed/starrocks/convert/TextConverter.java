package io.github.sluice.testbed.starrocks.convert;

import io.github.sluice.testbed.starrocks.catalog.JsonText;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Text into column values: the fields of a CSV row, and SQL's CAST of a string. */
public final class TextConverter {
    private TextConverter() {}

    /**
     * One CSV field that is not {@code \N}.
     *
     * @return a value of the column's class, or {@link Rejected}
     * @throws UnstorableValueException for NaN and infinity
     */
    public static Object csvField(String text, StarRocksType type, String column) {
        Object value = cast(text, type);
        if (value == null || (value instanceof String s && Utf8.length(s) > capacity(type))) {
            return Rejected.outOfRange(text, column, TypeName.of(type));
        }
        return value;
    }

    /** The longest text of the type in bytes; no limit for types that are no text. */
    private static int capacity(StarRocksType type) {
        return type.kind().isText() ? type.length() : Integer.MAX_VALUE;
    }

    /**
     * {@code CAST(text AS type)}: null when the text cannot be converted. The length of text is not checked.
     *
     * @throws UnstorableValueException for NaN and infinity
     */
    public static @Nullable Object cast(String text, StarRocksType type) {
        TypeKind kind = type.kind();
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> NumberText.integer(text, kind);
            case FLOAT, DOUBLE -> NumberText.floating(text, kind);
            case BOOLEAN -> NumberText.bool(text);
            case DECIMAL -> decimal(text, type);
            case CHAR, VARCHAR -> text;
            case DATE -> date(text);
            case DATETIME -> DateTimeText.parse(text);
            case JSON -> JsonText.parseJson(text);
            case VARBINARY -> binary(text, type);
        };
    }

    private static @Nullable BigDecimal decimal(String text, StarRocksType type) {
        BigDecimal value = DecimalText.parse(text, type.precision(), type.scale());
        return value == null || DecimalText.exceeds(value, type.precision()) ? null : value;
    }

    private static @Nullable Object date(String text) {
        LocalDateTime value = DateTimeText.parse(text);
        return value == null ? null : value.toLocalDate();
    }

    /** Base64 when the text is that, its own bytes otherwise (7.2). */
    private static byte @Nullable [] binary(String text, StarRocksType type) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
        return bytes.length > type.length() ? null : bytes;
    }
}
