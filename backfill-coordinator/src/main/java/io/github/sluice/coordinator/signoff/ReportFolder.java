package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a half keeps its verification reports and tombstones, one file for each attempt. The reports' hashes stand in the
 * journal and on the control topic, so a file that was changed is found out. One thread.
 */
public final class ReportFolder {
    private final Path folder;

    /** @param stateFolder beside the settings file */
    public ReportFolder(Path stateFolder) {
        this.folder = stateFolder.resolve("reports");
    }

    /** The file of an attempt's report, written or not. */
    public Path report(String table, int attempt) {
        return folder.resolve(name(table) + "-attempt-" + attempt + ".json");
    }

    /** The file of an attempt's tombstone, written or not. */
    public Path tombstone(String table, int attempt) {
        return folder.resolve(name(table) + "-attempt-" + attempt + "-tombstone.json");
    }

    /** StarRocks' names may hold what a file name may not; what is left out is told apart by a hash. */
    private static String name(String table) {
        String plain = table.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.equals(table)
                ? table
                : plain + "-" + CanonicalJson.sha256(table).substring(0, 8);
    }

    /** Writes the report of an attempt, over an earlier one. */
    public void write(String table, int attempt, VerificationReport report) {
        StateFile.write(report(table, attempt), report.text());
    }

    /**
     * The file must be the report whose hash is in the journal. One that is missing, as on another machine, is written
     * anew: those bytes came sealed, and have that hash.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if a byte of it was changed
     */
    public void refuseIfChanged(String table, int attempt, VerificationReport report) {
        Optional<byte[]> found = StateFile.read(report(table, attempt));
        if (found.isEmpty()) {
            write(table, attempt, report);
            return;
        }
        String hash = CanonicalJson.sha256(found.get());
        if (!hash.equals(report.hash())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": the report " + report(table, attempt) + " was changed after the verification: its"
                            + " SHA-256 is " + hash + ", the journal has " + report.hash()
                            + "; find out who changed it, move it away, and run again: it is written anew");
        }
    }
}
