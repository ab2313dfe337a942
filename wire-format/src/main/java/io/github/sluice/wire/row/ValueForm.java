package io.github.sluice.wire.row;

import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import org.jspecify.annotations.Nullable;

/** One row of the type table as code: any delivered value to the one wire value. */
final class ValueForm {
    private ValueForm() {}

    /** The wire value: String, Long, Double or Boolean; null only for a date that StarRocks cannot hold and for JSON's null. */
    static @Nullable Object wire(Object value, @Nullable MySqlType type) throws Unfit {
        if (type == null) {
            return Scalars.bare(value);
        }
        switch (type.kind()) {
            case INTEGER:
                return Scalars.integer(value, type);
            case LARGE_INTEGER:
                return Scalars.largeInteger(value, type);
            case DECIMAL:
                return Scalars.decimal(value, type);
            case DOUBLE:
                return Scalars.floating(value);
            case DATE:
                return Times.date(value);
            case DATETIME:
                return Times.dateTime(value);
            case TIME:
                return Times.time(value);
            case TEXT:
                return type.members().isEmpty() ? Scalars.text(value) : Scalars.member(value);
            case BINARY:
                return Scalars.binary(value, type);
            case JSON:
                String text = Scalars.text(value);
                JsonText.check(text);
                return JsonText.isNull(text) ? null : text;
        }
        throw new AssertionError(type.kind());
    }

    /** Whether the kind's JSON is a number, so that decoding reads its text as one. */
    static boolean isNumber(WireKind kind) {
        return kind == WireKind.INTEGER || kind == WireKind.DOUBLE;
    }
}
