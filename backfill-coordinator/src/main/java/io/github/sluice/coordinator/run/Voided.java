package io.github.sluice.coordinator.run;

/** The source has changed under an attempt in a way that no stream makes good; only a fresh attempt can end EQUAL. */
final class Voided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Voided(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
