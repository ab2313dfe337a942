package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.value.Charsets;
import io.github.sluice.streamer.value.FieldTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TABLE_MAP event's types told as column types, so that they can be compared with what is known of a table. */
final class EventTypes {
    private static final String[] GEOMETRIES = {
        "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geomcollection"
    };

    private EventTypes() {}

    /**
     * The column's type in the spelling of {@link ColumnTypes#canonical}, or null if there is no such type.
     *
     * @param unsigned of a numeric column
     * @param charset of a text column; {@code binary} for bytes
     * @param members of an ENUM or SET
     */
    static @Nullable String columnType(
            TableMap map, int column, boolean unsigned, String charset, List<String> members) {
        int arguments = map.arguments(column);
        String sign = unsigned ? " unsigned" : "";
        switch (map.type(column)) {
            case FieldTypes.TINY:
                return "tinyint" + sign;
            case FieldTypes.SHORT:
                return "smallint" + sign;
            case FieldTypes.INT24:
                return "mediumint" + sign;
            case FieldTypes.LONG:
                return "int" + sign;
            case FieldTypes.LONGLONG:
                return "bigint" + sign;
            case FieldTypes.FLOAT:
                return "float" + sign;
            case FieldTypes.DOUBLE:
                return "double" + sign;
            case FieldTypes.NEWDECIMAL:
                return "decimal(" + (arguments >> 8) + "," + (arguments & 0xff) + ")" + sign;
            case FieldTypes.YEAR:
                return "year";
            case FieldTypes.BIT:
                return "bit(" + bits(arguments) + ")";
            case FieldTypes.DATE:
            case FieldTypes.NEWDATE:
                return "date";
            case FieldTypes.TIME:
            case FieldTypes.TIME2:
                return "time" + fraction(arguments);
            case FieldTypes.DATETIME:
            case FieldTypes.DATETIME2:
                return "datetime" + fraction(arguments);
            case FieldTypes.TIMESTAMP:
            case FieldTypes.TIMESTAMP2:
                return "timestamp" + fraction(arguments);
            case FieldTypes.STRING:
                return sized("char", "binary", arguments, charset);
            case FieldTypes.VARCHAR:
            case FieldTypes.VAR_STRING:
                return sized("varchar", "varbinary", arguments, charset);
            case FieldTypes.BLOB:
                return large(arguments, charset.equals("binary") ? "blob" : "text");
            case FieldTypes.ENUM:
                return ColumnTypes.ofMembers("enum", members);
            case FieldTypes.SET:
                return ColumnTypes.ofMembers("set", members);
            case FieldTypes.JSON:
                return "json";
            case FieldTypes.GEOMETRY:
                int geometry = map.geometryType(column);
                return geometry >= 0 && geometry < GEOMETRIES.length ? GEOMETRIES[geometry] : "geometry";
            case FieldTypes.VECTOR:
                return "vector";
            default:
                return null;
        }
    }

    static int bits(int arguments) {
        return (arguments >> 8) * 8 + (arguments & 0xff);
    }

    private static String fraction(int digits) {
        return digits == 0 ? "" : "(" + digits + ")";
    }

    private static String sized(String text, String bytes, int length, String charset) {
        if (charset.equals("binary")) {
            return bytes + "(" + length + ")";
        }
        return text + "(" + length / Math.max(1, Charsets.maxLength(charset)) + ")";
    }

    private static @Nullable String large(int lengthBytes, String name) {
        switch (lengthBytes) {
            case 1:
                return "tiny" + name;
            case 2:
                return name;
            case 3:
                return "medium" + name;
            case 4:
                return "long" + name;
            default:
                return null;
        }
    }
}
