package com.alibaba.datax.common.element;

import com.alibaba.datax.common.util.Configuration;
import java.io.UnsupportedEncodingException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;

/**
 * How text, moments and bytes turn into each other: the job's {@code common.column} settings, one set per JVM. Until
 * {@link #bind} is called moments are shown by the defaults and, as in DataX, no text is a moment.
 */
public final class ColumnCast {
    private static volatile Settings settings = new Settings(null);

    public ColumnCast() {}

    /** Takes over {@code common.column.*}; called once by the engine. What is missing keeps its earlier value. */
    public static void bind(Configuration configuration) {
        settings = new Settings(configuration, settings);
    }

    public static Date string2Date(StringColumn column) throws ParseException {
        String text = column.asString();
        return text == null ? null : settings.parse(text);
    }

    public static Date string2Date(StringColumn column, String dateFormat) throws ParseException {
        return settings.parse(column.asString(), dateFormat);
    }

    public static byte[] string2Bytes(StringColumn column) throws UnsupportedEncodingException {
        String text = column.asString();
        return text == null ? null : text.getBytes(settings.encoding);
    }

    public static String date2String(DateColumn column) {
        Date date = column.asDate();
        if (date == null) {
            return null;
        }
        switch (column.getSubType()) {
            case DATE:
                return settings.date.format(date);
            case TIME:
                return settings.time.format(date);
            default:
                return settings.datetime.format(date);
        }
    }

    public static String bytes2String(BytesColumn column) throws UnsupportedEncodingException {
        byte[] bytes = column.asBytes();
        return bytes == null ? null : new String(bytes, settings.encoding);
    }

    /** Immutable. */
    private static final class Settings {
        final boolean bound;
        final String timeZone;
        final String encoding;
        final DatePattern datetime;
        final DatePattern date;
        final DatePattern time;
        final List<DatePattern> extra = new ArrayList<>();

        Settings(Configuration none) {
            bound = false;
            timeZone = "GMT+8";
            encoding = "UTF-8";
            datetime = new DatePattern("yyyy-MM-dd HH:mm:ss", timeZone);
            date = new DatePattern("yyyy-MM-dd", timeZone);
            time = new DatePattern("HH:mm:ss", timeZone);
        }

        Settings(Configuration job, Settings earlier) {
            bound = true;
            timeZone = job.getString("common.column.timeZone", earlier.timeZone);
            encoding = job.getString("common.column.encoding", earlier.encoding);
            datetime = pattern(job, "datetimeFormat", earlier.datetime);
            date = pattern(job, "dateFormat", earlier.date);
            time = pattern(job, "timeFormat", earlier.time);
            for (String each :
                    job.getList("common.column.extraFormats", Collections.<String>emptyList(), String.class)) {
                extra.add(new DatePattern(each, timeZone));
            }
        }

        private DatePattern pattern(Configuration job, String key, DatePattern earlier) {
            return new DatePattern(job.getString("common.column." + key, earlier.pattern()), timeZone);
        }

        Date parse(String text) throws ParseException {
            if (!bound) {
                throw new IllegalStateException("common.column is not bound yet");
            }
            List<DatePattern> patterns = new ArrayList<>();
            Collections.addAll(patterns, datetime, date, time);
            patterns.addAll(extra);
            for (DatePattern each : patterns) {
                Date parsed = each.parse(text);
                if (parsed != null) {
                    return parsed;
                }
            }
            throw new ParseException(text, 0);
        }

        Date parse(String text, String pattern) throws ParseException {
            Date parsed = new DatePattern(pattern, bound ? timeZone : null).parse(text);
            if (parsed == null) {
                throw new ParseException(text, 0);
            }
            return parsed;
        }
    }
}
