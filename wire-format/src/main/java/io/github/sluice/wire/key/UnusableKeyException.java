package io.github.sluice.wire.key;

import org.jspecify.annotations.Nullable;

/**
 * A secret that cannot be had, or a key that is no key. The message names the reference and the rule that was
 * broken, never what was found there, so it may be logged.
 */
public final class UnusableKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnusableKeyException(String message) {
        super(message);
    }

    UnusableKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
