package io.github.sluice.coordinator.run;

/** The source half has begun a newer attempt at the table; what is being done for this one is void. */
final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Superseded(String message) {
        super(message);
    }
}
