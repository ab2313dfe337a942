package io.github.sluice.wire.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * JSON text in the one form by which MySQL's, the binlog's and StarRocks' readings of a JSON value are equal:
 * keys sorted by UTF-16 units, no blanks, one spelling of each string and of each number.
 *
 * <p>A number that is whole and fits 64 bits is its digits, however it was spelled ({@code 1.0}, {@code 1e0});
 * any other number is {@code ~} and the 16 hexadecimal digits of its IEEE 754 double, because StarRocks keeps
 * such numbers as doubles and every server prints doubles its own way. So two decimals that differ only
 * beyond 17 digits, and two integers beyond 64 bits that share a double, compare as equal.
 *
 * <p>A document that is nothing but a number or a boolean equals the string of the same text: StarRocks'
 * {@code parse_json} makes a string of it ({@code parse_json('1')} is {@code "1"}, its reference says), and what
 * the target cannot keep must not be reported as lost for ever. Inside objects and arrays the two stay apart.
 */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // keys of documents are data: without end, and free to collide in a symbol table
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(200) // MySQL allows 100
                    .build())
            .build();
    /** A number as JSON spells it (RFC 8259, 6), short enough to be one that a server printed. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?");

    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    /** Above this a double no longer holds every whole number. */
    private static final double EXACT = 1L << 53;

    private JsonText() {}

    /** Refuses text that is not exactly one JSON value, repeats a key, or holds a number beyond a double. */
    static void check(String text) throws Unfit {
        parse(text, parser -> walk(parser));
    }

    /** Whether the document is the literal {@code null}. */
    static boolean isNull(String text) {
        return text.length() < 64 && text.trim().equals("null");
    }

    /** The one form of the text. */
    static String canonical(String text) throws Unfit {
        String form = canonicalValue(text);
        return form.charAt(0) == '"' ? bareScalar(form) : form;
    }

    /** A string's form, or that of the number or boolean that it spells. */
    private static String bareScalar(String string) {
        String content = string.substring(1, string.length() - 1);
        boolean scalar = content.equals("true")
                || content.equals("false")
                || NUMBER.matcher(content).matches();
        try {
            return scalar ? canonicalValue(content) : string;
        } catch (Unfit beyondADouble) {
            return string; // no server took it for a number
        }
    }

    private static String canonicalValue(String text) throws Unfit {
        StringBuilder out = new StringBuilder(text.length());
        parse(text, parser -> value(parser, out));
        return out.toString();
    }

    private interface Reading {
        /** Reads the value whose first token is current. */
        void read(JsonParser parser) throws IOException, Unfit;
    }

    private static void parse(String text, Reading reading) throws Unfit {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new Unfit("empty text is not JSON");
            }
            reading.read(parser);
            if (parser.nextToken() != null) {
                throw new Unfit("more than one JSON value");
            }
        } catch (JsonParseException e) {
            boolean duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
            throw new Unfit(duplicate ? "a JSON object repeats a key" : "not JSON");
        } catch (com.fasterxml.jackson.core.exc.StreamConstraintsException e) {
            throw new Unfit("JSON nested deeper or with longer numbers than MySQL allows");
        } catch (IOException e) {
            throw new UncheckedIOException("reading a String", e);
        }
    }

    private static void walk(JsonParser parser) throws IOException, Unfit {
        int depth = 0;
        JsonToken token = parser.currentToken();
        do {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                refuseBeyondADouble(parser.getText());
            }
            token = depth == 0 ? null : parser.nextToken();
        } while (token != null);
    }

    private static double refuseBeyondADouble(String number) throws Unfit {
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw new Unfit("a JSON number beyond a double");
        }
        return value;
    }

    private static void value(JsonParser parser, StringBuilder out) throws IOException, Unfit {
        switch (parser.currentToken()) {
            case START_OBJECT:
                object(parser, out);
                break;
            case START_ARRAY:
                char before = '[';
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    out.append(before);
                    before = ',';
                    value(parser, out);
                }
                out.append(before == '[' ? "[]" : "]");
                break;
            case VALUE_STRING:
                string(parser.getText(), out);
                break;
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                number(parser.getText(), out);
                break;
            case VALUE_TRUE:
            case VALUE_FALSE:
            case VALUE_NULL:
                out.append(parser.getText());
                break;
            default:
                throw new Unfit("not JSON");
        }
    }

    private static void object(JsonParser parser, StringBuilder out) throws IOException, Unfit {
        Map<String, StringBuilder> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder field = new StringBuilder();
            value(parser, field);
            fields.put(name, field);
        }
        char before = '{';
        for (Map.Entry<String, StringBuilder> field : fields.entrySet()) {
            out.append(before);
            before = ',';
            string(field.getKey(), out);
            out.append(':').append(field.getValue());
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static void number(String text, StringBuilder out) throws Unfit {
        if (isShortInteger(text)) {
            out.append(text.equals("-0") ? "0" : text);
            return;
        }
        if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            BigInteger whole = new BigInteger(text);
            if (fits(whole)) {
                out.append(whole);
                return;
            }
        }
        double value = refuseBeyondADouble(text);
        if (value == Math.rint(value)) {
            BigInteger whole = Math.abs(value) <= EXACT
                    ? BigInteger.valueOf((long) value)
                    : shortest(value).toBigInteger();
            if (fits(whole)) {
                out.append(whole);
                return;
            }
        }
        String hex = Long.toHexString(Double.doubleToLongBits(value));
        out.append('~').append("0000000000000000", hex.length(), 16).append(hex);
    }

    private static boolean isShortInteger(String text) {
        if (text.length() > 18) {
            return false;
        }
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(BigInteger whole) {
        return whole.compareTo(MIN) >= 0 && whole.compareTo(MAX) <= 0;
    }

    /**
     * The number of fewest digits that reads back as this double. A server that prints a large double
     * without exponent prints these digits, and its text then reads as an integer.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17));
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
        }
        out.append('"');
    }
}
