package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Walks over the tokens of one statement; what does not fit becomes a syntax error with its place. One thread. */
public final class TokenCursor {
    private final String sql;
    private final List<Token> tokens;
    private int at;
    private int parameters;

    private TokenCursor(String sql, List<Token> tokens) {
        this.sql = sql;
        this.tokens = tokens;
    }

    /** Over one statement. */
    public static TokenCursor of(String sql) {
        return new TokenCursor(sql, Tokenizer.tokens(sql));
    }

    /** One cursor per statement of a text with {@code ;} between them; empty statements are dropped (9.2). */
    public static List<TokenCursor> statements(String sql) {
        List<TokenCursor> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : Tokenizer.tokens(sql)) {
            if (token.isSymbol(";") || token.kind() == Kind.END) {
                if (!current.isEmpty()) {
                    current.add(
                            new Token(Kind.END, "<EOF>", token.line(), token.column(), token.start(), token.start()));
                    statements.add(new TokenCursor(sql, current));
                    current = new ArrayList<>();
                }
            } else {
                current.add(token);
            }
        }
        return statements;
    }

    /** The statement's text, from its first to its last token. */
    public String text() {
        return sql.substring(
                        tokens.get(0).start(), tokens.get(tokens.size() - 1).start())
                .trim();
    }

    /** The text from an earlier token up to the one before the current. */
    public String textFrom(Token first) {
        return at == 0 ? "" : sql.substring(first.start(), tokens.get(at - 1).end());
    }

    public Token peek() {
        return tokens.get(at);
    }

    /** The token so many places ahead; the end if there is none. */
    public Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    public Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    public boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    /** Takes the word if it is next. */
    public boolean accept(String word) {
        if (peek().is(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes these words if they are next, all or none. */
    public boolean acceptAll(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    public boolean acceptSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    public void expect(String word) {
        if (!accept(word)) {
            throw unexpected(word.toUpperCase(Locale.ROOT));
        }
    }

    public void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    public void expectEnd() {
        if (!atEnd()) {
            throw unexpected("<EOF>, ';'");
        }
    }

    /** A name: quoted, or a word that is not reserved (10.4). */
    public String identifier() {
        Token token = peek();
        if (token.kind() == Kind.QUOTED_NAME) {
            at++;
            return token.text();
        }
        if (token.kind() == Kind.WORD && !ReservedWords.contains(token.text())) {
            at++;
            return token.text();
        }
        throw unexpected("a legal identifier");
    }

    public String string() {
        if (peek().kind() != Kind.STRING) {
            throw unexpected("a quoted string");
        }
        return next().text();
    }

    public int integer() {
        Token token = peek();
        if (token.kind() != Kind.INTEGER) {
            throw unexpected("INTEGER_VALUE");
        }
        try {
            int n = Integer.parseInt(token.text());
            at++;
            return n;
        } catch (NumberFormatException e) {
            throw error("Invalid number '" + token.text() + "'.");
        }
    }

    /** Counts a {@code ?}; the first is 0. */
    int nextParameter() {
        return parameters++;
    }

    /** How many {@code ?} were seen. */
    int parameterCount() {
        return parameters;
    }

    /** A syntax error at the current token. */
    public SqlError unexpected(String expected) {
        return error("Unexpected input '" + peek().text() + "', the most similar input is {" + expected + "}.");
    }

    /** A syntax error at the current token with a text of one's own. */
    public SqlError error(String detail) {
        return SqlError.syntax(peek().line(), peek().column(), detail);
    }
}
