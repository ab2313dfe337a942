package io.github.sluice.streamload;

import java.util.Objects;

/** A password. Prints {@code [hidden]}; only {@link #reveal()} gives the text. Immutable. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    public static Secret of(String text) {
        return new Secret(Objects.requireNonNull(text, "text"));
    }

    /** The password itself, for the one line that sends it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
