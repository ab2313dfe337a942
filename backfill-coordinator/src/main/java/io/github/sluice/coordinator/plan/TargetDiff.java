package io.github.sluice.coordinator.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to a table that stands in StarRocks to make it the planned one: a proposal in SQL, which nobody runs
 * but a person. What no ALTER can do is said in a comment.
 */
public final class TargetDiff {
    private static final List<String> INTEGERS = List.of("tinyint", "smallint", "int", "bigint", "largeint");

    private final TableSpec spec;
    private final String table;
    private final List<String> lines = new ArrayList<>();

    private TargetDiff(TableSpec spec, String database) {
        this.spec = spec;
        this.table = CreateTable.quote(database) + "." + CreateTable.quote(spec.target());
    }

    /**
     * A column that is there.
     *
     * @param type as {@code DESC} prints it, such as {@code bigint(20)}
     */
    public record Standing(String name, String type, boolean nullable, boolean key) {}

    /**
     * The proposal, one statement or comment a line.
     *
     * @param standing the columns in their order; empty when there is no such table
     * @return empty when nothing is to be done
     */
    public static List<String> of(TableSpec spec, String database, List<Standing> standing) {
        TargetDiff diff = new TargetDiff(spec, database);
        diff.compare(standing);
        return List.copyOf(diff.lines);
    }

    private void compare(List<Standing> standing) {
        if (standing.isEmpty()) {
            lines.add("-- " + table + " is not there; sluice run creates it");
            return;
        }
        Map<String, Standing> byName = new LinkedHashMap<>();
        standing.forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
        List<String> key =
                standing.stream().filter(Standing::key).map(Standing::name).toList();
        if (!key.equals(spec.key())) {
            lines.add("-- key is " + key + ", planned is " + spec.key() + ": no ALTER does that; drop " + table
                    + " and run the table anew");
        }
        @Nullable String before = null;
        for (ColumnSpec column : spec.columns()) {
            Standing there = byName.remove(column.name().toLowerCase(Locale.ROOT));
            if (there == null) {
                add(column, before);
            } else {
                modify(column, there);
            }
            before = column.name();
        }
        for (Standing surplus : byName.values()) {
            lines.add(
                    "-- " + surplus.name() + " " + surplus.type() + " is not planned; if nobody needs it: ALTER TABLE "
                            + table + " DROP COLUMN " + CreateTable.quote(surplus.name()) + ";");
        }
    }

    private void add(ColumnSpec column, @Nullable String before) {
        if (spec.key().contains(column.name())) {
            lines.add("-- key column " + column.name() + " is missing: no ALTER adds one");
        } else if (!column.nullable()) {
            lines.add("-- " + column.name() + " " + column.targetType()
                    + " NOT NULL is missing, and rows that are there have no value for it: run the table anew, or add it"
                    + " with a DEFAULT that you choose");
        } else {
            lines.add("ALTER TABLE " + table + " ADD COLUMN " + CreateTable.column(column)
                    + (before == null ? " FIRST" : " AFTER " + CreateTable.quote(before)) + ";");
        }
    }

    private void modify(ColumnSpec column, Standing there) {
        String planned = plain(column.targetType());
        String found = plain(there.type());
        boolean otherType = !planned.equals(found);
        boolean otherNull = column.nullable() != there.nullable();
        if (!otherType && !otherNull) {
            return;
        }
        String what = column.name() + " is " + found + (there.nullable() ? " NULL" : " NOT NULL") + ", planned is "
                + planned + (column.nullable() ? " NULL" : " NOT NULL");
        if (there.key() || (otherType && !widens(found, planned)) || (otherNull && !column.nullable())) {
            lines.add("-- " + what + ": no ALTER does that; run the table anew, or set tables[].types");
        } else {
            lines.add("-- " + what);
            lines.add("ALTER TABLE " + table + " MODIFY COLUMN " + CreateTable.column(column) + ";");
        }
    }

    /** Without the widths that StarRocks prints behind integers, and without blanks. */
    private static String plain(String type) {
        String text = type.toLowerCase(Locale.ROOT).replace(" ", "").replaceAll("^decimal(32|64|128)\\(", "decimal(");
        String base = base(text);
        return switch (base) {
            case "tinyint", "smallint", "int", "bigint", "largeint", "varbinary", "json", "boolean" ->
                text.equals("tinyint(1)") ? "boolean" : base;
            case "string" -> "varchar(65533)";
            default -> text;
        };
    }

    private static String base(String type) {
        int bracket = type.indexOf('(');
        return bracket < 0 ? type : type.substring(0, bracket);
    }

    /** Whether every value of one type is a value of the other, and MODIFY COLUMN takes it (starrocks.md 10.7). */
    private static boolean widens(String from, String to) {
        int narrow = INTEGERS.indexOf(from);
        if (narrow >= 0) {
            return INTEGERS.indexOf(to) > narrow;
        }
        if (base(from).equals("varchar") && base(to).equals("varchar")) {
            return numbers(to).get(0) >= numbers(from).get(0);
        }
        if (base(from).equals("decimal") && base(to).equals("decimal")) {
            List<Integer> old = numbers(from);
            List<Integer> fresh = numbers(to);
            return fresh.get(1) >= old.get(1) && fresh.get(0) - fresh.get(1) >= old.get(0) - old.get(1);
        }
        return Objects.equals(from, to);
    }

    private static List<Integer> numbers(String type) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : type.replaceAll("[^0-9,]", "").split(",")) {
            numbers.add(part.isEmpty() ? 0 : Integer.parseInt(part));
        }
        if (numbers.size() < 2) {
            numbers.add(0);
        }
        return numbers;
    }
}
