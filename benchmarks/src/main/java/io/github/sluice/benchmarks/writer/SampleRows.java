package io.github.sluice.benchmarks.writer;

import io.github.sluice.benchmarks.writer.Columns.Column;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows as {@code streamreader} makes them of {@link Columns}, without DataX. Always the same ones. */
public final class SampleRows {
    private static final int ROWS = 1000;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final RowSchema schema;
    private final @Nullable Object[][] delivered;

    private SampleRows(RowSchema schema, @Nullable Object[][] delivered) {
        this.schema = schema;
        this.delivered = delivered;
    }

    /** @param columns how many, 1 or more */
    public static SampleRows of(int columns) {
        Columns all = Columns.of(columns);
        List<WireColumn> wire = new ArrayList<>();
        for (Column column : all.list()) {
            wire.add(WireColumn.of(column.name(), column.mysqlType()));
        }
        Random random = new Random(1);
        @Nullable Object[][] rows = new @Nullable Object[ROWS][columns];
        for (@Nullable Object[] row : rows) {
            for (int i = 0; i < columns; i++) {
                row[i] = value(all.list().get(i), random);
            }
        }
        return new SampleRows(new RowSchema(wire, List.of(all.key())), rows);
    }

    private static Object value(Column column, Random random) {
        String[] ends = column.range().split(", ");
        if (column.readerType().equals("date")) {
            long low = LocalDateTime.parse(ends[0], DATE).toEpochSecond(ZoneOffset.UTC);
            long high = LocalDateTime.parse(ends[1], DATE).toEpochSecond(ZoneOffset.UTC);
            return LocalDateTime.ofEpochSecond(random.nextLong(low, high), 0, ZoneOffset.UTC)
                    .format(DATE);
        }
        long low = Long.parseLong(ends[0]);
        long high = Long.parseLong(ends[1]);
        return switch (column.readerType()) {
            case "long" -> random.nextLong(low, high + 1);
            case "double" -> String.valueOf(random.nextDouble(low, high + 1));
            default -> text(random, random.nextLong(low, high + 1));
        };
    }

    private static String text(Random random, long length) {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    public RowSchema schema() {
        return schema;
    }

    /** As the writer takes them out of DataX's records. */
    public @Nullable Object[][] delivered() {
        return delivered;
    }

    /** As they go into fingerprint and JSON. */
    public @Nullable Object[][] wire() {
        RowCodec codec = new RowCodec(schema);
        @Nullable Object[][] wire = new @Nullable Object[delivered.length][];
        for (int i = 0; i < wire.length; i++) {
            wire[i] = codec.normalise(delivered[i]);
        }
        return wire;
    }
}
