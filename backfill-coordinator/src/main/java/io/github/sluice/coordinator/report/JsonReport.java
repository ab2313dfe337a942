package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.sample.Point;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report for programs; docs/report.md describes it. Times are UTC, durations and offsets plain numbers, and what is
 * not known is null. One thread.
 */
public final class JsonReport {
    /** Grows only if something that was there goes or means something else. */
    static final int SCHEMA_VERSION = 1;

    private final RunReport report;

    public JsonReport(RunReport report) {
        this.report = report;
    }

    /** @throws UncheckedIOException if {@code target} cannot be written to */
    public void write(Appendable target) {
        try {
            target.append(Json.write(tree())).append("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("schema", "sluice-report");
        tree.put("schemaVersion", SCHEMA_VERSION);
        tree.put("run", report.run());
        tree.put("madeAt", text(report.madeAt()));
        tree.put("sluice", report.version());
        tree.put("verdict", report.verdict().name());
        tree.put("gaps", report.gaps().stream().map(JsonReport::gap).toList());
        tree.put("tables", report.tables().stream().map(JsonReport::table).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> gap(Gap gap) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("kind", gap.kind().name());
        tree.put("table", gap.table().isEmpty() ? null : gap.table());
        tree.put("detail", gap.detail());
        return tree;
    }

    private static Map<String, @Nullable Object> table(TableReport table) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("table", table.table());
        tree.put("source", table.source());
        tree.put("physicalTables", table.physical());
        tree.put("attempt", table.attempt());
        tree.put("state", table.state().name());
        tree.put("verdict", table.verdict().name());
        tree.put("hops", table.hops().stream().map(JsonReport::hop).toList());
        tree.put("steps", table.steps().stream().map(JsonReport::step).toList());
        tree.put("manifest", manifest(table.manifest()));
        tree.put("notes", table.notes().stream().map(JsonReport::note).toList());
        tree.put("live", table.live());
        tree.put(
                "earlierFailures",
                table.earlier().stream().map(JsonReport::earlier).toList());
        Map<String, Object> samples = new LinkedHashMap<>();
        table.samples().forEach((step, points) -> samples.put(step.word(), points(points)));
        tree.put("samples", samples);
        return tree;
    }

    private static Map<String, @Nullable Object> hop(Hop.Result hop) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("hop", hop.hop().word());
        tree.put("verdict", hop.verdict().name());
        tree.put("left", hop.left());
        tree.put("right", hop.right());
        tree.put("code", hop.code().number());
        tree.put("message", hop.message());
        return tree;
    }

    private static Map<String, @Nullable Object> step(StepReport step) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("step", step.step().word());
        tree.put("status", step.status().name());
        tree.put("code", step.code().number());
        tree.put("message", step.message());
        tree.put("startedAt", text(step.startedAt()));
        tree.put("endedAt", text(step.endedAt()));
        tree.put("from", step.origin().name());
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>(step.evidence());
        evidence.remove("manifest");
        tree.put("evidence", evidence);
        return tree;
    }

    /** The manifest without the sums of its 1,024 buckets. */
    private static @Nullable Map<String, @Nullable Object> manifest(@Nullable RunManifest manifest) {
        if (manifest == null) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (Json.parse(manifest.toJson()) instanceof Map<?, ?> whole) {
            whole.forEach((name, value) -> tree.put(String.valueOf(name), value));
        }
        Fingerprint fingerprint = manifest.fingerprint();
        Map<String, Object> sum = new LinkedHashMap<>();
        if (fingerprint != null) {
            sum.put("count", fingerprint.count());
            sum.put("sum", fingerprint.sum());
        }
        tree.put("fingerprint", fingerprint == null ? null : sum);
        return tree;
    }

    private static Map<String, @Nullable Object> note(JournalNote note) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", note.name());
        tree.put("at", text(note.at()));
        tree.put("state", note.state().name());
        tree.put("code", note.code().number());
        tree.put("message", note.message());
        tree.put("evidence", note.evidence());
        return tree;
    }

    private static Map<String, @Nullable Object> earlier(TableReport.EarlierFailure failure) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("attempt", failure.attempt());
        tree.put("step", failure.step());
        tree.put("code", failure.code().number());
        tree.put("message", failure.message());
        return tree;
    }

    private static List<Object> points(List<Point> points) {
        List<Object> list = new ArrayList<>();
        for (Point point : points) {
            list.add(List.of(point.at().toEpochMilli(), (long) point.pass(), point.rows(), point.total()));
        }
        return list;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
