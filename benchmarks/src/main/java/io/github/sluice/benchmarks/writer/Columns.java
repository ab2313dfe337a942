package io.github.sluice.benchmarks.writer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of every contender's rows, as DataX's {@code streamreader} makes them: ten of several types with values that
 * differ from row to row, about 260 bytes of JSON; more columns repeat the ten.
 */
final class Columns {
    private static final List<Column> TEN = List.of(
            new Column("id", "bigint", "long", "0, 2000000000"),
            new Column("buyer_id", "bigint", "long", "0, 9999999"),
            new Column("order_no", "varchar(32)", "string", "18, 18"),
            new Column("amount", "double", "double", "0, 9999"),
            new Column("status", "varchar(16)", "string", "4, 9"),
            new Column("quantity", "int", "long", "1, 999"),
            new Column("created_at", "datetime", "date", "2015-01-01 00:00:00, 2025-01-01 00:00:00"),
            new Column("city", "varchar(32)", "string", "5, 14"),
            new Column("remark", "varchar(255)", "string", "30, 60"),
            new Column("channel", "smallint", "long", "0, 9"));

    private final List<Column> columns;

    /**
     * One of them.
     *
     * @param readerType in {@code streamreader}'s words
     * @param range of its values or, of strings, of their lengths; both ends belong to it
     */
    record Column(String name, String mysqlType, String readerType, String range) {}

    private Columns(List<Column> columns) {
        this.columns = columns;
    }

    static Columns of(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("--columns: must be 1 or more, found " + number);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Column column = TEN.get(i % TEN.size());
            String name = i < TEN.size() ? column.name() : column.name() + "_" + i / TEN.size();
            columns.add(new Column(name, column.mysqlType(), column.readerType(), column.range()));
        }
        return new Columns(columns);
    }

    List<Column> list() {
        return columns;
    }

    /** What {@code streamreader} is given. */
    List<Map<String, Object>> forReader() {
        return columns.stream()
                .map(column -> map("type", column.readerType(), "random", column.range()))
                .toList();
    }

    /** What our writer is given. */
    List<Map<String, Object>> forWriter() {
        return columns.stream()
                .map(column -> map("name", column.name(), "type", column.mysqlType()))
                .toList();
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    String key() {
        return columns.get(0).name();
    }

    private static Map<String, Object> map(String first, String firstValue, String second, String secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, firstValue);
        map.put(second, secondValue);
        return map;
    }
}
