package io.github.sluice.coordinator.plan;

import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The type that two columns of one family have in common: every value of either is a value of it, with the same text on
 * the wire and under the same SELECT. binlog-streamer takes a table whose columns are so narrow for one of that type.
 */
final class WidestType {
    private static final List<String> INTEGERS = List.of(
            "tinyint",
            "tinyint unsigned",
            "smallint",
            "smallint unsigned",
            "mediumint",
            "mediumint unsigned",
            "int",
            "int unsigned",
            "bigint");
    private static final List<String> TEXTS = List.of("tinytext", "text", "mediumtext", "longtext");
    private static final List<String> BLOBS = List.of("tinyblob", "blob", "mediumblob", "longblob");
    private static final List<String> TIMES = List.of("datetime", "timestamp", "time");
    private static final int MOST_DIGITS = 65;

    private WidestType() {}

    /**
     * The common type.
     *
     * @return COLUMN_TYPE; empty if the two are of different families
     * @throws IllegalArgumentException if a text is no type that can be moved
     */
    static Optional<String> of(String one, String other) {
        if (one.equals(other)) {
            return Optional.of(one);
        }
        MySqlType a = MySqlType.parse(one);
        MySqlType b = MySqlType.parse(other);
        String name = a.baseName();
        boolean same = name.equals(b.baseName());
        if (isInteger(a) && isInteger(b)) {
            return integer(a, b);
        }
        if (both(TEXTS, a, b)) {
            return Optional.of(TEXTS.get(Math.max(TEXTS.indexOf(name), TEXTS.indexOf(b.baseName()))));
        }
        if (both(BLOBS, a, b)) {
            return Optional.of(BLOBS.get(Math.max(BLOBS.indexOf(name), BLOBS.indexOf(b.baseName()))));
        }
        int length = Math.max(a.length(), b.length());
        if (both(List.of("char", "varchar"), a, b)) {
            return Optional.of((same ? name : "varchar") + "(" + length + ")");
        }
        if (both(List.of("binary", "varbinary"), a, b)) {
            // BINARY of another length is padded to another value
            return Optional.of((same && a.length() == b.length() ? name : "varbinary") + "(" + length + ")");
        }
        if (!same) {
            return Optional.empty();
        }
        if (name.equals("bit")) {
            return Optional.of("bit(" + length + ")");
        }
        if (name.equals("decimal")) {
            int scale = Math.max(a.scale(), b.scale());
            int digits = Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale;
            return digits > MOST_DIGITS ? Optional.empty() : Optional.of("decimal(" + digits + "," + scale + ")");
        }
        if (TIMES.contains(name)) {
            int scale = Math.max(a.scale(), b.scale());
            return Optional.of(scale == 0 ? name : name + "(" + scale + ")");
        }
        if (!a.members().isEmpty()) {
            return Stream.of(a, b)
                    .filter(type -> type.members().containsAll(a.members())
                            && type.members().containsAll(b.members()))
                    .map(MySqlType::columnType)
                    .findFirst();
        }
        // presentation only: year(4) and year, float(7,4) and float
        return List.of("year", "float", "double", "date").contains(name) ? Optional.of(name) : Optional.empty();
    }

    private static boolean both(List<String> family, MySqlType a, MySqlType b) {
        return family.contains(a.baseName()) && family.contains(b.baseName());
    }

    private static boolean isInteger(MySqlType type) {
        boolean whole = type.kind() == WireKind.INTEGER || type.kind() == WireKind.LARGE_INTEGER;
        return whole && !List.of("year", "bit").contains(type.baseName());
    }

    /** The smallest type for both; between BIGINT UNSIGNED and a signed one there is none. */
    private static Optional<String> integer(MySqlType a, MySqlType b) {
        if (a.kind() == WireKind.LARGE_INTEGER || b.kind() == WireKind.LARGE_INTEGER) {
            return a.unsigned() && b.unsigned() ? Optional.of("bigint unsigned") : Optional.empty();
        }
        long least = Math.min(a.minValue(), b.minValue());
        long most = Math.max(a.maxValue(), b.maxValue());
        return INTEGERS.stream()
                .filter(name -> {
                    MySqlType type = MySqlType.parse(name);
                    return type.minValue() <= least && type.maxValue() >= most;
                })
                .findFirst();
    }
}
