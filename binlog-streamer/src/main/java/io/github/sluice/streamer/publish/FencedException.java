package io.github.sluice.streamer.publish;

/**
 * The broker no longer takes transactions of this producer: another one has registered under its transactional id, or
 * the transaction was open for longer than its time-out. Nothing of the open transaction can be seen by anybody who
 * reads committed records.
 */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
