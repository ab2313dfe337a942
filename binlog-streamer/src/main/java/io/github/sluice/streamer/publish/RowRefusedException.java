package io.github.sluice.streamer.publish;

/**
 * A row that cannot be put into its topic; its table stops, the others go on. Reason and advice hold no column value.
 */
public final class RowRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String advice;

    public RowRefusedException(String reason, String advice) {
        super(reason + "; " + advice);
        this.reason = reason;
        this.advice = advice;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }

    /** What to do. */
    public String advice() {
        return advice;
    }
}
