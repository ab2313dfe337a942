package io.github.sluice.wire.envelope;

import org.jspecify.annotations.Nullable;

/** A message that could not be opened. Its text holds nothing of the message, so it may be logged. */
public final class UndecryptableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a message could not be opened. */
    public enum Reason {
        /** Not a JSON object with a nonce or a ciphertext: plaintext, or something else entirely. */
        NOT_AN_ENVELOPE,
        /** Meant as an envelope, but a part is missing, foreign, not hexadecimal or of the wrong length. */
        MALFORMED,
        /** Well formed, but sealed with another key or for another place, or changed on the way. */
        WRONG_KEY_OR_TAMPERED
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
