package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens; comments are dropped. One use. */
final class Tokenizer {
    private static final String[] SYMBOLS = {"<=>", "<=", ">=", "<>", "!=", "||", "&&", "->", "@@", ":="};

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Tokenizer(String sql) {
        this.sql = sql;
    }

    /** All tokens, the last one being {@link Kind#END}. */
    static List<Token> tokens(String sql) {
        Tokenizer tokenizer = new Tokenizer(sql);
        while (tokenizer.step()) {
            // each step adds at most one token
        }
        return tokenizer.tokens;
    }

    private boolean step() {
        skipBlanksAndComments();
        int start = at;
        int column = at - lineStart;
        int startLine = line;
        if (at >= sql.length()) {
            tokens.add(new Token(Kind.END, "<EOF>", line, column, at, at));
            return false;
        }
        char c = sql.charAt(at);
        Kind kind;
        String text;
        if (c == '`') {
            text = quoted('`');
            kind = Kind.QUOTED_NAME;
        } else if (c == '\'' || c == '"') {
            text = quoted(c);
            kind = Kind.STRING;
        } else if ((c == 'x' || c == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            at++;
            text = quoted('\'');
            kind = Kind.BINARY;
        } else if (digit(c) || (c == '.' && at + 1 < sql.length() && digit(sql.charAt(at + 1)) && !afterName())) {
            kind = number();
            text = sql.substring(start, at);
        } else if (wordPart(c)) {
            while (at < sql.length() && wordPart(sql.charAt(at))) {
                at++;
            }
            text = sql.substring(start, at);
            kind = Kind.WORD;
        } else if (c == '?') {
            at++;
            text = "?";
            kind = Kind.PARAMETER;
        } else {
            text = symbol();
            at += text.length();
            kind = Kind.SYMBOL;
        }
        tokens.add(new Token(kind, text, startLine, column, start, at));
        return true;
    }

    private boolean afterName() {
        Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        return last != null && last.end() == at && (last.kind() == Kind.WORD || last.kind() == Kind.QUOTED_NAME);
    }

    private Kind number() {
        int start = at;
        digits();
        Kind kind = Kind.INTEGER;
        if (at < sql.length() && sql.charAt(at) == '.') {
            at++;
            digits();
            kind = Kind.DECIMAL;
        }
        if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
            int sign = at + 1 < sql.length() && "+-".indexOf(sql.charAt(at + 1)) >= 0 ? 2 : 1;
            if (at + sign < sql.length() && digit(sql.charAt(at + sign))) {
                at += sign;
                digits();
                kind = Kind.DOUBLE;
            }
        }
        // an identifier may start with a digit (10.4)
        if (kind == Kind.INTEGER && at < sql.length() && wordPart(sql.charAt(at))) {
            while (at < sql.length() && wordPart(sql.charAt(at))) {
                at++;
            }
            return Kind.WORD;
        }
        if (at == start) {
            throw error("Unexpected input '" + sql.charAt(at) + "'.");
        }
        return kind;
    }

    private void digits() {
        while (at < sql.length() && digit(sql.charAt(at))) {
            at++;
        }
    }

    private String symbol() {
        for (String symbol : SYMBOLS) {
            if (sql.startsWith(symbol, at)) {
                return symbol;
            }
        }
        if ("()+-*/%=<>,.;!@~&|^:[]{}".indexOf(sql.charAt(at)) < 0) {
            throw error("Unexpected input '" + sql.charAt(at) + "'.");
        }
        return sql.substring(at, at + 1);
    }

    private String quoted(char quote) {
        int startLine = line;
        int startColumn = at - lineStart;
        at++;
        StringBuilder out = new StringBuilder();
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\n') {
                line++;
                lineStart = at;
            }
            if (c == quote) {
                if (at < sql.length() && sql.charAt(at) == quote) {
                    at++;
                    out.append(quote);
                    continue;
                }
                return out.toString();
            }
            if (c == '\\' && quote != '`' && at < sql.length()) {
                escaped(sql.charAt(at++), out);
                continue;
            }
            out.append(c);
        }
        throw SqlError.syntax(startLine, startColumn, "Unexpected input '" + quote + "', the quote is not closed.");
    }

    private void escaped(char c, StringBuilder out) {
        switch (c) {
            case '0' -> out.append('\0');
            case 'b' -> out.append('\b');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'Z' -> out.append('\032');
            // kept for LIKE, where they mean the characters themselves
            case '%', '_' -> out.append('\\').append(c);
            default -> {
                if (c == '\n') {
                    line++;
                    lineStart = at;
                }
                out.append(c);
            }
        }
    }

    private void skipBlanksAndComments() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\n') {
                line++;
                lineStart = ++at;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u3000') {
                at++;
            } else if (c == '#' || (sql.startsWith("--", at) && blankOrEnd(at + 2))) {
                while (at < sql.length() && sql.charAt(at) != '\n') {
                    at++;
                }
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                if (end < 0) {
                    throw error("Unexpected input '/*', the comment is not closed.");
                }
                for (int i = at; i < end; i++) {
                    if (sql.charAt(i) == '\n') {
                        line++;
                        lineStart = i + 1;
                    }
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private boolean blankOrEnd(int offset) {
        return offset >= sql.length() || Character.isWhitespace(sql.charAt(offset));
    }

    private SqlError error(String detail) {
        return SqlError.syntax(line, at - lineStart, detail);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean wordPart(char c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
