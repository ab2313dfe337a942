package io.github.sluice.wire.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row between Java and its JSON on the wire. One thread.
 *
 * <p>The JSON is one object with every column of the schema as a key, in schema order, null written out,
 * without blanks, in UTF-8. Reading is strict: exactly these keys, each once.
 */
public final class RowCodec {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final RowSchema schema;
    private final String[] names;
    private final @Nullable MySqlType[] types;
    private final byte[][] keys;
    private final Set<String> extraKeys;
    private final boolean[] seen;
    private final ByteSink out = new ByteSink(1024);
    private long zeroDates;

    /** A codec that refuses every key that is not a column. */
    public RowCodec(RowSchema schema) {
        this(schema, new HashSet<>());
    }

    private RowCodec(RowSchema schema, Set<String> extraKeys) {
        this.schema = schema;
        this.extraKeys = extraKeys;
        List<WireColumn> columns = schema.columns();
        int size = columns.size();
        names = new String[size];
        types = new @Nullable MySqlType[size];
        keys = new byte[size][];
        seen = new boolean[size];
        for (int i = 0; i < size; i++) {
            names[i] = columns.get(i).name();
            types[i] = columns.get(i).type();
            out.reset();
            out.put(i == 0 ? '{' : ',');
            out.jsonString(names[i]);
            out.put(':');
            keys[i] = out.toByteArray();
        }
    }

    /** A codec that reads past some keys that are not columns, such as {@code __op}. */
    public static RowCodec allowingExtraKeys(RowSchema schema, String... extraKeys) {
        return new RowCodec(schema, new HashSet<>(Arrays.asList(extraKeys)));
    }

    /** The schema that this codec reads and writes. */
    public RowSchema schema() {
        return schema;
    }

