package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a file, as it is unless told; every entry is broken in every way. */
class AuditTest extends AuditContract {
    @TempDir
    Path folder;

    @Override
    String where() {
        return folder.resolve("journal").toString();
    }

    /** Both were computed by another program, from the description in docs/procedure.md. */
    @Test
    void theHashIsTheOneThatTheDocumentsDescribe() {
        String genesis = "1f072dda37bdcac55af19251a8bcbe681a81435c4f5751e6abffc27be5935256";
        JournalEntry entry = new JournalEntry(
                "ods",
                1,
                "2026-01-31T12:00:00Z",
                "WRITTEN",
                "etl@box, process 7",
                "STEP",
                "orders",
                "id-1",
                "verify",
                "FAILED",
                22,
                "不一致",
                "{}",
                genesis,
                "");
        assertThat(JournalEntry.genesis("ods")).isEqualTo(genesis);
        assertThat(entry.ownHash()).isEqualTo("d983f9f8355e67ecfbfa3bc661885dc2df642d4d8f897d43d900ec5b76fd88cf");
    }

    @Test
    void noTwoListsOfFieldsAreHashedAlike() {
        assertThat(JournalEntry.sha256(List.of("ab", "c"))).isNotEqualTo(JournalEntry.sha256(List.of("a", "bc")));
        assertThat(JournalEntry.sha256(List.of("a"))).isNotEqualTo(JournalEntry.sha256(List.of("a", "")));
    }

    @Test
    void aNotedHeadIsReadWithAndWithoutItsNumber() {
        String hash = "0123456789abcdef".repeat(4);
        assertThat(NotedHead.parse("57:" + hash).orElseThrow()).hasToString("57:" + hash);
        assertThat(NotedHead.parse(" " + hash + "\n").orElseThrow()).hasToString(hash);
        assertThat(List.of("", "57:", hash.substring(1), hash + "0", "x:" + hash, hash.replace('a', 'A'), "-1:" + hash))
                .allSatisfy(text -> assertThat(NotedHead.parse(text)).isEmpty());
    }
}
