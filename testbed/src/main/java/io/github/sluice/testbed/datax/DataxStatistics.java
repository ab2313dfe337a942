package io.github.sluice.testbed.datax;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts of the block that DataX prints at the end of a job that succeeded. None of them says what a writer stored.
 *
 * @param seconds 任务总计耗时, whole seconds from the job's start to its end
 * @param recordsPerSecond 记录写入速度, which in truth is the speed of reading
 * @param readRecords 读出记录总数, read well or not
 * @param failedRecords 读写失败总数, what either side has called dirty
 */
public record DataxStatistics(long seconds, long recordsPerSecond, long readRecords, long failedRecords) {
    private static final Pattern BLOCK = Pattern.compile(
            "^任务总计耗时\\s*:\\s*(\\d+)s$.*"
                    + "^记录写入速度\\s*:\\s*(\\d+)rec/s$.*^读出记录总数\\s*:\\s*(\\d+)$.*^读写失败总数\\s*:\\s*(\\d+)$",
            Pattern.MULTILINE | Pattern.DOTALL);

    /** Finds the block in a job's output. */
    public static Optional<DataxStatistics> in(String output) {
        Matcher block = BLOCK.matcher(output);
        if (!block.find()) {
            return Optional.empty();
        }
        return Optional.of(new DataxStatistics(
                Long.parseLong(block.group(1)),
                Long.parseLong(block.group(2)),
                Long.parseLong(block.group(3)),
                Long.parseLong(block.group(4))));
    }
}
