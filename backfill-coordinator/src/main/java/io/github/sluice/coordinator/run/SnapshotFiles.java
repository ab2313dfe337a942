package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a DataX of an attempt has its files. Immutable.
 *
 * @param secretJob the job with the password in it
 * @param output what DataX says; there from the moment in which it is started
 * @param keyUser how the journal names it among those that used a key
 */
record SnapshotFiles(Path manifestPath, Path secretJob, Path output, String keyUser) {
    private static final String SECRET_JOB = "datax-job";
    private static final int ID_SHOWN = 8;

    /**
     * Of a table's part in one MySQL.
     *
     * @param several whether the table is in more than one
     */
    static SnapshotFiles of(Path stateFolder, Attempt attempt, boolean several, String mysql) {
        if (!several) {
            return named(stateFolder, attempt, "", attempt.id());
        }
        String user = UUID.nameUUIDFromBytes((attempt.id() + " " + mysql).getBytes(StandardCharsets.UTF_8))
                .toString();
        return named(stateFolder, attempt, "-" + mysql, user);
    }

    private static SnapshotFiles named(Path stateFolder, Attempt attempt, String suffix, String user) {
        String id = attempt.number() + "-" + attempt.id().substring(0, ID_SHOWN);
        Path folder = stateFolder.resolve("runs").resolve(attempt.table()).resolve("attempt-" + id);
        return new SnapshotFiles(
                folder.resolve("manifest" + suffix + ".json").toAbsolutePath(),
                folder.resolve(SECRET_JOB + suffix + ".json"),
                stateFolder.resolve("logs").resolve("datax-" + attempt.table() + "-" + id + suffix + ".log"),
                user);
    }

    /** Whether a file is a job with a password in it. */
    static boolean isSecretJob(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(SECRET_JOB) && name.endsWith(".json");
    }

    /** Whether DataX was ever started. */
    boolean isBegun() {
        return Files.exists(output);
    }

    /**
     * What DataX has left behind; empty while there is nothing.
     *
     * @throws Failure 25 if it cannot be read
     */
    Optional<RunManifest> manifest() {
        try {
            return Files.exists(manifestPath)
                    ? Optional.of(RunManifest.fromJson(Files.readString(manifestPath)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.SNAPSHOT_FAILED, "manifest " + manifestPath + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A DataX that is at work still. */
    Optional<DataxRuns.Running> running(DataxRuns datax) {
        return datax.find(secretJob, output);
    }
}
