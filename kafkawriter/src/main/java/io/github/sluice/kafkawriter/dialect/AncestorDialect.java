package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.Map;

/**
 * Jobs of the first community {@code kafkawriter} and its many copies. This writer has kept their names, among them
 * {@code batchSize} in bytes, so that most of these jobs need no translation; here are the spellings and the one parameter
 * that only some copies have.
 *
 * <p>Source: n-kong/Datax, {@code kafkawriter/doc/kafkawriter.md} and {@code KafkaWriter.java} ({@code notopicCreate});
 * mjlfto/dataX, its manual as published ({@code notTopicCreate}); Galthen/DataX, {@code kafkawriter/.../Key.java}
 * ({@code key}).
 */
final class AncestorDialect implements Dialect {
    private static final String[] SPELLINGS = {"notTopicCreate", "notopicCreate"};
    private static final String KEY = "key";

    @Override
    public String writer() {
        return "an older kafkawriter";
    }

    @Override
    public boolean recognises(Map<String, Object> parameters) {
        boolean spelling = parameters.get(KEY) != null;
        for (String name : SPELLINGS) {
            spelling |= parameters.get(name) != null;
        }
        return spelling;
    }

    @Override
    public void translate(ForeignJob job) {
        for (String name : SPELLINGS) {
            job.rename(name, Key.NO_TOPIC_CREATE);
        }
        if (job.has(KEY)) {
            job.refuse(
                    KEY,
                    "gives every row the same record key, so that a compacted topic would keep one row; write "
                            + Key.KEY_COLUMNS + ", or " + Key.PARTITION_BY + " fixed:0 for one partition");
        }
    }
}
