package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch that a run has left, and that is let go of by hand; by the same guards and with the same tombstone. One thread. */
final class KeptBatch {
    private final Workplace work;
    private final SignOffBook book;
    private final StepLedger steps;
    private final Clock clock;

    KeptBatch(Workplace work, SignOffBook book) {
        this.work = work;
        this.book = book;
        this.steps = new StepLedger(work);
        this.clock = work.world().clock();
    }

    BatchEnding drop(Attempt attempt, TableSpec spec, boolean lookOnly) {
        SignOffBook.Verified verified = book.verifiedOrRefuse(attempt);
        Decision decision = book.decide(verified);
        if (!decision.granted()) {
            throw decision.refusal();
        }
        refuseBeforeItsTime(attempt, decision);
        // while a run is about to decide over the batch, nobody takes it away from under it
        steps.refuseUnlessLegal(Procedure.Act.DROP_BATCH, attempt, Side.TARGET);
        Map<String, @Nullable Object> signedOff = lookOnly ? Map.of() : book.rely(verified, decision);
        BatchDrop.Batch batch = new BatchDrop.Batch(
                attempt,
                spec.topic(),
                spec.connector(),
                verified.report(),
                LettingGo.topicIsOurs(steps, attempt),
                signedOff);
        BatchDrop drop = new BatchDrop(work.journal(), work.stateFolder(), clock);
        BatchWorld world = new LiveBatch(work, new BatchLoad(work), spec, manifest(attempt));
        BatchDrop.Outcome outcome = lookOnly ? drop.look(batch, world) : drop.drop(batch, world);
        if (!lookOnly && outcome.ending() != BatchDrop.Ending.ALREADY) {
            tellDropped(attempt, outcome);
        }
        return new BatchEnding(
                attempt.table(),
                attempt.number(),
                spec.topic(),
                outcome.ending().name(),
                outcome.tombstone(),
                lookOnly ? foretold(outcome.ending(), spec, world) : List.of());
    }

    /** What {@link BatchDrop} asks for after such a look, in its order. */
    private static List<String> foretold(BatchDrop.Ending ending, TableSpec spec, BatchWorld world) {
        List<Change> changes = new ArrayList<>();
        if (ending != BatchDrop.Ending.ALREADY && world.connectorIsOurs()) {
            changes.add(new Change(Change.Kind.DELETE_CONNECTOR, spec.connector()));
            changes.add(new Change(Change.Kind.DELETE_GROUP, ConnectClient.group(spec.connector())));
        }
        if (ending == BatchDrop.Ending.READY) {
            changes.add(new Change(Change.Kind.DELETE_TOPIC, spec.topic()));
        }
        return changes.stream().map(Change::toString).toList();
    }

    private void refuseBeforeItsTime(Attempt attempt, Decision decision) {
        if (work.settings().policy().batchTopic() != BatchTopicPolicy.TTL) {
            return;
        }
        Instant due = decision.at().plus(work.settings().policy().keptFor());
        if (clock.instant().isBefore(due)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    attempt.table() + ": nothing is dropped: policy.batchTopic keeps the topic for "
                            + work.settings().policy().keptFor().toDays() + " days after the sign-off, until " + due);
        }
    }

    private void tellDropped(Attempt attempt, BatchDrop.Outcome outcome) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("batchTopic", "dropped");
        evidence.put("droppedAt", outcome.tombstone().get("droppedAt"));
        evidence.put("note", "dropped");
        LettingGo.tell(work, attempt, evidence);
    }

    private RunManifest manifest(Attempt attempt) {
        Word snapshot = steps.said(attempt, Step.SNAPSHOT)
                .filter(Word::isDone)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        attempt.table() + ": attempt " + attempt.number() + " has no finished snapshot"));
        return RunManifest.fromJson(Json.write(snapshot.evidence().get("manifest")));
    }
}
