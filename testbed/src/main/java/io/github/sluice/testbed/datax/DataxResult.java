package io.github.sluice.testbed.datax;

import java.util.Optional;

/**
 * How a job ended.
 *
 * @param exitCode 0, 1, 143, or 255 for wrong use
 * @param output what the process printed, both streams in one
 * @param statistics the block at the end, which only a job that succeeded prints
 */
public record DataxResult(int exitCode, String output, Optional<DataxStatistics> statistics) {
    static DataxResult of(int exitCode, String output) {
        return new DataxResult(exitCode, output, DataxStatistics.in(output));
    }
}
