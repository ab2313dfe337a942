package io.github.sluice.kafkawriter;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A row as one line of text: fields joined by the delimiter, then the line delimiter; a row without columns is the line
 * delimiter alone (inventory #36). So that every row can be read back (inventory #172):
 *
 * <ul>
 *   <li>NULL is the null format, by default {@code \N};
 *   <li>in a value, backslash becomes {@code \\}, line feed {@code \n}, carriage return {@code \r}, and a backslash goes
 *       before every occurrence of the delimiter's first character;
 *   <li>a value that would look like the null format gets a backslash before its first character other than n and r.
 * </ul>
 *
 * A reader takes a field that equals the null format as NULL, otherwise drops each backslash and takes the next character
 * as it is, but {@code n} and {@code r} as line ends. {@link #faultOf} refuses delimiters for which that would not hold.
 * Immutable, thread-safe.
 */
final class TextRows implements RowForm {
    static final String DEFAULT_DELIMITER = "\t";
    static final String DEFAULT_LINE_DELIMITER = "\n";
    static final String DEFAULT_NULL = "\\N";

    private final String delimiter;
    private final String lineDelimiter;
    private final String nullFormat;
    private final char first;

    TextRows(String delimiter, String lineDelimiter, String nullFormat) {
        this.delimiter = delimiter;
        this.lineDelimiter = lineDelimiter;
        this.nullFormat = nullFormat;
        this.first = delimiter.charAt(0);
    }

    /** The rule that a delimiter breaks, null if it breaks none. */
    static @Nullable String faultOf(String delimiter) {
        if (delimiter.isEmpty()) {
            return "must not be empty";
        }
        if (delimiter.indexOf('\\') >= 0 || delimiter.indexOf('\n') >= 0 || delimiter.indexOf('\r') >= 0) {
            return "must not contain a backslash or a line end (they are used for escaping)";
        }
        if ("nrN".indexOf(delimiter.charAt(0)) >= 0) {
            return "must not begin with n, r or N (\\n, \\r and \\N mean line feed, carriage return and NULL)";
        }
        return null;
    }

    /** The rule that a null format breaks, null if it breaks none. */
    static @Nullable String faultOf(String nullFormat, String delimiter) {
        if (nullFormat.equals(DEFAULT_NULL)) {
            return null;
        }
        if (nullFormat.indexOf('\\') >= 0 || nullFormat.indexOf('\n') >= 0 || nullFormat.indexOf('\r') >= 0) {
            return "must be \\N or hold neither backslash nor line end";
        }
        if (nullFormat.contains(delimiter)) {
            return "must not contain the field delimiter";
        }
        if (!nullFormat.isEmpty() && escapable(nullFormat) < 0) {
            return "must hold a character other than n and r";
        }
        return null;
    }

    @Override
    public byte[] encode(@Nullable Object[] wire) {
        StringBuilder line = new StringBuilder(wire.length * 16);
        for (int i = 0; i < wire.length; i++) {
            if (i > 0) {
                line.append(delimiter);
            }
            append(line, wire[i]);
        }
        return line.append(lineDelimiter).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(StringBuilder line, @Nullable Object value) {
        if (value == null) {
            line.append(nullFormat);
            return;
        }
        String text = value.toString();
        int start = line.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                line.append("\\\\");
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else {
                if (c == first) {
                    line.append('\\');
                }
                line.append(c);
            }
        }
        if (text.equals(nullFormat) && line.length() - start == text.length() && !text.isEmpty()) {
            line.insert(start + escapable(text), '\\');
        }
    }

    private static int escapable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != 'n' && text.charAt(i) != 'r') {
                return i;
            }
        }
        return -1;
    }
}
