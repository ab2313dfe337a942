package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.sql.ResultColumn;

/** How a type is described to a MySQL client: the table of 9.6. */
record WireType(int code, int charset, long length, int decimals) {
    private static final int UTF8 = 33;
    private static final int BINARY = 63;
    private static final int UNKNOWN_LENGTH = 64;

    static WireType of(StarRocksType type) {
        return switch (type.kind()) {
            case BOOLEAN -> new WireType(1, BINARY, 1, 0);
            case TINYINT -> new WireType(1, BINARY, 4, 0);
            case SMALLINT -> new WireType(2, BINARY, 6, 0);
            case INT -> new WireType(3, BINARY, 11, 0);
            case BIGINT -> new WireType(8, BINARY, 20, 0);
            case LARGEINT -> new WireType(254, UTF8, 40, 0);
            case FLOAT -> new WireType(4, BINARY, 12, 31);
            case DOUBLE -> new WireType(5, BINARY, 22, 31);
            case DECIMAL -> new WireType(246, BINARY, type.precision() + (type.scale() > 0 ? 1 : 0) + 3, type.scale());
            case DATE -> new WireType(10, BINARY, 10, 0);
            case DATETIME -> new WireType(12, BINARY, 19, 0);
            case CHAR, VARCHAR ->
                new WireType(253, UTF8, 3L * (type.length() == 0 ? UNKNOWN_LENGTH : type.length()), 0);
            case VARBINARY -> new WireType(252, BINARY, 3L * type.length(), 0);
            case JSON -> new WireType(254, UTF8, 60, 0);
        };
    }

    /** The packet that describes one column of a result. */
    static Payload definition(ResultColumn column) {
        WireType type = of(column.type());
        return new Payload()
                .lengthEncoded("def")
                .lengthEncoded("") // schema
                .lengthEncoded("") // table
                .lengthEncoded("") // original table
                .lengthEncoded(column.label())
                .lengthEncoded(column.label())
                .int1(0x0C)
                .int2(type.charset)
                .int4(type.length)
                .int1(type.code)
                .int2(0) // flags
                .int1(type.decimals)
                .int2(0);
    }
}
