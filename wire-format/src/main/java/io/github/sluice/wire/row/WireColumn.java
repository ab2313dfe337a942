package io.github.sluice.wire.row;

import io.github.sluice.wire.type.MySqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One column of a row on the wire. Immutable. */
public final class WireColumn {
    private final String name;
    private final @Nullable MySqlType type;

    /**
     * @param name the JSON key, not empty
     * @param type the MySQL type, or null for a bare name: then each value's Java class decides its form,
     *     and a column's values cannot be compared with StarRocks as surely as with a type
     */
    public WireColumn(String name, @Nullable MySqlType type) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column needs a name");
        }
        this.name = name;
        this.type = type;
    }

    /** A column whose type is given as {@code information_schema} writes it. */
    public static WireColumn of(String name, String columnType) {
        return new WireColumn(name, MySqlType.parse(columnType));
    }

    /** A column known by its name alone. */
    public static WireColumn bare(String name) {
        return new WireColumn(name, null);
    }

    public String name() {
        return name;
    }

    public @Nullable MySqlType type() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WireColumn
                && ((WireColumn) other).name.equals(name)
                && Objects.equals(((WireColumn) other).type, type);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type);
    }

    @Override
    public String toString() {
        return type == null ? name : name + " " + type;
    }
}
