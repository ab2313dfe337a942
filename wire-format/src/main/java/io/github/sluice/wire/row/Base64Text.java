package io.github.sluice.wire.row;

/**
 * The one Base64 text of some bytes. {@code java.util.Base64} also takes text without padding or with stray
 * bits in the last digit; two texts for the same bytes would make equal rows look different.
 */
final class Base64Text {
    private Base64Text() {}

    /**
     * Checks the text and tells how many bytes it stands for.
     *
     * @throws Unfit if the text is not canonical Base64 (RFC 4648 section 4, padded, one line)
     */
    static int decodedLength(String text) throws Unfit {
        int length = text.length();
        if (length == 0) {
            return 0;
        }
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        int last = length - padding - 1;
        boolean canonical = length % 4 == 0;
        for (int i = 0; canonical && i <= last; i++) {
            canonical = digit(text.charAt(i)) >= 0;
        }
        if (canonical && padding > 0) {
            int unused = padding == 1 ? 3 : 15;
            canonical = (digit(text.charAt(last)) & unused) == 0;
        }
        if (!canonical) {
            throw new Unfit("not Base64");
        }
        return length / 4 * 3 - padding;
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
