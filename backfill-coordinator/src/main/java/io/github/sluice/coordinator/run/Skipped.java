package io.github.sluice.coordinator.run;

/** An operator has the table left out; what was done for it stands, and a later resume goes on there. */
final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Skipped(String message) {
        super(message);
    }
}
