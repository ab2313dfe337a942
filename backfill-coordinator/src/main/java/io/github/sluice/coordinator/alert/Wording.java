package io.github.sluice.coordinator.alert;

/** An alert in a language that people read. Thread-safe. */
public interface Wording {
    /** One line, without markup. */
    String title(Alert alert);

    /** What was seen, on one line; empty for nothing. */
    String reason(Alert alert);

    /** A few lines, without markup. */
    String text(Alert alert);
}
