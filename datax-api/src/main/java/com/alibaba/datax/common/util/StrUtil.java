package com.alibaba.datax.common.util;

import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.DecimalFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text: sizes in words, placeholders, digests. */
public class StrUtil {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)\\}?");

    private StrUtil() {}

    static boolean isBlank(String text) {
        return text == null || text.chars().allMatch(Character::isWhitespace);
    }

    /** Bytes in the greatest unit of which there is at least one, with two decimals: {@code 1.65KB}, {@code 12B}. */
    public static String stringify(long byteNumber) {
        int unit = 0;
        long size = 1;
        while (unit < UNITS.length - 1 && byteNumber / (size * 1024) > 0) {
            size *= 1024;
            unit++;
        }
        return unit == 0
                ? byteNumber + "B"
                : new DecimalFormat("0.00").format((double) byteNumber / size) + UNITS[unit];
    }

    /**
     * Replaces {@code ${name}} and {@code $name} by the System property of that name where it is set and not blank.
     * Each placeholder's text is replaced wherever it occurs, so {@code $a} also inside {@code $ab}; in what order is a
     * HashMap's matter, as in DataX.
     */
    public static String replaceVariable(String param) {
        Map<String, String> values = new HashMap<>();
        Matcher variables = VARIABLE.matcher(param);
        while (variables.find()) {
            String value = System.getProperty(variables.group(1));
            values.put(variables.group(), isBlank(value) ? variables.group() : value);
        }
        String replaced = param;
        for (Map.Entry<String, String> each : values.entrySet()) {
            replaced = replaced.replace(each.getKey(), each.getValue());
        }
        return replaced;
    }

    /** Keeps the first and the last characters of a text that is longer than both together. */
    public static String compressMiddle(String s, int headLength, int tailLength) {
        if (s == null) {
            throw new NullPointerException("text must not be null");
        }
        if (headLength <= 0 || tailLength <= 0) {
            throw new IllegalArgumentException("head and tail must be longer than 0");
        }
        if (headLength + tailLength >= s.length()) {
            return s;
        }
        return s.substring(0, headLength) + "..." + s.substring(s.length() - tailLength);
    }

    /** MD5 of the text in the JVM's charset, in lower-case hex. */
    public static String getMd5(String plainText) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte each : MessageDigest.getInstance("MD5").digest(plainText.getBytes(Charset.defaultCharset()))) {
                hex.append(String.format("%02x", each));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }
}
