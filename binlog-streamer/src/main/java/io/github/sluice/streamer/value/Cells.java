package io.github.sluice.streamer.value;

import io.github.sluice.streamer.binlog.UnreadableValue;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the cell for a column of a TABLE_MAP event. */
public final class Cells {
    private static final UnreadableValue VECTOR = new UnreadableValue("VECTOR is not supported");

    private Cells() {}

    /**
     * @param type one of {@link FieldTypes}
     * @param arguments as {@code TableMap.arguments} gives them
     * @param unsigned of a numeric column
     * @param charset of a text column
     * @param members of an ENUM or SET
     * @param zone in which a TIMESTAMP becomes text
     * @return null for a type that cannot be read
     */
    public static @Nullable Cell of(
            int type, int arguments, boolean unsigned, String charset, List<String> members, ZoneId zone) {
        switch (type) {
            case FieldTypes.TINY:
                return unsigned ? Numbers.TINY_UNSIGNED : Numbers.TINY;
            case FieldTypes.SHORT:
                return unsigned ? Numbers.SHORT_UNSIGNED : Numbers.SHORT;
            case FieldTypes.INT24:
                return unsigned ? Numbers.MEDIUM_UNSIGNED : Numbers.MEDIUM;
            case FieldTypes.LONG:
                return unsigned ? Numbers.INT_UNSIGNED : Numbers.INT;
            case FieldTypes.LONGLONG:
                return unsigned ? Numbers.BIG_UNSIGNED : Numbers.BIG;
            case FieldTypes.FLOAT:
                return Numbers.FLOAT;
            case FieldTypes.DOUBLE:
                return Numbers.DOUBLE;
            case FieldTypes.NEWDECIMAL:
                return new Decimals(arguments >> 8, arguments & 0xff);
            case FieldTypes.YEAR:
                return Numbers.YEAR;
            case FieldTypes.BIT:
                return Numbers.bit((arguments >> 8) * 8 + (arguments & 0xff));
            case FieldTypes.DATE:
            case FieldTypes.NEWDATE:
                return Temporals.DATE;
            case FieldTypes.TIME:
                return Temporals.OLD_TIME;
            case FieldTypes.TIME2:
                return Temporals.time(arguments);
            case FieldTypes.DATETIME:
                return Temporals.OLD_DATETIME;
            case FieldTypes.DATETIME2:
                return Temporals.dateTime(arguments);
            case FieldTypes.TIMESTAMP:
                return Temporals.oldTimestamp(zone);
            case FieldTypes.TIMESTAMP2:
                return Temporals.timestamp(arguments, zone);
            case FieldTypes.STRING:
                return charset.equals("binary")
                        ? Texts.padded(lengthBytes(arguments), arguments)
                        : Texts.text(lengthBytes(arguments), charset);
            case FieldTypes.VARCHAR:
            case FieldTypes.VAR_STRING:
                return textOrBytes(lengthBytes(arguments), charset);
            case FieldTypes.BLOB:
                return textOrBytes(arguments, charset);
            case FieldTypes.ENUM:
                return Members.enumeration(arguments, members);
            case FieldTypes.SET:
                return Members.set(arguments, members);
            case FieldTypes.JSON:
                return new JsonDocuments(arguments);
            case FieldTypes.GEOMETRY:
                return new Geometries(arguments);
            case FieldTypes.VECTOR:
                return in -> {
                    in.skip((int) in.unsigned(arguments));
                    return VECTOR;
                };
            default:
                return null;
        }
    }

    private static Cell textOrBytes(int lengthBytes, String charset) {
        return charset.equals("binary") ? Texts.bytes(lengthBytes) : Texts.text(lengthBytes, charset);
    }

    private static int lengthBytes(int longest) {
        return longest < 256 ? 1 : 2;
    }
}
