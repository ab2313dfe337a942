package io.github.sluice.kafkawriter.dialect;

import java.util.Map;

/**
 * The parameters of another writer for Kafka, by which its job files are known and translated. One way only: a job is
 * read in its writer's words and never written in them. Stateless, thread-safe.
 */
interface Dialect {
    /** Whose jobs these are, as a user would name them. */
    String writer();

    /** Whether these parameters can be meant for that writer alone. */
    boolean recognises(Map<String, Object> parameters);

    /**
     * Takes every name that is the other writer's out of the job: puts it under ours, sets it aside with the reason, or
     * refuses it with what to write instead. Names that it leaves are read as this writer's own.
     */
    void translate(ForeignJob job);
}
