package io.github.sluice.demo.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every row of the type table (wire-types.md) in one table: each column nullable, its first rows
 * holding the extremes, one row of {@link Markers}, the others random.
 */
record AllTypesTable(String database, long rows) implements SourceTable {
    /** One column: its definition and a value for each row. */
    private record Column(String name, String type, List<Object> extremes, Value value) {}

    /** Makes a random value that JDBC takes for the column. */
    private interface Value {
        Object of(Random random);
    }

    private static Column column(String name, String type, Value value, Object... extremes) {
        return new Column(name, type, List.of(extremes), value);
    }

    private static final BigInteger UNSIGNED_64 = BigInteger.ONE.shiftLeft(64);

    private static final List<Column> COLUMNS = List.of(
            column("c_tinyint", "tinyint", r -> r.nextInt(256) - 128, -128, 127),
            column("c_tinyint_u", "tinyint unsigned", r -> r.nextInt(256), 0, 255),
            column("c_bool", "tinyint(1)", r -> r.nextInt(2), 0, 127),
            column("c_smallint", "smallint", r -> r.nextInt(65_536) - 32_768, -32_768, 32_767),
            column("c_smallint_u", "smallint unsigned", r -> r.nextInt(65_536), 0, 65_535),
            column("c_mediumint", "mediumint", r -> r.nextInt(1 << 24) - (1 << 23), -8_388_608, 8_388_607),
            column("c_mediumint_u", "mediumint unsigned", r -> r.nextInt(1 << 24), 0, 16_777_215),
            column("c_int", "int", r -> r.nextInt(), Integer.MIN_VALUE, Integer.MAX_VALUE),
            column("c_int_u", "int unsigned", r -> r.nextInt() & 0xFFFFFFFFL, 0, 4_294_967_295L),
            column("c_bigint", "bigint", r -> r.nextLong(), Long.MIN_VALUE, Long.MAX_VALUE),
            column(
                    "c_bigint_u",
                    "bigint unsigned",
                    r -> new BigInteger(64, r).toString(),
                    "0",
                    UNSIGNED_64.subtract(BigInteger.ONE).toString()),
            column("c_year", "year", r -> 1901 + r.nextInt(255), 0, 2155),
            column("c_bit1", "bit(1)", r -> r.nextInt(2), 0, 1),
            column("c_bit12", "bit(12)", r -> r.nextInt(4096), 0, 4095),
            column("c_bit64", "bit(64)", r -> unsignedBytes(new BigInteger(64, r)), new byte[8], filled(8, 0xFF)),
            column(
                    "c_decimal",
                    "decimal(20,6)",
                    r -> BigDecimal.valueOf(r.nextLong(), 6),
                    new BigDecimal("-99999999999999.999999"),
                    new BigDecimal("99999999999999.999999"),
                    new BigDecimal("0.100000")),
            column(
                    "c_decimal38",
                    "decimal(38,10)",
                    r -> new BigDecimal(new BigInteger(120, r), 10),
                    new BigDecimal("9999999999999999999999999999.9999999999"),
                    new BigDecimal("-0.0000000001")),
            column("c_decimal0", "decimal(10,0)", r -> r.nextInt(), 0, new BigDecimal("9999999999")),
            column("c_float", "float", r -> (r.nextFloat() - 0.5f) * 1e6f, 0.1f, -0.0f, 3.4e38f),
            column("c_double", "double", r -> (r.nextDouble() - 0.5) * 1e12, 0.1, -0.0, 1.7976931348623157e308, 5e-324),
            column("c_date", "date", r -> Moments.date(r), "0000-00-00", "2024-00-15", "1000-01-01", "9999-12-31"),
            column("c_datetime", "datetime", r -> Moments.dateTime(r, 0), "0000-00-00 00:00:00", "1582-10-10 00:00:00"),
            column("c_datetime3", "datetime(3)", r -> Moments.dateTime(r, 3), "2024-02-29 23:59:59.999"),
            column(
                    "c_datetime6",
                    "datetime(6)",
                    r -> Moments.dateTime(r, 6),
                    "9999-12-31 23:59:59.999999",
                    "2024-01-02 03:04:05.000000",
                    "2024-01-02 03:04:05.100000"),
            column("c_timestamp", "timestamp", r -> Moments.timestamp(r, 0), "0000-00-00 00:00:00"),
            column("c_timestamp6", "timestamp(6)", r -> Moments.timestamp(r, 6), "2024-01-02 03:04:05.000001"),
            column("c_time", "time", r -> Moments.time(r, 0), "-838:59:59", "838:59:59", "00:00:00"),
            column("c_time6", "time(6)", r -> Moments.time(r, 6), "-00:00:00.500000", "-01:02:03.000001"),
            column("c_char", "char(12)", r -> Words.text(r, 12).stripTrailing(), "", "中文"),
            column("c_varchar", "varchar(100)", r -> Words.text(r, 100), "", "trailing blank ", "😀".repeat(100)),
            column("c_varchar_latin1", "varchar(50) CHARACTER SET latin1", r -> Words.latin1(r, 50), "", "éàü"),
            column("c_tinytext", "tinytext", r -> Words.text(r, 40), ""),
            column("c_text", "text", r -> Words.text(r, 60), "\t\n\r\\\"'"),
            column("c_mediumtext", "mediumtext", r -> Words.text(r, 60), "中文\t😀".repeat(4_000)),
            column("c_longtext", "longtext", r -> Words.text(r, 80), "长文本 \"\\\n".repeat(12_000)),
            column("c_enum", "enum('small','medium','大')", r -> 1 + r.nextInt(3), 1, 3),
            column("c_set", "set('a','b','c','丁')", r -> r.nextInt(16), 0, 15),
            column("c_binary", "binary(8)", r -> Words.bytes(r, 8), new byte[8], new byte[] {1, 2, 0, 0, 0, 0, 0, 0}),
            column("c_varbinary", "varbinary(64)", r -> Words.bytes(r, 64), new byte[0], filled(64, 0x80)),
            column("c_tinyblob", "tinyblob", r -> Words.bytes(r, 32), new byte[0]),
            column("c_blob", "blob", r -> Words.bytes(r, 64), filled(5_000, 0)),
            column("c_mediumblob", "mediumblob", r -> Words.bytes(r, 32), filled(70_000, 0xFE)),
            column("c_longblob", "longblob", r -> Words.bytes(r, 32), filled(100_000, 0x0A)),
            column(
                    "c_json",
                    "json",
                    AllTypesTable::json,
                    "{}",
                    "[]",
                    "null",
                    "\"text\"",
                    "{\"b\": 1.0, \"a\": [1, 2.5, 1e20, 18446744073709551615, -9223372036854775808], \"中\": \"😀\\n\"}"));

