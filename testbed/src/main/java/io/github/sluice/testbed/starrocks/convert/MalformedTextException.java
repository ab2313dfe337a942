package io.github.sluice.testbed.starrocks.convert;

import java.io.IOException;

/** A document that is JSON by its grammar and still cannot be read: it fails the whole load. */
public final class MalformedTextException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedTextException(String message) {
        super(message);
    }
}
