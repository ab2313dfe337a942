package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.util.StrUtil;
import java.text.SimpleDateFormat;
import java.util.Date;

/** When the job and its transfer began and ended, and the block printed at the end of a job that succeeded. */
final class Statistics {
    private static final String COUNT_LINE = "%-26s: %19s\n";
    private static final String TIME_LINE = "%-26s: %-18s\n";

    private long jobStart;
    private long jobEnd;
    private long transferStart;
    private long transferEnd;

    void jobStarted() {
        jobStart = System.currentTimeMillis();
    }

    void jobEnded() {
        jobEnd = System.currentTimeMillis();
    }

    void transferStarted() {
        transferStart = System.currentTimeMillis();
    }

    void transferEnded() {
        transferEnd = System.currentTimeMillis();
    }

    /** An empty report of the transfer's beginning, from which speeds count. */
    Communication sinceTransferStart() {
        Communication start = new Communication();
        start.timestamp(transferStart);
        return start;
    }

    /** The job's last report; its speeds are those of rows read. */
    Communication report(Communication end, int totalTasks) {
        long seconds = Math.max(1, (transferEnd - transferStart) / 1000);
        end.timestamp(jobEnd);
        end.asReport(sinceTransferStart(), totalTasks);
        end.set(Communication.BYTE_SPEED, end.get(Communication.READ_SUCCEED_BYTES) / seconds);
        end.set(Communication.RECORD_SPEED, end.get(Communication.READ_SUCCEED_RECORDS) / seconds);
        return end;
    }

    String block(Communication report) {
        SimpleDateFormat time = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss");
        return "\n"
                + String.format(TIME_LINE, "任务启动时刻", time.format(new Date(jobStart)))
                + String.format(TIME_LINE, "任务结束时刻", time.format(new Date(jobEnd)))
                + String.format(COUNT_LINE, "任务总计耗时", (jobEnd - jobStart) / 1000 + "s")
                + String.format(COUNT_LINE, "任务平均流量", StrUtil.stringify(report.get(Communication.BYTE_SPEED)) + "/s")
                + String.format(COUNT_LINE, "记录写入速度", report.get(Communication.RECORD_SPEED) + "rec/s")
                + String.format(COUNT_LINE, "读出记录总数", report.totalReadRecords())
                + String.format(COUNT_LINE, "读写失败总数", report.totalErrorRecords());
    }
}
