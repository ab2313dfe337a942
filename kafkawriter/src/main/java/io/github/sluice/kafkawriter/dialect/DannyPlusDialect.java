package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of danny-plus's {@code kafkawriter}, which packs up to {@code batchSize} rows into one record as a JSON array. A
 * record then proves nothing about a row: what is acknowledged, refused as too large, keyed or counted is a batch. Such a
 * job is refused, with the parameters that write the same rows one by one.
 *
 * <p>Source: danny-plus/datax-kafkawriter, {@code Key.java}, {@code KafkaWriter.java}, {@code KafkaWriterHelp.java},
 * {@code plugin_job_template.json} (f902da58).
 */
final class DannyPlusDialect implements Dialect {
    private static final String CONFIG = "config";

    @Override
    public String writer() {
        return "danny-plus/datax-kafkawriter";
    }

    @Override
    public boolean recognises(Map<String, Object> parameters) {
        return parameters.get(CONFIG) instanceof Map || parameters.get(Key.TOPIC) instanceof List;
    }

    @Override
    public void translate(ForeignJob job) {
        List<String> topics = names(job.get(Key.TOPIC));
        String topic = topics.size() == 1 ? "\"" + topics.get(0) + "\"" : "one of the topics in each of as many jobs";
        job.refuseAll(
                CONFIG,
                "this is a job of " + writer() + ", which packs many rows into one record, so that no row of it can be"
                        + " acknowledged, keyed or counted by itself. Write instead: " + Key.BOOTSTRAP_SERVERS
                        + " with the value of config[bootstrap.servers], " + Key.PRODUCER_PROPERTIES
                        + " with the rest of config except the serializers, " + Key.TOPIC + " " + topic + ", "
                        + Key.WRITE_TYPE + " \"json\", " + Key.COLUMN + " " + names(job.get(Key.COLUMN))
                        + partition(job.get(Key.TOPIC)) + "; leave batchSize and batchByteSize out");
        columns(job);
    }

    private static void columns(ForeignJob job) {
        Object columns = job.get(Key.COLUMN);
        if (!(columns instanceof List)) {
            return;
        }
        int place = 0;
        for (Object column : (List<?>) columns) {
            String where = Key.COLUMN + "[" + place++ + "]";
            Object type = column instanceof Map ? ((Map<?, ?>) column).get("type") : null;
            if ("const".equals(type)) {
                job.refuse(where, "a constant is not read from anywhere: select it in the reader");
            } else if ("date".equals(type)) {
                job.refuse(where, "write {\"name\": ..., \"format\": ...} with its dateFormat");
            }
        }
    }

    private static String partition(@Nullable Object topics) {
        if (topics instanceof List && ((List<?>) topics).size() == 1 && ((List<?>) topics).get(0) instanceof Map) {
            Object partition = ((Map<?, ?>) ((List<?>) topics).get(0)).get("partition");
            if (partition != null && String.valueOf(partition).matches("[0-9]+")) {
                return ", " + Key.PARTITION_BY + " \"fixed:" + partition + "\"";
            }
        }
        return "";
    }

    private static List<String> names(@Nullable Object list) {
        List<String> names = new ArrayList<>();
        if (list instanceof List) {
            for (Object each : (List<?>) list) {
                Object name = each instanceof Map ? ((Map<?, ?>) each).get("name") : each;
                names.add(String.valueOf(name));
            }
        }
        return names;
    }
}
