package io.github.sluice.testbed.starrocks.load.expression;

import io.github.sluice.testbed.starrocks.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/** A value of SQL's JSON type inside an expression, as canonical text: it must not be taken for a string. */
public record JsonDocument(String text) {
    /** {@code parse_json(text)} by the rules of {@link JsonText#parseJson}: bare scalars become JSON strings. */
    public static @Nullable JsonDocument parse(String text) {
        String json = JsonText.parseJson(text);
        return json == null ? null : new JsonDocument(json);
    }

    /** The document of a number or boolean as JSON writes it. */
    static JsonDocument scalar(String text) {
        return new JsonDocument(JsonText.canonical(text));
    }

    /** {@code CAST(text AS JSON)}: text that does not begin like a JSON document becomes a JSON string. */
    public static @Nullable JsonDocument cast(String text) {
        return text.strip().equals("null") ? new JsonDocument(quote(text)) : parse(text);
    }

    private static String quote(String text) {
        return '"'
                + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                        .quoteAsString(text))
                + '"';
    }
}
