package io.github.sluice.datax;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.ColumnCast;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.StringColumn;
import com.alibaba.datax.common.util.Configuration;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Every conversion of many columns, before {@code common.column} is bound and with two settings of it. Loaded once with
 * our API and once with a real DataX's.
 */
public final class ColumnMatrix implements Callable<Map<String, String>> {
    private static final String[] TEXTS = {
        "",
        " ",
        "0",
        "1",
        "-1",
        "+7",
        " 1",
        "1 ",
        "007",
        "1.5",
        "-1.5",
        ".5",
        "5.",
        "1e3",
        "1E+3",
        "1E-400",
        "1e400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "1.10",
        "0.000000000000000000000000000001",
        "true",
        "TRUE",
        "False",
        "yes",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "infinity",
        "0x10",
        "--1",
        "1d",
        "1L",
        "中文",
        "2024-02-29 12:34:56",
        "2024-02-29 12:34:56.789",
        "2024-02-29",
        "2024-02-30",
        "2024-2-9 1:2:3",
        "12:34:56",
        "25:61:61",
        "24:00:00",
        "20240229",
        "2024-13-01 00:00:00",
        "0000-00-00 00:00:00",
        "0000-00-00",
        "1969-12-31 23:59:59",
        "9999-12-31 23:59:59",
        "10000-01-01",
        "2024-02-29T12:34:56",
        " 2024-02-29",
        "2024-02-29  12:34:56",
        "2024-02-2912:34:56",
        "2024-02-29 12:34",
        "24-02-29",
        "-2024-02-29",
        "2024/02/29",
        "February",
        "2024-02-29 12:34:56 PM",
        "99999999999-01-01",
        "２０２４-02-29"
    };
    private static final String[] PATTERNS = {
        "yyyy-MM-dd", "yyyyMMdd", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss.SSS", "yy-MM-dd", "HH", "hh:mm", "kk:mm:ss",
        "yyyy'T'MM", "dd/MM/yyyy", "MMM dd yyyy", "yyyy-MM-dd'T'HH:mm:ss", "D", "bogus", "yyyy 'year' MM", "''yy"
    };

    private final Outcomes outcomes = new Outcomes();
    private boolean first = true;
    private boolean patterns;

