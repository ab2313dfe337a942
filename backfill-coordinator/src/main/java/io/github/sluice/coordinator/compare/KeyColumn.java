package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.math.BigDecimal;

/**
 * One column of a key: how its values are ordered. The order is one that StarRocks has by itself and that MySQL can be
 * asked for.
 *
 * @param place place in the row
 * @param order how wire values compare
 */
record KeyColumn(ColumnSpec column, int place, Order order) {
    /** An order of wire values. */
    enum Order {
        /** By number. */
        NUMBER,
        /**
         * By the bytes of UTF-8, which for dates is also the order of time. MySQL holds dates in this order; texts it
         * holds in the order of their collation.
         */
        BYTES
    }

    static KeyColumn of(ColumnSpec column, int place) {
        MySqlType type = column.type();
        boolean number =
                switch (type.kind()) {
                    case INTEGER, LARGE_INTEGER -> true;
                    // StarRocks has no DECIMAL keys: whole numbers become integers, the others text
                    case DECIMAL -> !column.targetType().startsWith("varchar");
                    case DATE, DATETIME, TIME, TEXT -> false;
                    case DOUBLE, BINARY, JSON ->
                        throw new IllegalArgumentException("type " + type + " cannot be a key column");
                };
        return new KeyColumn(column, place, number ? Order.NUMBER : Order.BYTES);
    }

    /** Whether the column's value is the same in all rows of a physical table. */
    boolean namesShard() {
        return column.origin() != ColumnSpec.Origin.COLUMN;
    }

    boolean is(WireKind kind) {
        return column.type().kind() == kind;
    }

    int compare(Object one, Object other) {
        if (order == Order.NUMBER) {
            return one instanceof Long a && other instanceof Long b
                    ? Long.compare(a, b)
                    : number(one).compareTo(number(other));
        }
        return compareBytes((String) one, (String) other);
    }

    /** The value of a NUMBER column for a statement, exact. */
    static BigDecimal number(Object wire) {
        return wire instanceof Long number ? BigDecimal.valueOf(number) : new BigDecimal((String) wire);
    }

    /** As the UTF-8 bytes compare, which is by code point and not, as Java's strings do, by char. */
    static int compareBytes(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // a surrogate stands for a code point above all that are one char
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                return aHigh == bHigh ? Character.compare(a, b) : aHigh ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
