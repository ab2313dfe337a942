package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many channels a job asks for. */
final class ChannelCount {
    private static final Logger LOG = LoggerFactory.getLogger("JobContainer");

    private ChannelCount() {}

    /**
     * The smaller of the job's byte and record limits in units of one channel's limit, at least 1; only without both
     * does {@code speed.channel} count.
     */
    static int wantedBy(Configuration job) {
        int byByte = byLimit(job, Keys.SPEED_BYTE, Keys.CHANNEL_BYTE_SPEED, "Byte", "bps");
        int byRecord = byLimit(job, Keys.SPEED_RECORD, Keys.CHANNEL_RECORD_SPEED, "Record", "tps");
        int byLimit = Math.min(byByte, byRecord);
        if (byLimit < Integer.MAX_VALUE) {
            return byLimit;
        }
        int channels = job.getInt(Keys.SPEED_CHANNEL, 0);
        if (channels <= 0) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "Job运行速度必须设置");
        }
        LOG.info("Job set Channel-Number to {} channels.", channels);
        return channels;
    }

    private static int byLimit(Configuration job, String jobKey, String channelKey, String name, String unit) {
        int ofJob = job.getInt(jobKey, 0);
        if (ofJob <= 0) {
            return Integer.MAX_VALUE;
        }
        Long ofChannel = job.getLong(channelKey);
        if (ofChannel == null || ofChannel <= 0) {
            throw DataXException.asDataXException(
                    EngineErrorCode.CONFIG_ERROR, String.format("在有总%s限速条件下，单个channel的%s值不能为空，也不能为非正数", unit, unit));
        }
        LOG.info("Job set Max-{}-Speed to {}.", name, ofJob);
        return (int) Math.max(1, ofJob / ofChannel);
    }
}
