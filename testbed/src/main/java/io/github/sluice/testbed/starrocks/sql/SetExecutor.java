package io.github.sluice.testbed.starrocks.sql;

import java.util.Locale;

/** SET (9.3, 9.4). Stateless. */
public final class SetExecutor {
    private SetExecutor() {}

    /** Carries out one SET on the session's variables. */
    public static void execute(TokenCursor cursor, Variables variables) {
        cursor.expect("set");
        do {
            assignment(cursor, variables);
        } while (cursor.acceptSymbol(","));
        cursor.expectEnd();
    }

    private static void assignment(TokenCursor cursor, Variables variables) {
        if (cursor.accept("names")) {
            names(cursor, variables);
            return;
        }
        if (cursor.acceptAll("character", "set") || cursor.acceptAll("char", "set") || cursor.accept("charset")) {
            variables.set("character_set_client", word(cursor));
            return;
        }
        if (cursor.peek().isSymbol("@")) {
            throw SqlError.notInStandIn("user variables");
        }
        if (cursor.acceptSymbol("@@")) {
            if (cursor.peek(1).isSymbol(".")) {
                cursor.next();
                cursor.expectSymbol(".");
            }
        } else if (!cursor.accept("session") && !cursor.accept("local")) {
            cursor.accept("global");
        }
        if (cursor.accept("transaction")) {
            transaction(cursor);
            return;
        }
        if (cursor.peek().is("password")) {
            throw SqlError.notInStandIn("SET PASSWORD");
        }
        String name = cursor.identifier();
        if (!cursor.acceptSymbol(":=")) {
            cursor.expectSymbol("=");
        }
        variables.set(name, value(cursor, name, variables));
    }

    private static void names(TokenCursor cursor, Variables variables) {
        String charset = word(cursor);
        if (!charset.toLowerCase(Locale.ROOT).matches("utf8(mb[34])?|default")) {
            throw new SqlError(1115, "42000", "Unknown character set: '" + charset + "'");
        }
        if (cursor.accept("collate")) {
            variables.set("collation_connection", word(cursor));
        }
        // other character sets are refused: queries are always read as UTF-8
        variables.set("character_set_client", charset);
        variables.set("character_set_connection", charset);
        variables.set("character_set_results", charset);
    }

    /** {@code ISOLATION LEVEL ...} or {@code READ ONLY|WRITE}: accepted, without effect. */
    private static void transaction(TokenCursor cursor) {
        do {
            if (cursor.acceptAll("isolation", "level")) {
                boolean known = cursor.acceptAll("repeatable", "read")
                        || cursor.acceptAll("read", "committed")
                        || cursor.acceptAll("read", "uncommitted")
                        || cursor.accept("serializable");
                if (!known) {
                    throw cursor.unexpected("an isolation level");
                }
            } else if (!cursor.acceptAll("read", "only") && !cursor.acceptAll("read", "write")) {
                throw cursor.unexpected("'ISOLATION LEVEL', 'READ ONLY', 'READ WRITE'");
            }
        } while (cursor.acceptSymbol(","));
    }

    private static @org.jspecify.annotations.Nullable Object value(
            TokenCursor cursor, String name, Variables variables) {
        if (cursor.accept("null")) {
            return null;
        }
        if (cursor.accept("default")) {
            return variables.initial(name);
        }
        if (cursor.accept("on") || cursor.accept("true")) {
            return 1L;
        }
        if (cursor.accept("off") || cursor.accept("false")) {
            return 0L;
        }
        if (cursor.acceptSymbol("@@")) {
            Token first = cursor.next();
            return variables.get(cursor.acceptSymbol(".") ? cursor.next().text() : first.text());
        }
        boolean negative = cursor.acceptSymbol("-");
        Token token = cursor.next();
        switch (token.kind()) {
            case STRING, WORD, QUOTED_NAME -> {
                if (negative) {
                    throw SqlError.syntax(token.line(), token.column(), "Unexpected input '" + token.text() + "'.");
                }
                return token.text();
            }
            case INTEGER -> {
                return Long.valueOf((negative ? "-" : "") + token.text());
            }
            default ->
                throw SqlError.syntax(
                        token.line(), token.column(), "Unexpected input '" + token.text() + "', a value is needed.");
        }
    }

    private static String word(TokenCursor cursor) {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.WORD) {
            return cursor.next().text();
        }
        throw cursor.unexpected("a name");
    }
}
