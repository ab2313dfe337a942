package io.github.sluice.connect;

/** A row that StarRocks will not store, and why, without its values. Immutable. */
final class Refusal {
    private final Row row;
    private final String reason;

    Refusal(Row row, String reason) {
        this.row = row;
        this.reason = reason;
    }

    Row row() {
        return row;
    }

    String reason() {
        return reason;
    }
}
