package io.github.sluice.coordinator.report;

/**
 * Something that the report could not look at.
 *
 * @param table the table that it is about; empty for all
 * @param detail why, in the words of whoever found out; empty where the kind says it all
 */
public record Gap(Kind kind, String table, String detail) {
    /** What is missing. */
    public enum Kind {
        /** This half has no journal. */
        NO_JOURNAL,
        /** The control topic was not asked, because the command line says so. */
        OFFLINE,
        /** There is no control topic: no run has begun. */
        NO_CONTROL_TOPIC,
        /** The control topic could not be read. */
        CONTROL_UNREADABLE,
        /** The times of the other half's steps are in its own journal. */
        TIMES_OF_OTHER_HALF,
        /** No samples were kept here, so that there is nothing to plot. */
        NO_SAMPLES,
        /** A table's samples cannot be read. */
        SAMPLES_UNREADABLE,
        /** The manifest of a table is there and cannot be read. */
        MANIFEST_UNREADABLE
    }

    /** Of all tables, with nothing more to say. */
    public Gap(Kind kind) {
        this(kind, "", "");
    }
}
