package io.github.sluice.streamer.value;

import org.jspecify.annotations.Nullable;

/** Character sets of MySQL's collations by number ({@code information_schema.COLLATIONS}, 8.0.31 and 5.7.22). */
public final class Collations {
    private static final @Nullable String[] CHARSETS = new @Nullable String[1024];

    static {
        put("armscii8", 32, 64);
        put("ascii", 11, 65);
        put("big5", 1, 84);
        put("binary", 63);
        put("cp1250", 26, 34, 44, 66, 99);
        put("cp1251", 14, 23, 50, 51, 52);
        put("cp1256", 57, 67);
        put("cp1257", 29, 58, 59);
        put("cp850", 4, 80);
        put("cp852", 40, 81);
        put("cp866", 36, 68);
        put("cp932", 95, 96);
        put("dec8", 3, 69);
        put("eucjpms", 97, 98);
        put("euckr", 19, 85);
        put("gb18030", 248, 249, 250);
        put("gb2312", 24, 86);
        put("gbk", 28, 87);
        put("geostd8", 92, 93);
        put("greek", 25, 70);
        put("hebrew", 16, 71);
        put("hp8", 6, 72);
        put("keybcs2", 37, 73);
        put("koi8r", 7, 74);
        put("koi8u", 22, 75);
        put("latin1", 5, 8, 15, 31, 47, 48, 49, 94);
        put("latin2", 2, 9, 21, 27, 77);
        put("latin5", 30, 78);
        put("latin7", 20, 41, 42, 79);
        put("macce", 38, 43);
        put("macroman", 39, 53);
        put("sjis", 13, 88);
        put("swe7", 10, 82);
        put("tis620", 18, 89);
        put("ujis", 12, 91);
        put("ucs2", 35, 90, 159);
        range("ucs2", 128, 151);
        put("utf16", 54, 55);
        range("utf16", 101, 124);
        put("utf16le", 56, 62);
        put("utf32", 60, 61);
        range("utf32", 160, 183);
        put("utf8mb3", 33, 76, 83);
        range("utf8mb3", 192, 223);
        put("utf8mb4", 45, 46);
        range("utf8mb4", 224, 247);
        range("utf8mb4", 255, 400); // 323 is the last one of 8.0.31; only utf8mb4 still gets new collations
    }

    private Collations() {}

    private static void put(String charset, int... numbers) {
        for (int number : numbers) {
            CHARSETS[number] = charset;
        }
    }

    private static void range(String charset, int first, int last) {
        for (int number = first; number <= last; number++) {
            CHARSETS[number] = charset;
        }
    }

    /** The character set's name as 8.0 writes it; {@code collation N} for a number that is unknown. */
    public static String charset(int collation) {
        String charset = collation >= 0 && collation < CHARSETS.length ? CHARSETS[collation] : null;
        return charset == null ? "collation " + collation : charset;
    }

    /** One name for one character set: {@code utf8} is {@code utf8mb3}. */
    public static String canonical(String charset) {
        return charset.equals("utf8") ? "utf8mb3" : charset;
    }
}
