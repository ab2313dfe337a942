package io.github.sluice.streamer.schema;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.value.Charsets;
import io.github.sluice.streamer.value.Collations;
import io.github.sluice.streamer.value.EventBytes;
import io.github.sluice.streamer.value.FieldTypes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TABLE_MAP event: what the server says of a table before rows of it. Types, type arguments and nullability are always
 * there; signedness and character sets from 8.0.1 on; names, members and the key only with
 * {@code binlog_row_metadata=FULL}. Format: {@code Table_map_log_event} in {@code sql/log_event.cc}.
 */
public final class TableMap {
    private static final int SIGNEDNESS = 1;
    private static final int DEFAULT_CHARSET = 2;
    private static final int COLUMN_CHARSET = 3;
    private static final int COLUMN_NAME = 4;
    private static final int SET_STR_VALUE = 5;
    private static final int ENUM_STR_VALUE = 6;
    private static final int GEOMETRY_TYPE = 7;
    private static final int SIMPLE_PRIMARY_KEY = 8;
    private static final int PRIMARY_KEY_WITH_PREFIX = 9;
    private static final int ENUM_AND_SET_DEFAULT_CHARSET = 10;
    private static final int ENUM_AND_SET_COLUMN_CHARSET = 11;

    private final TableId table;
    private final int[] types;
    private final int[] arguments;
    private final BitSet nullable;
    private final @Nullable String[] charsets;
    private final List<List<byte[]>> enumMembers = new ArrayList<>();
    private final List<List<byte[]>> setMembers = new ArrayList<>();
    private final List<Integer> geometryTypes = new ArrayList<>();
    private final List<Integer> keyColumns = new ArrayList<>();
    private @Nullable BitSet unsigned;
    private @Nullable List<String> names;

    private TableMap(TableId table, int[] types, int[] arguments, BitSet nullable) {
        this.table = table;
        this.types = types;
        this.arguments = arguments;
        this.nullable = nullable;
        this.charsets = new @Nullable String[types.length];
    }

    /** Steps over the number and flags of the table and reads its name. */
    public static TableId name(EventBytes in) {
        in.skip(8);
        String database = in.utf8(in.u8());
        in.skip(1);
        String table = in.utf8(in.u8());
        in.skip(1);
        return new TableId(database, table);
    }

    /**
     * Reads the rest of the event.
     *
     * @param in behind {@link #name}
     * @throws io.github.sluice.streamer.value.TruncatedEventException if the event ends too early
     */
    public static TableMap parse(TableId table, EventBytes in) {
        int columns = in.packedLength();
        int[] types = new int[columns];
        for (int i = 0; i < columns; i++) {
            types[i] = in.u8();
        }
        EventBytes arguments = new EventBytes();
        int length = in.packedLength();
        int start = in.skip(length);
        arguments.reset(in.array(), start, start + length);
        int[] values = new int[columns];
        for (int i = 0; i < columns; i++) {
            readArguments(types, values, i, arguments);
        }
        BitSet nullable = bits(in, columns, false);
        TableMap map = new TableMap(table, types, values, nullable);
        while (in.remaining() > 0) {
            int field = in.u8();
            int size = in.packedLength();
            EventBytes content = new EventBytes();
            int at = in.skip(size);
            content.reset(in.array(), at, at + size);
            map.metadata(field, content);
        }
        return map;
    }

    /** STRING stands for CHAR, ENUM and SET alike; the real type is in its arguments, with two bits of the length. */
    private static void readArguments(int[] types, int[] values, int i, EventBytes in) {
        switch (types[i]) {
            case FieldTypes.STRING:
                int first = in.u8();
                int second = in.u8();
                if ((first & 0x30) == 0x30) {
                    types[i] = first;
                    values[i] = second;
                } else {
                    types[i] = first | 0x30;
                    values[i] = second | ((first & 0x30) ^ 0x30) << 4;
                }
                break;
            case FieldTypes.VARCHAR:
            case FieldTypes.VAR_STRING:
            case FieldTypes.BIT:
            case FieldTypes.ENUM:
            case FieldTypes.SET:
                values[i] = in.u16();
                break;
            case FieldTypes.NEWDECIMAL:
                values[i] = in.u8() << 8 | in.u8();
                break;
            case FieldTypes.FLOAT:
            case FieldTypes.DOUBLE:
            case FieldTypes.BLOB:
            case FieldTypes.JSON:
            case FieldTypes.GEOMETRY:
            case FieldTypes.VECTOR:
            case FieldTypes.TIME2:
            case FieldTypes.DATETIME2:
            case FieldTypes.TIMESTAMP2:
                values[i] = in.u8();
                break;
            default:
                values[i] = 0;
        }
    }

