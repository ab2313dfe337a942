package io.github.sluice.streamer.schema;

/** The columns of an event's table are not known for sure. */
public final class UnknownSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String advice;

    UnknownSchemaException(String reason, String advice) {
        super(reason + "; " + advice, null, false, false);
        this.reason = reason;
        this.advice = advice;
    }

    public String reason() {
        return reason;
    }

    public String advice() {
        return advice;
    }
}
