package io.github.sluice.coordinator.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stretch of time from left to right, with marks at round times of a zone. Immutable. */
final class TimeAxis {
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800
    };
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAYS = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

    private final Instant from;
    private final Instant to;
    private final ZoneId zone;

    /** A mark at a part of the way, 0 to 1. */
    record Mark(double part, String label) {}

    TimeAxis(Instant from, Instant to, ZoneId zone) {
        this.from = from;
        this.to = to.isAfter(from.plusSeconds(1)) ? to : from.plusSeconds(1);
        this.zone = zone;
    }

    Instant from() {
        return from;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** 0 at the left end, 1 at the right one. */
    double part(Instant at) {
        double part = Duration.between(from, at).toMillis() / (double) length().toMillis();
        return Math.max(0, Math.min(1, part));
    }

    /** The offset of the zone, for the axis' title. */
    String offset() {
        ZoneOffset offset = zone.getRules().getOffset(from);
        return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset;
    }

    /** At most so many marks. */
    List<Mark> marks(int most) {
        long step = STEPS[STEPS.length - 1];
        for (long known : STEPS) {
            if (length().toSeconds() / known < most) {
                step = known;
                break;
            }
        }
        while (length().toSeconds() / step >= most) {
            step *= 2;
        }
        long offset = zone.getRules().getOffset(from).getTotalSeconds();
        long first = Math.floorDiv(from.getEpochSecond() + offset + step - 1, step) * step - offset;
        DateTimeFormatter format = length().toHours() >= 24 ? DAYS : step < 60 ? SECONDS : MINUTES;
        List<Mark> marks = new ArrayList<>();
        for (long second = first; second <= to.getEpochSecond(); second += step) {
            Instant at = Instant.ofEpochSecond(second);
            if (!at.isBefore(from)) {
                marks.add(new Mark(part(at), format.format(at.atZone(zone))));
            }
        }
        return marks;
    }
}