    private void metadata(int field, EventBytes in) {
        switch (field) {
            case SIGNEDNESS:
                BitSet numeric = bits(
                        in,
                        (int) Arrays.stream(types).filter(FieldTypes::isNumeric).count(),
                        true);
                unsigned = new BitSet();
                for (int i = 0, n = 0; i < types.length; i++) {
                    if (FieldTypes.isNumeric(types[i])) {
                        unsigned.set(i, numeric.get(n++));
                    }
                }
                break;
            case DEFAULT_CHARSET:
                defaultCharset(in, false);
                break;
            case COLUMN_CHARSET:
                columnCharsets(in, false);
                break;
            case ENUM_AND_SET_DEFAULT_CHARSET:
                defaultCharset(in, true);
                break;
            case ENUM_AND_SET_COLUMN_CHARSET:
                columnCharsets(in, true);
                break;
            case COLUMN_NAME:
                names = new ArrayList<>();
                while (in.remaining() > 0) {
                    names.add(in.utf8(in.packedLength()));
                }
                break;
            case ENUM_STR_VALUE:
                members(in, enumMembers);
                break;
            case SET_STR_VALUE:
                members(in, setMembers);
                break;
            case GEOMETRY_TYPE:
                while (in.remaining() > 0) {
                    geometryTypes.add((int) in.packed());
                }
                break;
            case SIMPLE_PRIMARY_KEY:
                while (in.remaining() > 0) {
                    keyColumns.add((int) in.packed());
                }
                break;
            case PRIMARY_KEY_WITH_PREFIX:
                while (in.remaining() > 0) {
                    keyColumns.add((int) in.packed());
                    in.packed();
                }
                break;
            default: // visibility, dimensions of vectors and what later versions add: nothing that decoding needs
        }
    }

    private boolean hasCharset(int column, boolean members) {
        return members
                ? types[column] == FieldTypes.ENUM || types[column] == FieldTypes.SET
                : FieldTypes.isCharacter(types[column]);
    }

    private void defaultCharset(EventBytes in, boolean members) {
        String usual = Collations.charset((int) in.packed());
        for (int i = 0; i < types.length; i++) {
            if (hasCharset(i, members)) {
                charsets[i] = usual;
            }
        }
        while (in.remaining() > 0) {
            int wanted = (int) in.packed();
            String other = Collations.charset((int) in.packed());
            for (int i = 0, n = 0; i < types.length; i++) {
                if (hasCharset(i, members) && n++ == wanted) {
                    charsets[i] = other;
                }
            }
        }
    }

    private void columnCharsets(EventBytes in, boolean members) {
        for (int i = 0; i < types.length; i++) {
            if (hasCharset(i, members)) {
                charsets[i] = Collations.charset((int) in.packed());
            }
        }
    }

    private static void members(EventBytes in, List<List<byte[]>> all) {
        while (in.remaining() > 0) {
            List<byte[]> members = new ArrayList<>();
            for (long left = in.packed(); left > 0; left--) {
                members.add(in.copy(in.packedLength()));
            }
            all.add(members);
        }
    }

    private static BitSet bits(EventBytes in, int count, boolean highestFirst) {
        BitSet bits = new BitSet(count);
        int start = in.skip((count + 7) / 8);
        for (int i = 0; i < count; i++) {
            int shift = highestFirst ? 7 - i % 8 : i % 8;
            bits.set(i, (in.array()[start + i / 8] >> shift & 1) != 0);
        }
        return bits;
    }

    public TableId table() {
        return table;
    }

    public int size() {
        return types.length;
    }

    /** The column's type, one of {@link FieldTypes}; never STRING for an ENUM or SET. */
    public int type(int column) {
        return types[column];
    }

    /** The type's arguments as the event packs them; for STRING, ENUM and SET the length alone. */
    public int arguments(int column) {
        return arguments[column];
    }

    public boolean nullable(int column) {
        return nullable.get(column);
    }

    /** Whether the column is unsigned, or null if the event does not say (before 8.0). */
    public @Nullable Boolean unsigned(int column) {
        return unsigned == null ? null : (Boolean) unsigned.get(column);
    }

    /** The column's character set, or null if it has none or the event does not say (before 8.0). */
    public @Nullable String charset(int column) {
        return charsets[column];
    }

    /** Names of all columns, or null without {@code binlog_row_metadata=FULL}. */
    public @Nullable List<String> names() {
        return names;
    }

    /** Members of an ENUM or SET column; empty without {@code binlog_row_metadata=FULL}. */
    List<String> members(int column) {
        List<List<byte[]>> all = types[column] == FieldTypes.ENUM ? enumMembers : setMembers;
        int place = before(column);
        if (place >= all.size()) {
            return List.of();
        }
        String name = charsets[column];
        Charset charset = name == null ? null : Charsets.find(name); // they are in the column's, unlike names
        List<String> members = new ArrayList<>();
        for (byte[] member : all.get(place)) {
            members.add(new String(member, charset == null ? StandardCharsets.UTF_8 : charset));
        }
        return members;
    }

    /** OGC number of a geometry column's type, 0 for any; -1 if the event does not say. */
    int geometryType(int column) {
        int place = before(column);
        return place < geometryTypes.size() ? geometryTypes.get(place) : -1;
    }

    private int before(int column) {
        int count = 0;
        for (int i = 0; i < column; i++) {
            count += types[i] == types[column] ? 1 : 0;
        }
        return count;
    }

    /** Places of the primary key's columns in key order; meant only where there are {@link #names}. */
    List<Integer> keyColumns() {
        return keyColumns;
    }
}
