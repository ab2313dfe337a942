package com.alibaba.datax.common.spi;

import com.alibaba.datax.common.base.BaseObject;
import com.alibaba.datax.common.plugin.AbstractJobPlugin;
import com.alibaba.datax.common.plugin.AbstractTaskPlugin;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.util.Configuration;
import java.util.List;

/**
 * A writer plugin: a class named in {@code plugin.json} whose static nested classes {@code Job} and {@code Task}
 * extend these and have a public constructor without arguments.
 */
public abstract class Writer extends BaseObject {

    /** Lives once per job, on the job's thread. */
    public abstract static class Job extends AbstractJobPlugin {
        /**
         * @param mandatoryNumber the number of tasks that the reader made
         * @return exactly that many configurations, else the job fails
         */
        public abstract List<Configuration> split(int mandatoryNumber);
    }

    /** Lives once per task (and attempt), on a thread of its own. */
    public abstract static class Task extends AbstractTaskPlugin {
        /** Writes everything that {@code lineReceiver} gives until it gives {@code null}. */
        public abstract void startWrite(RecordReceiver lineReceiver);

        /** Whether the framework may run this task again from its beginning after a failure. */
        public boolean supportFailOver() {
            return false;
        }
    }
}
