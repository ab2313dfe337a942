package io.github.sluice.coordinator;

/**
 * The exit codes of every {@code sluice} command. Stable: schedulers branch on them. 1, 2, 130, 137 and 143 are never
 * used, because DataX, shells and schedulers give them meanings of their own.
 */
public enum ExitCode {
    /** Everything that was asked for is done. */
    DONE(0),
    /** The command line or {@code sluice.yaml} is wrong; nothing was started. */
    USAGE(10),
    /** Rows read by DataX and rows acknowledged by Kafka differ, or rows were dirty. */
    READ_NOT_ACKED(20),
    /** Rows acknowledged by Kafka and rows in the topic differ. */
    ACKED_NOT_IN_TOPIC(21),
    /** Rows in the topic and rows in StarRocks differ. */
    TOPIC_NOT_IN_STARROCKS(22),
    /** A record of the topic cannot be decrypted or is not a row. */
    UNDECRYPTABLE(23),
    /** The connector or one of its tasks failed. */
    CONNECTOR_FAILED(24),
    /** DataX ended with an error before there was anything to compare. */
    SNAPSHOT_FAILED(25),
    /** StarRocks refused a statement, for example the CREATE TABLE. */
    TARGET_REFUSED(26),
    /** The table's structure, or all its rows at once, changed while it was copied, more often than is tried again. */
    SOURCE_CHANGED(27),
    /** The streamer has stopped capturing the table's changes. */
    CAPTURE_STOPPED(28),
    /** Rows of MySQL and rows of StarRocks differ after the stream has caught up. */
    LIVE_DIFF(29),
    /** A connection was lost or a wait ended: neither success nor failure is known. */
    UNKNOWN(30),
    /**
     * {@code plan --check}: the generated files are not those that the settings and MySQL ask for now. {@code connect
     * diff}: a connector is not as its file describes it.
     */
    STALE_PLAN(31),
    /** A table's newest row is older than it may be, and newer ones are held up or missing. */
    STALE_DATA(32),
    /** The journal's chain of entries is broken, or its tables say something else than the entries do. */
    JOURNAL_BROKEN(33),
    /** {@code doctor}: something is not as a run needs it. */
    UNFIT(34),
    /** A guard refused to go on: going on could lose or mix data. */
    REFUSED(40);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit code. */
    public int number() {
        return number;
    }

    /** The code with this number; {@link #UNKNOWN} for a number of a newer version. */
    public static ExitCode of(int number) {
        for (ExitCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }

    /** Whether this is a proven mismatch of data: the attempt is spoilt, and only a fresh one can end EQUAL. */
    public boolean spoilsAttempt() {
        return this == READ_NOT_ACKED
                || this == ACKED_NOT_IN_TOPIC
                || this == TOPIC_NOT_IN_STARROCKS
                || this == UNDECRYPTABLE
                || this == SNAPSHOT_FAILED
                || this == SOURCE_CHANGED;
    }
}
