package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.datax.DataxRun;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.DataxJob;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 4's first half: DataX runs once per attempt and leaves its manifest. Whoever comes later, in this process or in
 * the next, finds the manifest, or the DataX that is still running, or neither. Thread-safe for different tables.
 */
final class Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
    /** mysqlreader cuts one table into so many times as many tasks as there are channels, at most. */
    private static final int TASKS_PER_CHANNEL = 5;

    private static final String MANIFEST = "manifest.json";
    private static final String SECRET_JOB = "datax-job.json";

    private final Workplace work;
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    Snapshot(Workplace work) {
        this.work = work;
    }

    /** Whether an attempt's snapshot that was begun can still come to a complete manifest. */
    boolean survives(Attempt attempt) {
        Optional<RunManifest> manifest = manifest(attempt);
        return manifest.isPresent()
                ? manifest.get().outcome() == RunManifest.Outcome.COMPLETE
                : work.world()
                        .datax()
                        .find(folder(attempt).resolve(SECRET_JOB), output(attempt))
                        .isPresent();
    }

    /** The same for who only looks: nothing is counted on the way. */
    static boolean couldGoOn(Path stateFolder, World world, Attempt attempt) {
        Path manifest = folder(stateFolder, attempt).resolve(MANIFEST);
        try {
            return Files.exists(manifest)
                    ? RunManifest.fromJson(Files.readString(manifest)).outcome() == RunManifest.Outcome.COMPLETE
                    : world.datax()
                            .find(folder(stateFolder, attempt).resolve(SECRET_JOB), output(stateFolder, attempt))
                            .isPresent();
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.SNAPSHOT_FAILED, "manifest " + manifest + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Removes the copies with the password that a killed run has left, unless their DataX still runs. */
    void removeLeftovers() {
        Path runs = work.stateFolder().resolve("runs");
        if (!Files.isDirectory(runs)) {
            return;
        }
        try (var files = Files.find(runs, 3, (file, attributes) -> file.endsWith(SECRET_JOB))) {
            for (Path secret : files.toList()) {
                if (work.world().datax().find(secret, secret).isEmpty()) {
                    work.world().datax().removeSecret(secret);
                }
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, runs + " cannot be searched for left-over jobs: " + e.getMessage(), e);
        }
    }

    /** Sees to it that the journal knows how much of their keys all attempts used, also those that were killed. */
    void countKeyUses() {
        for (Attempt attempt : work.journal().attempts()) {
            boolean counts;
            try {
                counts = manifest(attempt).isPresent();
            } catch (Failure unreadable) {
                LOG.warn("{}", unreadable.getMessage());
                counts = false;
            }
            if (!counts) {
                countInTopic(attempt);
            }
        }
    }

    /** A DataX that was killed left no manifest, but its records: as many as the topic has given offsets. */
    private void countInTopic(Attempt attempt) {
        Map<String, KeyUse> begun = work.journal().keyUses(attempt.id());
        Optional<String> topic = work.settings().tables().stream()
                .filter(table -> table.target().equals(attempt.table()))
                .map(Table::topic)
                .filter(name -> work.journal()
                        .resource(Resource.Kind.TOPIC, name)
                        .filter(found -> found.attemptId().equals(attempt.id()))
                        .isPresent())
                .findFirst();
        if (topic.isEmpty() || begun.isEmpty()) {
            return; // another attempt's by now, or nothing was sealed
        }
        try (TopicsAndGroups topics = work.world().topics()) {
            if (topics.shape(topic.get()).isPresent()) {
                long records = topics.ends(topic.get()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                Map<String, KeyUse> found = new LinkedHashMap<>();
                long cuts = (long) TASKS_PER_CHANNEL
                        * work.settings().dataxOrRefuse().channels();
                begun.forEach((id, use) ->
                        found.put(id, new KeyUse(records, use.starts() + (use.records() == 0 ? cuts : 0))));
                work.journal().remember(attempt.id(), found);
            }
        }
    }

    /** Before anything is sealed: whoever is killed from here on has used this key, with a start or more for each shard. */
    private void beginKeyUse(Attempt attempt, TableSpec spec) {
        KeyUse least = new KeyUse(0, spec.shards().size());
        work.journal().remember(attempt.id(), Map.of(work.ring().active().id(), least));
    }

    /**
     * The manifest of a snapshot that read and acknowledged the same rows, running DataX if it is not there yet.
     *
     * @throws Failure 20 if it did not, 25 if DataX failed before there was anything to compare
     */
    RunManifest take(Attempt attempt, Table table, TableSpec spec, LongConsumer progress) {
        DataxRun.Ended ended =
                manifest(attempt).isPresent() ? awaitLeftover(attempt) : run(attempt, table, spec, progress);
        RunManifest manifest =
                manifest(attempt).orElseThrow(() -> failedWithoutManifest(attempt, "DataX left no manifest", ended));
        judge(attempt, spec, manifest, ended);
        return manifest;
    }

    private DataxRun.Ended run(Attempt attempt, Table table, TableSpec spec, LongConsumer progress) {
        Path secretJob = folder(attempt).resolve(SECRET_JOB);
        String job = work.planner().reviewedJob(table, spec);
        Trap trap = new Trap(work.world().datax(), secretJob);
        Thread hook = new Thread(trap::spring, "datax-trap");
        Runtime.getRuntime().addShutdownHook(hook);
        DataxRun.Ended ended;
        try {
            DataxRuns.Running datax = trap.start(
                    () -> work.world().datax().find(secretJob, output(attempt)).orElseGet(() -> {
                        refuseUnlessTopicEmpty(attempt, spec);
                        beginKeyUse(attempt, spec);
                        return work.world()
                                .datax()
                                .start(work.settings().dataxOrRefuse(), fill(job, attempt), secretJob, output(attempt));
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
        if (manifest(attempt).isEmpty()) {
            throw failedWithoutManifest(
                    attempt,
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
    private DataxRun.Ended awaitLeftover(Attempt attempt) {
        Path secretJob = folder(attempt).resolve(SECRET_JOB);
        work.world().datax().find(secretJob, output(attempt)).ifPresent(datax -> datax.await(rows -> {}));
        work.world().datax().removeSecret(secretJob);
        return work.world().datax().ended(output(attempt));
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
    private void refuseUnlessTopicEmpty(Attempt attempt, TableSpec spec) {
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

    private static void removeHook(Thread trap) {
        try {
            Runtime.getRuntime().removeShutdownHook(trap);
        } catch (IllegalStateException shuttingDown) {
            // the trap is running already, which is what it is for
        }
    }

    private Failure failedWithoutManifest(Attempt attempt, String what, DataxRun.Ended ended) {
        return new Failure(
                ExitCode.SNAPSHOT_FAILED,
                attempt.table() + ": " + what + "; its output is in " + output(attempt),
                null,
                said(ended));
    }

    /** DataX's own diagnosis quotes SQL with the bounds of a split, which are keys: shown, not logged. */
    private static List<String> said(DataxRun.Ended ended) {
        return ended.reason().isEmpty() ? List.of() : List.of(ended.reason());
    }

    /** Pulled = acknowledged = what DataX itself counted, nothing dirty, and of the rows that were asked for. */
    private void judge(Attempt attempt, TableSpec spec, RunManifest manifest, DataxRun.Ended end) {
        String table = attempt.table();
        if (!manifest.runId().equals(work.settings().name())
                || manifest.attempt() != attempt.number()
                || !manifest.topic().equals(spec.topic())
                || !manifest.schema().equals(spec.schema())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": " + manifestPath(attempt) + " is of another run, topic or structure (" + manifest
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
                    table + ": DataX failed" + reasons(manifest) + "; its output is in " + output(attempt),
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

    /** What the attempt's DataX has left behind; empty while there is nothing. */
    Optional<RunManifest> manifest(Attempt attempt) {
        Path file = manifestPath(attempt);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            RunManifest manifest = RunManifest.fromJson(Files.readString(file));
            if (counted.add(attempt.id())) {
                work.journal().remember(attempt.id(), manifest.keyUses());
            }
            return Optional.of(manifest);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(ExitCode.SNAPSHOT_FAILED, "manifest " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String fill(String job, Attempt attempt) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(DataxJob.MANIFEST_PATH, manifestPath(attempt).toString());
        values.put(DataxJob.RUN_ID, work.settings().name());
        values.put(DataxJob.ATTEMPT, attempt.number());
        return DataxJob.fill(job, values, work.settings().sourceOrRefuse().credentials());
    }

    private Path manifestPath(Attempt attempt) {
        return folder(attempt).resolve(MANIFEST).toAbsolutePath();
    }

    private Path folder(Attempt attempt) {
        return folder(work.stateFolder(), attempt);
    }

    private static Path folder(Path stateFolder, Attempt attempt) {
        return stateFolder
                .resolve("runs")
                .resolve(attempt.table())
                .resolve("attempt-" + attempt.number() + "-" + attempt.id().substring(0, 8));
    }

    private Path output(Attempt attempt) {
        return output(work.stateFolder(), attempt);
    }

    private static Path output(Path stateFolder, Attempt attempt) {
        return stateFolder
                .resolve("logs")
                .resolve("datax-" + attempt.table() + "-" + attempt.number() + "-"
                        + attempt.id().substring(0, 8) + ".log");
    }
}
