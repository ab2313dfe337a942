package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.Collections;
import java.util.Map;

/**
 * Jobs of Addax's {@code kafkawriter}: one JSON object per row, values by DataX type, no record key.
 *
 * <p>Source: wgzhao/Addax, {@code plugin/writer/kafkawriter}: {@code KafkaKey.java}, {@code KafkaWriter.java},
 * {@code plugin_job_template.json} (85b757ee). {@code partitions} is in its template and read nowhere in its code.
 */
final class AddaxDialect implements Dialect {
    private static final String BROKER_LIST = "brokerList";

    @Override
    public String writer() {
        return "Addax";
    }

    @Override
    public boolean recognises(Map<String, Object> parameters) {
        return parameters.get(BROKER_LIST) != null;
    }

    @Override
    public void translate(ForeignJob job) {
        job.rename(BROKER_LIST, Key.BOOTSTRAP_SERVERS);
        job.producerProperties("properties");
        job.setAside(
                Key.BATCH_SIZE,
                "there it stands for a number of rows; write " + Key.PRODUCER_PROPERTIES
                        + "[batch.size], which is in bytes");
        job.setAside("partitions", "Addax does not read it; write " + Key.TOPIC_NUM_PARTITION);
        if (Collections.singletonList("*").equals(job.get(Key.COLUMN))) {
            job.refuse(Key.COLUMN, "must name the columns, not '*'");
        }
        job.imply(Key.WRITE_TYPE, "json");
    }
}
