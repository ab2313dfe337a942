package io.github.sluice.streamer.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Every metric with name, labels and meaning; the catalogue in the README is held against this. Thread-safe. */
final class Metrics {
    private static final String PREFIX = "sluice_streamer_";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<String> names = new ArrayList<>();

    final Counter events;
    final Counter transactions;
    final Counter rows;
    final Counter records;
    final Counter recordBytes;
    final Counter commits;
    final Counter reconnects;
    final Counter ddl;
    final Counter zeroDates;
    final Gauge tableStopped;

    Metrics() {
        events = counter("events", "Row changes and DDL statements of routed tables that were read.", "source");
        transactions = counter("transactions", "Transactions that were read, of whatever table.", "source");
        rows = counter(
                "rows", "Row changes by logical table and kind (insert, update, delete).", "source", "table", "kind");
        records = counter("records", "Records in committed Kafka transactions.", "source", "topic");
        recordBytes = counter(
                "record_bytes", "Bytes of sealed record values in committed Kafka transactions.", "source", "topic");
        commits = counter("commits", "Kafka transactions committed.", "source");
        reconnects = counter("reconnects", "Connections to the source that broke or could not be made.", "source");
        ddl = counter("ddl", "DDL statements that hit a logical table, by kind.", "source", "table", "kind");
        zeroDates =
                counter("zero_dates", "Dates that became null because the target cannot hold them.", "source", "table");
        tableStopped = Gauge.builder()
                .name(name("table_stopped"))
                .help("1 while the logical table is stopped and waits for a person, else 0.")
                .labelNames("source", "table")
                .register(registry);
    }

    /** Adds the gauges that are asked when somebody scrapes. */
    void gauges(StreamerStatus status) {
        gauge(
                "up",
                "1 unless the source is stuck, stopped or out of reach for too long.",
                status,
                source -> source.health().state().healthy() ? 1 : 0);
        gauge(
                "lag_seconds",
                "Age of the newest change that is not in its topic yet; 0 when level, NaN if not known.",
                status,
                source -> source.health().lagSeconds());
        gauge(
                "lag_bytes",
                "Binlog bytes between the committed position and the source's end; NaN if not known.",
                status,
                source -> source.health().lagBytes());
        gauge(
                "last_event_timestamp_seconds",
                "When the source committed the newest change that was read.",
                status,
                source -> source.health().lastEventMillis() / 1000.0);
        gauge(
                "last_commit_timestamp_seconds",
                "When the newest Kafka transaction was committed.",
                status,
                source -> source.health().lastCommitMillis() / 1000.0);
        gauge(
                "position_file_number",
                "Number of the binlog file of the committed position.",
                status,
                source -> source.health().fileNumber());
        gauge("position_offset", "Byte in that file.", status, source -> source.health()
                .offset());
        names.add(name("table_files"));
        GaugeWithCallback.builder()
                .name(name("table_files"))
                .help("Table files in effect.")
                .callback(callback -> callback.call(status.tableFiles()))
                .register(registry);
        names.add(name("table_file_problems"));
        GaugeWithCallback.builder()
                .name(name("table_file_problems"))
                .help("Faults in files of the folder that keep them out of effect.")
                .callback(callback -> callback.call(status.tableFileProblems().size()))
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        names.add(name(name) + "_total");
        return Counter.builder().name(name(name)).help(help).labelNames(labels).register(registry);
    }

    private void gauge(String name, String help, StreamerStatus status, ToDoubleFunction<SourceStatus> value) {
        names.add(name(name));
        GaugeWithCallback.builder()
                .name(name(name))
                .help(help)
                .labelNames("source")
                .callback(callback ->
                        status.sources().forEach(source -> callback.call(value.applyAsDouble(source), source.name())))
                .register(registry);
    }

    private String name(String name) {
        return PREFIX + name;
    }

    PrometheusRegistry registry() {
        return registry;
    }

    /** Names as they are scraped, in the order of the catalogue. */
    List<String> names() {
        List<String> all = new ArrayList<>(names);
        all.add(name("table_stopped"));
        return all;
    }
}
