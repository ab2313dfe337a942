package io.github.sluice.coordinator.journal;

import java.util.Locale;

/**
 * Something outside that this half made or took over. Only what it {@link Origin#CREATED} may be emptied or dropped
 * later.
 */
public record Resource(Kind kind, String name, Origin origin, String attemptId) {
    /** What it is. */
    public enum Kind {
        TABLE,
        TOPIC,
        CONNECTOR,
        /** A table file in the streamer's folder. */
        TABLE_FILE;

        /** The word for messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How it came to be ours. */
    public enum Origin {
        /** About to be created: written before the act, so that a kill in between is understood. */
        INTENDED,
        CREATED,
        /** Found there, empty and fitting; never emptied or dropped by us. */
        FOUND
    }

    /** Whether the journal shows that we made it. */
    public boolean ours() {
        return origin != Origin.FOUND;
    }
}
