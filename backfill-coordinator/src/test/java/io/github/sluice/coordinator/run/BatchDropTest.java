package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.run.BatchDrop.Ending;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch goes only while it is what was proven, once, and never without a tombstone. */
class BatchDropTest {
    private static final Attempt ATTEMPT = new Attempt("orders", 1, "id-1");
    private static final Map<Integer, Long> ENDS = Map.of(0, 4L, 1, 2L);

    @TempDir
    Path folder;

    private final FakeBatch world = new FakeBatch(ENDS);
    private final VerificationReport report = report();
    private Journal journal;
    private BatchDrop drop;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal").toString(), "shop");
        drop = new BatchDrop(journal, folder, Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC));
    }

    private static VerificationReport report() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", "shop");
        facts.put("table", "orders");
        facts.put("attempt", 1);
        facts.put("attemptId", "id-1");
        facts.put("verdict", "EQUAL");
        facts.put("counts", Map.of("topic", 4));
        facts.put("fingerprints", Map.of("topic", "00ff"));
        facts.put(
                "topic",
                Map.of("partitions", List.of(Map.of("partition", 0, "end", 4), Map.of("partition", 1, "end", 2))));
        return VerificationReport.of(facts);
    }

    private BatchDrop.Batch batch(boolean ours) {
        return new BatchDrop.Batch(ATTEMPT, "all.orders", "all.orders-connect", report, ours, Map.of("who", "alice"));
    }

    private void refused(boolean ours, String why) {
        for (boolean look : new boolean[] {true, false}) {
            assertThatThrownBy(() -> {
                        if (look) {
                            drop.look(batch(ours), world);
                        } else {
                            drop.drop(batch(ours), world);
                        }
                    })
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                    .hasMessageStartingWith("orders: nothing is dropped: ")
                    .hasMessageContaining(why);
        }
        assertThat(world.done).isEmpty();
        assertThat(journal.steps(ATTEMPT)).isEmpty();
    }

    private Map<?, ?> tombstone() throws IOException {
        return (Map<?, ?>) Json.parse(Files.readString(folder.resolve("reports/orders-attempt-1-tombstone.json")));
    }

    @Test
    void connectorFirstThenTopicAndTheTombstoneTellsWhatWasThere() throws IOException {
        assertThat(drop.look(batch(true), world).ending()).isEqualTo(Ending.READY);
        assertThat(world.done).as("a look changes nothing").isEmpty();
        assertThat(journal.steps(ATTEMPT)).isEmpty();

        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.DROPPED);
        assertThat(world.done).containsExactly("connector removed", "topic deleted");
        Map<?, ?> tombstone = tombstone();
        StepEntry entry = journal.step(ATTEMPT, BatchDrop.TOMBSTONE).orElseThrow();
        assertThat(entry.state()).isEqualTo(StepState.DONE);
        assertThat(Json.parse(entry.evidence())).isEqualTo(tombstone);
        assertThat(tombstone.get("reportSha256")).isEqualTo(report.hash());
        assertThat(tombstone.get("signoff")).isEqualTo(Map.of("who", "alice"));
        assertThat(tombstone.get("droppedAt")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(tombstone.get("counts")).isEqualTo(Map.of("topic", 4L));
        assertThat(tombstone.get("fingerprints")).isEqualTo(Map.of("topic", "00ff"));
        Map<?, ?> topic = (Map<?, ?>) tombstone.get("topic");
        assertThat(topic.get("name")).isEqualTo("all.orders");
        assertThat(topic.get("partitions")).isEqualTo(2L);
        assertThat(topic.get("config")).isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
        assertThat(topic.get("offsets"))
                .isEqualTo(List.of(
                        Map.of("partition", 0L, "start", 0L, "end", 4L),
                        Map.of("partition", 1L, "start", 0L, "end", 2L)));

        BatchDrop.Outcome again = drop.drop(batch(true), world);
        assertThat(again.ending()).isEqualTo(Ending.ALREADY);
        assertThat(again.tombstone().get("droppedAt")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(world.done).hasSize(2);
    }

    @Test
    void aTopicOfSomebodyElseIsTheirs() {
        refused(false, "topic all.orders was not created by this run");
    }

    @Test
    void aConnectorOfSomebodyElseIsTheirs() {
        world.connectorOurs = false;
        refused(true, "connector all.orders-connect reads topic all.orders");
    }

    @Test
    void whatIsNotLoadedYetStays() {
        world.undrained = 1;
        refused(true, "has 1 records of topic all.orders before it");
        world.connectorThere = false;
        assertThat(drop.drop(batch(true), world).ending())
                .as("without a connector nothing is on its way")
                .isEqualTo(Ending.DROPPED);
    }

    @Test
    void aTopicThatIsNoLongerWhatWasProvenStays() {
        world.ranges.put(1, new Topics.Range(0, 3));
        refused(true, "ends at {0=4, 1=3} by partition, when it was verified it ended at {0=4, 1=2}");
        world.ranges.put(1, new Topics.Range(0, 1));
        refused(true, "ends at {0=4, 1=1}");
        world.ranges.put(1, new Topics.Range(0, 2));
        world.ranges.put(2, new Topics.Range(0, 0));
        refused(true, "ends at {0=4, 1=2, 2=0}");
        world.ranges.clear();
        refused(true, "ends at {}");
    }

    @Test
    void retentionMayHaveTakenRecordsThatAreProvenAlready() {
        world.ranges.put(0, new Topics.Range(3, 4));
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.DROPPED);
    }

    @Test
    void aLostAnswerIsUnknownAndTheNextRunLooksWhatBecameOfIt() throws IOException {
        world.answerIsLost = true;
        assertThatThrownBy(() -> drop.drop(batch(true), world))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN));
        assertThat(journal.step(ATTEMPT, BatchDrop.TOMBSTONE).orElseThrow().state())
                .isEqualTo(StepState.STARTED);
        // it had gone: the deletion was ours, and the tombstone still tells the offsets
        world.answerIsLost = false;
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.DROPPED);
        assertThat(world.done).containsExactly("connector removed", "topic deleted");
        assertThat(tombstone().get("droppedBy")).isEqualTo("sluice");
        assertThat(((Map<?, ?>) tombstone().get("topic")).get("offsets"))
                .asString()
                .contains("end=4");
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.ALREADY);
    }

    @Test
    void aDeletionThatNeverArrivedIsMadeAgainAfterAnotherLook() {
        world.answerIsLost = true;
        world.deletionTakesPlace = false;
        assertThatThrownBy(() -> drop.drop(batch(true), world)).isInstanceOf(Failure.class);
        world.answerIsLost = false;
        world.deletionTakesPlace = true;
        world.ranges.put(0, new Topics.Range(0, 5));
        assertThatThrownBy(() -> drop.drop(batch(true), world))
                .as("somebody has written meanwhile")
                .hasMessageContaining("somebody has written into it");
        world.ranges.put(0, new Topics.Range(0, 4));
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.DROPPED);
        assertThat(world.done).containsExactly("connector removed", "topic deleted");
    }

    @Test
    void aTopicThatSomebodyElseRemovedIsWrittenDownAsThat() throws IOException {
        world.topicThere = false;
        assertThat(drop.look(batch(true), world).ending()).isEqualTo(Ending.FOUND_GONE);
        assertThat(journal.steps(ATTEMPT)).isEmpty();
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.FOUND_GONE);
        assertThat(world.done).as("the connector has nothing left to do").containsExactly("connector removed");
        assertThat(tombstone().get("droppedBy")).isEqualTo("somebody else");
        assertThat(drop.drop(batch(true), world).ending()).isEqualTo(Ending.ALREADY);
    }
}
