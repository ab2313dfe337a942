package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.util.StrUtil;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job's view of its groups, and the line in which it is printed. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger("StandAloneJobContainerCommunicator");

    private volatile List<TaskGroup> groups = List.of();

    void watch(List<TaskGroup> started) {
        groups = started;
    }

    /** A new sum of what the groups last reported. */
    Communication now() {
        return Communication.merged(groups.stream().map(TaskGroup::reported).toList());
    }

    void print(Communication report) {
        LOG.info(
                "Total {} records, {} bytes | Speed {}/s, {} records/s | Error {} records, {} bytes | "
                        + " All Task WaitWriterTime {} |  All Task WaitReaderTime {} | Percentage {}%",
                report.totalReadRecords(),
                report.totalReadBytes(),
                StrUtil.stringify(report.get(Communication.BYTE_SPEED)),
                report.get(Communication.RECORD_SPEED),
                report.totalErrorRecords(),
                report.totalErrorBytes(),
                seconds(report.get(Communication.WAIT_WRITER_TIME)),
                seconds(report.get(Communication.WAIT_READER_TIME)),
                String.format("%.2f", report.getDouble(Communication.PERCENTAGE) * 100));
    }

    private static String seconds(long nanos) {
        return String.format("%,.3fs", nanos / 1e9);
    }
}
