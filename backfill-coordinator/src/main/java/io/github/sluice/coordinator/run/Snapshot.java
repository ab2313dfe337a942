package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 4's first half: per attempt DataX runs once beside each MySQL that the table is in, one after the other, and what
 * their manifests say adds up. Thread-safe for different tables.
 */
final class Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
    /** mysqlreader cuts one table into so many times as many tasks as there are channels, at most. */
    private static final int TASKS_PER_CHANNEL = 5;

    private final Workplace work;
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    Snapshot(Workplace work) {
        this.work = work;
    }

    /**
     * Whether an attempt's snapshot that was begun can still come to complete manifests. It only looks.
     *
     * @param spec the table, as it was announced with the attempt
     */
    static boolean couldGoOn(Path stateFolder, World world, Attempt attempt, TableSpec spec) {
        boolean first = true;
        for (String mysql : spec.sources()) {
            SnapshotFiles files =
                    SnapshotFiles.of(stateFolder, attempt, spec.sources().size() > 1, mysql);
            Optional<RunManifest> manifest = files.manifest();
            if (manifest.isEmpty()) {
                // what comes after a part that is not complete has not been begun
                return files.running(world.datax()).isPresent() || (!first && !files.isBegun());
            }
            if (manifest.get().outcome() != RunManifest.Outcome.COMPLETE) {
                return false;
            }
            first = false;
        }
        return true;
    }

    /** The same of this workplace. */
    boolean survives(Attempt attempt, TableSpec spec) {
        return couldGoOn(work.stateFolder(), work.world(), attempt, spec);
    }

    /** Removes the copies with the password that a killed run has left, unless their DataX still runs. */
    void removeLeftovers() {
        Path runs = work.stateFolder().resolve("runs");
        if (!Files.isDirectory(runs)) {
            return;
        }
        try (var files = Files.find(runs, 3, (file, attributes) -> SnapshotFiles.isSecretJob(file))) {
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
            countKeyUse(attempt, SnapshotFiles.of(work.stateFolder(), attempt, false, ""));
            for (Source mysql : work.settings().sources()) {
                countKeyUse(attempt, SnapshotFiles.of(work.stateFolder(), attempt, true, mysql.name()));
            }
        }
    }

    private void countKeyUse(Attempt attempt, SnapshotFiles files) {
        boolean counts;
        try {
            counts = manifest(files).isPresent();
        } catch (Failure unreadable) {
            LOG.warn("{}", unreadable.getMessage());
            counts = false;
        }
        if (!counts) {
            countInTopic(attempt, files.keyUser());
        }
    }

    /** A DataX that was killed left no manifest, but its records: at most as many as the topic has given offsets. */
    private void countInTopic(Attempt attempt, String user) {
        Map<String, KeyUse> begun = work.journal().keyUses(user);
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
                work.journal().remember(user, found);
            }
        }
    }

    /**
     * The manifest of a snapshot that read and acknowledged the same rows, running DataX where it has not run yet.
     *
     * @throws Failure 20 if it did not, 25 if DataX failed before there was anything to compare
     */
    RunManifest take(Attempt attempt, Table table, TableSpec spec, LongConsumer progress) {
        List<RunManifest> parts = new ArrayList<>();
        long rows = 0;
        for (String mysql : spec.sources()) {
            long before = rows;
            RunManifest part = new SnapshotPart(work, attempt, spec, mysql)
                    .take(table, parts.isEmpty(), read -> progress.accept(before + read));
            parts.add(part);
            rows += part.pulled();
        }
        return manifest(attempt, spec).orElseThrow(() -> new IllegalStateException("a manifest has vanished"));
    }

    /** What the attempt's DataX runs have left behind together; empty while one is missing or not complete. */
    Optional<RunManifest> manifest(Attempt attempt, TableSpec spec) {
        List<RunManifest> parts = new ArrayList<>();
        for (String mysql : spec.sources()) {
            manifest(SnapshotFiles.of(
                            work.stateFolder(), attempt, spec.sources().size() > 1, mysql))
                    .filter(part -> part.outcome() == RunManifest.Outcome.COMPLETE)
                    .ifPresent(parts::add);
        }
        return parts.size() == spec.sources().size() ? Optional.of(RunManifest.sum(parts)) : Optional.empty();
    }

    private Optional<RunManifest> manifest(SnapshotFiles files) {
        Optional<RunManifest> manifest = files.manifest();
        if (manifest.isPresent() && counted.add(files.keyUser())) {
            work.journal().remember(files.keyUser(), manifest.get().keyUses());
        }
        return manifest;
    }
}
