package io.github.sluice.streamer.metrics;

/**
 * One source's health at one moment.
 *
 * @param why a sentence about the state; empty for RUNNING and IDLE
 * @param lagSeconds age of the newest change that is not in its topic yet; 0 when level, NaN if
 *     nothing is known yet
 * @param lagBytes binlog bytes behind the source's end; NaN if the source could not be asked
 * @param lastEventMillis epoch, 0 if nothing was read yet
 * @param lastCommitMillis epoch, 0 if nothing was committed yet
 * @param fileNumber number at the end of the binlog file's name, 0 if not known
 * @param offset byte in that file
 */
public record Health(
        State state,
        String why,
        double lagSeconds,
        double lagBytes,
        long lastEventMillis,
        long lastCommitMillis,
        long fileNumber,
        long offset) {
    /** What a source's stream is doing. */
    public enum State {
        /** Not connected yet. */
        STARTING(true),
        /** Changes are coming. */
        RUNNING(true),
        /** Connected and level; the source has nothing new. */
        IDLE(true),
        /** Between two connections, for less than {@code health.stuckAfter}. */
        RECONNECTING(true),
        /** Out of reach for longer than that. */
        UNREACHABLE(false),
        /** The source moved on and the streamer did not, for longer than that. */
        STUCK(false),
        /** The streamer has given up on the source; a person must look. */
        STOPPED(false),
        /** It was asked to stop and did. */
        ENDED(true);

        private final boolean healthy;

        State(boolean healthy) {
            this.healthy = healthy;
        }

        /** Whether nothing needs to be done about it. */
        public boolean healthy() {
            return healthy;
        }
    }
}
