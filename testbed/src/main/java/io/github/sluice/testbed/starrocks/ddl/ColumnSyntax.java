package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.DefaultValue;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.catalog.Values;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as written.
 *
 * @param nullable null if neither NULL nor NOT NULL was written
 */
record ColumnSyntax(
        String name,
        StarRocksType type,
        @Nullable Boolean nullable,
        DefaultValue defaultValue,
        boolean autoIncrement,
        String comment) {
    private static final Set<String> RESERVED = Set.of("__op", "__row", "___count___");
    private static final int LONGEST_NAME = 1024;

    /** Checks what needs no other column (10.2 to 10.4) and gives the model. */
    ColumnModel toModel(int id, boolean key, boolean primary) {
        checkName(name);
        boolean allowsNull = nullable == null ? !(key && primary) && !autoIncrement : nullable;
        if (key && primary && allowsNull) {
            throw SqlError.analyzing("primary key column[" + name + "] cannot be nullable.");
        }
        if (key && primary && !type.allowedAsPrimaryKey()) {
            throw SqlError.analyzing("primary key column[" + name + "] type not supported: " + type);
        }
        if (autoIncrement && (type.kind() != TypeKind.BIGINT || allowsNull)) {
            throw SqlError.analyzing("The AUTO_INCREMENT column must be BIGINT and NOT NULL: " + name + ".");
        }
        checkDefault(allowsNull);
        return new ColumnModel(id, name, type, allowsNull, defaultValue, autoIncrement, key, comment);
    }

    /** Refuses names that StarRocks refuses even in backticks. */
    static void checkName(String name) {
        boolean forbidden = name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(c -> "=<>!*".indexOf(c) >= 0)
                || !name.equals(name.strip());
        if (forbidden) {
            throw new SqlError(1166, "42000", "Incorrect column name '" + name + "'");
        }
        if (RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw SqlError.analyzing(
                    "Column name [" + name + "] is a system reserved name. Please choose a different one.");
        }
    }

    private void checkDefault(boolean allowsNull) {
        switch (defaultValue.kind()) {
            case NONE -> {
                // nothing to check
            }
            case NULL -> {
                if (!allowsNull) {
                    throw invalidDefault("Can't set null default value to non nullable column: " + name);
                }
            }
            case CURRENT_TIMESTAMP -> {
                if (type.kind() != TypeKind.DATETIME) {
                    throw invalidDefault("Default function currenttimestamp() for type " + type + " is not supported");
                }
            }
            case LITERAL -> {
                if (type.kind() == TypeKind.JSON || type.kind() == TypeKind.VARBINARY) {
                    throw invalidDefault("Type " + type + " does not support default values");
                }
                try {
                    Values.parse(type, String.valueOf(defaultValue.literal()));
                } catch (IllegalArgumentException e) {
                    throw invalidDefault(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private SqlError invalidDefault(String reason) {
        return SqlError.analyzing("Invalid default value for '" + name + "': " + reason + ".");
    }
}
