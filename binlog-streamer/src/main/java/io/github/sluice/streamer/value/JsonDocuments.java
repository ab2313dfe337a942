package io.github.sluice.streamer.value;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * JSON columns as the text that MySQL itself prints: keys in stored order, a blank after each comma and colon. The stored
 * form is described in {@code sql/json_binary.h}. One thread.
 */
final class JsonDocuments implements Cell {
    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int SMALL_ARRAY = 2;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int INT16 = 5;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;
    private static final int INT64 = 9;
    private static final int UINT64 = 10;
    private static final int DOUBLE = 11;
    private static final int STRING = 12;
    private static final int OPAQUE = 15;
    /** MySQL refuses to store deeper documents. */
    private static final int DEEPEST = 100;

    private final int lengthBytes;
    private final EventBytes in = new EventBytes();
    private StringBuilder out = new StringBuilder();
    private byte[] bytes = new byte[0];
    private int end;

    JsonDocuments(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public Object read(EventBytes event) {
        int length = (int) event.unsigned(lengthBytes);
        int start = event.skip(length);
        if (length == 0) {
            return "null"; // what a NOT NULL column holds that was never given a value
        }
        bytes = event.array();
        end = start + length;
        out.setLength(0);
        value(bytes[start] & 0xff, start + 1, 0);
        String text = out.toString();
        if (out.capacity() > 1 << 20) {
            out = new StringBuilder();
        }
        return text;
    }

    private void value(int type, int at, int depth) {
        switch (type) {
            case SMALL_OBJECT:
                container(at, 2, true, depth + 1);
                break;
            case LARGE_OBJECT:
                container(at, 4, true, depth + 1);
                break;
            case SMALL_ARRAY:
                container(at, 2, false, depth + 1);
                break;
            case LARGE_ARRAY:
                container(at, 4, false, depth + 1);
                break;
            case LITERAL:
                literal(cursor(at).u8());
                break;
            case INT16:
                out.append((short) cursor(at).u16());
                break;
            case UINT16:
                out.append(cursor(at).u16());
                break;
            case INT32:
                out.append(cursor(at).i32());
                break;
            case UINT32:
                out.append(cursor(at).u32());
                break;
            case INT64:
                out.append(cursor(at).i64());
                break;
            case UINT64:
                out.append(Long.toUnsignedString(cursor(at).i64()));
                break;
            case DOUBLE:
                number(Double.longBitsToDouble(cursor(at).i64()));
                break;
            case STRING:
                cursor(at);
                int length = variableLength();
                int start = in.skip(length);
                string(new String(bytes, start, length, StandardCharsets.UTF_8));
                break;
            case OPAQUE:
                opaque(at);
                break;
            default:
                throw new UndecodableException("a JSON document with a value of unknown type " + type);
        }
    }

    private EventBytes cursor(int at) {
        in.reset(bytes, at, end);
        return in;
    }

    /** Count of members, size in bytes, then offsets and lengths of keys, then types and places of values. */
    private void container(int at, int width, boolean object, int depth) {
        if (depth > DEEPEST) {
            throw new UndecodableException("a JSON document deeper than " + DEEPEST + " levels");
        }
        int count = (int) cursor(at).unsigned(width);
        int keys = at + 2 * width;
        int values = keys + (object ? count * (width + 2) : 0);
        out.append(object ? '{' : '[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(", ");
            }
            if (object) {
                cursor(keys + i * (width + 2));
                int offset = (int) in.unsigned(width);
                int length = in.u16();
                int start = cursor(at + offset).skip(length);
                string(new String(bytes, start, length, StandardCharsets.UTF_8));
                out.append(": ");
            }
            int entry = values + i * (1 + width);
            int type = cursor(entry).u8();
            boolean inlined = type == LITERAL
                    || type == INT16
                    || type == UINT16
                    || (width == 4 && (type == INT32 || type == UINT32));
            value(type, inlined ? entry + 1 : at + (int) in.unsigned(width), depth);
        }
        out.append(object ? '}' : ']');
    }

    private void literal(int which) {
        switch (which) {
            case 0:
                out.append("null");
                break;
            case 1:
                out.append("true");
                break;
            case 2:
                out.append("false");
                break;
            default:
                throw new UndecodableException("a JSON document with the unknown literal " + which);
        }
    }

    private void number(double value) {
        int start = out.length();
        DoubleText.append(value, out);
        if (out.indexOf(".", start) < 0 && out.indexOf("e", start) < 0) {
            out.append(".0");
        }
    }

    /** Seven bits in each byte, lowest first, the highest bit says that more follow. */
    private int variableLength() {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = in.u8();
            length |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return (int) Math.min(length, Integer.MAX_VALUE);
            }
        }
        throw new UndecodableException("a JSON document with a length of more than five bytes");
    }

    private void opaque(int at) {
        int type = cursor(at).u8();
        int length = variableLength();
        switch (type) {
            case FieldTypes.NEWDECIMAL:
                int precision = in.u8();
                int scale = in.u8();
                out.append(new Decimals(precision, scale).read(in));
                break;
            case FieldTypes.DATE:
                string(Temporals.packedDate(in.i64()));
                break;
            case FieldTypes.TIME:
                string(Temporals.packedTime(in.i64()));
                break;
            case FieldTypes.DATETIME:
            case FieldTypes.TIMESTAMP:
                string(Temporals.packedDateTime(in.i64()));
                break;
            default:
                String base64 = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(in.copy(length));
                string("base64:type" + type + ":" + base64);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"':
                case '\\':
                    out.append('\\').append(c);
                    break;
                case '\b':
                    out.append("\\b");
                    break;
                case '\t':
                    out.append("\\t");
                    break;
                case '\f':
                    out.append("\\f");
                    break;
                case '\n':
                    out.append("\\n");
                    break;
                case '\r':
                    out.append("\\r");
                    break;
                default:
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
            }
        }
        out.append('"');
    }
}
