package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.verify.Counting;
import io.github.sluice.coordinator.verify.Mismatch;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Step 6: the topic still holds what was acknowledged, and StarRocks holds what the topic holds, by count and by content.
 * Changes nothing. One thread.
 */
final class Verification {
    private final Workplace work;
    private final TargetServer warehouse;

    Verification(Workplace work, TargetServer warehouse) {
        this.work = work;
        this.warehouse = warehouse;
    }

    /** What a comparison has read so far; null is what it did not come to. One thread. */
    static final class Found {
        @Nullable
        Map<Integer, Topics.Range> ranges;

        @Nullable
        Fingerprint topic;

        @Nullable
        Fingerprint starrocks;
    }

    /** As {@link #withTopic(TableSpec, RunManifest, Found)}, for whoever needs the verdict only. */
    Map<String, @Nullable Object> withTopic(TableSpec spec, RunManifest manifest) {
        return withTopic(spec, manifest, new Found());
    }

    /**
     * Compares manifest, topic and StarRocks.
     *
     * @param found receives what is read, also where the verdict is not EQUAL
     * @return the evidence of EQUAL
     * @throws Failure 21, 22 or 23 for a proven difference, 30 if nothing is proven
     */
    Map<String, @Nullable Object> withTopic(TableSpec spec, RunManifest manifest, Found found) {
        // before the records are counted: whatever is added later is above these ends
        found.ranges = ranges(spec);
        refuseIfLogWasCut(spec, manifest, found.ranges);
        Fingerprint acked = Objects.requireNonNull(manifest.fingerprint());
        RowReader topic = work.world().topicRows(spec);
        Fingerprint inTopic = count(topic, spec, acked.count());
        found.topic = inTopic;
        RowReader starrocks = warehouse.rows(spec);
        Fingerprint inStarRocks = count(starrocks, spec, acked.count());
        found.starrocks = inStarRocks;
        if (!inTopic.equals(acked)) {
            throw topicChanged(spec, acked, topic, inTopic, starrocks, inStarRocks);
        }
        if (!inTopic.equals(inStarRocks)) {
            throw Mismatch.between(
                    ExitCode.TOPIC_NOT_IN_STARROCKS,
                    spec.target() + ": topic ≠ StarRocks: " + topic.place() + " holds " + inTopic.count() + " rows, "
                            + starrocks.place() + " " + inStarRocks.count(),
                    spec.schema(),
                    topic,
                    inTopic,
                    starrocks,
                    inStarRocks);
        }
        return equal(inTopic.count(), inStarRocks.count());
    }

    /** Compares manifest and StarRocks when the topic is gone; a difference can then not be traced to keys. */
    Map<String, @Nullable Object> withoutTopic(TableSpec spec, RunManifest manifest) {
        Fingerprint acked = Objects.requireNonNull(manifest.fingerprint());
        Fingerprint inStarRocks = count(warehouse.rows(spec), spec, acked.count());
        if (!acked.equals(inStarRocks)) {
            throw new Failure(
                    ExitCode.TOPIC_NOT_IN_STARROCKS,
                    spec.target() + ": manifest ≠ StarRocks: " + acked.count()
                            + " rows were acknowledged, StarRocks has "
                            + inStarRocks.count() + ", and "
                            + acked.differingBuckets(inStarRocks).size() + " of "
                            + Fingerprint.BUCKETS
                            + " buckets differ; the batch topic is gone, so their keys cannot be named");
        }
        return equal(acked.count(), inStarRocks.count());
    }

    private static Map<String, @Nullable Object> equal(long topicRows, long targetRows) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("verdict", Verdict.EQUAL.name());
        evidence.put("topicRows", topicRows);
        evidence.put("targetRows", targetRows);
        evidence.put("note", Verdict.EQUAL.name());
        return evidence;
    }

    private Fingerprint count(RowReader place, TableSpec spec, long expected) {
        return Counting.of(
                place, spec.schema(), rows -> work.board().progress(spec.target(), Step.VERIFY, rows, expected));
    }

    /** MySQL is out of reach here, but StarRocks may still hold what the topic held. */
    private static Failure topicChanged(
            TableSpec spec,
            Fingerprint acked,
            RowReader topic,
            Fingerprint inTopic,
            RowReader starrocks,
            Fingerprint inStarRocks) {
        List<String> keys = inTopic.equals(inStarRocks)
                ? List.of()
                : Mismatch.between(
                                ExitCode.ACKED_NOT_IN_TOPIC,
                                spec.target(),
                                spec.schema(),
                                starrocks,
                                inStarRocks,
                                topic,
                                inTopic)
                        .details();
        return new Failure(
                ExitCode.ACKED_NOT_IN_TOPIC,
                spec.target() + ": acknowledged ≠ topic: " + acked.count() + " rows were acknowledged, topic "
                        + spec.topic() + " now holds " + inTopic.count()
                        + (acked.count() == inTopic.count() ? ", and their content differs" : "")
                        + (keys.isEmpty() ? "" : "; the rows in which the topic differs from StarRocks follow"),
                null,
                keys);
    }

    private Map<Integer, Topics.Range> ranges(TableSpec spec) {
        try (TopicsAndGroups topics = work.world().topics()) {
            return topics.ranges(spec.topic());
        }
    }

    /** Retention, or somebody, has not removed records that the manifest counts. */
    private static void refuseIfLogWasCut(TableSpec spec, RunManifest manifest, Map<Integer, Topics.Range> ranges) {
        for (PartitionRange expected : manifest.partitions()) {
            Topics.Range found = ranges.get(expected.partition());
            if (found == null || found.start() > expected.firstOffset()) {
                throw new Failure(
                        ExitCode.ACKED_NOT_IN_TOPIC,
                        spec.target() + ": acknowledged ≠ topic: partition " + expected.partition() + " of "
                                + spec.topic() + " now starts at " + (found == null ? "nothing" : found.start())
                                + ", the manifest's first record was at " + expected.firstOffset()
                                + ": records were removed before they were compared");
            }
        }
    }
}
