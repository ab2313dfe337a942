package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.catalog.RowOperation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a load that wait for its commit, in arrival order: in memory up to a limit, then in a temporary file. One
 * thread at a time; {@link #close} removes the file.
 */
final class StagedRows implements AutoCloseable {
    /** How the rows that are no deletes are written. */
    @FunctionalInterface
    interface Write {
        RowOperation of(@Nullable Object[] values);
    }

    private static final int ROW_OVERHEAD = 64;
    private static final int VALUE_BYTES = 32;

    private final Path folder;
    private final long memoryBytes;
    private final Write write;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<Boolean> deletes = new ArrayList<>();
    private long held;
    private long spilled;
    private @Nullable Path file;
    private @Nullable DataOutputStream out;

    /** @param folder for the file of what does not fit into memory */
    StagedRows(Path folder, long memoryBytes, Write write) {
        this.folder = folder;
        this.memoryBytes = memoryBytes;
        this.write = write;
    }

    /** Adds the next row; the array is kept, not copied. */
    void add(boolean delete, @Nullable Object[] values) throws IOException {
        rows.add(values);
        deletes.add(delete);
        held += ROW_OVERHEAD + (long) VALUE_BYTES * values.length;
        for (Object value : values) {
            held += value instanceof String text ? 2L * text.length() : value instanceof byte[] b ? b.length : 0;
        }
        if (held > memoryBytes) {
            spill();
        }
    }

    /** True when rows went to a file. */
    boolean hasSpilled() {
        return spilled > 0;
    }

    private void spill() throws IOException {
        DataOutputStream to = out;
        if (to == null) {
            Path created = Files.createTempFile(folder, "load-", ".rows");
            file = created;
            to = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(created), 1 << 16));
            out = to;
        }
        for (int i = 0; i < rows.size(); i++) {
            to.writeBoolean(deletes.get(i));
            @Nullable Object[] values = rows.get(i);
            to.writeInt(values.length);
            for (Object value : values) {
                write(to, value);
            }
        }
        spilled += rows.size();
        rows.clear();
        deletes.clear();
        held = 0;
    }

    /** Hands out every row in arrival order. */
    void forEach(Consumer<RowOperation> consumer) throws IOException {
        Path from = file;
        DataOutputStream to = out;
        if (from != null && to != null) {
            to.flush();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(from), 1 << 16))) {
                for (long i = 0; i < spilled; i++) {
                    boolean delete = in.readBoolean();
                    @Nullable Object[] values = new Object[in.readInt()];
                    for (int v = 0; v < values.length; v++) {
                        values[v] = read(in);
                    }
                    consumer.accept(operation(delete, values));
                }
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            consumer.accept(operation(deletes.get(i), rows.get(i)));
        }
    }

    private RowOperation operation(boolean delete, @Nullable Object[] values) {
        return delete ? new RowOperation.Delete(values) : write.of(values);
    }

    @Override
    public void close() throws IOException {
        rows.clear();
        deletes.clear();
        DataOutputStream to = out;
        Path toDelete = file;
        out = null;
        file = null;
        if (to != null) {
            to.close();
        }
        if (toDelete != null) {
            Files.deleteIfExists(toDelete);
        }
    }

    private static void write(DataOutputStream to, @Nullable Object value) throws IOException {
        if (value == null) {
            to.writeByte('0');
        } else if (value instanceof Boolean flag) {
            to.writeByte(flag ? 't' : 'f');
        } else if (value instanceof Long number) {
            to.writeByte('l');
            to.writeLong(number);
        } else if (value instanceof Double number) {
            to.writeByte('d');
            to.writeDouble(number);
        } else if (value instanceof BigInteger integer) {
            to.writeByte('i');
            bytes(to, integer.toByteArray());
        } else if (value instanceof BigDecimal decimal) {
            to.writeByte('n');
            to.writeInt(decimal.scale());
            bytes(to, decimal.unscaledValue().toByteArray());
        } else if (value instanceof String text) {
            to.writeByte('s');
            bytes(to, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] raw) {
            to.writeByte('b');
            bytes(to, raw);
        } else if (value instanceof LocalDate date) {
            to.writeByte('D');
            to.writeLong(date.toEpochDay());
        } else if (value instanceof LocalDateTime time) {
            to.writeByte('T');
            to.writeLong(time.toLocalDate().toEpochDay());
            to.writeLong(time.toLocalTime().toNanoOfDay());
        } else {
            throw new IllegalArgumentException(
                    "no form for a " + value.getClass().getName());
        }
    }

    private static void bytes(DataOutputStream to, byte[] bytes) throws IOException {
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case '0' -> null;
            case 't' -> Boolean.TRUE;
            case 'f' -> Boolean.FALSE;
            case 'l' -> in.readLong();
            case 'd' -> in.readDouble();
            case 'i' -> new BigInteger(bytes(in));
            case 'n' -> decimal(in);
            case 's' -> new String(bytes(in), StandardCharsets.UTF_8);
            case 'b' -> bytes(in);
            case 'D' -> LocalDate.ofEpochDay(in.readLong());
            case 'T' -> LocalDate.ofEpochDay(in.readLong()).atTime(java.time.LocalTime.ofNanoOfDay(in.readLong()));
            default -> throw new IOException("unknown tag " + tag + " in staged rows");
        };
    }

    private static BigDecimal decimal(DataInputStream in) throws IOException {
        int scale = in.readInt();
        return new BigDecimal(new BigInteger(bytes(in)), scale);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
