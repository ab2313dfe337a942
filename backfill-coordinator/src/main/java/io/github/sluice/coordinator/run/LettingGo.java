package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Step 6, its end: with somebody's sign-off, and by policy, the batch goes. A kept batch needs no sign-off; one with a time
 * to live is signed off now and goes by a later run or by {@code sluice drop-batch}. One thread.
 */
final class LettingGo {
    static final String UNTIL = "until";

    private final Workplace work;
    private final StepLedger steps;
    private final BatchLoad load;
    private final SignOff signOff;
    private final SignOffBook book;
    private final Clock clock;

    LettingGo(Workplace work, StepLedger steps, BatchLoad load, SignOff signOff) {
        this.work = work;
        this.steps = steps;
        this.load = load;
        this.signOff = signOff;
        this.book = new SignOffBook(work);
        this.clock = work.world().clock();
    }

    /** Whether a step's evidence, JSON values by name, says that the batch topic is gone. */
    static boolean isDropped(@Nullable Object evidence) {
        return evidence instanceof Map<?, ?> map && "dropped".equals(map.get("batchTopic"));
    }

    /** Whether the source half made the batch topic of this attempt. */
    static boolean topicIsOurs(StepLedger steps, Attempt attempt) {
        return steps.said(attempt, Step.TOPICS)
                .map(word -> "CREATED".equals(word.evidence().get("origin")))
                .orElse(false);
    }

    /**
     * Comes before the step: somebody's word, or where the batch stays and no stream takes over, the policy's.
     *
     * @throws io.github.sluice.coordinator.Failure with 40 if nobody gives it
     */
    void allow(Attempt attempt, TableSpec spec) {
        if (stays(attempt, spec) && spec.stream() == null) {
            signOff.byPolicy(attempt, "the batch topic is kept");
        } else {
            signOff.require(attempt);
        }
    }

    private boolean stays(Attempt attempt, TableSpec spec) {
        return work.settings().policy().batchTopic() == BatchTopicPolicy.KEEP || !isOurs(attempt, spec);
    }

    private boolean isOurs(Attempt attempt, TableSpec spec) {
        boolean connectorIsOurs = work.journal()
                .resource(Resource.Kind.CONNECTOR, spec.connector())
                .map(Resource::ours)
                .orElse(true);
        return topicIsOurs(steps, attempt) && connectorIsOurs;
    }

    /** The step's action. */
    Map<String, @Nullable Object> perform(Attempt attempt, TableSpec spec, Supplier<RunManifest> manifest) {
        BatchTopicPolicy policy = work.settings().policy().batchTopic();
        if (stays(attempt, spec)) {
            return kept(policy == BatchTopicPolicy.KEEP ? "kept" : "kept: not created by this run");
        }
        Map<String, @Nullable Object> signedOff = signOff.require(attempt);
        if (policy == BatchTopicPolicy.TTL && clock.instant().isBefore(due(work, signedOff))) {
            Map<String, @Nullable Object> evidence = kept("kept until " + due(work, signedOff));
            evidence.put(UNTIL, due(work, signedOff).toString());
            return evidence;
        }
        BatchDrop.Outcome outcome = new BatchDrop(work.journal(), work.stateFolder(), clock)
                .drop(batch(attempt, spec, signedOff), new LiveBatch(work, load, spec, manifest.get()));
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("batchTopic", "dropped");
        evidence.put("droppedAt", outcome.tombstone().get("droppedAt"));
        evidence.put(SignOff.WORD, signedOff);
        evidence.put("note", "dropped");
        return evidence;
    }

    private BatchDrop.Batch batch(Attempt attempt, TableSpec spec, Map<String, @Nullable Object> signedOff) {
        return new BatchDrop.Batch(
                attempt,
                spec.topic(),
                spec.connector(),
                book.verifiedOrRefuse(attempt).report(),
                true,
                signedOff);
    }

    private static Map<String, @Nullable Object> kept(String note) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("batchTopic", "kept");
        evidence.put("note", note);
        return evidence;
    }

    /** From when on a batch with a time to live may go. */
    static Instant due(Workplace work, Map<String, @Nullable Object> signedOff) {
        return Instant.parse(String.valueOf(signedOff.get("signedAt")))
                .plus(work.settings().policy().keptFor());
    }

    /** A batch that an earlier run kept for a time that is over. */
    void performIfDue(Attempt attempt, TableSpec spec, Supplier<RunManifest> manifest) {
        boolean waiting = work.settings().policy().batchTopic() == BatchTopicPolicy.TTL
                && work.journal()
                        .step(attempt, Step.DROP.word())
                        .filter(entry -> entry.state() == StepState.DONE)
                        .map(StepLedger::evidence)
                        .filter(evidence -> evidence.get(UNTIL) != null)
                        .isPresent();
        if (!waiting || clock.instant().isBefore(due(work, signOff.require(attempt)))) {
            return;
        }
        tell(work, attempt, perform(attempt, spec, manifest));
        work.board().ends(attempt.table(), Step.DROP, "dropped");
    }

    /** Corrects what the step had said of the topic. */
    static void tell(Workplace work, Attempt attempt, Map<String, @Nullable Object> evidence) {
        work.journal().done(attempt, Step.DROP.word(), Json.write(evidence));
        work.control().publish(Word.done(attempt.table(), Step.DROP.word(), attempt.number(), attempt.id(), evidence));
    }
}
