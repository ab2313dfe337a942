package io.github.sluice.coordinator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes elements that are XML and HTML alike, each text and attribute escaped, so that no name and no message can be markup.
 * Characters that XML does not know, and those that turn the direction of writing, are shown as U+FFFD. One thread.
 */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    Markup(Appendable out) {
        this.out = out;
    }

    /** Something that is markup already and was written by this program. */
    Markup raw(String markup) {
        append(markup);
        return this;
    }

    /** Begins an element; {@code attributes} are names and values in turn. */
    Markup open(String tag, String... attributes) {
        start(tag, attributes);
        append(">");
        open.push(tag);
        return this;
    }

    /** Ends the element that was begun last. */
    Markup close() {
        append("</" + open.pop() + ">");
        return this;
    }

    Markup text(String text) {
        append(escaped(text));
        return this;
    }

    /** An element with nothing but a text. */
    Markup leaf(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that is always empty: one that HTML knows as such, or a shape of SVG. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        append("/>");
        return this;
    }

    private void start(String tag, String... attributes) {
        append("<" + tag);
        for (int i = 0; i < attributes.length; i += 2) {
            append(" " + attributes[i] + "=\"" + escaped(attributes[i + 1]) + "\"");
        }
    }

    /** For texts and for attributes in double quotes. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(legal(point) ? point : REPLACEMENT);
            }
        });
        return safe.toString();
    }

    private static boolean legal(int point) {
        boolean turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        boolean control = (point < ' ' && point != '\t' && point != '\n') || (point >= 0x7F && point <= 0x9F);
        boolean none =
                (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) || (point & 0xFFFE) == 0xFFFE;
        return !turns && !control && !none;
    }

    private void append(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
