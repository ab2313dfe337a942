package io.github.sluice.coordinator.s1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A CREATE TABLE statement as it is written, right or wrong (inventory #78, #86). Immutable.
 *
 * @param name without the database
 * @param key columns of PRIMARY KEY, as written
 * @param commaAtEnd whether a comma stands behind the last column
 */
record DdlTable(
        SourceText in,
        String name,
        List<Column> columns,
        List<String> key,
        boolean commaAtEnd,
        int nameAt,
        int columnsEnd,
        int keyAt) {
    /** {@link #keyAt} where there is no PRIMARY KEY. */
    static final int NO_KEY = -1;

    /**
     * A column.
     *
     * @param type the type's word in small letters
     * @param arguments what stands in brackets behind it; empty if nothing does
     * @param quoted whether the name stands between back quotes
     * @param words the rest in capital letters, texts left out
     * @param commentBroken whether something follows the comment's text that is no part of the column
     */
    record Column(
            String name,
            boolean quoted,
            String type,
            String arguments,
            List<String> words,
            boolean commentBroken,
            int at) {
        boolean saysNullability() {
            return words.contains("NULL");
        }
    }

    String file() {
        return in.file();
    }

    int line(int at) {
        return in.line(at);
    }

    Optional<Column> column(String asked) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(asked))
                .findFirst();
    }

    boolean isKey(Column column) {
        return key.stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    /** All statements of a file that begin as a CREATE TABLE does. */
    static List<DdlTable> all(SourceText in) {
        List<Token> tokens = tokens(in);
        List<DdlTable> tables = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("CREATE") && tokens.get(i + 1).is("TABLE")) {
                new Reading(in, tokens, i + 2).table().ifPresent(tables::add);
            }
        }
        return tables;
    }

    private enum Kind {
        WORD,
        QUOTED,
        TEXT,
        SIGN
    }

    private record Token(Kind kind, String text, int at) {
        boolean is(String word) {
            return kind != Kind.TEXT && kind != Kind.QUOTED && text.equalsIgnoreCase(word);
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }
    }

    /** Texts keep no content: nothing here needs it. */
    private static List<Token> tokens(SourceText in) {
        List<Token> tokens = new ArrayList<>();
        String bare = in.bare();
        int at = 0;
        while (at < bare.length()) {
            char c = bare.charAt(at);
            int end = at + 1;
            if (c == '"' || c == '\'') {
                int close = bare.indexOf(c, at + 1);
                end = close < 0 ? bare.length() : close + 1;
                tokens.add(new Token(Kind.TEXT, "", at));
            } else if (c == '`') {
                int close = bare.indexOf('`', at + 1);
                end = close < 0 ? bare.length() : close + 1;
                tokens.add(
                        new Token(Kind.QUOTED, bare.substring(at + 1, Math.max(at + 1, close < 0 ? end : close)), at));
            } else if (isWordPart(c)) {
                while (end < bare.length() && isWordPart(bare.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(Kind.WORD, bare.substring(at, end), at));
            } else if (!Character.isWhitespace(c)) {
                tokens.add(new Token(Kind.SIGN, String.valueOf(c), at));
            }
            at = end;
        }
        return tokens;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    /** Walks through the tokens of one statement. One thread. */
    private static final class Reading {
        private final SourceText in;
        private final List<Token> tokens;
        private final List<Column> columns = new ArrayList<>();
        private int next;
        private boolean commaAtEnd;

        Reading(SourceText in, List<Token> tokens, int next) {
            this.in = in;
            this.tokens = tokens;
            this.next = next;
        }

        Optional<DdlTable> table() {
            while (at("IF") || at("NOT") || at("EXISTS")) {
                next++;
            }
            if (!atName()) {
                return Optional.empty();
            }
            int nameAt = token().at();
            String name = token().text();
            next++;
            while (at(".")) {
                next++;
                if (!atName()) {
                    return Optional.empty();
                }
                name = token().text();
                next++;
            }
            if (!at("(")) {
                return Optional.empty();
            }
            next++;
            columns();
            int columnsEnd =
                    next < tokens.size() ? token().at() : Math.max(0, in.bare().length() - 1);
            next++;
            List<String> key = new ArrayList<>();
            int keyAt = key(key);
            return Optional.of(new DdlTable(
                    in, name, List.copyOf(columns), List.copyOf(key), commaAtEnd, nameAt, columnsEnd, keyAt));
        }

        /** Ends at the bracket that closes the list, or behind the last token. */
        private void columns() {
            List<Token> part = new ArrayList<>();
            int depth = 0;
            while (next < tokens.size()) {
                if (depth == 0 && at(")")) {
                    commaAtEnd = part.isEmpty() && !columns.isEmpty();
                    column(part);
                    return;
                }
                if (depth == 0 && at(",")) {
                    column(part);
                    part = new ArrayList<>();
                } else {
                    depth += at("(") ? 1 : at(")") ? -1 : 0;
                    part.add(token());
                }
                next++;
            }
        }

        private void column(List<Token> part) {
            if (part.size() < 2 || !part.get(0).isName() || part.get(1).kind() != Kind.WORD) {
                return;
            }
            if (List.of("INDEX", "PRIMARY", "UNIQUE", "KEY")
                            .contains(part.get(0).text().toUpperCase(Locale.ROOT))
                    && part.get(0).kind() == Kind.WORD) {
                return;
            }
            int at = 2;
            StringBuilder arguments = new StringBuilder();
            if (at < part.size() && part.get(at).is("(")) {
                at++;
                while (at < part.size() && !part.get(at).is(")")) {
                    arguments.append(part.get(at++).text());
                }
                at++;
            }
            List<String> words = new ArrayList<>();
            boolean broken = false;
            while (at < part.size()) {
                Token token = part.get(at++);
                if (token.is("COMMENT")) {
                    broken = at >= part.size() || part.get(at).kind() != Kind.TEXT || at + 1 < part.size();
                    break;
                }
                if (token.kind() == Kind.WORD) {
                    words.add(token.text().toUpperCase(Locale.ROOT));
                }
            }
            columns.add(new Column(
                    part.get(0).text(),
                    part.get(0).kind() == Kind.QUOTED,
                    part.get(1).text().toLowerCase(Locale.ROOT),
                    arguments.toString(),
                    List.copyOf(words),
                    broken,
                    part.get(0).at()));
        }

        /** Fills in the key's columns and gives the offset of PRIMARY. */
        private int key(List<String> key) {
            while (next + 2 < tokens.size() && !at(";") && !at("CREATE")) {
                if (at("PRIMARY")
                        && tokens.get(next + 1).is("KEY")
                        && tokens.get(next + 2).is("(")) {
                    int keyAt = token().at();
                    for (next += 3; next < tokens.size() && !at(")"); next++) {
                        if (atName()) {
                            key.add(token().text());
                        }
                    }
                    return keyAt;
                }
                next++;
            }
            return NO_KEY;
        }

        private Token token() {
            return tokens.get(next);
        }

        private boolean at(String word) {
            return next < tokens.size() && token().is(word);
        }

        private boolean atName() {
            return next < tokens.size() && token().isName();
        }
    }
}