    @Override
    public String name() {
        return "all_types";
    }

    @Override
    public String ddl() {
        return "CREATE TABLE `" + database + "`.`all_types` (`id` bigint NOT NULL, "
                + COLUMNS.stream()
                        .map(column -> "`" + column.name + "` " + column.type + " NULL")
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (`id`)) COMMENT='every row of the type table'";
    }

    @Override
    public String insert() {
        return "INSERT INTO `" + database + "`.`all_types` (`id`, "
                + COLUMNS.stream().map(column -> "`" + column.name + "`").collect(Collectors.joining(", "))
                + ") VALUES (?" + ", ?".repeat(COLUMNS.size()) + ")";
    }

    @Override
    public void bind(PreparedStatement row, long id, Random random) throws SQLException {
        row.setLong(1, id);
        for (int i = 0; i < COLUMNS.size(); i++) {
            row.setObject(i + 2, value(COLUMNS.get(i), id, random));
        }
    }

    @Override
    public String keyColumn() {
        return "id";
    }

    @Override
    public long key(long id) {
        return id;
    }

    /** Every column: none of them may arrive otherwise through the binlog than through a SELECT. */
    @Override
    public String update() {
        return "UPDATE `" + database + "`.`all_types` SET "
                + COLUMNS.stream().map(column -> "`" + column.name + "` = ?").collect(Collectors.joining(", "))
                + " WHERE `id` = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement row, long id, Random random) throws SQLException {
        for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            int choice = random.nextInt(8);
            Object value = choice == 0
                    ? null
                    : choice == 1 && !column.extremes.isEmpty()
                            ? column.extremes.get(random.nextInt(column.extremes.size()))
                            : column.value.of(random);
            row.setObject(i + 1, value);
        }
        row.setLong(COLUMNS.size() + 1, id);
    }

    /** The markers stay where whoever looks for leaks expects them. */
    @Override
    public Set<Long> untouched() {
        return Set.of(Markers.ROW);
    }

    private static @Nullable Object value(Column column, long id, Random random) {
        if (id <= column.extremes.size()) {
            return column.extremes.get((int) id - 1);
        }
        if (id == Markers.ROW) {
            Object marker = Markers.VALUES.get(column.name);
            if (marker != null) {
                return marker;
            }
        }
        return random.nextInt(8) == 0 ? null : column.value.of(random);
    }

    private static String json(Random random) {
        return "{\"k" + random.nextInt(100) + "\": " + random.nextInt() + ", \"b\": " + random.nextDouble()
                + ", \"a\": [true, null, \"中文😀\"], \"deep\": {\"y\": \"tab\\t\\\"quoted\\\"\", \"x\": "
                + random.nextLong()
                + "}}";
    }

    private static byte[] unsignedBytes(BigInteger value) {
        byte[] bytes = new byte[8];
        byte[] digits = value.toByteArray();
        for (int from = digits.length - 1, to = 7; from >= 0 && to >= 0; from--, to--) {
            bytes[to] = digits[from];
        }
        return bytes;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
