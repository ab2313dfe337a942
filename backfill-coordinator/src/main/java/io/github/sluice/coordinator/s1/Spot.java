package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of a {@link SourceText}. Patterns see the code around it, comments blanked out. Immutable and thread-safe.
 *
 * @param start offset of the first character
 * @param end offset behind the last one
 */
record Spot(SourceText in, int start, int end) {
    /** What stands here, comments blanked out. */
    String code() {
        return in.code().substring(start, end);
    }

    /** The same with what stands between quotes blanked out too. */
    String bare() {
        return in.bare().substring(start, end);
    }

    /** The line that it begins in, from 1. */
    int line() {
        return in.line(start);
    }

    boolean has(Pattern pattern) {
        return matcher(pattern, in.code()).find();
    }

    Optional<Spot> first(Pattern pattern) {
        Matcher found = matcher(pattern, in.code());
        return found.find() ? Optional.of(of(found)) : Optional.empty();
    }

    /** What a group of the first match holds. */
    Optional<String> text(Pattern pattern, int group) {
        Matcher found = matcher(pattern, in.code());
        return found.find() ? Optional.ofNullable(found.group(group)) : Optional.empty();
    }

    List<Spot> all(Pattern pattern) {
        return all(pattern, in.code());
    }

    /** As {@link #all}, but not in what stands between quotes. */
    List<Spot> allBare(Pattern pattern) {
        return all(pattern, in.bare());
    }

    /** The calls whose name matches, such as {@code \.send}; names between quotes are none. */
    List<Call> calls(String name) {
        List<Call> calls = new ArrayList<>();
        for (Spot head : allBare(Pattern.compile("(?<![\\w])" + name + "\\s*(?:<[\\w\\s,.?<>]*>)?\\s*\\("))) {
            int close = closing(head.end() - 1);
            if (close >= 0) {
                calls.add(new Call(head, new Spot(in, head.end(), close)));
            }
        }
        return calls;
    }

    /** The blocks whose head matches: between braces, or indented under the head in Python. */
    List<Spot> blocks(Pattern head) {
        List<Spot> blocks = new ArrayList<>();
        for (Spot found : allBare(head)) {
            found.block().ifPresent(blocks::add);
        }
        return blocks;
    }

    /** The block that this is the head of. */
    Optional<Spot> block() {
        return in.language() == Language.PYTHON ? indented() : braces();
    }

    private Optional<Spot> braces() {
        // a head may end with its own brace
        int open = in.bare().indexOf('{', Math.max(start, end - 1));
        if (open < 0) {
            return Optional.empty();
        }
        int close = closing(open);
        return Optional.of(new Spot(in, open + 1, close < 0 ? in.bare().length() : close));
    }

    private Optional<Spot> indented() {
        String bare = in.bare();
        int from = end;
        int open = bare.indexOf('(', start);
        int lineEnd = bare.indexOf('\n', start);
        if (open >= 0 && (lineEnd < 0 || open < lineEnd)) {
            int close = closing(open);
            from = close < 0 ? from : close;
        }
        int colon = bare.indexOf(':', from);
        if (colon < 0) {
            return Optional.empty();
        }
        int margin = indentation(in.lineStart(start));
        int at = bare.indexOf('\n', colon);
        if (at < 0) {
            return Optional.of(new Spot(in, colon + 1, bare.length()));
        }
        int blockStart = at + 1;
        int line = blockStart;
        while (line < bare.length()) {
            int next = bare.indexOf('\n', line);
            next = next < 0 ? bare.length() : next + 1;
            if (!bare.substring(line, next).isBlank() && indentation(line) <= margin) {
                break;
            }
            line = next;
        }
        return Optional.of(new Spot(in, colon + 1, Math.max(line, blockStart)));
    }

    private int indentation(int lineStart) {
        int at = lineStart;
        while (at < in.bare().length()
                && (in.bare().charAt(at) == ' ' || in.bare().charAt(at) == '\t')) {
            at++;
        }
        return at - lineStart;
    }

    /** The offset of the bracket that closes the one here; -1 where nothing does. */
    private int closing(int open) {
        String bare = in.bare();
        char opening = bare.charAt(open);
        char closing = opening == '(' ? ')' : opening == '[' ? ']' : '}';
        int depth = 0;
        for (int i = open; i < bare.length(); i++) {
            if (bare.charAt(i) == opening) {
                depth++;
            } else if (bare.charAt(i) == closing && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private List<Spot> all(Pattern pattern, String text) {
        List<Spot> spots = new ArrayList<>();
        Matcher found = matcher(pattern, text);
        while (found.find()) {
            spots.add(of(found));
        }
        return spots;
    }

    private Matcher matcher(Pattern pattern, String text) {
        return pattern.matcher(text)
                .region(start, end)
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
    }

    private Spot of(Matcher found) {
        return new Spot(in, found.start(), found.end());
    }

    /**
     * A call.
     *
     * @param head from the name to the opening bracket
     * @param inside what stands between the brackets
     */
    record Call(Spot head, Spot inside) {
        private static final Pattern GENERICS = Pattern.compile("<[\\w\\s,.?<>\\[\\]&]*>");

        int line() {
            return head.line();
        }

        /** The arguments, trimmed, comments blanked out. */
        List<String> arguments() {
            String bare = inside.bare();
            String code = inside.code();
            List<String> arguments = new ArrayList<>();
            int depth = 0;
            int from = 0;
            for (int i = 0; i < bare.length(); i++) {
                char c = bare.charAt(i);
                if (c == '(' || c == '[' || c == '{') {
                    depth++;
                } else if (c == ')' || c == ']' || c == '}') {
                    depth--;
                } else if (c == '<' && inside.in().language() == Language.JAVA) {
                    Matcher generics = GENERICS.matcher(bare).region(i, bare.length());
                    i = generics.lookingAt() ? generics.end() - 1 : i;
                } else if (c == ',' && depth == 0) {
                    arguments.add(code.substring(from, i).trim());
                    from = i + 1;
                }
            }
            if (!code.substring(from).isBlank()) {
                arguments.add(code.substring(from).trim());
            }
            return arguments;
        }

        /** What follows the closing bracket up to the end of the statement. */
        String rest() {
            String bare = inside.in().bare();
            int from = Math.min(bare.length(), inside.end() + 1);
            int end = bare.indexOf(inside.in().language() == Language.PYTHON ? '\n' : ';', from);
            return bare.substring(from, end < 0 ? bare.length() : end).trim();
        }

        /** Whether nothing looks at what the call gives back. */
        boolean resultUnused() {
            String bare = inside.in().bare();
            boolean python = inside.in().language() == Language.PYTHON;
            int from = head.start();
            while (from > 0 && (python ? "\n;" : ";{}").indexOf(bare.charAt(from - 1)) < 0) {
                from--;
            }
            String before = bare.substring(from, head.start());
            return rest().isEmpty()
                    && !before.contains("=")
                    && !before.contains("(")
                    && !before.matches("(?s).*\\b(return|throw|await)\\b.*");
        }
    }
}
