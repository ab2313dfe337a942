package io.github.sluice.testbed.starrocks.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
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
            dateTime(time, out.append('\''));
            out.append('\'');
        } else if (value instanceof LocalDate date) {
            date(date, out.append('\''));
            out.append('\'');
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
        StringBuilder out = new StringBuilder(26);
        dateTime(t, out);
        return out.toString();
    }

    /** {@code YYYY-MM-DD}. */
    public static String date(LocalDate d) {
        StringBuilder out = new StringBuilder(10);
        date(d, out);
        return out.toString();
    }

    private static void dateTime(LocalDateTime t, StringBuilder out) {
        date(t.toLocalDate(), out);
        digits(t.getHour(), 2, out.append(' '));
        digits(t.getMinute(), 2, out.append(':'));
        digits(t.getSecond(), 2, out.append(':'));
        digits(t.getNano() / 1000, 6, out.append('.'));
    }

    private static void date(LocalDate d, StringBuilder out) {
        digits(d.getYear(), 4, out);
        digits(d.getMonthValue(), 2, out.append('-'));
        digits(d.getDayOfMonth(), 2, out.append('-'));
    }

    /** With leading zeros; String.format would cost more than all the rest of a row. */
    private static void digits(int number, int count, StringBuilder out) {
        int from = out.length();
        int rest = number;
        for (int i = 0; i < count; i++) {
            out.append('0');
        }
        for (int i = count - 1; i >= 0; i--) {
            out.setCharAt(from + i, (char) ('0' + rest % 10));
            rest /= 10;
        }
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
