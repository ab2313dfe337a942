package io.github.sluice.coordinator.control;

import java.util.Optional;

/** What has been said of a run's tables so far. */
public interface Said {
    /** The newest word on a step of a table, by whichever attempt. */
    Optional<Word> newest(String table, String step);

    /** Whether the newest word on a step was said after this process began to listen, and after {@link #sinceRetry}. */
    boolean fresh(String table, String step);

    /** Whether the newest word on a step was said after somebody last had the table tried again; true if nobody had. */
    boolean sinceRetry(String table, String step);
}
