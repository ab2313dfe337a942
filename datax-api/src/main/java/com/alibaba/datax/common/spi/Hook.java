package com.alibaba.datax.common.spi;

import com.alibaba.datax.common.util.Configuration;
import java.util.Map;

/**
 * Called once per sub folder of {@code hook/} when a job has succeeded, after both {@code Job.post} and before the
 * statistics are printed. Found by {@link java.util.ServiceLoader}; only the first provider of a folder is called. An
 * exception fails the job.
 */
public interface Hook {
    /** A name for the log. */
    String getName();

    /**
     * @param jobConf the whole job after splitting: {@code job.content} has one element per task, secrets in clear
     * @param msg the framework's counters, {@code writeReceivedRecords} being one too high per task
     */
    void invoke(Configuration jobConf, Map<String, Number> msg);
}
