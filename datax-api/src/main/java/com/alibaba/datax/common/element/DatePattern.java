package com.alibaba.datax.common.element;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date format in one time zone, reading as leniently as commons-lang's {@code FastDateFormat}, which DataX uses: a run
 * of digits per numeric field whatever its width, months and days rolling over, hours taken modulo 24, text after the
 * match ignored. Formats with names of months, days or zones go to {@link SimpleDateFormat}. Thread-safe.
 */
final class DatePattern {
    private static final Pattern FIELD = Pattern.compile("([A-Za-z])\\1*|''|'(?:[^']|'')*'|[^A-Za-z']+");

    private final String pattern;
    private final TimeZone timeZone;
    private final ThreadLocal<SimpleDateFormat> format;
    private final List<String> numericFields = new ArrayList<>();
    /** Null when the format has fields that are not numbers. */
    private final Pattern reader;

    /** @param timeZone an id such as {@code GMT+8}, or null for the JVM's */
    DatePattern(String pattern, String timeZone) {
        this.pattern = pattern;
        this.timeZone = timeZone == null ? TimeZone.getDefault() : TimeZone.getTimeZone(timeZone);
        this.format = ThreadLocal.withInitial(() -> {
            SimpleDateFormat made = new SimpleDateFormat(pattern);
            made.setTimeZone(this.timeZone);
            return made;
        });
        this.reader = numericReader();
    }

    String pattern() {
        return pattern;
    }

    String format(Date date) {
        return format.get().format(date);
    }

    /** The moment, or null when the text does not begin with one. */
    Date parse(String text) {
        if (reader == null) {
            return format.get().parse(text, new ParsePosition(0));
        }
        Matcher match = reader.matcher(text);
        if (!match.lookingAt()) {
            return null;
        }
        Calendar calendar = Calendar.getInstance(timeZone);
        calendar.clear();
        for (int i = 0; i < numericFields.size(); i++) {
            set(calendar, numericFields.get(i), Integer.parseInt(match.group(i + 1)));
        }
        return calendar.getTime();
    }

    private Pattern numericReader() {
        List<String> parts = new ArrayList<>();
        Matcher fields = FIELD.matcher(pattern);
        while (fields.find()) {
            parts.add(fields.group());
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (!Character.isLetter(part.charAt(0))) {
                regex.append(Pattern.quote(unquote(part)));
                continue;
            }
            if (!isNumber(part)) {
                return null;
            }
            boolean abutsNumber = i + 1 < parts.size() && isNumber(parts.get(i + 1));
            regex.append(abutsNumber ? "(\\p{Nd}{" + part.length() + "})" : "(\\p{Nd}++)");
            numericFields.add(part);
        }
        return Pattern.compile(regex.toString());
    }

    private static String unquote(String literal) {
        if (literal.equals("''")) {
            return "'";
        }
        boolean quoted = literal.charAt(0) == '\'';
        return quoted ? literal.substring(1, literal.length() - 1).replace("''", "'") : literal;
    }

    private static boolean isNumber(String part) {
        char letter = part.charAt(0);
        return Character.isDigit(letter)
                || "yDdHhKkmsSFWw".indexOf(letter) >= 0
                || (letter == 'M' && part.length() <= 2);
    }

    private static void set(Calendar calendar, String field, int value) {
        switch (field.charAt(0)) {
            case 'y':
                calendar.set(Calendar.YEAR, field.length() > 2 || value >= 100 ? value : nearestYear(value));
                break;
            case 'M':
                calendar.set(Calendar.MONTH, value - 1);
                break;
            case 'd':
                calendar.set(Calendar.DAY_OF_MONTH, value);
                break;
            case 'D':
                calendar.set(Calendar.DAY_OF_YEAR, value);
                break;
            case 'F':
                calendar.set(Calendar.DAY_OF_WEEK_IN_MONTH, value);
                break;
            case 'W':
                calendar.set(Calendar.WEEK_OF_MONTH, value);
                break;
            case 'w':
                calendar.set(Calendar.WEEK_OF_YEAR, value);
                break;
            case 'H':
                calendar.set(Calendar.HOUR_OF_DAY, value % 24);
                break;
            case 'k':
                calendar.set(Calendar.HOUR_OF_DAY, value);
                break;
            case 'h':
                calendar.set(Calendar.HOUR, value % 12);
                break;
            case 'K':
                calendar.set(Calendar.HOUR, value);
                break;
            case 'm':
                calendar.set(Calendar.MINUTE, value);
                break;
            case 's':
                calendar.set(Calendar.SECOND, value);
                break;
            case 'S':
                calendar.set(Calendar.MILLISECOND, value);
                break;
            default:
                throw new IllegalArgumentException("not a numeric date field: " + field);
        }
    }

    /** Two digits mean a year from eighty years ago to nineteen ahead. */
    private static int nearestYear(int twoDigits) {
        int now = Calendar.getInstance().get(Calendar.YEAR);
        int year = now / 100 * 100 + twoDigits;
        return year < now + 20 ? year : year - 100;
    }
}