    @Override
    public Map<String, String> call() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        convertAll("unbound");
        ColumnCast.bind(Configuration.from("{\"common\": {\"column\": {\"datetimeFormat\": \"yyyy-MM-dd HH:mm:ss\","
                + "\"timeFormat\": \"HH:mm:ss\", \"dateFormat\": \"yyyy-MM-dd\", \"extraFormats\": [\"yyyyMMdd\"],"
                + "\"timeZone\": \"GMT+8\", \"encoding\": \"utf-8\"}}}"));
        patterns = true;
        convertAll("core.json");
        patterns = false;
        ColumnCast.bind(Configuration.from("{\"common\": {\"column\": {\"datetimeFormat\": \"yyyy/MM/dd HH:mm\","
                + "\"extraFormats\": [\"yyyy-MM-dd'T'HH:mm:ss\", \"MMM yyyy\"], \"timeZone\": \"America/New_York\","
                + "\"encoding\": \"GBK\"}}}"));
        convertAll("New York");
        ColumnCast.bind(Configuration.from("{\"common\": {\"column\": {\"encoding\": \"no-such\"}}}"));
        convertAll("bad encoding");
        return outcomes.all();
    }

    private void convertAll(String setting) {
        Map<String, Supplier<Column>> columns = columns();
        columns.forEach((name, made) -> convert(setting + ": " + name, made));
        first = false;
    }

    private static Map<String, Supplier<Column>> columns() {
        Map<String, Supplier<Column>> columns = new LinkedHashMap<>();
        for (String text : TEXTS) {
            columns.put("String(" + text + ")", () -> new StringColumn(text));
            columns.put("Long(text " + text + ")", () -> new LongColumn(text));
            columns.put("Double(text " + text + ")", () -> new DoubleColumn(text));
            columns.put("Bool(text " + text + ")", () -> new BoolColumn(text));
        }
        columns.put("String(null)", () -> new StringColumn(null));
        columns.put("String()", StringColumn::new);
        columns.put("Long()", LongColumn::new);
        columns.put("Long(text null)", () -> new LongColumn((String) null));
        columns.put("Long(Long null)", () -> new LongColumn((Long) null));
        columns.put("Long(Integer null)", () -> new LongColumn((Integer) null));
        columns.put("Long(Integer 5)", () -> new LongColumn(5));
        columns.put("Long(Long -5)", () -> new LongColumn(-5L));
        columns.put("Long(1704067200123)", () -> new LongColumn(1704067200123L));
        columns.put("Long(2^100)", () -> new LongColumn(BigInteger.TWO.pow(100)));
        columns.put("Long(10^400)", () -> new LongColumn(BigInteger.TEN.pow(400)));
        columns.put("Double()", DoubleColumn::new);
        columns.put("Double(text null)", () -> new DoubleColumn((String) null));
        columns.put("Double(Double null)", () -> new DoubleColumn((Double) null));
        columns.put("Double(Float null)", () -> new DoubleColumn((Float) null));
        columns.put("Double(Long 7)", () -> new DoubleColumn(7L));
        columns.put("Double(Integer 7)", () -> new DoubleColumn(7));
        columns.put("Double(1e300)", () -> new DoubleColumn(1e300));
        columns.put("Double(0.1)", () -> new DoubleColumn(0.1));
        columns.put("Double(0.1f)", () -> new DoubleColumn(0.1f));
        columns.put("Double(1e-320)", () -> new DoubleColumn(1e-320));
        columns.put("Double(NaN)", () -> new DoubleColumn(Double.NaN));
        columns.put("Double(BigDecimal)", () -> new DoubleColumn(new BigDecimal("1E+5")));
        columns.put("Double(BigDecimal null)", () -> new DoubleColumn((BigDecimal) null));
        columns.put("Double(BigInteger)", () -> new DoubleColumn(BigInteger.TEN.pow(30)));
        columns.put("Bool()", BoolColumn::new);
        columns.put("Bool(true)", () -> new BoolColumn(true));
        columns.put("Bool(false)", () -> new BoolColumn(false));
        columns.put("Bool(Boolean null)", () -> new BoolColumn((Boolean) null));
        columns.put("Bool(text null)", () -> new BoolColumn((String) null));
        columns.put("Bytes()", BytesColumn::new);
        columns.put("Bytes(null)", () -> new BytesColumn(null));
        columns.put("Bytes(empty)", () -> new BytesColumn(new byte[0]));
        columns.put("Bytes(中文)", () -> new BytesColumn("中文".getBytes(StandardCharsets.UTF_8)));
        columns.put("Bytes(ff00)", () -> new BytesColumn(new byte[] {(byte) 0xff, 0}));
        columns.put("Date()", DateColumn::new);
        columns.put("Date(Long null)", () -> new DateColumn((Long) null));
        columns.put("Date(0)", () -> new DateColumn(0L));
        columns.put("Date(-1)", () -> new DateColumn(-1L));
        columns.put("Date(far)", () -> new DateColumn(253402300800000L));
        columns.put("Date(before Christ)", () -> new DateColumn(-62200000000000L));
        columns.put("Date(util)", () -> new DateColumn(new Date(1709181296789L)));
        columns.put("Date(util null)", () -> new DateColumn((Date) null));
        columns.put("Date(sql Date)", () -> new DateColumn(new java.sql.Date(1709181296789L)));
        columns.put("Date(sql Date null)", () -> new DateColumn((java.sql.Date) null));
        columns.put("Date(Time)", () -> new DateColumn(new Time(1709181296789L)));
        columns.put("Date(Time null)", () -> new DateColumn((Time) null));
        columns.put("Date(Timestamp)", () -> new DateColumn(timestamp()));
        columns.put("Date(Timestamp null)", () -> new DateColumn((Timestamp) null));
        for (int precision : new int[] {-1, 8, 10, 11, 12, 17, 18}) {
            columns.put(
                    "Date(Time nanos " + precision + ")", () -> new DateColumn(new Time(1000), 123456789, precision));
            columns.put("Date(null Time nanos " + precision + ")", () -> new DateColumn(null, 5, precision));
        }
        return columns;
    }

    private static Timestamp timestamp() {
        Timestamp timestamp = new Timestamp(1709181296000L);
        timestamp.setNanos(789_999_999);
        return timestamp;
    }

    private void convert(String name, Supplier<Column> made) {
        Column column;
        try {
            column = made.get();
        } catch (RuntimeException e) {
            if (first) {
                outcomes.note(name, () -> {
                    throw e;
                });
            }
            return;
        }
        outcomes.note(name + " asString", column::asString);
        outcomes.note(name + " asBytes", column::asBytes);
        outcomes.note(name + " asDate", column::asDate);
        if (first) {
            convertWithoutSetting(name, column);
        }
        if (column instanceof StringColumn && patterns) {
            for (String pattern : PATTERNS) {
                outcomes.note(name + " asDate(" + pattern + ")", () -> column.asDate(pattern));
            }
        }
    }

    private void convertWithoutSetting(String name, Column column) {
        outcomes.note(name + " type", column::getType);
        outcomes.note(name + " byteSize", column::getByteSize);
        outcomes.note(name + " rawData", column::getRawData);
        outcomes.note(name + " asLong", column::asLong);
        outcomes.note(name + " asDouble", column::asDouble);
        outcomes.note(name + " asBigInteger", column::asBigInteger);
        outcomes.note(name + " asBigDecimal", column::asBigDecimal);
        outcomes.note(name + " asBoolean", column::asBoolean);
        outcomes.note(name + " toString", column::toString);
        outcomes.note(name + " asDate(yyyy)", () -> column.asDate("yyyy"));
        if (column instanceof DateColumn date) {
            outcomes.note(name + " subType", date::getSubType);
            outcomes.note(name + " nanos", date::getNanos);
            outcomes.note(name + " precision", date::getPrecision);
        }
    }
}
