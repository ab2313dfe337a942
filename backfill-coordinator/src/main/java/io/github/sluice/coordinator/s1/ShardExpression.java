package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.settings.SourceTables;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The tables that belong to one logical table, as expressions of whole names. The scripts have an expression of {@code
 * database.table}, of which Python's {@code re.match} asks only that a name begins with it; what is made of it here
 * matches the same names, on purpose. Immutable.
 *
 * @param databases of whole database names; empty where {@code tables} is of whole {@code database.table} names
 * @param tables of whole table names, or of both
 * @param oddities what to tell the operator
 */
record ShardExpression(String databases, String tables, Set<Oddity> oddities) {
    /** What is strange about an expression that was taken over all the same. */
    enum Oddity {
        /** It matched beginnings of names; {@code .*} was put behind it. */
        PREFIX,
        /** The dot between database and table stood for any character. */
        ANY_CHARACTER
    }

    private static final String ANYTHING = ".*";
    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\[1-9]|\\\\k<");
    private static final Pattern LOOK_AROUND_WITH_DOT = Pattern.compile("\\(\\?<?[=!][^)]*\\.[^)]*\\)");
    private static final Pattern FLAGS = Pattern.compile("^\\(\\?[a-z]+\\)");

    /** Python's words in Java's. */
    static String toJava(String python) {
        return python.replaceAll("\\(\\?P<\\w+>", "(?:").replace("\\Z", "\\z");
    }

    /**
     * Takes over an expression of the scripts: in two where one dot parts it, else as it is.
     *
     * @return empty where it is none in Java
     */
    static Optional<ShardExpression> of(String expression) {
        String java = toJava(expression);
        return parted(java).or(() -> Optional.of(whole(java))).filter(ShardExpression::isValid);
    }

