package io.github.sluice.coordinator.s1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a JSON file and the line that it stands in. What is not there is a place too, with nothing in it, so that
 * a path may be followed without asking at every step. Immutable and thread-safe.
 */
final class JsonPlace {
    /** What a value is. */
    enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        TRUTH,
        NULL,
        ABSENT
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String file;
    private final int line;
    private final Kind kind;
    private final String text;
    private final Map<String, JsonPlace> fields;
    private final List<JsonPlace> elements;

    private JsonPlace(
            String file, int line, Kind kind, String text, Map<String, JsonPlace> fields, List<JsonPlace> elements) {
        this.file = file;
        this.line = line;
        this.kind = kind;
        this.text = text;
        this.fields = Collections.unmodifiableMap(fields);
        this.elements = Collections.unmodifiableList(elements);
    }

    /** A text that is not one JSON value; the message holds nothing of it, as it may hold a secret. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final int column;
        private final String closers;

        NotJson(int line, int column, String closers) {
            super("not JSON, line " + line + " column " + column);
            this.line = line;
            this.column = column;
            this.closers = closers;
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }

        /** The brackets that are missing at the end of the file; empty where something else is wrong. */
        String closers() {
            return closers;
        }
    }

    /**
     * Reads a file's text.
     *
     * @throws NotJson where it is not exactly one JSON value, or an object repeats a key
     */
    static JsonPlace parse(String file, String text) throws NotJson {
        try (JsonParser parser = FACTORY.createParser(text)) {
            try {
                if (parser.nextToken() == null) {
                    throw new NotJson(1, 1, "");
                }
                JsonPlace place =
                        read(file, parser, parser.currentTokenLocation().getLineNr());
                if (parser.nextToken() != null) {
                    throw new NotJson(
                            parser.currentTokenLocation().getLineNr(),
                            parser.currentTokenLocation().getColumnNr(),
                            "");
                }
                return place;
            } catch (JsonProcessingException e) {
                throw new NotJson(
                        e.getLocation().getLineNr(),
                        e.getLocation().getColumnNr(),
                        e instanceof JsonEOFException ending && !insideText(ending) ? closers(parser) : "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading a String", e);
        }
    }

    private static boolean insideText(JsonEOFException ending) {
        return ending.getTokenBeingDecoded() == JsonToken.VALUE_STRING
                || ending.getTokenBeingDecoded() == JsonToken.FIELD_NAME;
    }

    private static String closers(JsonParser parser) {
        StringBuilder closers = new StringBuilder();
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            closers.append(at.inObject() ? '}' : ']');
        }
        return closers.toString();
    }

    private static JsonPlace read(String file, JsonParser parser, int line) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT:
                Map<String, JsonPlace> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    int at = parser.currentTokenLocation().getLineNr();
                    parser.nextToken();
                    fields.put(name, read(file, parser, at));
                }
                return new JsonPlace(file, line, Kind.OBJECT, "", fields, List.of());
            case START_ARRAY:
                List<JsonPlace> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(
                            read(file, parser, parser.currentTokenLocation().getLineNr()));
                }
                return new JsonPlace(file, line, Kind.ARRAY, "", Map.of(), elements);
            case VALUE_STRING:
                return scalar(file, line, Kind.TEXT, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                return scalar(file, line, Kind.NUMBER, parser.getText());
            case VALUE_TRUE, VALUE_FALSE:
                return scalar(file, line, Kind.TRUTH, parser.getText());
            default:
                return scalar(file, line, Kind.NULL, "");
        }
    }

    private static JsonPlace scalar(String file, int line, Kind kind, String text) {
        return new JsonPlace(file, line, kind, text, Map.of(), List.of());
    }

    String file() {
        return file;
    }

    /** The line of a field's name, of an element, or of what the missing value would stand in; from 1. */
    int line() {
        return line;
    }

    Kind kind() {
        return kind;
    }

    boolean is(Kind asked) {
        return kind == asked;
    }

    /** Whether something is here, null included. */
    boolean present() {
        return kind != Kind.ABSENT;
    }

    /** The text, number or truth as it is written; empty for everything else. */
    String text() {
        return text;
    }

    /** As {@link #text}, or another text where that is empty. */
    String textOr(String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** The whole number here, or another one where none is. */
    long number(long otherwise) {
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }

    JsonPlace at(String name) {
        JsonPlace found = fields.get(name);
        return found == null ? absent() : found;
    }

    /** Follows several names. */
    JsonPlace at(String first, String... more) {
        JsonPlace place = at(first);
        for (String name : more) {
            place = place.at(name);
        }
        return place;
    }

    /** The first element of a list; a value that is no list stands for itself. */
    JsonPlace firstElement() {
        if (kind != Kind.ARRAY) {
            return this;
        }
        return elements.isEmpty() ? absent() : elements.get(0);
    }

    List<JsonPlace> elements() {
        return elements;
    }

    /** The texts of a list; a text counts as a list of one. */
    List<String> texts() {
        return kind == Kind.ARRAY
                ? elements.stream().map(JsonPlace::text).toList()
                : text.isEmpty() ? List.of() : List.of(text);
    }

    /** The fields in the order of the file. */
    Map<String, JsonPlace> fields() {
        return fields;
    }

    private JsonPlace absent() {
        return new JsonPlace(file, line, Kind.ABSENT, "", Map.of(), List.of());
    }
}
