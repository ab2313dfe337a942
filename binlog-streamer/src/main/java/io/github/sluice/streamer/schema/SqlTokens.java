package io.github.sluice.streamer.schema;

import org.jspecify.annotations.Nullable;

/**
 * The words, names and signs of a statement, one after the other; comments are skipped, except that the inside of
 * {@code /*! ... *}{@code /} counts as code. One thread.
 */
final class SqlTokens {
    private final String sql;
    private final boolean backslashEscapes;
    private final boolean ansiQuotes;
    /** The statement with blanks for comments. */
    private final StringBuilder code;

    private int at;
    private int start;
    private String text = "";
    private boolean name;
    private boolean quoted;

    SqlTokens(String sql, boolean backslashEscapes, boolean ansiQuotes) {
        this.sql = sql;
        this.backslashEscapes = backslashEscapes;
        this.ansiQuotes = ansiQuotes;
        this.code = new StringBuilder(sql);
        next();
    }

    /** Where the current token starts; the statement's length at its end. */
    int start() {
        return start;
    }

    /** The statement from one token's start to before another's, without comments and outer blanks. */
    String between(int from, int to) {
        return code.substring(from, to).trim();
    }

    /** Whether the current token is this word, in any letter case and without quotes. */
    boolean is(String word) {
        return name && !quoted && text.equalsIgnoreCase(word);
    }

    /** Steps over the current token if it is this word. */
    boolean take(String word) {
        if (is(word)) {
            next();
            return true;
        }
        return false;
    }

    boolean isString() {
        return !name && text.equals("'");
    }

    /** The current name, or the content of the current string as it is written. */
    String word() {
        return isString() ? sql.substring(start + 1, Math.max(start + 1, Math.min(at, sql.length()) - 1)) : text;
    }

    boolean isSign(char sign) {
        return !name && text.length() == 1 && text.charAt(0) == sign;
    }

    boolean takeSign(char sign) {
        if (isSign(sign)) {
            next();
            return true;
        }
        return false;
    }

    boolean atEnd() {
        return text.isEmpty() && !quoted;
    }

    /** Whether the current token can be a name: a word or something in the quotes of names. */
    boolean isName() {
        return name;
    }

    /** The current token's name or sign; a string's content is left out. */
    String text() {
        return text;
    }

    /** Steps over the current name and returns it, or null if the token is none. */
    @Nullable
    String takeName() {
        if (!name) {
            return null;
        }
        String taken = text;
        next();
        return taken;
    }

    /** Steps to the next token. */
    void next() {
        quoted = false;
        name = false;
        text = "";
        skipBlanks();
        start = Math.min(at, sql.length());
        if (at >= sql.length()) {
            return;
        }
        char c = sql.charAt(at);
        if (c == '`' || (c == '"' && ansiQuotes)) {
            text = quotedName(c);
            name = true;
            quoted = true;
        } else if (c == '\'' || c == '"') {
            skipString(c);
            text = "'";
        } else if (isWordPart(c)) {
            int start = at;
            while (at < sql.length() && isWordPart(sql.charAt(at))) {
                at++;
            }
            text = sql.substring(start, at);
            name = true;
        } else {
            text = String.valueOf(c);
            at++;
        }
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }

    private void skipBlanks() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("/*!", at)) {
                int end = at + 3;
                while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                    end++;
                }
                skipComment(end);
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                skipComment(end < 0 ? sql.length() : end + 2);
            } else if (sql.startsWith("*/", at)) {
                skipComment(at + 2);
            } else if (c == '#' || (sql.startsWith("--", at) && (at + 2 == sql.length() || blank(at + 2)))) {
                int end = sql.indexOf('\n', at);
                skipComment(end < 0 ? sql.length() : end + 1);
            } else {
                return;
            }
        }
    }

    private void skipComment(int end) {
        for (; at < end; at++) {
            code.setCharAt(at, ' ');
        }
    }

    private boolean blank(int place) {
        return sql.charAt(place) <= ' ';
    }

    private String quotedName(char quote) {
        StringBuilder content = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    break;
                }
            }
            content.append(c);
        }
        at++;
        return content.toString();
    }

    private void skipString(char quote) {
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' && backslashEscapes) {
                at++;
            } else if (c == quote) {
                if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                    at++;
                } else {
                    break;
                }
            }
        }
        at++;
    }
}
