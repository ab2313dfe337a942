package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.nio.charset.StandardCharsets;

/**
 * One key column in MySQL's statements. Numbers and dates stand in MySQL's indexes as they are compared here; texts do
 * not, because their collation orders them otherwise, so the server has to sort by their bytes.
 *
 * @param indexed whether an index on the column has the order that is compared
 */
record SourceColumnText(KeyColumn key, boolean indexed) implements KeyRange.Column {
    /** @param fixedOffset whether the session's time zone is an offset, so that TIMESTAMPs and their texts go together */
    static SourceColumnText of(KeyColumn key, boolean fixedOffset) {
        MySqlType type = key.column().type();
        boolean date = key.is(WireKind.DATE)
                || (key.is(WireKind.DATETIME)
                        && (fixedOffset || !type.baseName().equals("timestamp")));
        return new SourceColumnText(key, key.order() == KeyColumn.Order.NUMBER || date);
    }

    private String name() {
        return MySqlSource.quote(key.column().source());
    }

    @Override
    public String expression() {
        if (indexed) {
            return name();
        }
        String text =
                switch (key.column().type().kind()) {
                    // the wire form: a fraction only if it is not zero, then six digits
                    case TIME -> "TRIM(TRAILING '.000000' FROM CAST(CAST(" + name() + " AS TIME(6)) AS CHAR))";
                    case DATETIME -> "TRIM(TRAILING '.000000' FROM CAST(CAST(" + name() + " AS DATETIME(6)) AS CHAR))";
                    case DECIMAL -> "CAST(" + name() + " AS CHAR)";
                    default -> name();
                };
        return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
    }

    @Override
    public String place() {
        return "?";
    }

    @Override
    public Object parameter(Object wire) {
        if (key.order() == KeyColumn.Order.NUMBER) {
            return KeyColumn.number(wire);
        }
        return indexed ? wire : ((String) wire).getBytes(StandardCharsets.UTF_8);
    }

    /** The column where a row is looked up by its key: an index is used, and what it finds too much is not wanted. */
    KeyRange.Column lookedUp() {
        return new KeyRange.Column() {
            @Override
            public String expression() {
                return name();
            }

            @Override
            public String place() {
                return "?";
            }

            @Override
            public Object parameter(Object wire) {
                return key.order() == KeyColumn.Order.NUMBER || key.is(WireKind.DECIMAL)
                        ? KeyColumn.number(wire)
                        : wire;
            }
        };
    }
}
