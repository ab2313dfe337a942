package com.alibaba.datax.common.spi;

import com.alibaba.datax.common.base.BaseObject;
import com.alibaba.datax.common.plugin.AbstractJobPlugin;
import com.alibaba.datax.common.plugin.AbstractTaskPlugin;
import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.util.Configuration;
import java.util.List;

/**
 * A reader plugin: a class named in {@code plugin.json} whose static nested classes {@code Job} and {@code Task}
 * extend these and have a public constructor without arguments.
 */
public abstract class Reader extends BaseObject {

    /** Lives once per job, on the job's thread. */
    public abstract static class Job extends AbstractJobPlugin {
        /**
         * Cuts the work into tasks.
         *
         * @param adviceNumber how many tasks the framework would like; more are welcome
         * @return one configuration per task
         */
        public abstract List<Configuration> split(int adviceNumber);
    }

    /** Lives once per task (and attempt), on a thread of its own. */
    public abstract static class Task extends AbstractTaskPlugin {
        /** Reads all of the task's rows and hands them to {@code recordSender}; returns when done. */
        public abstract void startRead(RecordSender recordSender);
    }
}
