package io.github.sluice.testbed.datax.engine;

/** The paths of the engine's settings in a job file or {@code conf/core.json}. */
final class Keys {
    static final String JOB_ID = "core.container.job.id";
    static final String REPORT_INTERVAL = "core.container.job.reportInterval";
    static final String SLEEP_INTERVAL = "core.container.job.sleepInterval";
    static final String GROUP_ID = "core.container.taskGroup.id";
    static final String GROUP_CHANNELS = "core.container.taskGroup.channel";
    static final String GROUP_SLEEP_INTERVAL = "core.container.taskGroup.sleepInterval";
    static final String GROUP_REPORT_INTERVAL = "core.container.taskGroup.reportInterval";
    static final String MAX_RETRY_TIMES = "core.container.task.failOver.maxRetryTimes";
    static final String RETRY_INTERVAL = "core.container.task.failOver.retryIntervalInMsec";
    static final String MAX_WAIT = "core.container.task.failOver.maxWaitInMsec";
    static final String CHANNEL_CAPACITY = "core.transport.channel.capacity";
    static final String CHANNEL_BYTE_CAPACITY = "core.transport.channel.byteCapacity";
    static final String CHANNEL_BYTE_SPEED = "core.transport.channel.speed.byte";
    static final String CHANNEL_RECORD_SPEED = "core.transport.channel.speed.record";
    static final String FLOW_CONTROL_INTERVAL = "core.transport.channel.flowControlInterval";
    static final String EXCHANGER_SIZE = "core.transport.exchanger.bufferSize";
    static final String MAX_DIRTY_PRINTED = "core.statistics.collector.plugin.maxDirtyNumber";

    static final String CONTENT = "job.content";
    static final String READER_NAME = "job.content[0].reader.name";
    static final String READER_PARAMETER = "job.content[0].reader.parameter";
    static final String WRITER_NAME = "job.content[0].writer.name";
    static final String WRITER_PARAMETER = "job.content[0].writer.parameter";
    static final String TRANSFORMER = "job.content[0].transformer";
    static final String KEY_VERSION = "job.setting.keyVersion";
    static final String SPEED_BYTE = "job.setting.speed.byte";
    static final String SPEED_RECORD = "job.setting.speed.record";
    static final String SPEED_CHANNEL = "job.setting.speed.channel";
    static final String ERROR_LIMIT_RECORD = "job.setting.errorLimit.record";
    static final String ERROR_LIMIT_PERCENTAGE = "job.setting.errorLimit.percentage";
    static final String DRY_RUN = "job.setting.dryRun";

    /** Inside one task's configuration. */
    static final String TASK_ID = "taskId";

    static final String TASK_READER_NAME = "reader.name";
    static final String TASK_READER_PARAMETER = "reader.parameter";
    static final String TASK_WRITER_NAME = "writer.name";
    static final String TASK_WRITER_PARAMETER = "writer.parameter";

    private Keys() {}
}
