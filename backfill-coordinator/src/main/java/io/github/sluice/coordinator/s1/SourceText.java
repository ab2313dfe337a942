package io.github.sluice.coordinator.s1;

import java.util.Arrays;

/**
 * One program, script, statement or properties file, with its comments blanked out, so that what is only written about
 * is not found. Offsets and lines are those of the file. Immutable and thread-safe.
 */
final class SourceText {
    /** How comments, strings and blocks are written. */
    enum Language {
        JAVA,
        PYTHON,
        SHELL,
        SQL,
        PROPERTIES
    }

    private final String file;
    private final Language language;
    private final String raw;
    private final String code;
    private final String bare;
    private final int[] lineStarts;

    private SourceText(String file, Language language, String raw, String code, String bare) {
        this.file = file;
        this.language = language;
        this.raw = raw;
        this.code = code;
        this.bare = bare;
        this.lineStarts = lineStarts(raw);
    }

    /**
     * Reads a text.
     *
     * @param file how the file is named to people
     */
    static SourceText of(String file, Language language, String text) {
        char[] code = text.toCharArray();
        char[] bare = text.toCharArray();
        int at = 0;
        while (at < text.length()) {
            int end = commentEnd(text, at, language);
            if (end > at) {
                blank(code, at, end);
                blank(bare, at, end);
                at = end;
                continue;
            }
            end = stringEnd(text, at, language);
            if (end > at) {
                if (language == Language.PYTHON && isDocstring(text, at)) {
                    blank(code, at, end);
                    blank(bare, at, end);
                } else {
                    blank(bare, at + 1, end - 1);
                }
                at = end;
                continue;
            }
            at++;
        }
        return new SourceText(file, language, text, new String(code), new String(bare));
    }

    String file() {
        return file;
    }

    Language language() {
        return language;
    }

    /** The file as it is. */
    String raw() {
        return raw;
    }

    /** The file with blanks in place of comments; as long as the file. */
    String code() {
        return code;
    }

    /** The same with blanks also in place of what stands between quotes. */
    String bare() {
        return bare;
    }

    Spot whole() {
        return new Spot(this, 0, code.length());
    }

    /** The line of an offset, from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Where the line of an offset begins. */
    int lineStart(int offset) {
        return lineStarts[line(offset) - 1];
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts[line++] = i + 1;
            }
        }
        return starts;
    }

    private static void blank(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != '\n') {
                text[i] = ' ';
            }
        }
    }

    /** The end of a comment that begins here; the offset itself where none does. */
    private static int commentEnd(String text, int at, Language language) {
        return switch (language) {
            case JAVA -> slashes(text, at);
            case PYTHON -> text.charAt(at) == '#' ? endOfLine(text, at) : at;
            case SHELL ->
                text.charAt(at) == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))
                        ? endOfLine(text, at)
                        : at;
            case SQL -> {
                boolean line = text.startsWith("--", at) || text.charAt(at) == '#';
                yield line ? endOfLine(text, at) : text.startsWith("/*", at) ? endOf(text, "*/", at + 2) : at;
            }
            case PROPERTIES ->
                (text.charAt(at) == '#' || text.charAt(at) == '!')
                                && text.substring(text.lastIndexOf('\n', at) + 1, at)
                                        .isBlank()
                        ? endOfLine(text, at)
                        : at;
        };
    }

    private static int slashes(String text, int at) {
        if (text.startsWith("//", at)) {
            return endOfLine(text, at);
        }
        return text.startsWith("/*", at) ? endOf(text, "*/", at + 2) : at;
    }

    /** The end of a quoted text that begins here; the offset itself where none does. */
    private static int stringEnd(String text, int at, Language language) {
        char quote = text.charAt(at);
        if (language == Language.PROPERTIES || (quote != '"' && quote != '\'')) {
            return at;
        }
        String triple = String.valueOf(quote).repeat(3);
        boolean mayBeTriple = language == Language.PYTHON || (language == Language.JAVA && quote == '"');
        if (mayBeTriple && text.startsWith(triple, at)) {
            return endOf(text, triple, at + 3);
        }
        boolean escapes = language != Language.SHELL || quote == '"';
        boolean endsWithLine = language == Language.JAVA || language == Language.PYTHON;
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && escapes) {
                i++;
            } else if (c == quote) {
                if (language != Language.SQL || i + 1 >= text.length() || text.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++; // a doubled quote stands for itself
            } else if (c == '\n' && endsWithLine) {
                return i;
            }
        }
        return text.length();
    }

    /** A text that is a statement of its own says something to people only. */
    private static boolean isDocstring(String text, int at) {
        char quote = text.charAt(at);
        return text.startsWith(String.valueOf(quote).repeat(3), at)
                && text.substring(text.lastIndexOf('\n', at) + 1, at).isBlank();
    }

    private static int endOfLine(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private static int endOf(String text, String mark, int from) {
        int end = text.indexOf(mark, from);
        return end < 0 ? text.length() : end + mark.length();
    }
}
