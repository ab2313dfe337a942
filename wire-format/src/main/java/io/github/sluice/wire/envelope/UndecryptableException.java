package io.github.sluice.wire.envelope;

import org.jspecify.annotations.Nullable;

/** A message that could not be opened. Its text holds nothing of the message, so it may be logged. */
public final class UndecryptableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a message could not be opened. */
    public enum Reason {
        /** Begins as no envelope of a known version does: plaintext, or something else entirely. */
        NOT_AN_ENVELOPE,
        /** Meant as an envelope, but a part is missing, foreign, not hexadecimal or of the wrong length. */
        MALFORMED,
        /** Well formed, but sealed with another key or for another place, or changed on the way. */
        WRONG_KEY_OR_TAMPERED,
        /** Names a data key that this reader does not have. */
        UNKNOWN_KEY,
        /** Whole and sound, but a frame of many messages where one is wanted. */
        FRAME
    }

    private final Reason reason;

    public UndecryptableException(Reason reason, String message) {
        this(reason, message, null);
    }

    public UndecryptableException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
