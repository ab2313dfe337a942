package io.github.sluice.kafkawriter;

import io.github.sluice.writer.ColumnList;
import io.github.sluice.writer.RunParameters;

/**
 * Names of the writer's parameters in {@code job.content[].writer.parameter}. Only names: types, defaults and checks are
 * in {@link KafkaWriterSettings}.
 */
public final class Key {
    public static final String BOOTSTRAP_SERVERS = "bootstrapServers";
    public static final String TOPIC = "topic";
    public static final String COLUMN = ColumnList.COLUMN;
    public static final String KEY_COLUMNS = "keyColumns";
    public static final String KEY_MODE = "keyMode";
    public static final String WRITE_TYPE = "writeType";
    public static final String ENCRYPTION_KEY = "encryptionKey";
    public static final String ENVELOPE = "envelope";
    public static final String ENVELOPE_COMPRESSION = "envelopeCompression";
    public static final String FRAME = "frame";
    public static final String RUN_ID = RunParameters.RUN_ID;
    public static final String ATTEMPT = RunParameters.ATTEMPT;
    public static final String PARTITION_BY = "partitionBy";
    public static final String HEADERS = "headers";
    public static final String DEAD_LETTER = "deadLetter";
    public static final String MANIFEST_PATH = RunParameters.MANIFEST_PATH;
    public static final String TOPIC_NUM_PARTITION = "topicNumPartition";
    public static final String TOPIC_REPLICATION_FACTOR = "topicReplicationFactor";
    public static final String TOPIC_CONFIG = "topicConfig";
    public static final String NO_TOPIC_CREATE = "noTopicCreate";
    public static final String DELIVERY_GUARANTEE = "deliveryGuarantee";
    public static final String ACK = "ack";
    public static final String RETRIES = "retries";
    public static final String BATCH_SIZE = "batchSize";
    public static final String LINGER = "linger";
    public static final String KEY_SERIALIZER = "keySerializer";
    public static final String VALUE_SERIALIZER = "valueSerializer";
    public static final String FIELD_DELIMITER = "fieldDelimiter";
    public static final String LINE_DELIMITER = "lineDelimiter";
    public static final String NULL_FORMAT = "nullFormat";
    public static final String PRODUCER_PROPERTIES = "producerProperties";
    public static final String PREPARE_TIMEOUT_MS = "prepareTimeoutMs";
    public static final String CLOSE_TIMEOUT_MS = "closeTimeoutMs";

    /** Added by the framework when {@code job.setting.dryRun} is true. */
    static final String DRY_RUN = "dryRun";

    /** Added by the job: {@code database.table} that the reader reads, where it reads one only. */
    static final String SOURCE_TABLE = "sourceTable";

    /** Added by {@link KafkaWriter.Job#split}: how a task finds the run it belongs to in this JVM. */
    static final String RUN_HANDLE = RunParameters.RUN_HANDLE;

    /** Added by {@link KafkaWriter.Job#split}: the topic's {@code max.message.bytes}, so that tasks need not ask. */
    static final String TOPIC_MAX_MESSAGE_BYTES = "topicMaxMessageBytes";

    /** Added by {@link KafkaWriter.Job#split}: the brokers' {@code transaction.max.timeout.ms}, where they tell it. */
    static final String TRANSACTION_MAX_TIMEOUT_MS = "transactionMaxTimeoutMs";

    private Key() {}
}
