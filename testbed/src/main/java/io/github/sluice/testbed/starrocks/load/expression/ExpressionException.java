package io.github.sluice.testbed.starrocks.load.expression;

/** An expression that StarRocks' analyzer, or the stand-in, refuses. The message is the analyzer's detail. */
public class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExpressionException(String message) {
        super(message);
    }
}
