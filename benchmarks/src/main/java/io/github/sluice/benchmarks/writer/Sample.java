package io.github.sluice.benchmarks.writer;

import java.time.Duration;

/**
 * Some rows moved by one process.
 *
 * @param rows at least 1
 * @param cpu of the process's whole life
 * @param wall of the process's whole life
 */
public record Sample(long rows, Duration cpu, Duration wall) {
    static Sample of(long rows, Finished finished) {
        return new Sample(rows, finished.cpu(), finished.wall());
    }
}
