package io.github.sluice.writer;

/** One parameter of a writer as its documents show it. Immutable. */
public final class Parameter {
    private final String name;
    private final boolean required;
    private final String defaultText;

    /** @param defaultText empty for none */
    public Parameter(String name, boolean required, String defaultText) {
        this.name = name;
        this.required = required;
        this.defaultText = defaultText;
    }

    public String name() {
        return name;
    }

    public boolean required() {
        return required;
    }

    /** Empty where there is none. */
    public String defaultText() {
        return defaultText;
    }
}
