package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.run.Attempts.Announced;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The half beside StarRocks and Connect. For each table: make the StarRocks table ready, wait for a proven snapshot, load
 * it, prove topic = StarRocks, and only then let go of topic and connector.
 */
final class TargetHalf implements Half {
    private final Workplace work;
    private final StepLedger steps;
    private final Attempts attempts;
    private final TargetTable targetTable;
    private final BatchLoad load;
    private final Verification verification;

    TargetHalf(Workplace work) {
        this.work = work;
        this.steps = new StepLedger(work);
        this.attempts = new Attempts(work);
        Warehouse warehouse = new Warehouse(work.settings().starrocksOrRefuse());
        this.load = new BatchLoad(work);
        this.targetTable = new TargetTable(work, warehouse, load);
        this.verification = new Verification(work, warehouse);
    }

    @Override
    public void run(Table table, Stretch stretch, boolean afresh) {
        while (true) {
            Announced announced = attempts.follow(table.target(), attempt -> isOver(attempt, afresh));
            try {
                run(table, announced.attempt(), announced.spec(), stretch);
                return;
            } catch (Superseded newer) {
                // the source half has begun again; so does this half, with the newer attempt
                work.board().waits(table.target(), Step.TABLE);
            }
        }
    }

    private boolean isOver(Attempt attempt, boolean afresh) {
        return work.journal().steps(attempt).stream()
                .anyMatch(entry ->
                        (entry.state() == StepState.FAILED && entry.code().spoilsAttempt())
                                || (afresh
                                        && entry.state() == StepState.DONE
                                        && entry.step().equals(Step.DROP.word())));
    }

    private void run(Table table, Attempt attempt, TableSpec spec, Stretch stretch) {
        if (stretch.includes(Step.TABLE)) {
            steps.perform(attempt, Step.TABLE, () -> targetTable.makeReady(attempt, table, spec));
        }
        if (stretch.includes(Step.LOAD)) {
            RunManifest manifest = manifest(steps.awaitOther(attempt, Step.SNAPSHOT));
            steps.perform(attempt, Step.LOAD, () -> load.untilDrained(attempt, table, spec, manifest));
        }
        if (stretch.includes(Step.VERIFY)) {
            RunManifest manifest = manifest(steps.awaitOther(attempt, Step.SNAPSHOT));
            steps.perform(attempt, Step.VERIFY, () -> verify(spec, manifest));
        }
        if (stretch.includes(Step.DROP)) {
            boolean topicIsOurs = steps.said(attempt, Step.TOPICS)
                    .map(word -> "CREATED".equals(word.evidence().get("origin")))
                    .orElse(false);
            steps.perform(attempt, Step.DROP, () -> letGo(attempt, spec, topicIsOurs));
        }
    }

    private Map<String, @Nullable Object> verify(TableSpec spec, RunManifest manifest) {
        load.refuseUnlessDrained(spec, manifest);
        return verification.withTopic(spec, manifest);
    }

    private static RunManifest manifest(Word snapshot) {
        return RunManifest.fromJson(Json.write(snapshot.evidence().get("manifest")));
    }

    /** Step 6, its end: after EQUAL, by policy, the connector with its group first, then the topic. */
    private Map<String, @Nullable Object> letGo(Attempt attempt, TableSpec spec, boolean topicIsOurs) {
        Optional<Word> verified = steps.said(attempt, Step.VERIFY);
        boolean equal = verified.isPresent()
                && verified.get().isDone()
                && Verdict.EQUAL.name().equals(verified.get().evidence().get("verdict"));
        if (!equal) {
            throw new Failure(ExitCode.REFUSED, attempt.table() + ": nothing is dropped without EQUAL");
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        boolean keep = work.settings().policy().batchTopic() == BatchTopicPolicy.KEEP;
        boolean connectorIsOurs = work.journal()
                .resource(Resource.Kind.CONNECTOR, spec.connector())
                .map(Resource::ours)
                .orElse(true);
        if (keep || !connectorIsOurs || !topicIsOurs) {
            evidence.put("batchTopic", "kept");
            evidence.put("note", keep ? "kept" : "kept: not created by this run");
            return evidence;
        }
        load.remove(spec);
        try (Topics topics = new Topics(work.kafka())) {
            topics.delete(spec.topic());
        }
        evidence.put("batchTopic", "dropped");
        evidence.put("note", "dropped");
        return evidence;
    }
}
