package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Jobs of the {@code kafkawriter} that was proposed to DataX itself: one JSON object per row, every value as text, the
 * column at {@code keyIndex} as the record key. Its brokers stand where ours do, so a job is known by {@code keyIndex} or
 * {@code props}; one that has neither reads like the first writer's and needs {@code writeType} to be told from it.
 *
 * <p>Source: alibaba/DataX pull request 2147,
 * {@code kafkawriter/src/main/java/com/alibaba/datax/plugin/writer/kafkawriter/KafkaWriter.java} (79058f59).
 */
final class PullRequest2147Dialect implements Dialect {
    private static final String KEY_INDEX = "keyIndex";
    private static final String PROPS = "props";
    private static final Set<String> REQUIRED =
            new HashSet<>(Arrays.asList(Key.BOOTSTRAP_SERVERS, Key.TOPIC, Key.COLUMN));

    static final String AMBIGUOUS = "rows are written as text, as the first kafkawriter did; if this job was made for"
            + " alibaba/DataX#2147, give it " + Key.WRITE_TYPE + " json";

    @Override
    public String writer() {
        return "alibaba/DataX#2147";
    }

    @Override
    public boolean recognises(Map<String, Object> parameters) {
        return parameters.get(Key.BOOTSTRAP_SERVERS) != null
                && (parameters.get(KEY_INDEX) != null || parameters.get(PROPS) != null);
    }

    /** Whether a job has just what that writer requires: another writer would have read the same words otherwise. */
    static boolean couldBe(Map<String, Object> parameters) {
        Set<String> names = new HashSet<>(parameters.keySet());
        names.removeIf(name -> name.startsWith("_") || name.startsWith("//"));
        return names.equals(REQUIRED);
    }

    @Override
    public void translate(ForeignJob job) {
        key(job);
        if (job.has(PROPS)) {
            job.producerProperties(PROPS);
        }
        job.implyProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        List<Object> columns = ForeignJob.textColumns(job.get(Key.COLUMN));
        if (columns != null) {
            job.put(Key.COLUMN, Key.COLUMN, columns);
        }
        job.imply(Key.WRITE_TYPE, "json");
    }

    private static void key(ForeignJob job) {
        Object names = job.get(Key.COLUMN);
        Object given = job.take(KEY_INDEX, Key.KEY_COLUMNS + " with the column's name, and " + Key.KEY_MODE + " text");
        if (given == null || !(names instanceof List)) {
            return;
        }
        int size = ((List<?>) names).size();
        int index;
        try {
            index = Integer.parseInt(String.valueOf(given));
        } catch (NumberFormatException e) {
            index = Integer.MAX_VALUE;
        }
        if (index >= size) {
            job.refuse(KEY_INDEX, "must be a column's place from 0 to " + (size - 1) + ", or -1 for no key");
        } else if (index >= 0) {
            job.put(KEY_INDEX, Key.KEY_COLUMNS, Collections.singletonList(((List<?>) names).get(index)));
            if (!job.has(Key.ENCRYPTION_KEY)) {
                job.imply(Key.KEY_MODE, "text");
            }
        }
    }
}
