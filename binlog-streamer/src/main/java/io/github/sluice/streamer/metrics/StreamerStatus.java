package io.github.sluice.streamer.metrics;

import io.github.sluice.streamer.metrics.Health.State;
import io.github.sluice.wire.position.StreamPosition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the parts of a running streamer leave word of how they are doing, and monitoring picks it up. Thread-safe. */
public final class StreamerStatus {
    private final String name;
    private final Metrics metrics = new Metrics();
    private final Map<String, SourceStatus> sources = new LinkedHashMap<>();
    private volatile Supplier<Integer> files = () -> 0;
    private volatile Supplier<List<String>> fileProblems = List::of;

    /** Sources that have no engine yet are STARTING. */
    public StreamerStatus(String name, List<String> sourceNames, Duration stuckAfter) {
        this(name, sourceNames, stuckAfter, Clock.systemUTC());
    }

    StreamerStatus(String name, List<String> sourceNames, Duration stuckAfter, Clock clock) {
        this.name = name;
        sourceNames.forEach(source -> sources.put(source, new SourceStatus(source, metrics, stuckAfter, clock)));
        metrics.gauges(this);
    }

    /** A source by its name in the settings. */
    public SourceStatus source(String source) {
        SourceStatus status = sources.get(source);
        if (status == null) {
            throw new IllegalArgumentException("no source " + source);
        }
        return status;
    }

    /** All, in the order of the settings. */
    public List<SourceStatus> sources() {
        return List.copyOf(sources.values());
    }

    /** Tells where the table files stand. */
    public void tableFiles(Supplier<Integer> inEffect, Supplier<List<String>> problems) {
        files = inEffect;
        fileProblems = problems;
    }

    int tableFiles() {
        return files.get();
    }

    List<String> tableFileProblems() {
        return fileProblems.get();
    }

    PrometheusRegistry registry() {
        return metrics.registry();
    }

    /** Names of all metrics, as they are scraped. */
    List<String> metricNames() {
        return metrics.names();
    }

    /** Whether every source streams or rests: what a supervisor should restart us for is not here. */
    public boolean live() {
        return sources.values().stream()
                .allMatch(source -> source.health().state().healthy());
    }

    /** Whether nobody needs to look: {@link #live}, no table is stopped, and every table file is in effect. */
    public boolean healthy() {
        return live()
                && tableFileProblems().isEmpty()
                && sources.values().stream()
                        .allMatch(source -> source.stoppedTables().isEmpty());
    }

    /** What {@code /health} answers: sorted by what to look at, without any value of a row. */
    public Map<String, @Nullable Object> report() {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("name", name);
        report.put("healthy", healthy());
        List<Object> list = new ArrayList<>();
        sources.values().forEach(source -> list.add(report(source)));
        report.put("sources", list);
        report.put("tableFiles", tableFiles());
        report.put("tableFileProblems", new ArrayList<>(tableFileProblems()));
        return report;
    }

    private static Map<String, @Nullable Object> report(SourceStatus source) {
        Health health = source.health();
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("name", source.name());
        one.put("state", word(health.state()));
        one.put("why", health.why());
        one.put("server", source.server());
        one.put("lagSeconds", Double.isNaN(health.lagSeconds()) ? null : (Object) health.lagSeconds());
        one.put("lagBytes", Double.isNaN(health.lagBytes()) ? null : (Object) (long) health.lagBytes());
        StreamPosition position = source.position();
        one.put("gtidSet", position == null ? null : position.gtidSet());
        one.put("file", position == null ? null : position.file());
        one.put("position", position == null ? null : (Object) position.position());
        Map<String, Object> stopped = new LinkedHashMap<>();
        source.stoppedTables().forEach((key, why) -> {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("reason", why.reason());
            table.put("advice", why.advice());
            table.put("gtid", why.gtid());
            table.put("file", why.file());
            table.put("position", why.position());
            stopped.put(key, table);
        });
        one.put("stoppedTables", stopped);
        return one;
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
