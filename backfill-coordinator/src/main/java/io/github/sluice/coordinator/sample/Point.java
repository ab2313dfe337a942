package io.github.sluice.coordinator.sample;

import java.time.Instant;

/**
 * How far a step was at one moment.
 *
 * @param pass counts the times that the rows began anew: a second reading, another process, another attempt
 * @param total rows expected; 0 if nobody knew
 */
public record Point(Instant at, int pass, long rows, long total) {
    private static final int FIELDS = 4;

    /** Rows that were still to come; 0 where the total was not known. */
    public long left() {
        return Math.max(0, total - rows);
    }

    /** As a line of a file. */
    String toLine() {
        return at.toEpochMilli() + "," + pass + "," + rows + "," + total;
    }

    /**
     * Reads {@link #toLine}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Point fromLine(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a point of " + FIELDS + " numbers");
        }
        return new Point(
                Instant.ofEpochMilli(Long.parseLong(fields[0])),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]));
    }
}
