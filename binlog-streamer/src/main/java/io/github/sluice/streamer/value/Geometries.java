package io.github.sluice.streamer.value;

import io.github.sluice.streamer.binlog.UnreadableValue;

/**
 * Geometries as {@code ST_AsText} prints them. Stored are four bytes of SRID and the OGC's well-known binary, lowest byte
 * first. Only SRID 0 is told as text: elsewhere MySQL 8.0 swaps axes by the reference system's definition.
 */
final class Geometries implements Cell {
    private static final String[] NAMES = {
        "", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"
    };
    private static final int POINT = 1;
    private static final int LINESTRING = 2;
    private static final int POLYGON = 3;
    private static final int COLLECTION = 7;
    private static final UnreadableValue REFERENCED =
            new UnreadableValue("a geometry with an SRID, whose axes would have to be guessed");
    private static final UnreadableValue UNKNOWN = new UnreadableValue("a geometry of unknown form");

    private final int lengthBytes;

    Geometries(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public Object read(EventBytes event) {
        int length = (int) event.unsigned(lengthBytes);
        int start = event.skip(length);
        EventBytes in = new EventBytes();
        in.reset(event.array(), start, start + length);
        if (in.u32() != 0) {
            return REFERENCED;
        }
        StringBuilder out = new StringBuilder();
        return geometry(in, out, true) && in.remaining() == 0 ? out.toString() : UNKNOWN;
    }

    private static boolean geometry(EventBytes in, StringBuilder out, boolean named) {
        if (in.u8() != 1) {
            return false;
        }
        int type = in.i32();
        if (type < POINT || type > COLLECTION) {
            return false;
        }
        if (named) {
            out.append(NAMES[type]);
        }
        switch (type) {
            case POINT:
                out.append('(');
                point(in, out);
                break;
            case LINESTRING:
                line(in, out);
                return true;
            case POLYGON:
                out.append('(');
                for (int i = 0, rings = in.i32(); i < rings; i++) {
                    comma(out, i);
                    line(in, out);
                }
                break;
            default:
                int parts = in.i32();
                if (type == COLLECTION && parts == 0) {
                    out.append(" EMPTY");
                    return true;
                }
                out.append('(');
                for (int i = 0; i < parts; i++) {
                    comma(out, i);
                    // MySQL writes MULTIPOINT((1 2),(3 4)) from 8.0 on
                    if (!geometry(in, out, type == COLLECTION)) {
                        return false;
                    }
                }
        }
        out.append(')');
        return true;
    }

    private static void line(EventBytes in, StringBuilder out) {
        out.append('(');
        for (int i = 0, points = in.i32(); i < points; i++) {
            comma(out, i);
            point(in, out);
        }
        out.append(')');
    }

    private static void point(EventBytes in, StringBuilder out) {
        DoubleText.append(Double.longBitsToDouble(in.i64()), out);
        out.append(' ');
        DoubleText.append(Double.longBitsToDouble(in.i64()), out);
    }

    private static void comma(StringBuilder out, int i) {
        if (i > 0) {
            out.append(',');
        }
    }
}
