package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.verify.Verdict;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The words of a report, and how it writes numbers, bytes, durations and times. Immutable and thread-safe. */
public final class ReportWords {
    /** What stands where nothing is known. */
    static final String NOTHING = "–";

    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] SHORT = {"", "k", "M", "G", "T", "P"};
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private final ResourceBundle bundle;
    private final ZoneId zone;

    private ReportWords(ResourceBundle bundle, ZoneId zone) {
        this.bundle = bundle;
        this.zone = zone;
    }

    /**
     * Words in a language.
     *
     * @param locale simplified Chinese, or anything else for English
     * @param zone in which times are written
     */
    public static ReportWords in(Locale locale, ZoneId zone) {
        return new ReportWords(
                ResourceBundle.getBundle(
                        "sluice-report",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)),
                zone);
    }

    ZoneId zone() {
        return zone;
    }

    /** For the page's {@code lang}. */
    String language() {
        return of("language");
    }

    /** The text of a key; arguments are put in as they are, so that numbers are written by {@link #number} before. */
    String of(String key, Object... arguments) {
        return MessageFormat.format(bundle.getString(key), arguments);
    }

    /** The text of a key, or another one where the bundle does not have it. */
    String orElse(String key, String otherwise) {
        return bundle.containsKey(key) ? of(key) : otherwise;
    }

    /** How many tables are equal, different and neither. */
    public String counts(RunReport report) {
        return of(
                "say.tables",
                number((long) report.tables().size()),
                number(report.count(Verdict.EQUAL)),
                number(report.count(Verdict.DIFF)),
                number(report.count(Verdict.UNKNOWN)));
    }

    public String verdict(Verdict verdict) {
        return of("verdict." + verdict);
    }

    public String state(TableReport table) {
        return of("state." + table.state());
    }

    /** Code and message of the step that failed; empty if none has. */
    public String failure(TableReport table) {
        return table.failure()
                .map(step -> step.code().number() + " " + step.message())
                .orElse("");
    }

    public String written() {
        return of("say.written");
    }

    String number(@Nullable Long number) {
        return number == null ? NOTHING : String.format(Locale.ROOT, "%,d", number);
    }

    /** In few characters, for an axis. */
    static String shortNumber(double number) {
        int unit = 0;
        double scaled = number;
        while (Math.abs(scaled) >= 1000 && unit < SHORT.length - 1) {
            scaled /= 1000;
            unit++;
        }
        String text = Math.abs(scaled - Math.rint(scaled)) < 0.05
                ? String.format(Locale.ROOT, "%.0f", scaled)
                : String.format(Locale.ROOT, "%.1f", scaled);
        return text + SHORT[unit];
    }

    static String bytes(long bytes) {
        int unit = 0;
        double scaled = bytes;
        while (scaled >= 1024 && unit < BYTES.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", scaled, BYTES[unit]);
    }

    /** The two largest units, such as 2 h 05 min. */
    String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + " " + of("unit.ms");
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f %s", millis / 1000.0, of("unit.s"));
        }
        long seconds = millis / 1000;
        if (seconds < 3600) {
            return two(seconds / 60, "unit.min", seconds % 60, "unit.s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "unit.h", seconds / 60 % 60, "unit.min");
        }
        return two(seconds / 86_400, "unit.d", seconds / 3600 % 24, "unit.h");
    }

    private String two(long large, String largeUnit, long small, String smallUnit) {
        return String.format(Locale.ROOT, "%d %s %02d %s", large, of(largeUnit), small, of(smallUnit));
    }

    /** ISO 8601 to the second, with the zone's offset. */
    String time(@Nullable Instant instant) {
        return instant == null
                ? NOTHING
                : WHEN.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    /** The same for a time in the text of evidence; any other text as it is. */
    String timeOr(String text) {
        try {
            return time(Instant.parse(text));
        } catch (DateTimeParseException noTime) {
            return text;
        }
    }
}
