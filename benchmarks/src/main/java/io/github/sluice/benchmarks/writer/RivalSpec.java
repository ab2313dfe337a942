package io.github.sluice.benchmarks.writer;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A writer that is not in this repository.
 *
 * @param home a DataX installation, or one plugin's folder, which is then put into a home like our writer's
 * @param job the template of its job
 * @param divisor it is given so many times fewer rows, 1 or more
 */
public record RivalSpec(Path home, Path job, long divisor) {
    public RivalSpec {
        if (!Files.isRegularFile(job)) {
            throw new IllegalArgumentException("--writer-job: no such file: " + job);
        }
        if (divisor < 1) {
            throw new IllegalArgumentException("--writer-divisor: must be 1 or more, found " + divisor);
        }
    }

    /** The job file's name without its ending. */
    String label() {
        return String.valueOf(job.getFileName()).replaceFirst("\\.json$", "");
    }
}
