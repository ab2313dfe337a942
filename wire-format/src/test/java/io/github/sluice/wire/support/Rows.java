package io.github.sluice.wire.support;

import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows by chance, over all kinds of columns. */
public final class Rows {
    private static final String[] TYPES = {
        "tinyint",
        "int unsigned",
        "bigint",
        "bigint unsigned",
        "year",
        "bit(1)",
        "bit(64)",
        "decimal(20,6)",
        "decimal(38,0)",
        "float",
        "double",
        "date",
        "datetime(6)",
        "timestamp",
        "time(6)",
        "varchar(50)",
        "longtext",
        "enum('a','b')",
        "binary(8)",
        "varbinary(20)",
        "blob",
        "json"
    };

    private Rows() {}

    /** Some columns, some of them without a type, with a key of up to two. */
    public static RowSchema schema(Random random) {
        List<WireColumn> columns = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            String name = "c" + i + "_" + text(random);
            columns.add(
                    random.nextInt(8) == 0
                            ? WireColumn.bare(name)
                            : WireColumn.of(name, TYPES[random.nextInt(TYPES.length)]));
        }
        List<String> key = new ArrayList<>();
        for (int i = 0; i < Math.min(random.nextInt(3), columns.size()); i++) {
            key.add(columns.get(columns.size() - 1 - i).name());
        }
        return new RowSchema(columns, key);
    }

    /** A row as a reader may deliver it. */
    public static @Nullable Object[] delivered(Random random, RowSchema schema) {
        @Nullable Object[] row = new @Nullable Object[schema.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = value(random, schema.columns().get(i).type());
        }
        return row;
    }

    /** One value for a column of this type, sometimes null. */
    public static @Nullable Object value(Random random, @Nullable MySqlType type) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        if (type == null) {
            Object[] any = {
                random.nextLong(),
                text(random),
                number(random),
                random.nextBoolean(),
                bytes(random, 9),
                new BigInteger(80, random),
                new BigDecimal(new BigInteger(80, random), 6)
            };
            return any[random.nextInt(any.length)];
        }
        switch (type.kind()) {
            case INTEGER:
                BigInteger range = BigInteger.valueOf(type.maxValue())
                        .subtract(BigInteger.valueOf(type.minValue()))
                        .add(BigInteger.ONE);
                return new BigInteger(64, random).mod(range).add(BigInteger.valueOf(type.minValue()));
            case LARGE_INTEGER:
                return new BigInteger(64, random);
            case DECIMAL:
                return new BigDecimal(new BigInteger(type.precision() * 3, random), type.scale()).toString();
            case DOUBLE:
                return number(random);
            case DATE:
                return date(random);
            case DATETIME:
                return String.format(
                                "%s %02d:%02d:%02d",
                                date(random), random.nextInt(24), random.nextInt(60), random.nextInt(60))
                        + fraction(random);
            case TIME:
                return (random.nextBoolean() ? "-" : "")
                        + String.format("%02d:%02d:%02d", random.nextInt(839), random.nextInt(60), random.nextInt(60))
                        + fraction(random);
            case TEXT:
                return text(random);
            case BINARY:
                return bytes(random, type.length() > 0 ? type.length() : 40);
            case JSON:
                return "{\"b\": [1, 1.5, " + random.nextInt() + "], \"a\": null}";
        }
        throw new AssertionError(type.kind());
    }

    /** Text of any characters that UTF-8 has. */
    public static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int[] limits = {0x20, 0x80, 0x800, 0x10000, 0x110000};
        for (int n = random.nextInt(10); n > 0; n--) {
            int c = random.nextInt(limits[random.nextInt(limits.length)]);
            text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 0x4e2d : c);
        }
        return text.toString();
    }

    /** A finite double of any size. */
    public static double number(Random random) {
        double number = Double.longBitsToDouble(random.nextLong());
        return Double.isNaN(number) || Double.isInfinite(number) ? 0.1 : number;
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String date(Random random) {
        return String.format("%04d-%02d-%02d", random.nextInt(10000), random.nextInt(13), random.nextInt(32));
    }

    private static String fraction(Random random) {
        String digits = String.format("%06d", random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000));
        return random.nextBoolean() ? "" : "." + digits.substring(0, 1 + random.nextInt(6));
    }
}
