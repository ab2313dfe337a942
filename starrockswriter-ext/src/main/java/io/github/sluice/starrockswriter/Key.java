package io.github.sluice.starrockswriter;

import io.github.sluice.writer.ColumnList;
import io.github.sluice.writer.RunParameters;

/**
 * Names of the writer's parameters in {@code job.content[].writer.parameter}. Only names: types, defaults and checks are
 * in {@link StarRocksWriterSettings}.
 */
public final class Key {
    public static final String USERNAME = "username";
    public static final String PASSWORD = "password";
    public static final String LOAD_URL = "loadUrl";
    public static final String JDBC_URL = "jdbcUrl";
    public static final String DATABASE = "database";
    public static final String SELECTED_DATABASE = "selectedDatabase";
    public static final String TABLE = "table";
    public static final String CONNECTION = "connection";
    public static final String COLUMN = ColumnList.COLUMN;
    public static final String KEY_COLUMNS = "keyColumns";
    public static final String PRE_SQL = "preSql";
    public static final String POST_SQL = "postSql";
    public static final String MAX_BATCH_ROWS = "maxBatchRows";
    public static final String MAX_BATCH_SIZE = "maxBatchSize";
    public static final String FLUSH_INTERVAL = "flushInterval";
    public static final String FLUSH_QUEUE_LENGTH = "flushQueueLength";
    public static final String LOAD_PROPS = "loadProps";
    public static final String LABEL_PREFIX = "labelPrefix";
    public static final String MAX_RETRIES = "maxRetries";
    public static final String REPLY_TIMEOUT_MS = "replyTimeoutMs";
    public static final String VISIBLE_TIMEOUT_MS = "visibleTimeoutMs";
    public static final String RUN_ID = RunParameters.RUN_ID;
    public static final String ATTEMPT = RunParameters.ATTEMPT;
    public static final String MANIFEST_PATH = RunParameters.MANIFEST_PATH;

    /** Added by the framework when {@code job.setting.dryRun} is true. */
    static final String DRY_RUN = "dryRun";

    /** Added by {@link StarRocksWriterExt.Job#split}: how a task finds the run it belongs to in this JVM. */
    static final String RUN_HANDLE = RunParameters.RUN_HANDLE;

    /** Added by {@link StarRocksWriterExt.Job#split}: the types of the table's columns by name in lower case. */
    static final String TARGET_TYPES = "targetTypes";

    /** Added by {@link StarRocksWriterExt.Job#split}: what keeps labels of another start of the job from being found. */
    static final String LABEL_EPOCH = "labelEpoch";

    private Key() {}
}
