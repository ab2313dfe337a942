package io.github.sluice.streamer.value;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's character sets by name: what decodes them here, and how many bytes a character has at most. Java's sets are those
 * of the driver that DataX's mysqlreader has, so that the same bytes become the same text; where the driver falls back to
 * a set that does not fit, there is none here.
 */
public final class Charsets {
    private static final Map<String, Entry> BY_NAME = new HashMap<>();

    private record Entry(@Nullable String javaName, int maxLength) {}

    static {
        put(4, "utf8mb4", "UTF-8");
        put(3, "utf8mb3", "UTF-8");
        put(3, "utf8", "UTF-8");
        put(1, "ascii", "US-ASCII");
        put(1, "latin1", "windows-1252");
        put(1, "latin2", "ISO-8859-2");
        put(1, "latin5", "ISO-8859-9");
        put(1, "latin7", "ISO-8859-13");
        put(1, "greek", "ISO-8859-7");
        put(1, "hebrew", "ISO-8859-8");
        put(1, "cp1250", "windows-1250");
        put(1, "cp1251", "windows-1251");
        put(1, "cp1256", "windows-1256");
        put(1, "cp1257", "windows-1257");
        put(1, "cp850", "IBM850");
        put(1, "cp852", "IBM852");
        put(1, "cp866", "IBM866");
        put(1, "koi8r", "KOI8-R");
        put(1, "koi8u", "KOI8-U");
        put(1, "tis620", "TIS-620");
        put(2, "gbk", "GBK");
        put(2, "gb2312", "GB2312");
        put(4, "gb18030", "GB18030");
        put(2, "big5", "Big5");
        put(2, "euckr", "EUC-KR");
        put(2, "sjis", "Shift_JIS");
        put(2, "cp932", "windows-31j");
        put(3, "ujis", "EUC-JP");
        put(3, "eucjpms", "x-eucJP-Open");
        put(2, "ucs2", "UTF-16BE");
        put(4, "utf16", "UTF-16BE");
        put(4, "utf16le", "UTF-16LE");
        put(4, "utf32", "UTF-32BE");
        for (String unknown :
                new String[] {"dec8", "hp8", "swe7", "macce", "macroman", "keybcs2", "armscii8", "geostd8"}) {
            BY_NAME.put(unknown, new Entry(null, 1));
        }
        BY_NAME.put("binary", new Entry(null, 1));
    }

    private Charsets() {}

    private static void put(int maxLength, String name, String javaName) {
        BY_NAME.put(name, new Entry(javaName, maxLength));
    }

    /** Bytes of the longest character; 0 for a name that MySQL does not have. */
    public static int maxLength(String name) {
        Entry entry = BY_NAME.get(name);
        return entry == null ? 0 : entry.maxLength();
    }

    /** Java's character set for MySQL's, or null if Java has none that fits. */
    public static @Nullable Charset find(String name) {
        Entry entry = BY_NAME.get(name);
        String javaName = entry == null ? null : entry.javaName();
        if (javaName == null) {
            return null;
        }
        return javaName.equals("UTF-8")
                ? StandardCharsets.UTF_8
                : Charset.isSupported(javaName) ? Charset.forName(javaName) : null;
    }
}
