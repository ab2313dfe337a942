package io.github.sluice.kafkawriter;

import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import io.github.sluice.writer.UnfitColumnException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How columns are written where the job says so itself: {@code text} is the value's text as a string, anything else a
 * pattern of {@link DateTimeFormatter} for a date. NULL stays NULL. The format is put on last: key and fingerprint are
 * those of the value, not of how it is written. Immutable, thread-safe.
 */
final class ColumnFormats {
    private static final String TEXT = "text";
    private static final LocalDateTime ANY = LocalDateTime.of(2024, 2, 29, 12, 34, 56);
    private static final int DATE_LENGTH = 10;

    /** By column; null leaves the value as it is. Empty where no column has a format. */
    private final List<@Nullable Format> formats;

    private final List<String> names;

    private ColumnFormats(List<@Nullable Format> formats, List<String> names) {
        this.formats = formats;
        this.names = names;
    }

    /** Reads the formats in {@code column}. Whatever else is wrong there is reported elsewhere. */
    static ColumnFormats from(ParameterMap given, Problems problems) {
        List<@Nullable Format> formats = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean any = false;
        int place = 0;
        for (Object each : given.list(Key.COLUMN)) {
            String where = Key.COLUMN + "[" + place++ + "]";
            Object text = each instanceof Map ? ((Map<?, ?>) each).get("format") : null;
            Format format = null;
            if (text != null) {
                any = true;
                format = parse(text);
                if (format == null) {
                    problems.add(where, "format must be text or a date pattern such as yyyy-MM-dd HH:mm:ss", text);
                }
            }
            formats.add(format);
            names.add(String.valueOf(each instanceof Map ? ((Map<?, ?>) each).get("name") : each));
        }
        return new ColumnFormats(any ? formats : Collections.emptyList(), names);
    }

    private static @Nullable Format parse(Object text) {
        if (text.equals(TEXT)) {
            return String::valueOf;
        }
        try {
            DateTimeFormatter pattern = DateTimeFormatter.ofPattern(String.valueOf(text), Locale.ROOT);
            // a pattern that asks for a zone is found only when it is used
            return pattern.format(ANY).isEmpty() ? null : value -> pattern.format(date(value));
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static LocalDateTime date(Object value) {
        String text = value instanceof String ? (String) value : "";
        return text.length() == DATE_LENGTH
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    boolean isEmpty() {
        return formats.isEmpty();
    }

    /** The form, given formatted values. */
    RowForm around(RowForm form) {
        return formats.isEmpty() ? form : wire -> form.encode(formatted(wire));
    }

    private @Nullable Object[] formatted(@Nullable Object[] wire) throws UnfitColumnException {
        @Nullable Object[] formatted = wire.clone();
        for (int i = 0; i < formatted.length; i++) {
            Format format = formats.get(i);
            Object value = formatted[i];
            if (format != null && value != null) {
                try {
                    formatted[i] = format.apply(value);
                } catch (DateTimeException e) {
                    // its message would quote the value
                    throw new UnfitColumnException(names.get(i), "no date, which its format needs");
                }
            }
        }
        return formatted;
    }

    /** One column's format. */
    private interface Format {
        /** @throws DateTimeException if the value is no date and must be */
        String apply(Object value);
    }
}
