package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.List;
import java.util.Map;

/**
 * Jobs of ChunJun's (once FlinkX's) {@code kafkawriter} in synchronisation mode: one JSON object per row, its keys the
 * {@code tableFields}, every value as text; the record key holds the {@code partitionAssignColumns}.
 *
 * <p>Source: DTStack/chunjun, {@code chunjun-connectors/chunjun-connector-kafka}: {@code conf/KafkaConfig.java},
 * {@code sink/KafkaSinkFactory.java}, {@code converter/KafkaSyncConverter.java};
 * {@code chunjun-core/.../config/CommonConfig.java}; {@code docs/realTime/writer/kafkawriter.md}.
 */
final class ChunJunDialect implements Dialect {
    private static final String PRODUCER_SETTINGS = "producerSettings";
    private static final String TABLE_FIELDS = "tableFields";

    @Override
    public String writer() {
        return "ChunJun";
    }

    @Override
    public boolean recognises(Map<String, Object> parameters) {
        return parameters.get(PRODUCER_SETTINGS) != null;
    }

    @Override
    public void translate(ForeignJob job) {
        dropFlinkOnly(job);
        dropZooKeeper(job);
        job.producerProperties(PRODUCER_SETTINGS);
        topic(job);
        columns(job);
        job.rename("partitionAssignColumns", Key.KEY_COLUMNS);
        job.imply(Key.WRITE_TYPE, "json");
    }

    /** Names of the whole product that its Kafka sink does not use, or that a DataX job says elsewhere. */
    private static void dropFlinkOnly(ForeignJob job) {
        job.setAside("brokerList", "the addresses in " + PRODUCER_SETTINGS + " are taken");
        job.setAside("timezone", "dates are written in DataX's own time zone; set common.column.timeZone in the job");
        job.setAside("codec", "it says how ChunJun reads from Kafka");
        job.setAside(Key.BATCH_SIZE, "there it is a number of rows; write " + Key.PRODUCER_PROPERTIES + "[batch.size]");
        job.setAside("flushIntervalMills", "rows are sent as they come; write " + Key.LINGER);
        job.setAside("parallelism", "write job.setting.speed.channel");
        job.setAside("speedBytes", "write job.setting.speed.byte");
        job.setAside("errorRecord", "write job.setting.errorLimit.record");
        job.setAside("errorPercentage", "write job.setting.errorLimit.percentage");
        job.setAside("dataCompelOrder", "order over the whole job needs job.setting.speed.channel 1");
        job.setAside("type", "it numbers the data source in ChunJun's console");
        Object encoding = job.get("encoding");
        if (encoding != null && !String.valueOf(encoding).replace('_', '-').equalsIgnoreCase("UTF-8")) {
            job.refuse("encoding", "must be UTF-8: the writer has no other");
        } else {
            job.setAside("encoding", "the writer always writes UTF-8");
        }
        Object semantic = job.get("semantic");
        if (semantic != null && !semantic.equals("at-least-once")) {
            job.refuse(
                    "semantic",
                    "must be at-least-once: take it away and begin every attempt with an empty topic; for rows that are"
                            + " seen by whole tasks or not at all write " + Key.DELIVERY_GUARANTEE + " transactional");
        } else {
            job.setAside("semantic", "it is what the writer does");
        }
    }

    /** Every example of ChunJun has it, for consumers of long ago; no producer ever read it. */
    private static void dropZooKeeper(ForeignJob job) {
        job.setAsideIn(PRODUCER_SETTINGS, "zookeeper.connect", "Kafka's clients do not use ZooKeeper");
    }

    private static void topic(ForeignJob job) {
        Object topics = job.get("topics");
        if (topics == null) {
            return;
        }
        boolean one = topics instanceof List && ((List<?>) topics).size() == 1;
        if (job.has(Key.TOPIC)) {
            job.setAside("topics", "ChunJun writes to " + Key.TOPIC + " where both are given");
        } else if (one) {
            Object name = ((List<?>) topics).get(0);
            job.take("topics", Key.TOPIC);
            job.put("topics", Key.TOPIC, name);
        } else {
            job.refuse("topics", "must hold one topic: ChunJun writes to the first alone; write " + Key.TOPIC);
        }
    }

    private static void columns(ForeignJob job) {
        if (!job.has(TABLE_FIELDS)) {
            job.refuse(
                    TABLE_FIELDS,
                    "is required: without it ChunJun joins a row's values by commas, which cannot be taken apart again;"
                            + " write " + Key.COLUMN + " with the columns' names");
            job.setAside(Key.COLUMN, "ChunJun does not name JSON fields by it");
            return;
        }
        job.setAside(Key.COLUMN, "ChunJun names JSON fields by " + TABLE_FIELDS);
        List<Object> columns = ForeignJob.textColumns(job.take(TABLE_FIELDS, Key.COLUMN));
        if (columns == null) {
            job.refuse(TABLE_FIELDS, "must be a list of column names");
        } else {
            job.put(TABLE_FIELDS, Key.COLUMN, columns);
        }
    }
}
