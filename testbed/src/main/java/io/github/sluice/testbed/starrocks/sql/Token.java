package io.github.sluice.testbed.starrocks.sql;

/**
 * One token.
 *
 * @param text words as written, names and strings without quotes and unescaped, symbols as they are
 * @param line from 1
 * @param column from 0
 * @param start offset of the first character in the statement
 * @param end offset after the last one
 */
public record Token(Kind kind, String text, int line, int column, int start, int end) {
    /** What a token is. */
    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        BINARY,
        INTEGER,
        DECIMAL,
        DOUBLE,
        SYMBOL,
        PARAMETER,
        END
    }

    /** Whether this is that unquoted word, case ignored. */
    public boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
