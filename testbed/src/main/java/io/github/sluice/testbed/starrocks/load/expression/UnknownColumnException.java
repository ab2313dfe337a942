package io.github.sluice.testbed.starrocks.load.expression;

/** A name that is no column in the scope; the message is the name, for the caller's own sentence. */
public final class UnknownColumnException extends ExpressionException {
    private static final long serialVersionUID = 1L;

    UnknownColumnException(String name) {
        super(name);
    }
}
