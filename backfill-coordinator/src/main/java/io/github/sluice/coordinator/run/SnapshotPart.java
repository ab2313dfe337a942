package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.datax.DataxRun;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.DataxJob;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt's snapshot of the table's part in one MySQL: one DataX, which leaves a manifest. Whoever comes later, in this
 * process or in the next, finds the manifest, or the DataX that is still running, or neither. One thread.
 */
final class SnapshotPart {
    private final Workplace work;
    private final Attempt attempt;
    private final TableSpec spec;
    private final String mysql;
    private final SnapshotFiles files;

    /**
     * @param spec the whole table
     * @param mysql the MySQL's name, one of the description's
     */
    SnapshotPart(Workplace work, Attempt attempt, TableSpec spec, String mysql) {
        this.work = work;
        this.attempt = attempt;
        this.spec = spec;
        this.mysql = mysql;
        this.files =
                SnapshotFiles.of(work.stateFolder(), attempt, spec.sources().size() > 1, mysql);
    }

    /**
     * The manifest of a DataX that read and acknowledged the same rows; it runs if it has not yet.
     *
     * @param first whether no other part has sent anything yet
     * @throws Failure 20 if it did not, 25 if DataX failed before there was anything to compare
     */
    RunManifest take(Table table, boolean first, LongConsumer progress) {
        DataxRun.Ended ended = files.manifest().isPresent() ? awaitLeftover() : run(table, first, progress);
        RunManifest manifest =
                files.manifest().orElseThrow(() -> failedWithoutManifest("DataX left no manifest", ended));
        judge(manifest, ended);
        return manifest;
    }

    /** Before anything is sealed: whoever is killed from here on has used this key, with a start or more for each shard. */
    private void beginKeyUse() {
        KeyUse least = new KeyUse(0, spec.in(mysql).shards().size());
        work.journal().remember(files.keyUser(), Map.of(work.ring().active().id(), least));
    }

    private DataxRun.Ended run(Table table, boolean first, LongConsumer progress) {
        Path secretJob = files.secretJob();
        String job = work.planner().reviewedJob(table, spec, mysql);
        Trap trap = new Trap(work.world().datax(), secretJob);
        Thread hook = new Thread(trap::spring, "datax-trap");
        Runtime.getRuntime().addShutdownHook(hook);
        DataxRun.Ended ended;
        try {
            DataxRuns.Running datax = trap.start(
                    () -> work.world().datax().find(secretJob, files.output()).orElseGet(() -> {
                        if (first) {
                            refuseUnlessTopicEmpty();
                        } else {
                            refuseIfBegun();
                        }
                        beginKeyUse();
                        return work.world()
                                .datax()
                                .start(work.settings().dataxOrRefuse(), fill(job), secretJob, files.output());
                    }));
            try {
                ended = datax.await(progress);
            } catch (RuntimeException e) {
                datax.stop();
                throw e;
            }
        } finally {
            removeHook(hook);
            work.world().datax().removeSecret(secretJob);
        }
        if (files.manifest().isEmpty()) {
            throw failedWithoutManifest(
                    "DataX ended with exit code "
                            + (ended.exitCode().isPresent() ? ended.exitCode().getAsLong() : "unknown")
                            + (ended.readTotal().isPresent()
                                    ? ", yet without a manifest: is Sluice's kafkawriter installed?"
                                    : ""),
                    ended);
        }
        return ended;
    }

    /** A DataX that outlived its sluice has its job, with the password, until it ends, moments after its manifest. */
    private DataxRun.Ended awaitLeftover() {
        Path secretJob = files.secretJob();
        work.world().datax().find(secretJob, files.output()).ifPresent(datax -> datax.await(rows -> {}));
        work.world().datax().removeSecret(secretJob);
        return work.world().datax().ended(files.output());
    }

    /** Stops DataX when this process is told to stop, also in the moment in which DataX starts. Thread-safe. */
    private static final class Trap {
        private final DataxRuns runs;
        private final Path secretJob;
        private DataxRuns.@Nullable Running datax;
        private boolean sprung;

        Trap(DataxRuns runs, Path secretJob) {
            this.runs = runs;
            this.secretJob = secretJob;
        }

        synchronized DataxRuns.Running start(Supplier<DataxRuns.Running> starting) {
            if (sprung) {
                throw new Failure(ExitCode.UNKNOWN, "stopped before DataX was started");
            }
            DataxRuns.Running started = starting.get();
            datax = started;
            return started;
        }

