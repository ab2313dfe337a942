package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Builds one JSON object, one member per line, in the order of the calls: what StarRocks' replies look like. */
final class JsonReply {
    /** Indent of a backend's replies. */
    static final int BACKEND = 4;
    /** Indent of a frontend's replies. */
    static final int FRONTEND = 2;

    private final StringBuilder text = new StringBuilder("{");
    private final String indent;

    JsonReply(int indent) {
        this.indent = " ".repeat(indent);
    }

    JsonReply add(String name, String value) {
        return member(name, '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"');
    }

    JsonReply add(String name, long value) {
        return member(name, Long.toString(value));
    }

    /** Adds the member only when there is a value. */
    JsonReply addIfPresent(String name, @Nullable String value) {
        return value == null ? this : add(name, value);
    }

    /** Adds a value that is JSON already. */
    JsonReply addJson(String name, String json) {
        return member(name, json);
    }

    private JsonReply member(String name, String value) {
        text.append(text.length() == 1 ? "\n" : ",\n")
                .append(indent)
                .append('"')
                .append(name)
                .append("\": ")
                .append(value);
        return this;
    }

    /** The object as an answer with HTTP status 200. */
    HttpResponse response() {
        return HttpResponse.json(200, toString());
    }

    @Override
    public String toString() {
        return text + "\n}";
    }
}
