package io.github.sluice.testbed.starrocks.load;

/** The backend is to look as if it had died: no answer, and nothing is cleaned up. */
final class VanishedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VanishedException(FaultPoint point) {
        super("fault at " + point);
    }
}
