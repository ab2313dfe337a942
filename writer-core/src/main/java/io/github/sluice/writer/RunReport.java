package io.github.sluice.writer;

import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a run ends: its tasks' books are compared and, where a manifest is asked for, written down. Exactly one of
 * {@link #complete} and {@link #failed} has an effect, the first. Used by the job's thread.
 */
public final class RunReport {
    /** What a run is about, in its writer's own words. Called on the job's thread. */
    public interface Subject {
        /** Where the rows went, for messages: {@code topic t}. */
        String target();

        /** The names that the job gives, for a message about their number: {@code 3}, or {@code first row's}. */
        String width();

        /** The code of a job none of whose rows has the width that it names. */
        WriterErrorCode columnCount();

        /** The code of books that do not agree. */
        WriterErrorCode countsDiffer();

        /** Adds all of a manifest that is not in the run's books: topic, schema, write type, envelope, key, versions. */
        void describe(RunManifest.Builder manifest);
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

    private final Subject subject;
    private final Run run;
    private final Clock clock;
    private final @Nullable ManifestFile file;
    private boolean reported;

    /** @param file null where no manifest is asked for */
    public RunReport(Subject subject, Run run, Clock clock, @Nullable ManifestFile file) {
        this.subject = subject;
        this.run = run;
        this.clock = clock;
        this.file = file;
    }

    /**
     * Compares the books of all tasks, without saying yet that the run is complete.
     *
     * @throws com.alibaba.datax.common.exception.DataXException if the books do not agree; the manifest then says so
     */
    public void compare() {
        Run.Totals totals = run.totals();
        if (totals.pulled > 0 && totals.mismatched == totals.pulled) {
            String reason =
                    "not one of " + totals.pulled + " rows has the " + subject.width() + " columns that the job names";
            failed(reason);
            throw subject.columnCount().failure(reason + "; column must list what the reader selects, in its order");
        }
        String fault = totals.fault();
        if (fault != null) {
            throw differ(fault);
        }
    }

    /**
     * All tasks have ended well: compares, and only then writes that the run is complete.
     *
     * @throws com.alibaba.datax.common.exception.DataXException if the books do not agree; the manifest then says so
     */
    public void complete() {
        Run.Totals totals = run.totals();
        LOG.info("run {} attempt {}: {}", run.id(), run.attempt(), totals);
        compare();
        String fault = file == null ? null : writeIfSound(totals, file);
        if (fault != null) {
            throw differ(fault);
        }
        if (totals.dirty > 0) {
            LOG.warn(
                    "run {}: {} dirty rows are not in {}; no verification can end EQUAL",
                    run.id(),
                    totals.dirty,
                    subject.target());
        }
        reported = true;
    }

    private RuntimeException differ(String fault) {
        failed(fault);
        return subject.countsDiffer().failure("run " + run.id() + ": " + fault);
    }

    /**
     * Writes what is known of a run that did not end well. Opens no client: {@code Job.destroy} has the wrong context class
     * loader for that.
     *
     * @param otherwise why, where no task knows better
     */
    public void failed(String otherwise) {
        if (reported) {
            return;
        }
        reported = true;
        Run.Totals totals = run.totals();
        String reason = totals.failure == null ? otherwise : totals.failure;
        LOG.info("run {} attempt {} failed ({}): {}", run.id(), run.attempt(), reason, totals);
        if (file != null) {
            RunManifest.Builder manifest = builder(totals);
            file.write((totals.unknown ? manifest.unknown(reason) : manifest.failed(reason)).build());
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
        List<PartitionRange> ranges = new ArrayList<>();
        for (OffsetRange range : totals.partitions.values()) {
            if (range.first() != OffsetRange.UNKNOWN) {
                ranges.add(new PartitionRange(range.partition(), range.first(), range.last(), range.records()));
            }
        }
        RunManifest.Builder builder = RunManifest.builder()
                .runId(run.id())
                .attempt(run.attempt())
                .partitions(ranges)
                .pulled(totals.pulled)
                .acked(totals.acked)
                .records(totals.records())
                .dirty(totals.dirty)
                .zeroDates(totals.zeroDates)
                .bytes(totals.bytes)
                .startedAt(run.startedAt())
                .endedAt(clock.instant())
                .keyUses(totals.keyUses);
        subject.describe(builder);
        return builder;
    }
}
