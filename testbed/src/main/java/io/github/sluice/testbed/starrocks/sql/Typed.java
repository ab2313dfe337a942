package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * An analysed expression: its type and its text for the backing MySQL.
 *
 * @param type null for NULL without a type
 * @param literal the expression if it is a literal, else null
 */
record Typed(
        @Nullable StarRocksType type, String sql, @Nullable Expr literal) {
    static Typed of(StarRocksType type, String sql) {
        return new Typed(type, sql, null);
    }

    /** The type of a result column: NULL is shown as a TINYINT. */
    StarRocksType resultType() {
        return type == null ? StarRocksType.TINYINT : type;
    }

    boolean is(TypeKind kind) {
        return type != null && type.kind() == kind;
    }

    boolean isText() {
        return type != null && type.kind().isText();
    }

    boolean isTemporal() {
        return type != null && type.kind().isTemporal();
    }

    boolean isNumeric() {
        return type != null && (type.kind().isNumeric() || type.kind() == TypeKind.BOOLEAN);
    }

    boolean isExact() {
        return isNumeric() && !is(TypeKind.FLOAT) && !is(TypeKind.DOUBLE);
    }
}
