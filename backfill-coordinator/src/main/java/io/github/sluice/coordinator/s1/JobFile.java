package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DataX job (inventory #75, #83 to #85); DataX runs only the first content of a job. Immutable. */
record JobFile(JsonPlace at) {
    private static final Pattern JDBC = Pattern.compile("jdbc:mysql://([^/?]+)/([^?]*)(?:\\?(.*))?");
    private static final Pattern COLUMN = Pattern.compile("`?([\\p{L}_$][\\p{L}\\p{N}_$]*)`?");
    private static final Pattern FUNCTION =
            Pattern.compile("\\w+\\s*\\(\\s*`?([\\p{L}_$][\\p{L}\\p{N}_$]*)`?\\b.*", Pattern.DOTALL);

    static boolean looksLike(JsonPlace document) {
        return document.at("job", "content").is(Kind.ARRAY);
    }

    String file() {
        return at.file();
    }

    JsonPlace setting() {
        return at.at("job", "setting");
    }

    JsonPlace reader() {
        return at.at("job", "content").firstElement().at("reader", "parameter");
    }

    JsonPlace writer() {
        return at.at("job", "content").firstElement().at("writer", "parameter");
    }

    /** Whether the job writes into Kafka. */
    boolean toKafka() {
        return at.at("job", "content")
                .firstElement()
                .at("writer", "name")
                .text()
                .equals("kafkawriter");
    }

    String topic() {
        return writer().at("topic").text();
    }

    /** What is selected, in order; empty where the statements are written out. */
    List<String> selected() {
        return reader().at("column").texts();
    }

    /** The names on the wire, in order; a column of ours is an object. */
    List<String> written() {
        return writer().at("column").elements().stream()
                .map(column -> column.is(Kind.OBJECT) ? column.at("name").text() : column.text())
                .toList();
    }

    List<JsonPlace> connections() {
        return reader().at("connection").elements();
    }

    /** Whether the reader is given tables and not whole statements. */
    boolean inTableMode() {
        return connections().stream()
                .anyMatch(connection -> connection.at("table").present());
    }

    /** {@code HOST:PORT} of every MySQL that it reads, each once. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (JsonPlace connection : connections()) {
            jdbc(connection).ifPresent(url -> {
                String address = url.group(1).replaceAll("^.*@", "");
                String withPort = address.matches(".*:\\d+") ? address : address + ":3306";
                if (!addresses.contains(withPort)) {
                    addresses.add(withPort);
                }
            });
        }
        return addresses;
    }

    /** {@code database.table} of every table that it names; none for whole statements. */
    List<String> tables() {
        List<String> tables = new ArrayList<>();
        for (JsonPlace connection : connections()) {
            String database = jdbc(connection).map(url -> url.group(2)).orElse("");
            for (String table : connection.at("table").texts()) {
                String name = table.replace("`", "");
                tables.add(name.contains(".") || database.isEmpty() ? name : database + "." + name);
            }
        }
        return tables;
    }

    /** The source column that a selected expression is made of, where that can be told. */
    static Optional<String> sourceColumn(String expression) {
        Matcher plain = COLUMN.matcher(expression.trim());
        if (plain.matches()) {
            return Optional.of(plain.group(1));
        }
        Matcher function = FUNCTION.matcher(expression.trim());
        return function.matches() ? Optional.of(function.group(1)) : Optional.empty();
    }

    static boolean isPlain(String expression) {
        return COLUMN.matcher(expression.trim()).matches();
    }

    private static Optional<Matcher> jdbc(JsonPlace connection) {
        Matcher url = JDBC.matcher(connection.at("jdbcUrl").firstElement().text());
        return url.matches() ? Optional.of(url) : Optional.empty();
    }
}
