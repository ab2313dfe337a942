package io.github.sluice.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.NotedHead;
import io.github.sluice.wire.key.DataKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a half says holds where its journal was, so that the other half can show that it was cut off. */
class JournalHeadTest {
    private static final SimControlTopic.Process ALIVE = new SimControlTopic.Process() {
        @Override
        public <T> T call(String what, Supplier<T> effect) {
            return effect.get();
        }

        @Override
        public void live() {}
    };

    @TempDir
    Path folder;

    @Test
    void theOtherHalfHoldsAHeadThatTheJournalMustHave() {
        DataKey key = DataKey.fromHex("00112233445566778899aabbccddeeff");
        SimControlTopic topic = new SimControlTopic();
        Journal journal = Journal.open(folder.resolve("journal").toString(), "run");
        Attempt attempt = new Attempt("orders", 1, "id-1");
        try (ControlTopic source = topic.open("run", key, ALIVE);
                ControlTopic target = topic.open("run", key, ALIVE)) {
            source.publish(Word.done("orders", "attempt", 1, "id-1", Map.of("spec", "s")));
            assertThat(target.newest("orders", "attempt").orElseThrow().evidence())
                    .as("nobody notes")
                    .isEqualTo(Map.of("spec", "s"));

            source.noting(journal::written);
            source.publish(Word.done("orders", "topics", 1, "id-1", Map.of()));
            assertThat(target.newest("orders", "topics").orElseThrow().evidence())
                    .as("nothing is written yet")
                    .isEmpty();

            journal.done(attempt, "snapshot", "{}");
            source.publish(Word.done("orders", "snapshot", 1, "id-1", Map.of("rows", 3L)));
            journal.done(attempt, "later", "{}");
            Map<String, Object> heard =
                    target.newest("orders", "snapshot").orElseThrow().evidence();
            assertThat(heard).containsEntry("rows", 3L);
            NotedHead head = NotedHead.parse(String.valueOf(heard.get(Word.JOURNAL_HEAD)))
                    .orElseThrow();
            assertThat(head.seq()).hasValue(1);
            assertThat(journal.audit(List.of(head)).broken()).isEmpty();
            assertThat(source.newest("orders", "snapshot")).isEqualTo(target.newest("orders", "snapshot"));
        }
    }
}
