package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All that is known of a run, in no language. Holds no key of a row and nothing that a reference stands for. Immutable.
 *
 * @param run the run's name
 * @param version of this program
 * @param gaps what could not be looked at
 */
public record RunReport(String run, Instant madeAt, String version, List<TableReport> tables, List<Gap> gaps) {
    public RunReport {
        tables = List.copyOf(tables);
        gaps = List.copyOf(gaps);
    }

    /** DIFF if one table differs; EQUAL if all are equal; else UNKNOWN, also where there are no tables. */
    public Verdict verdict() {
        if (count(Verdict.DIFF) > 0) {
            return Verdict.DIFF;
        }
        return !tables.isEmpty() && count(Verdict.EQUAL) == tables.size() ? Verdict.EQUAL : Verdict.UNKNOWN;
    }

    public long count(Verdict verdict) {
        return tables.stream().filter(table -> table.verdict() == verdict).count();
    }

    long count(TableReport.State state) {
        return tables.stream().filter(table -> table.state() == state).count();
    }

    /** Whether every table with live changes is cut over. */
    boolean cutOver() {
        return tables.stream().noneMatch(table -> table.streaming() && table.state() != TableReport.State.CUT_OVER);
    }

    /** Physical tables, as far as they are known. */
    long physical() {
        return tables.stream().mapToLong(table -> table.physical().size()).sum();
    }

    /** The sum over the tables that have a manifest. */
    long sum(ToLongFunction<RunManifest> count) {
        return tables.stream()
                .map(TableReport::manifest)
                .filter(Objects::nonNull)
                .mapToLong(count)
                .sum();
    }

    Optional<Instant> startedAt() {
        return tables.stream().flatMap(table -> table.startedAt().stream()).min(Instant::compareTo);
    }

    /** The last time that any step is known to have begun or ended. */
    Optional<Instant> lastAt() {
        return tables.stream()
                .flatMap(table -> table.steps().stream())
                .flatMap(step -> Stream.of(step.startedAt(), step.endedAt()))
                .filter(Objects::nonNull)
                .max(Instant::compareTo);
    }

    /** What took part in the snapshots, by name; several versions where they changed on the way. */
    Map<String, TreeSet<String>> versions() {
        Map<String, TreeSet<String>> versions = new TreeMap<>();
        tables.stream().map(TableReport::manifest).filter(Objects::nonNull).forEach(manifest -> manifest.versions()
                .forEach((name, version) ->
                        versions.computeIfAbsent(name, key -> new TreeSet<>()).add(version)));
        return versions;
    }
}
