package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Type names of information_schema.columns, which are made for MySQL's tools, and the default column of DESC. */
final class TypeNames {
    private TypeNames() {}

    /** DATA_TYPE: LARGEINT is {@code bigint unsigned}, BOOLEAN is {@code tinyint}. */
    static String dataType(StarRocksType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "tinyint";
            case LARGEINT -> "bigint unsigned";
            default -> type.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    /** COLUMN_TYPE. */
    static String columnType(StarRocksType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "tinyint(1)";
            case LARGEINT -> "bigint(20) unsigned";
            case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
            default -> type.toString();
        };
    }

    /** Digits of a number type, null for the others. */
    static @Nullable Long precision(StarRocksType type) {
        return switch (type.kind()) {
            case DECIMAL -> (long) type.precision();
            case TINYINT -> 3L;
            case SMALLINT -> 5L;
            case INT -> 10L;
            case BIGINT -> 19L;
            case LARGEINT -> 39L;
            default -> null;
        };
    }

    /** The Default cell of DESC and SHOW COLUMNS. */
    static @Nullable String defaultText(ColumnModel column) {
        return switch (column.defaultValue().kind()) {
            case NONE, NULL -> null;
            case LITERAL -> column.defaultValue().literal();
            case CURRENT_TIMESTAMP -> "CURRENT_TIMESTAMP";
        };
    }

    /** The Extra cell. */
    static String extra(ColumnModel column) {
        return column.autoIncrement() ? "auto_increment" : "";
    }
}
