package io.github.sluice.kafkawriter.dialect;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The dialects there are, told apart by where a job says its brokers. Stateless, thread-safe. */
public final class Dialects {
    /** The first that recognises a job has it: a ChunJun job may hold Addax's {@code brokerList} as well. */
    private static final List<Dialect> ALL = Collections.unmodifiableList(Arrays.asList(
            new DannyPlusDialect(),
            new ChunJunDialect(),
            new AddaxDialect(),
            new PullRequest2147Dialect(),
            new AncestorDialect()));

    private Dialects() {}

    /** @param parameters as the job file has them; not changed */
    public static TranslatedJob translate(Map<String, Object> parameters) {
        for (Dialect dialect : ALL) {
            if (dialect.recognises(parameters)) {
                ForeignJob job = new ForeignJob(dialect.writer(), parameters);
                dialect.translate(job);
                return job.translated();
            }
        }
        return PullRequest2147Dialect.couldBe(parameters)
                ? TranslatedJob.warned(parameters, PullRequest2147Dialect.AMBIGUOUS)
                : TranslatedJob.untouched(parameters);
    }
}
