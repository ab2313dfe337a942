package io.github.sluice.testbed.starrocks.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Delimiters of CSV loads as written in headers: text, {@code \x01} bytes, and the usual escapes. */
final class CsvDelimiter {
    private static final int MAX_BYTES = 50;

    private CsvDelimiter() {}

    /**
     * The bytes of a delimiter.
     *
     * @param name for the message
     */
    static byte[] parse(String text, String name) throws LoadException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(i + 1);
                if ((next == 'x' || next == 'X') && isHex(text, i + 2)) {
                    out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                    i += 3;
                    continue;
                }
                int escaped = "trn0".indexOf(next);
                if (escaped >= 0) {
                    out.write("\t\r\n\0".charAt(escaped));
                    i++;
                    continue;
                }
            }
            int codePoint = text.codePointAt(i);
            out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            i += Character.charCount(codePoint) - 1;
        }
        if (out.size() < 1 || out.size() > MAX_BYTES) {
            throw new LoadException(
                    LoadStatus.INVALID_ARGUMENT, "The valid bytes length for '" + name + "' is [1, " + MAX_BYTES + "]");
        }
        return out.toByteArray();
    }

    private static boolean isHex(String text, int at) {
        return at + 1 < text.length()
                && Character.digit(text.charAt(at), 16) >= 0
                && Character.digit(text.charAt(at + 1), 16) >= 0;
    }
}