    /**
     * Brings delivered values into wire form.
     *
     * @param values one per column in schema order, as DataX, JDBC or StarRocks deliver them: String, Long (or
     *     a smaller integer), BigInteger, BigDecimal, Double, byte[], Boolean or null. A String for a binary
     *     column is Base64
     * @return a new array of String, Long, Double, Boolean and null
     * @throws BadRowException if the count of values is not the count of columns
     * @throws BadValueException if a value does not fit its column; it names column and reason, not the value
     */
    public @Nullable Object[] normalise(@Nullable Object[] values) {
        checkWidth(values);
        @Nullable Object[] wire = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            wire[i] = value == null ? null : normalise(i, value);
        }
        return wire;
    }

    private @Nullable Object normalise(int column, Object value) {
        try {
            Object wire = ValueForm.wire(value, types[column]);
            if (wire == null && !isJson(types[column])) {
                zeroDates++;
            }
            return wire;
        } catch (Unfit e) {
            throw new BadValueException(names[column], e.reason());
        }
    }

    private static boolean isJson(@Nullable MySqlType type) {
        return type != null && type.kind() == WireKind.JSON;
    }

    /** Dates so far that became null because they were zero, partly zero or in no calendar. */
    public long zeroDates() {
        return zeroDates;
    }

    /**
     * Writes a row.
     *
     * @param wire wire values in schema order, as {@link #normalise} gives them
     * @return one JSON object in UTF-8
     * @throws BadRowException if the count of values is not the count of columns
     * @throws BadValueException if a value is not a wire value
     */
    public byte[] encode(@Nullable Object[] wire) {
        checkWidth(wire);
        out.reset();
        for (int i = 0; i < wire.length; i++) {
            out.put(keys[i]);
            write(i, wire[i]);
        }
        out.put('}');
        return out.toByteArray();
    }

    /**
     * Writes a row and frames it in the same pass: the digits and text that JSON and frame share are made once.
     *
     * @param form of the same schema; holds the row's frame afterwards, as {@link EqualityForm#frame} leaves it
     * @return as {@link #encode(Object[])}, which also says what is thrown; the form is of no use then
     */
    public byte[] encode(@Nullable Object[] wire, EqualityForm form) {
        checkWidth(wire);
        form.start(wire);
        out.reset();
        for (int i = 0; i < wire.length; i++) {
            out.put(keys[i]);
            Object value = wire[i];
            int from = out.size();
            boolean text = value instanceof String && form.isText(i);
            if (text && writeText(i, (String) value)) {
                form.putBytes(i, out.array(), from + 1, out.size() - from - 2);
            } else if (text) {
                form.put(i, value);
            } else if (value instanceof Long) {
                out.decimal((Long) value);
                form.putBytes(i, out.array(), from, out.size() - from);
            } else {
                write(i, value);
                form.put(i, value);
            }
        }
        out.put('}');
        return out.toByteArray();
    }

    private void checkWidth(@Nullable Object[] row) {
        if (row.length != names.length) {
            throw new BadRowException("a row of " + row.length + " values for " + names.length + " columns");
        }
    }

    /** @return whether the text's UTF-8 stands between the quotes */
    private boolean writeText(int column, String text) {
        try {
            return out.jsonString(text);
        } catch (IllegalArgumentException e) {
            throw new BadValueException(names[column], "half of a surrogate pair, which UTF-8 cannot hold");
        }
    }

    private void write(int column, @Nullable Object value) {
        if (value == null) {
            out.ascii("null");
        } else if (value instanceof String) {
            writeText(column, (String) value);
        } else if (value instanceof Long) {
            out.decimal((Long) value);
        } else if (value instanceof Boolean) {
            out.ascii(value.toString());
        } else if (value instanceof Double && !((Double) value).isNaN() && !((Double) value).isInfinite()) {
            out.ascii(Doubles.text((Double) value));
        } else {
            throw new BadValueException(
                    names[column], "not a wire value: " + value.getClass().getSimpleName());
        }
    }

    /**
     * Reads a row; its values come back in wire form, whatever spelling another client chose.
     *
     * @return wire values in schema order
     * @throws BadRowException if the bytes are not one JSON object in UTF-8, or a key is unknown, missing or
     *     repeated; the message names the key
     * @throws BadValueException if a value does not fit its column
     */
    public @Nullable Object[] decode(byte[] json) {
        return decode(json, new HashMap<>());
    }

    /**
     * Reads a row and the extra keys it carries.
     *
     * @param extras receives the allowed extra keys found, with String, Long, Double, Boolean or null
     * @see #decode(byte[])
     */
    public @Nullable Object[] decode(byte[] json, Map<String, @Nullable Object> extras) {
        @Nullable Object[] wire = new @Nullable Object[names.length];
        Arrays.fill(seen, false);
        if (!looksLikeUtf8(json)) {
            throw new BadRowException("not JSON in UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRowException("not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                field(parser, wire, extras);
            }
            if (parser.nextToken() != null) {
                throw new BadRowException("more than one JSON value");
            }
        } catch (StreamConstraintsException e) {
            throw new BadRowException("JSON beyond the limits of a row: a key or number is too long");
        } catch (JsonParseException | CharConversionException e) {
            throw new BadRowException("not JSON in UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException("reading bytes in memory", e);
        }
        for (int i = 0; i < names.length; i++) {
            if (!seen[i]) {
                throw new BadRowException("key " + names[i] + " is missing");
            }
        }
        return wire;
    }

    /** The parser would also take UTF-16 and UTF-32, which have zero bytes here or a byte order mark. */
    private static boolean looksLikeUtf8(byte[] json) {
        for (int i = 0; i < Math.min(4, json.length); i++) {
            if (json[i] == 0) {
                return false;
            }
        }
        return json.length == 0 || json[0] > 0;
    }

    private void field(JsonParser parser, @Nullable Object[] wire, Map<String, @Nullable Object> extras)
            throws IOException {
        String name = parser.currentName();
        parser.nextToken();
        int column = schema.indexOf(name);
        if (column >= 0) {
            if (seen[column]) {
                throw new BadRowException("key " + name + " is repeated");
            }
            seen[column] = true;
            wire[column] = value(parser, column);
        } else if (!extraKeys.contains(name)) {
            throw new BadRowException("key " + name + " is not a column");
        } else if (extras.containsKey(name)) {
            throw new BadRowException("key " + name + " is repeated");
        } else {
            extras.put(name, scalar(parser, name));
        }
    }

    private @Nullable Object value(JsonParser parser, int column) throws IOException {
        JsonToken token = parser.currentToken();
        MySqlType type = types[column];
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type == null) {
            return scalar(parser, names[column]);
        }
        WireKind kind = type.kind();
        boolean numeric = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        boolean exactAsText = kind == WireKind.DECIMAL || kind == WireKind.LARGE_INTEGER;
        boolean fits = ValueForm.isNumber(kind) ? numeric : token == JsonToken.VALUE_STRING || (numeric && exactAsText);
        if (!fits) {
            throw new BadValueException(
                    names[column],
                    "a JSON " + word(token) + " where " + type + " has a "
                            + (ValueForm.isNumber(kind) ? "number" : "string"));
        }
        if (token == JsonToken.VALUE_NUMBER_INT && kind == WireKind.INTEGER) {
            return normalise(
                    column,
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getText()
                            : (Object) parser.getLongValue());
        }
        return normalise(column, parser.getText());
    }

    private static @Nullable Object scalar(JsonParser parser, String name) throws IOException {
        try {
            switch (parser.currentToken()) {
                case VALUE_NULL:
                    return null;
                case VALUE_TRUE:
                    return true;
                case VALUE_FALSE:
                    return false;
                case VALUE_STRING:
                    return Scalars.bare(parser.getText());
                case VALUE_NUMBER_INT:
                    return Scalars.bareNumber(parser.getText(), true);
                case VALUE_NUMBER_FLOAT:
                    return Scalars.bareNumber(parser.getText(), false);
                default:
                    throw new Unfit("a JSON " + word(parser.currentToken()) + " is no column value");
            }
        } catch (Unfit e) {
            throw new BadValueException(name, e.reason());
        }
    }

    private static String word(JsonToken token) {
        switch (token) {
            case START_OBJECT:
                return "object";
            case START_ARRAY:
                return "array";
            case VALUE_STRING:
                return "string";
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return "number";
            default:
                return "boolean";
        }
    }
}
