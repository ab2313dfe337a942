package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.signoff.CanonicalJson;
import io.github.sluice.coordinator.signoff.ReportFolder;
import io.github.sluice.coordinator.signoff.StateFile;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.wire.json.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of one batch: looks once more at everything that must hold, takes away connector, group and topic, and leaves a
 * tombstone. The tombstone is in the journal before the topic goes, so that after a kill or a lost answer the next run knows
 * whose deletion it was. Whoever calls it has the sign-off. One thread.
 */
final class BatchDrop {
    /** The tombstone's place in the journal. */
    static final String TOMBSTONE = "tombstone";

    private static final String FORMAT = "sluice-tombstone/1";

    private final Journal journal;
    private final ReportFolder folder;
    private final Clock clock;

    BatchDrop(Journal journal, Path stateFolder, Clock clock) {
        this.journal = journal;
        this.folder = new ReportFolder(stateFolder);
        this.clock = clock;
    }

    /**
     * The batch.
     *
     * @param topicIsOurs whether the source half's journal shows that it made the topic
     * @param signedOff the decision as it was written down; empty only where nothing is dropped
     */
    record Batch(
            Attempt attempt,
            String topic,
            String connector,
            VerificationReport report,
            boolean topicIsOurs,
            Map<String, @Nullable Object> signedOff) {}

    /** What became of a batch. */
    enum Ending {
        /** It would go; of a look only. */
        READY,
        DROPPED,
        /** It went before, and the tombstone says when. */
        ALREADY,
        /** Somebody else had removed the topic. */
        FOUND_GONE
    }

    /** How it ended, and the tombstone; empty of a look only. */
    record Outcome(Ending ending, Map<String, @Nullable Object> tombstone) {}

    /**
     * Looks, and changes nothing.
     *
     * @throws Failure as {@link #drop}
     */
    Outcome look(Batch batch, BatchWorld world) {
        Optional<StepEntry> tombstone = journal.step(batch.attempt(), TOMBSTONE);
        if (tombstone.isPresent() && tombstone.get().state() == StepState.DONE) {
            return new Outcome(Ending.ALREADY, StepLedger.evidence(tombstone.get()));
        }
        refuseIfNotOurs(batch, world);
        if (world.topic().isEmpty()) {
            return new Outcome(tombstone.isPresent() ? Ending.DROPPED : Ending.FOUND_GONE, Map.of());
        }
        refuseUnlessDrained(batch, world);
        refuseUnlessUnchanged(batch, world.ranges());
        return new Outcome(Ending.READY, Map.of());
    }

    /**
     * Drops it, or finds it dropped.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if something does not hold, {@link ExitCode#UNKNOWN} if the topic is not
     *     known to be gone
     */
    Outcome drop(Batch batch, BatchWorld world) {
        Outcome found = look(batch, world);
        return switch (found.ending()) {
            case ALREADY -> found;
            case DROPPED -> buried(batch, world, Ending.DROPPED, begun(batch.attempt()));
            case FOUND_GONE -> buried(batch, world, Ending.FOUND_GONE, tombstone(batch, null, Map.of()));
            case READY -> dropNow(batch, world);
        };
    }

    private Outcome dropNow(Batch batch, BatchWorld world) {
        Topics.Shape shape = world.topic()
                .orElseThrow(() -> new Failure(
                        ExitCode.UNKNOWN, batch.attempt().table() + ": topic " + batch.topic() + " vanished just now"));
        Map<String, @Nullable Object> tombstone = tombstone(batch, shape, world.ranges());
        journal.note(batch.attempt(), TOMBSTONE, Json.write(tombstone));
        world.removeConnector();
        world.deleteTopic();
        return buried(batch, world, Ending.DROPPED, tombstone);
    }

    private Outcome buried(Batch batch, BatchWorld world, Ending ending, Map<String, @Nullable Object> tombstone) {
        world.removeConnector();
        Attempt attempt = batch.attempt();
        tombstone.put("droppedBy", ending == Ending.DROPPED ? "sluice" : "somebody else");
        tombstone.put("droppedAt", clock.instant().toString());
        StateFile.write(folder.tombstone(attempt.table(), attempt.number()), CanonicalJson.text(tombstone) + "\n");
        journal.done(attempt, TOMBSTONE, Json.write(tombstone));
        return new Outcome(ending, tombstone);
    }

    private Map<String, @Nullable Object> begun(Attempt attempt) {
        return new LinkedHashMap<>(journal.step(attempt, TOMBSTONE)
                .map(StepLedger::evidence)
                .orElseThrow(() -> new IllegalStateException("no tombstone was begun")));
    }

    private static void refuseIfNotOurs(Batch batch, BatchWorld world) {
        if (!batch.topicIsOurs()) {
            throw refused(
                    batch, "topic " + batch.topic() + " was not created by this run; whoever made it may delete it");
        }
        if (world.connectorIsThere() && !world.connectorIsOurs()) {
            throw refused(
                    batch,
                    "connector " + batch.connector() + " reads topic " + batch.topic()
                            + " and the journal does not show that we made it; delete it first, if nobody needs it");
        }
    }

    private static void refuseUnlessDrained(Batch batch, BatchWorld world) {
        long left = world.connectorIsThere() ? world.undrained() : 0;
        if (left > 0) {
            throw refused(
                    batch,
                    "connector " + batch.connector() + " has " + left + " records of topic " + batch.topic()
                            + " before it; let it load them (sluice connect status), then try again");
        }
    }

    /** Who wrote into the topic after the proof wrote something that nobody has compared. */
    private static void refuseUnlessUnchanged(Batch batch, Map<Integer, Topics.Range> now) {
        Map<Integer, Long> proven = batch.report().ends();
        Map<Integer, Long> found = new TreeMap<>();
        now.forEach((partition, range) -> found.put(partition, range.end()));
        if (!found.equals(proven)) {
            throw refused(
                    batch,
                    "topic " + batch.topic() + " ends at " + found + " by partition, when it was verified it ended at "
                            + proven + "; somebody has written into it or made it anew. Find out who; a fresh attempt"
                            + " (sluice run --restart) compares all of it");
        }
    }

    private static Failure refused(Batch batch, String why) {
        return new Failure(ExitCode.REFUSED, batch.attempt().table() + ": nothing is dropped: " + why);
    }

    private static Map<String, @Nullable Object> tombstone(
            Batch batch, Topics.@Nullable Shape shape, Map<Integer, Topics.Range> ranges) {
        Map<String, @Nullable Object> facts = batch.report().facts();
        Map<String, @Nullable Object> topic = new LinkedHashMap<>();
        topic.put("name", batch.topic());
        topic.put("partitions", shape == null ? null : shape.partitions());
        topic.put("replicationFactor", shape == null ? null : shape.replicationFactor());
        topic.put("config", shape == null ? null : new TreeMap<>(shape.config()));
        List<Object> offsets = new ArrayList<>();
        new TreeMap<>(ranges).forEach((partition, range) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("partition", partition);
            one.put("start", range.start());
            one.put("end", range.end());
            offsets.add(one);
        });
        topic.put("offsets", offsets);
        Map<String, @Nullable Object> tombstone = new LinkedHashMap<>();
        tombstone.put("format", FORMAT);
        for (String fact : new String[] {"run", "table", "attempt", "attemptId", "verdict", "counts", "fingerprints"}) {
            tombstone.put(fact, facts.get(fact));
        }
        tombstone.put("topic", topic);
        tombstone.put("connector", batch.connector());
        tombstone.put(ReportedVerification.HASH, batch.report().hash());
        tombstone.put(SignOff.WORD, batch.signedOff());
        return tombstone;
    }
}
