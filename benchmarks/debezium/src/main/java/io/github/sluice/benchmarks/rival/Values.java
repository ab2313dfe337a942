package io.github.sluice.benchmarks.rival;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Debezium's values as {@code RowCodec.normalise} takes them. Text of times is made by hand: formatters are slow. */
final class Values {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
    private static final long MICROS = 1_000_000;

    private Values() {}

    /** One column's way. */
    interface Conversion {
        Object of(Object value);
    }

    /** The way of a column; chosen once for each schema. */
    static Conversion conversion(Schema schema) {
        String name = schema.name();
        if (name == null) {
            return Values::plain;
        }
        switch (name) {
            case "io.debezium.time.Timestamp":
                return value -> dateTime(Math.multiplyExact((Long) value, 1000L));
            case "io.debezium.time.MicroTimestamp":
                return value -> dateTime((Long) value);
            case "io.debezium.time.Date":
                return value -> date((Integer) value);
            case "io.debezium.time.MicroTime":
                return value -> time((Long) value);
            case "io.debezium.time.ZonedTimestamp":
                return value -> moment((String) value);
            case "io.debezium.data.Bits":
                return value -> bits(value);
            default:
                return Values::plain;
        }
    }

    private static Object plain(Object value) {
        if (value instanceof ByteBuffer) {
            ByteBuffer buffer = ((ByteBuffer) value).duplicate();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        return value;
    }

    private static Object bits(Object value) {
        byte[] bytes = value instanceof ByteBuffer ? (byte[]) plain(value) : (byte[]) value;
        long number = 0;
        for (int i = bytes.length - 1; i >= 0; i--) { // lowest first
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    private static String date(int day) {
        byte[] text = new byte[10];
        date(text, LocalDate.ofEpochDay(day));
        return string(text);
    }

    private static String dateTime(long micros) {
        return dateTime(LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS), 0, ZoneOffset.UTC), (int)
                Math.floorMod(micros, MICROS));
    }

    private static String moment(String utc) {
        Instant instant = OffsetDateTime.parse(utc).toInstant();
        return dateTime(LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZONE), instant.getNano() / 1000);
    }

    private static String dateTime(LocalDateTime time, int micros) {
        byte[] text = new byte[micros == 0 ? 19 : 26];
        date(text, time.toLocalDate());
        text[10] = ' ';
        clock(text, 11, time.getHour(), time.getMinute(), time.getSecond(), micros);
        return string(text);
    }

    private static String time(long micros) {
        int sign = micros < 0 ? 1 : 0;
        long size = Math.abs(micros);
        int fraction = (int) (size % MICROS);
        int seconds = (int) (size / MICROS);
        int hours = seconds / 3600;
        int extra = sign + (hours > 99 ? 1 : 0);
        byte[] text = new byte[extra + (fraction == 0 ? 8 : 15)];
        if (sign == 1) {
            text[0] = '-';
        }
        if (hours > 99) {
            text[sign] = (byte) ('0' + hours / 100);
        }
        clock(text, extra, hours % 100, seconds / 60 % 60, seconds % 60, fraction);
        return string(text);
    }

    private static void date(byte[] text, LocalDate date) {
        two(text, 0, date.getYear() / 100);
        two(text, 2, date.getYear() % 100);
        text[4] = '-';
        two(text, 5, date.getMonthValue());
        text[7] = '-';
        two(text, 8, date.getDayOfMonth());
    }

    private static void clock(byte[] text, int at, int hour, int minute, int second, int micros) {
        two(text, at, hour);
        text[at + 2] = ':';
        two(text, at + 3, minute);
        text[at + 5] = ':';
        two(text, at + 6, second);
        if (micros != 0) {
            text[at + 8] = '.';
            two(text, at + 9, micros / 10_000);
            two(text, at + 11, micros / 100 % 100);
            two(text, at + 13, micros % 100);
        }
    }

    private static void two(byte[] text, int at, int value) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }

    private static String string(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }

    /** Null stays null. */
    static @Nullable Object convert(Conversion conversion, @Nullable Object value) {
        return value == null ? null : conversion.of(value);
    }
}
