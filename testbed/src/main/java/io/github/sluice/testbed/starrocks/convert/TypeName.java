package io.github.sluice.testbed.starrocks.convert;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;

/** How a backend names a type in the error log: {@code DECIMAL64(18,2)}, {@code VARCHAR(20)}, {@code INT}. */
public final class TypeName {
    private TypeName() {}

    public static String of(StarRocksType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.decimalStorageName() + "(" + type.precision() + "," + type.scale() + ")";
            case CHAR, VARCHAR, VARBINARY -> type.kind() + "(" + type.length() + ")";
            default -> type.kind().name();
        };
    }
}