        synchronized void spring() {
            sprung = true;
            if (datax != null) {
                datax.stop();
            }
            runs.removeSecret(secretJob);
        }
    }

    /** What an interrupted DataX of this attempt has sent is never mixed with what another one sends. */
    private void refuseUnlessTopicEmpty() {
        try (TopicsAndGroups topics = work.world().topics()) {
            boolean empty =
                    topics.ranges(spec.topic()).values().stream().allMatch(range -> range.start() == range.end());
            if (!empty) {
                throw new Failure(
                        ExitCode.SNAPSHOT_FAILED,
                        attempt.table() + ": topic " + spec.topic()
                                + " holds records before DataX has started; run again for a fresh attempt");
            }
        }
    }

    /** An interrupted DataX of this part has sent nobody knows what behind the other parts' records. */
    private void refuseIfBegun() {
        if (files.isBegun()) {
            throw new Failure(
                    ExitCode.SNAPSHOT_FAILED,
                    attempt.table() + ": DataX was begun beside " + mysql
                            + " and has left no manifest; run again for a fresh attempt");
        }
    }

    private static void removeHook(Thread trap) {
        try {
            Runtime.getRuntime().removeShutdownHook(trap);
        } catch (IllegalStateException shuttingDown) {
            // the trap is running already, which is what it is for
        }
    }

    private Failure failedWithoutManifest(String what, DataxRun.Ended ended) {
        return new Failure(
                ExitCode.SNAPSHOT_FAILED,
                attempt.table() + ": " + what + "; its output is in " + files.output(),
                null,
                said(ended));
    }

    /** DataX's own diagnosis quotes SQL with the bounds of a split, which are keys: shown, not logged. */
    private static List<String> said(DataxRun.Ended ended) {
        return ended.reason().isEmpty() ? List.of() : List.of(ended.reason());
    }

    /** Pulled = acknowledged = what DataX itself counted, nothing dirty, and of the rows that were asked for. */
    private void judge(RunManifest manifest, DataxRun.Ended end) {
        String table = attempt.table();
        if (!manifest.runId().equals(work.settings().name())
                || manifest.attempt() != attempt.number()
                || !manifest.topic().equals(spec.topic())
                || !manifest.schema().equals(spec.schema())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": " + files.manifestPath() + " is of another run, topic or structure (" + manifest
                            + "); was the DataX job edited?");
        }
        String counts =
                "pulled " + manifest.pulled() + ", acknowledged " + manifest.acked() + ", dirty " + manifest.dirty();
        boolean unequal = manifest.pulled() != manifest.acked() || manifest.dirty() > 0;
        if (unequal || !manifest.contradictions().isEmpty()) {
            throw notAcked(table, counts + reasons(manifest));
        }
        if (manifest.outcome() != RunManifest.Outcome.COMPLETE || manifest.fingerprint() == null) {
            throw new Failure(
                    ExitCode.SNAPSHOT_FAILED,
                    table + ": DataX failed" + reasons(manifest) + "; its output is in " + files.output(),
                    null,
                    said(end));
        }
        if (end.exitCode().orElse(0) != 0) {
            throw notAcked(
                    table,
                    counts + ", but DataX ended with exit code "
                            + end.exitCode().getAsLong());
        }
        if (end.exitCode().isEmpty() && end.readTotal().isEmpty()) {
            throw notAcked(table, counts + ", but DataX did not print its statistics");
        }
        long read = end.readTotal().orElse(manifest.pulled());
        long failed = end.failedTotal().orElse(0);
        if (read != manifest.pulled() || failed != 0) {
            throw notAcked(table, counts + ", but DataX counts " + read + " read and " + failed + " failed");
        }
    }

    private static String reasons(RunManifest manifest) {
        StringBuilder text = new StringBuilder();
        if (manifest.reason() != null) {
            text.append(": ").append(manifest.reason());
        }
        manifest.contradictions().forEach(contradiction -> text.append("; ").append(contradiction));
        return text.toString();
    }

    private static Failure notAcked(String table, String what) {
        return new Failure(ExitCode.READ_NOT_ACKED, table + ": read ≠ acknowledged: " + what);
    }

    private String fill(String job) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(DataxJob.MANIFEST_PATH, files.manifestPath().toString());
        values.put(DataxJob.RUN_ID, work.settings().name());
        values.put(DataxJob.ATTEMPT, attempt.number());
        return DataxJob.fill(job, values, work.settings().source(mysql).credentials());
    }
}
