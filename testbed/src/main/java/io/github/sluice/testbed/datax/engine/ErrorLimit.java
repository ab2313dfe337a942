package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import org.jspecify.annotations.Nullable;

/** How many dirty records a job may have; a limit by number switches the one by share off. */
final class ErrorLimit {
    private final @Nullable Long records;
    private final @Nullable Double percentage;

    ErrorLimit(Configuration job) {
        Long byNumber = job.getLong(Keys.ERROR_LIMIT_RECORD);
        Double byShare = job.getDouble(Keys.ERROR_LIMIT_PERCENTAGE);
        if (byShare != null && !(byShare >= 0 && byShare <= 1)) {
            throw new IllegalArgumentException("脏数据百分比限制应该在[0.0, 1.0]之间");
        }
        if (byNumber != null && byNumber < 0) {
            throw new IllegalArgumentException("脏数据条数现在应该为非负整数");
        }
        this.records = byNumber;
        this.percentage = byNumber == null ? byShare : null;
    }

    /** Checked at every tick of the job and at its end. */
    void checkRecords(Communication job) {
        if (records != null && job.totalErrorRecords() > records) {
            throw exceeded("脏数据条数检查不通过，限制是[%d]条，但实际上捕获了[%d]条.", records, job.totalErrorRecords());
        }
    }

    /** Checked at the end only. */
    void checkPercentage(Communication job) {
        long total = job.totalReadRecords();
        double share = total == 0 ? 0 : (double) job.totalErrorRecords() / total;
        if (percentage != null && share > percentage) {
            throw exceeded("脏数据百分比检查不通过，限制是[%f]，但实际上捕获到[%f].", percentage, share);
        }
    }

    private static DataXException exceeded(String format, Number limit, Number found) {
        return DataXException.asDataXException(
                EngineErrorCode.DIRTY_LIMIT_EXCEEDED, String.format(format, limit, found));
    }
}
