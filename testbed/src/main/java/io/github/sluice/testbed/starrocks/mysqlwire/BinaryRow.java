package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.sql.ResultColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A row of the binary protocol from the text of its cells. */
final class BinaryRow {
    private BinaryRow() {}

    static void write(List<ResultColumn> columns, byte[][] cells, Payload out) {
        out.int1(0);
        int bitmap = out.length();
        out.zeros((columns.size() + 7 + 2) / 8);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == null) {
                out.or(bitmap + (i + 2) / 8, 1 << ((i + 2) % 8));
            } else {
                cell(columns.get(i), cells[i], out);
            }
        }
    }

    private static void cell(ResultColumn column, byte[] text, Payload out) {
        switch (column.type().kind()) {
            case BOOLEAN, TINYINT -> out.int1((int) number(text));
            case SMALLINT -> out.int2((int) number(text));
            case INT -> out.int4(number(text));
            case BIGINT -> out.int8(number(text));
            case FLOAT -> out.int4(Float.floatToIntBits(Float.parseFloat(ascii(text))));
            case DOUBLE -> out.int8(Double.doubleToLongBits(Double.parseDouble(ascii(text))));
            case DATE -> date(ascii(text), out.int1(4));
            case DATETIME -> dateTime(ascii(text), out);
            default -> out.lengthEncoded(text);
        }
    }

    private static void dateTime(String text, Payload out) {
        boolean fraction = text.length() > 19;
        date(text, out.int1(fraction ? 11 : 7));
        out.int1(part(text, 11, 13)).int1(part(text, 14, 16)).int1(part(text, 17, 19));
        if (fraction) {
            out.int4(part((text.substring(20) + "000000").substring(0, 6), 0, 6));
        }
    }

    private static void date(String text, Payload out) {
        out.int2(part(text, 0, 4)).int1(part(text, 5, 7)).int1(part(text, 8, 10));
    }

    private static int part(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static long number(byte[] text) {
        return Long.parseLong(ascii(text));
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
