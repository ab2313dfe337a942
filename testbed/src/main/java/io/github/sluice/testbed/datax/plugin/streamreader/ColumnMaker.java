package io.github.sluice.testbed.datax.plugin.streamreader;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.StringColumn;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one column's values as {@code {"value": ..., "type": ...}} or {@code {"random": "0, 10", "type": ...}} says; the
 * type is string (also when missing), long, double, bool, date or bytes. A constant beats a random range.
 */
final class ColumnMaker {
    private static final Pattern RANGE = Pattern.compile("\\s*(.*)\\s*,\\s*(.*)\\s*");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final boolean random;
    private final Supplier<Column> maker;

    private ColumnMaker(boolean random, Supplier<Column> maker) {
        this.random = random;
        this.maker = maker;
    }

    boolean isRandom() {
        return random;
    }

    Column make() {
        return maker.get();
    }

    /** @throws DataXException for an unknown type, a missing value or a range that is none */
    static ColumnMaker of(Configuration column) {
        String type = column.getString("type", "").isBlank() ? "string" : column.getString("type");
        String value = column.getString("value", "");
        String range = column.getString("random", "");
        SimpleDateFormat format = new SimpleDateFormat(column.getString("dateFormat", "yyyy-MM-dd HH:mm:ss"));
        if (!value.isBlank()) {
            return new ColumnMaker(false, constant(type, value, format));
        }
        if (range.isBlank()) {
            column.getNecessaryValue("value", StreamReaderErrorCode.REQUIRED_VALUE);
        }
        return new ColumnMaker(true, random(type, range, format));
    }

    private static Supplier<Column> constant(String type, String value, SimpleDateFormat format) {
        switch (type.toLowerCase(Locale.ROOT)) {
            case "string":
                return () -> new StringColumn(value);
            case "long":
                return () -> new LongColumn(value);
            case "double":
                return () -> new DoubleColumn(value);
            case "bool":
                return () -> new BoolColumn("true".equalsIgnoreCase(value));
            case "bytes":
                return () -> new BytesColumn(value.getBytes(StandardCharsets.UTF_8));
            case "date":
                return () -> new DateColumn(parse(format, value));
            default:
                throw unknown(type);
        }
    }

    private static Supplier<Column> random(String type, String range, SimpleDateFormat format) {
        Matcher ends = RANGE.matcher(range);
        if (!ends.matches()) {
            throw illegal("random[" + range + "]需要为param1, param2形式");
        }
        boolean date = type.equalsIgnoreCase("date");
        long low = date ? parse(format, ends.group(1)).getTime() : number(ends.group(1));
        long high = date ? parse(format, ends.group(2)).getTime() : number(ends.group(2));
        boolean bool = type.equalsIgnoreCase("bool");
        if (low < 0 || high < 0 || (!bool && low > high)) {
            throw illegal("random[" + range + "]的参数不能为负数, 且第一个需要小于等于第二个");
        }
        switch (type.toLowerCase(Locale.ROOT)) {
            case "string":
                return () -> new StringColumn(text(between(low, high)));
            case "long":
                return () -> new LongColumn(between(low, high));
            case "double":
                return () ->
                        new DoubleColumn((Double) ThreadLocalRandom.current().nextDouble(low, high + 1));
            case "bool":
                return () -> new BoolColumn(flip(low, high));
            case "bytes":
                return () -> new BytesColumn(text(between(low, high)).getBytes(StandardCharsets.UTF_8));
            case "date":
                return () -> new DateColumn(new Date(between(low, high)));
            default:
                throw unknown(type);
        }
    }

    private static long between(long low, long high) {
        return ThreadLocalRandom.current().nextLong(low, high + 1);
    }

    /** The ends are the weights of false and true; equal ones mean, as in DataX, always true. */
    private static boolean flip(long falseWeight, long trueWeight) {
        if (falseWeight == trueWeight || falseWeight == 0) {
            return true;
        }
        return trueWeight != 0 && between(0, falseWeight + trueWeight) > falseWeight;
    }

    private static String text(long length) {
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < length; i++) {
            text.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static Date parse(SimpleDateFormat format, String text) {
        try {
            return format.parse(text);
        } catch (ParseException e) {
            throw illegal("日期[" + text + "]与格式[" + format.toPattern() + "]不符");
        }
    }

    private static long number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw illegal("random的参数[" + text + "]不是整数");
        }
    }

    private static DataXException illegal(String message) {
        return DataXException.asDataXException(StreamReaderErrorCode.ILLEGAL_VALUE, message);
    }

    private static DataXException unknown(String type) {
        return DataXException.asDataXException(StreamReaderErrorCode.NOT_SUPPORT_TYPE, "不支持类型[" + type + "]");
    }
}
