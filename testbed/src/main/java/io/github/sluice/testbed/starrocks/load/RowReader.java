package io.github.sluice.testbed.starrocks.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads source rows out of the bodies of one load. One thread. */
interface RowReader {
    /** Takes the source rows, in order. */
    interface Sink {
        /**
         * One row.
         *
         * @param slots one value per source column, or {@code Rejected}; valid during the call
         * @param source gives the row's text for the error log
         */
        void row(@Nullable Object[] slots, SourceRow source) throws LoadException, IOException;

        /** A row that has no slots because it cannot even be cut into fields. */
        void unreadable(String reason, SourceRow source) throws IOException;
    }

    /** The text of the current source row. */
    @FunctionalInterface
    interface SourceRow {
        String text() throws IOException;
    }

    /**
     * Reads one body.
     *
     * @throws LoadException when the body is broken as a whole
     */
    void read(BodySpool body, Sink sink) throws LoadException, IOException;

    /** After the last body: reads what waited for more. */
    void finish(Sink sink) throws LoadException, IOException;
}
