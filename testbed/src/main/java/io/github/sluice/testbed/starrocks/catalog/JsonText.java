package io.github.sluice.testbed.starrocks.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a JSON value: one line, a blank after {@code :} and {@code ,}, object keys sorted by
 * their UTF-8 bytes (9.6), the first of equal keys (6.3), integers up to 64 bits as they are, every other
 * number as a double in the form of {@link JsonNumberText}.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

    private JsonText() {}

    /**
     * The canonical form of a JSON document.
     *
     * @throws IllegalArgumentException if the text is not exactly one JSON value
     */
    public static String canonical(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("Failed to parse JSON string: empty");
            }
            StringBuilder out = new StringBuilder(text.length() + 16);
            value(parser, out);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("Failed to parse JSON string: text after the value");
            }
            return out.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Failed to parse JSON string: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What {@code parse_json(text)} gives: a text that begins like an object, an array or a quoted string is
     * parsed (NULL if that fails); {@code null} is NULL; <em>any other text becomes a JSON string</em>, numbers
     * and {@code true} too ({@code parse_json('123')} is {@code "123"}). Source: StarRocks' recorded results for
     * its tests of JSON scalars and of string JSON, and its issue about parse_json of single elements.
     *
     * @return canonical, or null for NULL
     */
    public static @Nullable String parseJson(String text) {
        String stripped = text.strip();
        if (stripped.equals("null")) {
            return null;
        }
        if (stripped.isEmpty() || "{[\"".indexOf(stripped.charAt(0)) < 0) {
            StringBuilder out = new StringBuilder();
            quoted(text, out);
            return out.toString();
        }
        try {
            return canonical(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void value(JsonParser parser, StringBuilder out) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> object(parser, out);
            case START_ARRAY -> {
                out.append('[');
                for (boolean first = true; parser.nextToken() != JsonToken.END_ARRAY; first = false) {
                    out.append(first ? "" : ", ");
                    value(parser, out);
                }
                out.append(']');
            }
            case VALUE_STRING -> quoted(parser.getText(), out);
            case VALUE_NUMBER_INT ->
                out.append(
                        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? integer(parser.getBigIntegerValue())
                                : Long.toString(parser.getLongValue()));
            case VALUE_NUMBER_FLOAT -> out.append(real(parser.getDoubleValue()));
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> out.append(token.asString());
            default -> throw new IllegalArgumentException("Failed to parse JSON string: unexpected " + token);
        }
    }

    private static void object(JsonParser parser, StringBuilder out) throws IOException {
        Map<String, String> members = new TreeMap<>(JsonText::byBytes);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder member = new StringBuilder();
            value(parser, member);
            members.putIfAbsent(name, member.toString());
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.append(separator);
            quoted(member.getKey(), out);
            out.append(": ").append(member.getValue());
            separator = ", ";
        }
        out.append('}');
    }

    /** As the UTF-8 bytes compare: as the characters do, unless one of a surrogate pair meets one above it. */
    private static int byBytes(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pairs = Character.isSurrogate(x) != Character.isSurrogate(y);
                return pairs && x >= Character.MIN_SURROGATE && y >= Character.MIN_SURROGATE
                        ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y))
                        : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static String integer(BigInteger n) {
        boolean fits = n.bitLength() <= 63 || (n.signum() > 0 && n.compareTo(UNSIGNED_LIMIT) < 0);
        return fits ? n.toString() : real(n.doubleValue());
    }

    private static String real(double d) {
        if (!Double.isFinite(d)) {
            throw new IllegalArgumentException("Failed to parse JSON string: number out of range");
        }
        return JsonNumberText.of(d);
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
