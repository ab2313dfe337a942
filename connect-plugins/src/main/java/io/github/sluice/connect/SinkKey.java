package io.github.sluice.connect;

/** The connector's configuration keys: first the official connector's, then ours. */
final class SinkKey {
    static final String HTTP_URL = "starrocks.http.url";
    static final String DATABASE = "starrocks.database.name";
    static final String USERNAME = "starrocks.username";
    static final String PASSWORD = "starrocks.password";
    static final String TOPIC_TO_TABLE = "starrocks.topic2table.map";
    static final String MAX_BYTES = "bufferflush.maxbytes";
    static final String INTERVAL_MS = "bufferflush.intervalms";
    static final String CONNECT_TIMEOUT_MS = "connect.timeoutms";
    static final String MAX_RETRIES = "sink.maxretries";
    /** Prefix: load properties of all tables. */
    static final String PROPERTIES = "sink.properties.";

    static final String QUERY_URL = "starrocks.query.url";
    /** Prefix: {@code sluice.table.properties.TABLE.PROPERTY}. */
    static final String TABLE_PROPERTIES = "sluice.table.properties.";

    /** The worker's key ring, where the sink itself decrypts. */
    static final String SECRET_KEY_REF = "sluice.secret.key.ref";

    static final String DEAD_LETTERS = "sluice.dead.letters";
    static final String UNFINISHED_LOADS = "sluice.unfinished.loads";
    static final String TOMBSTONES = "sluice.tombstones";
    static final String MAX_ROWS = "sluice.buffer.max.rows";
    static final String BUFFER_MEMORY = "sluice.buffer.memory.bytes";
    static final String LOAD_THREADS = "sluice.load.threads";
    static final String REFUSED_ROWS_MAX = "sluice.refused.rows.max";
    static final String SESSION_TIMEOUT_MS = "sluice.session.timeout.ms";
    static final String REPLY_TIMEOUT_MS = "sluice.reply.timeout.ms";
    static final String VISIBLE_TIMEOUT_MS = "sluice.visible.timeout.ms";
    static final String LABEL_PREFIX = "sluice.label.prefix";

    /** Set by the connector for each of its tasks; not for users. */
    static final String TASK_INDEX = "sluice.task.index";

    private SinkKey() {}
}