    private static Optional<ShardExpression> parted(String java) {
        Matcher flags = FLAGS.matcher(java);
        String prefix = flags.find() ? flags.group() : "";
        String body = java.substring(prefix.length());
        if (BACK_REFERENCE.matcher(body).find()
                || LOOK_AROUND_WITH_DOT.matcher(body).find()) {
            return Optional.empty();
        }
        List<ShardExpression> parts = new ArrayList<>();
        for (String alternative : alternatives(body)) {
            Optional<ShardExpression> part = partedAlternative(alternative);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return sharing(parts)
                .map(all -> new ShardExpression(prefix + all.databases(), prefix + all.tables(), all.oddities()));
    }

    /** What {@code re.match} asks of a name, asked of the whole of it. */
    private static ShardExpression whole(String java) {
        boolean anchored = endsWithAnchor(java) && split(java).size() == 1;
        return anchored
                ? new ShardExpression("", withoutAnchor(java), EnumSet.noneOf(Oddity.class))
                : new ShardExpression("", "(?:" + java + ")" + ANYTHING, EnumSet.of(Oddity.PREFIX));
    }

    /** Tables that are named one by one. */
    static ShardExpression ofNames(List<String> names) {
        return new ShardExpression(
                "",
                names.stream().map(name -> SourceTables.literal(name)).collect(Collectors.joining("|")),
                EnumSet.noneOf(Oddity.class));
    }

    /** One expression in place of several; at least one. */
    static ShardExpression together(List<ShardExpression> parts) {
        return sharing(parts).orElseGet(() -> {
            Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
            parts.forEach(part -> oddities.addAll(part.oddities()));
            return new ShardExpression(
                    "",
                    joined(parts.stream()
                            .map(ShardExpression::ofWholeName)
                            .collect(Collectors.toCollection(LinkedHashSet::new))),
                    oddities);
        });
    }

    /** Those that share the databases or the tables are one, without matching more than they do. */
    private static Optional<ShardExpression> sharing(List<ShardExpression> parts) {
        Set<String> databases = new LinkedHashSet<>();
        Set<String> tables = new LinkedHashSet<>();
        Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
        for (ShardExpression part : parts) {
            databases.add(part.databases());
            tables.add(part.tables());
            oddities.addAll(part.oddities());
        }
        boolean mixed = databases.contains("") && databases.size() > 1;
        if (mixed || (databases.size() > 1 && tables.size() > 1)) {
            return Optional.empty();
        }
        return Optional.of(new ShardExpression(joined(databases), joined(tables), oddities));
    }

    /** Flags end with their brackets, so that they do not reach into the next alternative. */
    private static String joined(Set<String> alternatives) {
        return alternatives.size() == 1
                ? alternatives.iterator().next()
                : alternatives.stream()
                        .map(one -> FLAGS.matcher(one).find() ? "(?:" + one + ")" : one)
                        .collect(Collectors.joining("|"));
    }

    private String ofWholeName() {
        return databases.isEmpty() ? tables : "(?:" + databases + ")\\.(?:" + tables + ")";
    }

    boolean matches(String name) {
        int dot = name.indexOf('.');
        return databases.isEmpty()
                ? name.matches(tables)
                : dot > 0
                        && name.substring(0, dot).matches(databases)
                        && name.substring(dot + 1).matches(tables);
    }

    private boolean isValid() {
        try {
            Pattern.compile(databases);
            Pattern.compile(tables);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** The alternatives of the whole expression, also where it stands between brackets. */
    private static List<String> alternatives(String expression) {
        String body = expression.startsWith("^") ? expression.substring(1) : expression;
        boolean whole = endsWithAnchor(body);
        String unanchored = whole ? withoutAnchor(body) : body;
        int open =
                unanchored.startsWith("(?:") ? 3 : unanchored.startsWith("(") && !unanchored.startsWith("(?") ? 1 : 0;
        if (open > 0 && closing(unanchored) == unanchored.length() - 1) {
            List<String> inner = new ArrayList<>();
            for (String alternative : split(unanchored.substring(open, unanchored.length() - 1))) {
                inner.add(whole && !endsWithAnchor(alternative) ? alternative + "$" : alternative);
            }
            return inner;
        }
        return split(body);
    }

    private static Optional<ShardExpression> partedAlternative(String alternative) {
        String body = alternative.startsWith("^") ? alternative.substring(1) : alternative;
        int anyAt = -1;
        int anyCount = 0;
        for (Atom atom : atoms(body)) {
            if (atom.text().equals("\\.") || atom.text().equals("[.]")) {
                return Optional.of(of(body.substring(0, atom.start()), body.substring(atom.end()), false));
            }
            boolean repeated = atom.end() < body.length() && "*+?{".indexOf(body.charAt(atom.end())) >= 0;
            if (atom.text().equals(".") && !repeated) {
                anyCount++;
                anyAt = atom.start();
            }
        }
        return anyCount == 1
                ? Optional.of(of(body.substring(0, anyAt), body.substring(anyAt + 1), true))
                : Optional.empty();
    }

    private static ShardExpression of(String databases, String tables, boolean anyCharacter) {
        Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
        if (anyCharacter) {
            oddities.add(Oddity.ANY_CHARACTER);
        }
        if (endsWithAnchor(tables)) {
            return new ShardExpression(ungrouped(databases), ungrouped(withoutAnchor(tables)), oddities);
        }
        oddities.add(Oddity.PREFIX);
        boolean anythingAlready = tables.endsWith(ANYTHING) && !tables.endsWith("\\" + ANYTHING);
        return new ShardExpression(databases, anythingAlready ? tables : tables + ANYTHING, oddities);
    }

    /** Without brackets that only hold the whole together. */
    private static String ungrouped(String expression) {
        return expression.startsWith("(?:") && closing(expression) == expression.length() - 1
                ? expression.substring("(?:".length(), expression.length() - 1)
                : expression;
    }

    private static boolean endsWithAnchor(String expression) {
        List<Atom> atoms = atoms(expression);
        return !atoms.isEmpty()
                && List.of("$", "\\z").contains(atoms.get(atoms.size() - 1).text());
    }

    private static String withoutAnchor(String expression) {
        List<Atom> atoms = atoms(expression);
        return expression.substring(0, atoms.get(atoms.size() - 1).start());
    }

    private static List<String> split(String expression) {
        List<String> alternatives = new ArrayList<>();
        int from = 0;
        for (Atom atom : atoms(expression)) {
            if (atom.text().equals("|")) {
                alternatives.add(expression.substring(from, atom.start()));
                from = atom.end();
            }
        }
        alternatives.add(expression.substring(from));
        return alternatives;
    }

    private record Atom(String text, int start, int end) {}

    /** Characters, escapes, classes and groups, each as one. */
    private static List<Atom> atoms(String expression) {
        List<Atom> atoms = new ArrayList<>();
        int at = 0;
        while (at < expression.length()) {
            int end =
                    switch (expression.charAt(at)) {
                        case '\\' -> Math.min(at + 2, expression.length());
                        case '[' -> classEnd(expression, at);
                        case '(' -> {
                            int close = closing(expression.substring(at));
                            yield close < 0 ? expression.length() : at + close + 1;
                        }
                        default -> at + 1;
                    };
            atoms.add(new Atom(expression.substring(at, end), at, end));
            at = end;
        }
        return atoms;
    }

    private static int classEnd(String expression, int at) {
        // a bracket that stands first in a class stands for itself
        int from = at + 1 < expression.length() && expression.charAt(at + 1) == '^' ? at + 2 : at + 1;
        for (int i = from; i < expression.length(); i++) {
            if (expression.charAt(i) == '\\') {
                i++;
            } else if (expression.charAt(i) == ']' && i > from) {
                return i + 1;
            }
        }
        return expression.length();
    }

    /** The bracket that closes the group at the beginning; -1 where none does. */
    private static int closing(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = classEnd(expression, i) - 1;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
