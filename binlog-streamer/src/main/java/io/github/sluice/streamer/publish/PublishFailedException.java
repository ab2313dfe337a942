package io.github.sluice.streamer.publish;

import org.jspecify.annotations.Nullable;

/**
 * The open Kafka transaction cannot go on, or it is not known whether its commit succeeded. The producer is of no use
 * any more: open another one, which settles the transaction either way, and read the position anew.
 */
public final class PublishFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PublishFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
