package io.github.sluice.wire.type;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL column type as {@code information_schema.COLUMNS.COLUMN_TYPE} writes it, and its row in the type
 * table of this module's README: how to select it, what it is on the wire. Immutable.
 *
 * <p>Widths and ranges are those of the MySQL 8.0 manual, chapter 11.
 */
public final class MySqlType {
    private static final Pattern SHAPE = Pattern.compile(
            "([a-z][a-z0-9 ]*?)\\s*(?:\\(([0-9]+)\\s*(?:,\\s*([0-9]+)\\s*)?\\))?((?:\\s+(?:unsigned|signed|zerofill))*)");
    private static final String AS_TEXT = " as text";
    private static final BigInteger UNSIGNED_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String columnType;
    private final String baseName;
    private final WireKind kind;
    private final Selection selection;
    private final int precision;
    private final int scale;
    private final int length;
    private final boolean unsigned;
    private final long min;
    private final long max;
    private final List<String> members;

    private enum Selection {
        PLAIN,
        AS_UNSIGNED,
        AS_DOUBLE,
        AS_CHAR,
        AS_WKT
    }

    private MySqlType(Builder b) {
        columnType = b.columnType;
        baseName = b.baseName;
        kind = b.kind;
        selection = b.selection;
        precision = b.precision;
        scale = b.scale;
        length = b.length;
        unsigned = b.unsigned;
        min = b.min;
        max = b.max;
        members = b.members;
    }

