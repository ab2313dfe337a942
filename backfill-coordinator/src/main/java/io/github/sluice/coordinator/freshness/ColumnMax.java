package io.github.sluice.coordinator.freshness;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The greatest value of a column, as the server writes it. Immutable.
 *
 * @param text null where the table has no row with a value
 */
public record ColumnMax(@Nullable String text) {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?)?");

    public boolean isEmpty() {
        return text == null;
    }

    /** As Python's {@code str} of pymysql's value: {@code None}, and a fraction of six digits or none (inventory #115). */
    public String printed() {
        if (text == null) {
            return "None";
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches() || time.group(2) == null) {
            return text;
        }
        String whole = time.group(1) + " " + time.group(2);
        String fraction = time.group(3) == null ? "" : (time.group(3) + "000000").substring(0, 6);
        return fraction.isEmpty() || fraction.equals("000000") ? whole : whole + "." + fraction;
    }

    /**
     * The moment that the value means: a date and time in the zone, the end of a date, or seconds or milliseconds since
     * 1970.
     *
     * @return empty for no value and for one that is no time
     */
    public Optional<Instant> moment(ZoneOffset zone) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.matches("\\d{10}")) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        }
        if (text.matches("\\d{13}")) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(time.group(1));
            if (time.group(2) == null) {
                return Optional.of(day.plusDays(1).atStartOfDay().minusNanos(1).toInstant(zone));
            }
            String fraction = time.group(3) == null ? "" : "." + time.group(3);
            return Optional.of(LocalDateTime.of(day, LocalTime.parse(time.group(2) + fraction))
                    .toInstant(zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether this value is greater; no value is less than any. */
    boolean isAfter(ColumnMax other) {
        if (text == null || other.text == null) {
            return text != null;
        }
        Optional<Instant> here = moment(ZoneOffset.UTC);
        Optional<Instant> there = other.moment(ZoneOffset.UTC);
        if (here.isPresent() && there.isPresent()) {
            return here.get().isAfter(there.get());
        }
        String number = "-?\\d+(\\.\\d+)?";
        return text.matches(number) && other.text.matches(number)
                ? new BigDecimal(text).compareTo(new BigDecimal(other.text)) > 0
                : text.compareTo(other.text) > 0;
    }
}
