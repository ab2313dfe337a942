package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/** A value of SQL's JSON type inside an expression, as canonical text: it must not be taken for a string. */
public record JsonDocument(String text) {
    /** {@code parse_json(text)}: null when the text is not one JSON value. */
    public static @Nullable JsonDocument parse(String text) {
        try {
            return new JsonDocument(JsonText.canonical(text));
        } catch (IllegalArgumentException notJson) {
            return null;
        }
    }

    /** {@code CAST(text AS JSON)}: text that does not begin like a JSON document becomes a JSON string. */
    public static @Nullable JsonDocument cast(String text) {
        String trimmed = text.strip();
        char first = trimmed.isEmpty() ? ' ' : trimmed.charAt(0);
        if (first == '{' || first == '[' || first == '"') {
            return parse(text);
        }
        return new JsonDocument(quote(text));
    }

    private static String quote(String text) {
        return '"'
                + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                        .quoteAsString(text))
                + '"';
    }
}