    /**
     * Reads a column type.
     *
     * <p>A geometry is refused unless it is asked for as text, for example {@code point as text}: then it is
     * TEXT, selected by {@code ST_AsText}, and its SRID is lost.
     *
     * @param columnType for example {@code bigint unsigned}, {@code decimal(20,6)}, {@code datetime(6)},
     *     {@code enum('a','b')}; letter case and outer blanks do not matter
     * @throws UnsupportedTypeException if Sluice cannot move such a column, with advice
     * @throws IllegalArgumentException if the text is no column type
     */
    public static MySqlType parse(String columnType) {
        String text = columnType.trim();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("enum(") || lower.startsWith("set(")) {
            return enumeration(text, lower);
        }
        if (lower.endsWith(AS_TEXT) && isGeometry(lower.substring(0, lower.length() - AS_TEXT.length()))) {
            return new Builder(text, lower).as(WireKind.TEXT, Selection.AS_WKT);
        }
        Matcher m = SHAPE.matcher(lower);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a MySQL column type: " + columnType);
        }
        String options = m.group(4);
        Builder b = new Builder(text, name(m.group(1)));
        b.unsigned = options.contains("unsigned") || options.contains("zerofill");
        int first = number(m.group(2), -1, columnType);
        int second = number(m.group(3), -1, columnType);
        return describe(b, first, second);
    }

    private static MySqlType describe(Builder b, int first, int second) {
        switch (b.baseName) {
            case "tinyint":
                return b.integer(8);
            case "smallint":
                return b.integer(16);
            case "mediumint":
                return b.integer(24);
            case "int":
                return b.integer(32);
            case "bigint":
                return b.integer(64);
            case "year":
                b.max = 2155;
                return b.as(WireKind.INTEGER, Selection.AS_UNSIGNED);
            case "bit":
                return bit(b, first < 0 ? 1 : first);
            case "decimal":
                b.precision = first < 0 ? 10 : first;
                b.scale = Math.max(second, 0);
                return b.as(WireKind.DECIMAL, Selection.PLAIN);
            case "float":
                return b.as(WireKind.DOUBLE, Selection.AS_DOUBLE);
            case "double":
                return b.as(WireKind.DOUBLE, Selection.PLAIN);
            case "date":
                return b.as(WireKind.DATE, Selection.AS_CHAR);
            case "datetime":
            case "timestamp":
                b.scale = Math.max(first, 0);
                return b.as(WireKind.DATETIME, Selection.AS_CHAR);
            case "time":
                b.scale = Math.max(first, 0);
                return b.as(WireKind.TIME, Selection.AS_CHAR);
            case "char":
            case "varchar":
                b.length = first < 0 ? 1 : first;
                return b.as(WireKind.TEXT, Selection.PLAIN);
            case "tinytext":
            case "text":
            case "mediumtext":
            case "longtext":
                return b.as(WireKind.TEXT, Selection.PLAIN);
            case "binary":
            case "varbinary":
                b.length = first < 0 ? 1 : first;
                return b.as(WireKind.BINARY, Selection.PLAIN);
            case "tinyblob":
            case "blob":
            case "mediumblob":
            case "longblob":
                return b.as(WireKind.BINARY, Selection.PLAIN);
            case "json":
                return b.as(WireKind.JSON, Selection.PLAIN);
            default:
                throw unsupported(b);
        }
    }

    private static MySqlType bit(Builder b, int bits) {
        if (bits < 1 || bits > 64) {
            throw new IllegalArgumentException("bit has 1 to 64 bits: " + b.columnType);
        }
        b.length = bits;
        b.unsigned = true;
        b.max = bits < 64 ? (1L << bits) - 1 : -1;
        return b.as(bits == 64 ? WireKind.LARGE_INTEGER : WireKind.INTEGER, Selection.AS_UNSIGNED);
    }

    private static UnsupportedTypeException unsupported(Builder b) {
        if (isGeometry(b.baseName)) {
            return new UnsupportedTypeException(b.columnType
                    + " is not moved by default: leave the column out, or declare its type as \"" + b.baseName + AS_TEXT
                    + "\" and select ST_AsText(column) (the SRID is lost)");
        }
        return new UnsupportedTypeException(
                "no wire form for column type " + b.columnType
                        + ": leave the column out, or select it as text with CAST(column AS CHAR) and declare its type as text");
    }

    private static MySqlType enumeration(String text, String lower) {
        boolean set = lower.startsWith("set(");
        Builder b = new Builder(text, set ? "set" : "enum");
        b.members = members(text, text.indexOf('(') + 1);
        return b.as(WireKind.TEXT, Selection.PLAIN);
    }

    /**
     * Members between quotes. A quote inside a member is doubled; MySQL 8.0.31 writes backslash, newline,
     * carriage return and NUL as {@code \\}, {@code \n}, {@code \r} and {@code \0}, everything else as it is.
     */
    private static List<String> members(String text, int start) {
        List<String> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        int i = start;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
            while (i < text.length() && (text.charAt(i) != '\'' || text.startsWith("''", i))) {
                boolean two = text.charAt(i) == '\'' || (text.charAt(i) == '\\' && i + 1 < text.length());
                member.append(two ? unescaped(text.charAt(i + 1)) : text.charAt(i));
                i += two ? 2 : 1;
            }
            members.add(member.toString());
            member.setLength(0);
            i++;
            if (i == text.length() - 1 && text.charAt(i) == ')') {
                return Collections.unmodifiableList(members);
            }
            i += i < text.length() && text.charAt(i) == ',' ? 1 : text.length();
        }
        throw new IllegalArgumentException("not a MySQL column type: " + text);
    }

    private static char unescaped(char c) {
        return c == 'n' ? '\n' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
    }

    private static boolean isGeometry(String name) {
        switch (name) {
            case "geometry":
            case "point":
            case "linestring":
            case "polygon":
            case "multipoint":
            case "multilinestring":
            case "multipolygon":
            case "geomcollection":
            case "geometrycollection":
                return true;
            default:
                return false;
        }
    }

    private static String name(String written) {
        switch (written) {
            case "integer":
                return "int";
            case "bool":
            case "boolean":
                return "tinyint";
            case "numeric":
            case "dec":
            case "fixed":
                return "decimal";
            case "real":
            case "double precision":
                return "double";
            default:
                return written;
        }
    }

    private static int number(@Nullable String digits, int absent, String columnType) {
        if (digits == null) {
            return absent;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a MySQL column type: " + columnType, e);
        }
    }

    /** What the column's values are on the wire. */
    public WireKind kind() {
        return kind;
    }

    /** The type as it was given, for example {@code decimal(20,6)}. */
    public String columnType() {
        return columnType;
    }

    /** The type's name in lower case without arguments, synonyms resolved: {@code integer} is {@code int}. */
    public String baseName() {
        return baseName;
    }

    /**
     * How a DataX job selects the column so that mysqlreader delivers every value whole.
     *
     * @param quotedColumn the column, already quoted where it must be, for example {@code `amount`}
     */
    public String selectExpression(String quotedColumn) {
        switch (selection) {
            case AS_UNSIGNED:
                return "CAST(" + quotedColumn + " AS UNSIGNED)";
            case AS_DOUBLE:
                return quotedColumn + "+0e0";
            case AS_CHAR:
                return "CAST(" + quotedColumn + " AS CHAR)";
            case AS_WKT:
                return "ST_AsText(" + quotedColumn + ")";
            case PLAIN:
                return quotedColumn;
        }
        throw new AssertionError(selection);
    }

    /** Digits of a DECIMAL; 0 for every other type. */
    public int precision() {
        return precision;
    }

    /** Fraction digits of a DECIMAL or of a time type; 0 for every other type. */
    public int scale() {
        return scale;
    }

    /** Characters of CHAR and VARCHAR, bytes of BINARY and VARBINARY, bits of BIT; 0 for every other type. */
    public int length() {
        return length;
    }

    /** Whether the column cannot be negative (ZEROFILL implies it, and BIT and YEAR are so too). */
    public boolean unsigned() {
        return unsigned;
    }

    /** Smallest value of an INTEGER kind. */
    public long minValue() {
        return min;
    }

    /** Largest value of an INTEGER kind. */
    public long maxValue() {
        return max;
    }

    /** Largest value of a LARGE_INTEGER kind: 2^64-1. Its smallest is 0. */
    public static BigInteger maxLargeValue() {
        return UNSIGNED_64;
    }

    /** Members of an ENUM or SET in declared order; empty for every other type. */
    public List<String> members() {
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MySqlType
                && ((MySqlType) other).columnType.equals(columnType)
                && ((MySqlType) other).selection == selection;
    }

    @Override
    public int hashCode() {
        return columnType.hashCode();
    }

    /** {@link #columnType()}. */
    @Override
    public String toString() {
        return columnType;
    }

    private static final class Builder {
        final String columnType;
        final String baseName;
        WireKind kind = WireKind.TEXT;
        Selection selection = Selection.PLAIN;
        int precision;
        int scale;
        int length;
        boolean unsigned;
        long min;
        long max;
        List<String> members = Collections.emptyList();

        Builder(String columnType, String baseName) {
            this.columnType = columnType;
            this.baseName = baseName;
        }

        MySqlType integer(int bits) {
            if (bits == 64 && unsigned) {
                return as(WireKind.LARGE_INTEGER, Selection.PLAIN);
            }
            max = unsigned ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
            min = unsigned ? 0 : -max - 1;
            return as(WireKind.INTEGER, Selection.PLAIN);
        }

        MySqlType as(WireKind wireKind, Selection how) {
            kind = wireKind;
            selection = how;
            return new MySqlType(this);
        }
    }
}
