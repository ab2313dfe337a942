package io.github.sluice.wire.row;

/** A value that its column's form refuses; the codec adds the column's name. Cheap: no stack trace. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
