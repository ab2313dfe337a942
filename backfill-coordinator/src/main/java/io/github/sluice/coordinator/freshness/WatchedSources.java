package io.github.sluice.coordinator.freshness;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One column over every MySQL that its table is in. A MySQL is compared with its own rows in StarRocks where these have its
 * name: rows of another that are newer do not hide that its own are missing. One thread.
 */
final class WatchedSources {
    private final Map<String, ShardedColumn> columns;
    private final Map<String, ColumnMax> newest = new LinkedHashMap<>();

    /** @param columns by the name of the MySQL, in the order of the settings; at least one */
    WatchedSources(Map<String, ShardedColumn> columns) {
        this.columns = new LinkedHashMap<>(columns);
    }

    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    boolean several() {
        return columns.size() > 1;
    }

    /** The greatest value of all; every MySQL that gives no answer is part of the fault. */
    Answer<ColumnMax> newest() {
        Map<String, Supplier<ColumnMax>> questions = new LinkedHashMap<>();
        columns.forEach((name, column) -> questions.put(name, column::newest));
        Answer<Map<String, ColumnMax>> answers = Answer.toAll(questions);
        Map<String, ColumnMax> found = answers.value();
        if (found == null) {
            return new Answer<>(null, answers.fault());
        }
        newest.putAll(found);
        ColumnMax greatest = new ColumnMax(null);
        for (ColumnMax one : found.values()) {
            greatest = one.isAfter(greatest) ? one : greatest;
        }
        return new Answer<>(greatest, "");
    }

    /**
     * Those that have a greater value than StarRocks has of them; none before {@link #newest} was answered.
     *
     * @param targets the greatest values in StarRocks, by the name of the MySQL
     */
    List<String> ahead(Map<String, ColumnMax> targets) {
        return newest.entrySet().stream()
                .filter(one -> one.getValue().isAfter(of(targets, one.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The least value that StarRocks has not, as a time.
     *
     * @param ahead the MySQLs that have such values
     * @return empty if it is no time
     */
    Answer<Optional<Instant>> oldestMissing(List<String> ahead, Map<String, ColumnMax> targets, ZoneOffset zone) {
        Map<String, Supplier<Optional<Instant>>> questions = new LinkedHashMap<>();
        for (String name : ahead) {
            ShardedColumn column = columns.get(name);
            if (column != null) {
                questions.put(name, () -> column.oldestAfter(of(targets, name), zone));
            }
        }
        Answer<Map<String, Optional<Instant>>> answers = Answer.toAll(questions);
        return answers.value() == null
                ? new Answer<>(null, answers.fault())
                : new Answer<>(
                        answers.value().values().stream()
                                .flatMap(Optional::stream)
                                .min(Instant::compareTo),
                        "");
    }

    private static ColumnMax of(Map<String, ColumnMax> targets, String name) {
        return targets.getOrDefault(name, new ColumnMax(null));
    }
}
