package io.github.sluice.wire.row;

import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes by which values are compared: two readings of a column hold the same value exactly if these bytes
 * are the same. Integers and decimals are their text, doubles their eight IEEE 754 bytes (-0 as 0), text its
 * UTF-8, binary its raw bytes, JSON its canonical text, booleans {@code 1} and {@code 0}.
 *
 * <p>A <em>frame</em> strings the columns together so that no two rows share one: per column a tag byte
 * (0 NULL, 1 value) and for a value its length as unsigned LEB128 and its bytes.
 *
 * <p>One thread. What {@link #frame} found stays readable until the next call.
 */
public final class EqualityForm {
    private final WireColumn[] columns;
    private final int[] starts;
    private final ByteSink frame = new ByteSink(512);
    private final ByteSink value = new ByteSink(256);

    public EqualityForm(RowSchema schema) {
        List<WireColumn> list = schema.columns();
        columns = list.toArray(new WireColumn[0]);
        starts = new int[columns.length + 1];
    }

    /**
     * Bytes of one value, or null for null.
     *
     * @param column the column's place in the schema
     * @param wire a wire value as {@link RowCodec#normalise} or {@link RowCodec#decode} gives it
     */
    public byte @Nullable [] bytes(int column, @Nullable Object wire) {
        if (wire == null) {
            return null;
        }
        value.reset();
        write(columns[column], wire);
        return value.toByteArray();
    }

    /**
     * Frames a row.
     *
     * @param wire one wire value per column of the schema, in its order
     * @throws BadRowException if the count of values is not the count of columns
     * @throws BadValueException if a value is not a wire value of its column
     */
    public void frame(@Nullable Object[] wire) {
        start(wire);
        for (int i = 0; i < columns.length; i++) {
            put(i, wire[i]);
        }
    }

    /**
     * Frames some columns of a row and leaves the others out.
     *
     * @param wire as for {@link #frame}
     * @param places places of the columns, in the order in which their parts follow each other; afterwards
     *     {@link #start} says nothing
     */
    public void frameParts(@Nullable Object[] wire, int[] places) {
        start(wire);
        for (int place : places) {
            put(columns[place], wire[place]);
        }
    }

    /** Begins a frame that {@link #put} and {@link #putBytes} fill, column by column. */
    void start(@Nullable Object[] wire) {
        if (wire.length != columns.length) {
            throw new BadRowException("a row of " + wire.length + " values for " + columns.length + " columns");
        }
        frame.reset();
    }

    /** The next column's part of the frame. */
    void put(int column, @Nullable Object cell) {
        starts[column] = frame.size();
        put(columns[column], cell);
        starts[column + 1] = frame.size();
    }

    /** As {@link #put}, of a value whose bytes somebody has written already. */
    void putBytes(int column, byte[] source, int from, int length) {
        starts[column] = frame.size();
        frame.put(1);
        frame.varint(length);
        frame.put(source, from, length);
        starts[column + 1] = frame.size();
    }

    /** Whether the bytes of a String in this column are its UTF-8. */
    boolean isText(int column) {
        return isText(columns[column]);
    }

    private void put(WireColumn column, @Nullable Object cell) {
        if (cell == null) {
            frame.put(0);
            return;
        }
        frame.put(1);
        if (cell instanceof Long) {
            int length = frame.size();
            frame.put(0);
            frame.decimal((Long) cell);
            frame.array()[length] = (byte) (frame.size() - length - 1); // one byte of LEB128: at most 20 digits
        } else if (!(cell instanceof String && isText(column) && frame.sizedAscii((String) cell))) {
            value.reset();
            write(column, cell);
            frame.varint(value.size());
            frame.put(value.array(), 0, value.size());
        }
    }

    /** Whether the bytes of a String are its UTF-8. */
    private static boolean isText(WireColumn column) {
        MySqlType type = column.type();
        return type == null || (type.kind() != WireKind.BINARY && type.kind() != WireKind.JSON);
    }

    /** The live array that holds the frame; only the first {@link #length()} bytes are meant. */
    public byte[] array() {
        return frame.array();
    }

    /** Bytes in the frame. */
    public int length() {
        return frame.size();
    }

    /** Where a column's part of the frame starts; {@code start(column + 1)} is where it ends. */
    public int start(int column) {
        return starts[column];
    }

    /** A copy of the framed row's parts of some columns, one after the other. After {@link #frame} only. */
    public byte[] part(int[] places) {
        ByteSink part = new ByteSink(64);
        for (int place : places) {
            part.put(frame.array(), starts[place], starts[place + 1] - starts[place]);
        }
        return part.toByteArray();
    }

    private void write(WireColumn column, Object wire) {
        if (wire instanceof Long) {
            value.decimal((Long) wire);
        } else if (wire instanceof Double) {
            double number = (Double) wire;
            value.longBigEndian(Double.doubleToLongBits(number == 0 ? 0.0 : number));
        } else if (wire instanceof Boolean) {
            value.put((Boolean) wire ? '1' : '0');
        } else if (wire instanceof String) {
            text(column, column.type(), (String) wire);
        } else {
            throw new BadValueException(
                    column.name(), "not a wire value: " + wire.getClass().getSimpleName());
        }
    }

    private void text(WireColumn column, @Nullable MySqlType type, String text) {
        try {
            if (type != null && type.kind() == WireKind.BINARY) {
                Base64Text.decodedLength(text);
                value.put(Base64.getDecoder().decode(text));
            } else if (type != null && type.kind() == WireKind.JSON) {
                value.utf8(JsonText.canonical(text));
            } else {
                value.utf8(text);
            }
        } catch (Unfit e) {
            throw new BadValueException(column.name(), e.reason());
        } catch (IllegalArgumentException e) {
            throw new BadValueException(column.name(), "half of a surrogate pair, which UTF-8 cannot hold");
        }
    }
}
