package io.github.sluice.testbed.starrocks.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names, column types and literals for the backing MySQL, whose sessions have NO_BACKSLASH_ESCAPES. */
public final class SqlText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private SqlText() {}

    /** A quoted identifier. */
    public static String name(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /** A quoted string literal. */
    public static String string(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        string(text, out);
        return out.toString();
    }

    /** Appends the literal of a stored value (see {@link Values}); JSON must be canonical. */
    public static void literal(@Nullable Object value, StringBuilder out) {
        if (value == null) {
            out.append("NULL");
        } else if (value instanceof String text) {
            string(text, out);
        } else if (value instanceof Boolean flag) {
            out.append(flag ? '1' : '0');
        } else if (value instanceof Double d) {
            // the exponent makes it a DOUBLE literal; "1.5" would be a DECIMAL
            String text = d.toString();
            out.append(text).append(text.indexOf('E') < 0 ? "E0" : "");
        } else if (value instanceof BigDecimal decimal) {
            out.append(decimal.toPlainString());
        } else if (value instanceof LocalDateTime time) {
            out.append('\'').append(dateTime(time)).append('\'');
        } else if (value instanceof LocalDate date) {
            out.append('\'').append(date(date)).append('\'');
        } else if (value instanceof byte[] bytes) {
            out.append("x'");
            for (byte b : bytes) {
                out.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
            out.append('\'');
        } else if (value instanceof Number) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no literal for a " + value.getClass());
        }
    }

    /** {@code YYYY-MM-DD HH:MM:SS.ffffff}. */
    public static String dateTime(LocalDateTime t) {
        return String.format(
                Locale.ROOT,
                "%s %02d:%02d:%02d.%06d",
                date(t.toLocalDate()),
                t.getHour(),
                t.getMinute(),
                t.getSecond(),
                t.getNano() / 1000);
    }

    /** {@code YYYY-MM-DD}. */
    public static String date(LocalDate d) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", d.getYear(), d.getMonthValue(), d.getDayOfMonth());
    }

    /**
     * The backing column's type. Text outside keys is MEDIUMTEXT, so that 40 long columns fit a MySQL row
     * and the limit in bytes stays ours; a key's text needs no more than the 128 bytes a key may have.
     */
    static String columnType(ColumnModel column, boolean primaryKey) {
        StarRocksType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> "TINYINT";
            case SMALLINT -> "SMALLINT";
            case INT -> "INT";
            case BIGINT -> "BIGINT";
            case LARGEINT -> "DECIMAL(39,0)";
            case FLOAT, DOUBLE -> "DOUBLE";
            case DECIMAL -> {
                if (type.scale() > 30) {
                    throw new UnsupportedOperationException(
                            "the stand-in keeps decimals of at most 30 fraction digits, not " + type);
                }
                yield "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            }
            case CHAR, VARCHAR ->
                primaryKey && column.key()
                        ? "VARCHAR(" + Math.min(type.length(), TableModel.KEY_LIMIT) + ")"
                        : "MEDIUMTEXT";
            case DATE -> "DATE";
            case DATETIME -> "DATETIME(6)";
            case JSON -> "LONGTEXT";
            case VARBINARY -> "MEDIUMBLOB";
        };
    }

    private static void string(String text, StringBuilder out) {
        out.append('\'');
        if (text.indexOf('\'') < 0) {
            out.append(text);
        } else {
            out.append(text.replace("'", "''"));
        }
        out.append('\'');
    }
}
