package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One path of {@code jsonpaths} or {@code json_root}: {@code $}, {@code $.a.b}, {@code $."x.y"}, {@code $.a[0]}. */
final class JsonPath {
    /** A member's name, or an array index when the name is empty and the index is not negative. */
    private record Step(String name, int index) {}

    private final String text;
    private final List<Step> steps;

    private JsonPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    static JsonPath parse(String text) throws LoadException {
        if (!text.startsWith("$")) {
            throw invalid(text);
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '.') {
                at = member(text, at + 1, steps);
            } else if (c == '[') {
                at = element(text, at + 1, steps);
            } else {
                throw invalid(text);
            }
        }
        return new JsonPath(text, List.copyOf(steps));
    }

    private static int member(String text, int from, List<Step> steps) throws LoadException {
        int end;
        int next;
        int start = from;
        if (from < text.length() && text.charAt(from) == '"') {
            start = from + 1;
            end = text.indexOf('"', start);
            next = end + 1;
        } else {
            end = from;
            while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                end++;
            }
            next = end;
        }
        if (end <= start) {
            throw invalid(text);
        }
        steps.add(new Step(text.substring(start, end), -1));
        return next;
    }

    private static int element(String text, int from, List<Step> steps) throws LoadException {
        int end = text.indexOf(']', from);
        String digits = end < 0 ? "" : text.substring(from, end).trim();
        if (digits.equals("*")) {
            throw LoadException.notImplemented("[*] in json path " + text);
        }
        if (!digits.matches("[0-9]{1,9}")) {
            throw invalid(text);
        }
        steps.add(new Step("", Integer.parseInt(digits)));
        return end + 1;
    }

    private static LoadException invalid(String text) {
        return new LoadException(LoadStatus.INVALID_ARGUMENT, "Invalid json path: " + text);
    }

    /**
     * Moves the parser, which stands at the first token of a value, to the first token of what the path names inside
     * it. Returns false when there is no such thing; the parser then stands anywhere inside the value.
     */
    boolean seek(JsonParser parser) throws IOException {
        for (Step step : steps) {
            boolean found = step.index() < 0 ? seekMember(parser, step.name()) : seekElement(parser, step.index());
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean seekMember(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(name);
            parser.nextToken();
            if (wanted) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean seekElement(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
