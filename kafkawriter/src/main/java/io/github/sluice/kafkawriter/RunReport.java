package io.github.sluice.kafkawriter;

import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a run ends: its tasks' books are compared and, where a manifest is asked for, written down. Exactly one of
 * {@link #complete} and {@link #failed} has an effect, the first. Used by the job's thread.
 */
final class RunReport {
    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

    private final KafkaWriterSettings settings;
    private final Run run;
    private final Clock clock;
    private final @Nullable ManifestFile file;
    private boolean reported;

    RunReport(KafkaWriterSettings settings, Run run, Clock clock, @Nullable ManifestFile file) {
        this.settings = settings;
        this.run = run;
        this.clock = clock;
        this.file = file;
    }

    /**
     * All tasks have ended well: compares, and only then writes that the run is complete.
     *
     * @throws com.alibaba.datax.common.exception.DataXException if the books do not agree; the manifest then says so
     */
    void complete() {
        Run.Totals totals = run.totals();
        LOG.info("run {} attempt {}: {}", run.id(), run.attempt(), totals);
        if (totals.pulled > 0 && totals.mismatched == totals.pulled) {
            String reason =
                    "not one of " + totals.pulled + " rows has the " + widthText() + " columns that the job names";
            failed(reason);
            throw KafkaWriterErrorCode.COLUMN_COUNT.failure(
                    reason + "; " + Key.COLUMN + " must list what the reader selects, in its order");
        }
        String fault = totals.fault();
        if (fault == null && file != null) {
            fault = writeIfSound(totals, file);
        }
        if (fault != null) {
            failed(fault);
            throw KafkaWriterErrorCode.COUNTS_DIFFER.failure("run " + run.id() + ": " + fault);
        }
        if (totals.dirty > 0) {
            LOG.warn(
                    "run {}: {} dirty rows are not in the topic; no verification can end EQUAL",
                    run.id(),
                    totals.dirty);
        }
        reported = true;
    }

    /**
     * Writes what is known of a run that did not end well. Opens no Kafka client: {@code Job.destroy} has the wrong context
     * class loader for that.
     *
     * @param otherwise why, where no task knows better
     */
    void failed(String otherwise) {
        if (reported) {
            return;
        }
        reported = true;
        Run.Totals totals = run.totals();
        String reason = totals.failure == null ? otherwise : totals.failure;
        LOG.info("run {} attempt {} failed ({}): {}", run.id(), run.attempt(), reason, totals);
        if (file != null) {
            file.write(builder(totals).failed(reason).build());
        }
    }

    private @Nullable String writeIfSound(Run.Totals totals, ManifestFile place) {
        RunManifest manifest =
                builder(totals).fingerprint(totals.fingerprint).complete().build();
        List<String> contradictions = manifest.contradictions();
        if (!contradictions.isEmpty()) {
            return String.join("; ", contradictions);
        }
        place.write(manifest);
        return null;
    }

    private RunManifest.Builder builder(Run.Totals totals) {
        RowSchema schema = settings.schema();
        if (schema == null) {
            throw new IllegalStateException("settings let a manifest pass without columns");
        }
        List<PartitionRange> ranges = new ArrayList<>();
        for (OffsetRange range : totals.partitions.values()) {
            if (range.first() != OffsetRange.UNKNOWN) {
                ranges.add(new PartitionRange(range.partition(), range.first(), range.last(), range.records()));
            }
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("kafkawriter", version());
        versions.put("kafka-clients", AppInfoParser.getVersion());
        versions.put("java", System.getProperty("java.version", "unknown"));
        return RunManifest.builder()
                .runId(run.id())
                .attempt(run.attempt())
                .topic(settings.topic)
                .partitions(ranges)
                .pulled(totals.pulled)
                .acked(totals.acked)
                .records(totals.records())
                .dirty(totals.dirty)
                .zeroDates(totals.zeroDates)
                .bytes(totals.bytes)
                .schema(schema)
                .startedAt(run.startedAt())
                .endedAt(clock.instant())
                .keyId(
                        settings.keyRing == null
                                ? null
                                : settings.keyRing.keys().active().id())
                .keyUses(totals.keyUses)
                .writeType(settings.writeType.name().toLowerCase(Locale.ROOT))
                .envelope(settings.keyRing == null ? "none" : settings.envelope.toString())
                .versions(versions);
    }

    private String widthText() {
        return settings.columns == null ? "first row's" : Integer.toString(settings.columns.size());
    }

    private static String version() {
        Package own = RunReport.class.getPackage();
        String version = own == null ? null : own.getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
