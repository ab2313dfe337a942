package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.coordinator.journal.AuditFindings.Fault;
import io.github.sluice.wire.key.KeyUse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Whatever is changed in a journal from outside, the audit names the first entry that it broke; what Sluice itself
 * writes, however many write at a time, breaks none.
 */
abstract class AuditContract extends AuditedJournal {
    private static final List<String> COLUMNS = List.of(EntryRows.COLUMNS.split(",\\s*"));

    @Test
    void whatSluiceWritesIsIntactAndEveryWriteIsAnEntry() {
        story();
        List<JournalEntry> entries = entries();
        assertThat(entries)
                .extracting(JournalEntry::kind)
                .containsExactly(
                        "LOCK",
                        "ATTEMPT",
                        "RESOURCE",
                        "RESOURCE",
                        "RESOURCE",
                        "STEP",
                        "STEP",
                        "KEY_USE",
                        "STEP",
                        "ATTEMPT",
                        "STEP",
                        "KEY_USE",
                        "KEY_USE",
                        "FORGOTTEN",
                        "ATTEMPT",
                        "STEP",
                        "INSTRUCTION",
                        "LOCK");
        AuditFindings found = intact();
        assertThat(found.entries()).isEqualTo(entries.size());
        assertThat(found.imported()).isZero();
        assertThat(journal.keyUses("id-2")).containsEntry("aaaaaaaa", new KeyUse(11, 2));
        assertThat(entries.get(0).previousHash()).isEqualTo(JournalEntry.genesis("run"));
        assertThat(entries).extracting(JournalEntry::writer).containsOnly(Holder.process());

        journal.remember(SECOND);
        journal.remember("id-2", Map.of("aaaaaaaa", new KeyUse(11, 2)));
        journal.forget(Resource.Kind.TOPIC, "t");
        assertThat(entries()).as("what changes nothing is no entry").hasSameSizeAs(entries);
        assertThat(journal.written()).contains(intact().head());
    }

    @Test
    void everyChangedFieldOfAnEntryIsNamed() throws SQLException {
        story();
        long seed = seed();
        List<JournalEntry> all = entries();
        for (JournalEntry entry : some(all, seed)) {
            for (String column : COLUMNS) {
                changed(entry, column, all.size(), "seed " + seed + ", entry " + entry.seq() + ", " + column);
            }
        }
        intact();
    }

    private void changed(JournalEntry entry, String column, int last, String what) throws SQLException {
        boolean number = column.equals("seq") || column.equals("code");
        Object before = column.equals("seq") ? entry.seq() : column.equals("code") ? entry.code() : text(entry, column);
        Object after = number ? (Object) (((Number) before).longValue() + 1000) : otherThan(String.valueOf(before));
        assertThat(execute(
                        "UPDATE sluice_entry SET " + column + " = ? WHERE run = ? AND seq = ?",
                        after,
                        "run",
                        entry.seq()))
                .isEqualTo(1);
        Broken found = broken();
        assertThat(found.seq()).as(what).isEqualTo(entry.seq());
        boolean away = column.equals("run") || column.equals("seq");
        assertThat(found.fault()).as(what).isEqualTo(away ? Fault.MISSING : Fault.HASH);
        String run = column.equals("run") ? String.valueOf(after) : "run";
        long seq = column.equals("seq") ? entry.seq() + 1000 : entry.seq();
        execute("UPDATE sluice_entry SET " + column + " = ? WHERE run = ? AND seq = ?", before, run, seq);
        assertThat(entry.seq()).isLessThanOrEqualTo(last);
    }

    private String text(JournalEntry entry, String column) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(
                        sql, "SELECT " + column + " FROM sluice_entry WHERE run = ? AND seq = ?", "run", entry.seq());
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void aMissingEntryIsNamedAlsoTheLastOne() throws SQLException {
        story();
        long seed = seed();
        List<JournalEntry> all = entries();
        List<JournalEntry> chosen = new ArrayList<>(some(all, seed));
        chosen.add(all.get(all.size() - 1));
        for (JournalEntry entry : chosen) {
            execute("UPDATE sluice_entry SET run = 'away' WHERE run = 'run' AND seq = ?", entry.seq());
            assertThat(broken())
                    .as("seed %s", seed)
                    .matches(found -> found.seq() == entry.seq() && found.fault() == Fault.MISSING);
            execute("UPDATE sluice_entry SET run = 'run' WHERE run = 'away'");
        }
        execute("DELETE FROM sluice_entry WHERE run = 'run'");
        assertThat(broken()).matches(found -> found.seq() == 1 && found.fault() == Fault.MISSING);
    }

    @Test
    void twoThatChangedPlacesAreNamedByTheFirst() throws SQLException {
        story();
        long seed = seed();
        List<JournalEntry> all = entries();
        Random random = new Random(seed);
        for (int i = 0; i < Math.min(sample(), 2 * all.size()); i++) {
            long one = 1 + random.nextInt(all.size());
            long other = 1 + random.nextInt(all.size());
            if (one == other) {
                continue;
            }
            swap(one, other);
            assertThat(broken())
                    .as("seed %s: %s and %s", seed, one, other)
                    .matches(found -> found.seq() == Math.min(one, other) && found.fault() == Fault.HASH);
            swap(one, other);
        }
        intact();
    }

    private void swap(long one, long other) throws SQLException {
        execute("UPDATE sluice_entry SET seq = -1 WHERE run = 'run' AND seq = ?", one);
        execute("UPDATE sluice_entry SET seq = ? WHERE run = 'run' AND seq = ?", one, other);
        execute("UPDATE sluice_entry SET seq = ? WHERE run = 'run' AND seq = -1", other);
    }

    @Test
    void anEntryThatWasPutInIsNamedHoweverWellItWasMade() throws SQLException {
        story();
        List<JournalEntry> all = entries();
        JournalEntry last = all.get(all.size() - 1);
        JournalEntry fine = copy(all.get(3), last.seq() + 1, last.hash()).hashed();
        EntryRows.insert(sql, fine);
        assertThat(broken()).isEqualTo(Broken.of(fine.seq(), Fault.BEHIND_HEAD, Long.toString(last.seq())));
        execute("DELETE FROM sluice_entry WHERE seq = ?", fine.seq());

        JournalEntry unlinked =
                copy(all.get(3), last.seq() + 1, all.get(0).hash()).hashed();
        EntryRows.insert(sql, unlinked);
        assertThat(broken()).matches(found -> found.seq() == unlinked.seq() && found.fault() == Fault.PREVIOUS);
        execute("DELETE FROM sluice_entry WHERE seq = ?", unlinked.seq());

        EntryRows.insert(sql, copy(all.get(3), -5, JournalEntry.genesis("run")));
        assertThat(broken()).isEqualTo(Broken.of(-5, Fault.NUMBER));
    }

    @Test
    void whatWasComputedAnewOrCutOffShowsBesideANotedHead() throws SQLException {
        story();
        AuditFindings before = intact();
        NotedHead noted = NotedHead.parse(before.head().toString()).orElseThrow();
        NotedHead hashAlone = NotedHead.parse(before.head().hash()).orElseThrow();
        journal.done(OTHER, "later", "{}");
        intact(noted, hashAlone);

        List<JournalEntry> all = entries();
        long seed = seed();
        for (JournalEntry entry : some(all, seed)) {
            rewrite(all, entry.seq());
            if (entry.seq() <= before.head().seq()) {
                assertThat(broken(noted).fault())
                        .as("seed %s, entry %s", seed, entry.seq())
                        .isEqualTo(Fault.NOT_IN_CHAIN);
                assertThat(broken(hashAlone).fault()).isEqualTo(Fault.NOT_IN_CHAIN);
            } else {
                intact(noted);
            }
            restore(all);
        }
        for (JournalEntry entry : some(all, seed)) {
            execute("DELETE FROM sluice_entry WHERE run = 'run' AND seq >= ?", entry.seq());
            execute(
                    "UPDATE sluice_head SET seq = ?, hash = ? WHERE run = 'run'",
                    entry.seq() - 1,
                    entry.previousHash());
            if (entry.seq() <= before.head().seq()) {
                assertThat(broken(noted).fault())
                        .as("seed %s, cut at %s", seed, entry.seq())
                        .isEqualTo(Fault.NOT_IN_CHAIN);
            }
            execute("DELETE FROM sluice_entry WHERE run = 'run'");
            for (JournalEntry one : all) {
                EntryRows.insert(sql, one);
            }
            restore(all);
        }
        intact(noted);
    }

    /** All hashes from one entry on, as somebody would compute them who changed its writer. */
    private void rewrite(List<JournalEntry> all, long from) throws SQLException {
        String previous = from == 1
                ? JournalEntry.genesis("run")
                : all.get((int) from - 2).hash();
        for (JournalEntry entry : all.subList((int) from - 1, all.size())) {
            JournalEntry forged = copy(entry, entry.seq(), previous).hashed();
            execute(
                    "UPDATE sluice_entry SET writer = ?, previous_hash = ?, hash = ? WHERE run = 'run' AND seq = ?",
                    forged.writer(),
                    forged.previousHash(),
                    forged.hash(),
                    forged.seq());
            previous = forged.hash();
        }
        execute("UPDATE sluice_head SET hash = ? WHERE run = 'run'", previous);
    }

    private void restore(List<JournalEntry> all) throws SQLException {
        for (JournalEntry entry : all) {
            execute(
                    "UPDATE sluice_entry SET writer = ?, previous_hash = ?, hash = ? WHERE run = 'run' AND seq = ?",
                    entry.writer(),
                    entry.previousHash(),
                    entry.hash(),
                    entry.seq());
        }
        JournalEntry last = all.get(all.size() - 1);
        execute("UPDATE sluice_head SET seq = ?, hash = ? WHERE run = 'run'", last.seq(), last.hash());
    }

    private static JournalEntry copy(JournalEntry entry, long seq, String previous) {
        return new JournalEntry(
                "run",
                seq,
                entry.at(),
                entry.origin(),
                "mallory",
                entry.kind(),
                entry.table(),
                entry.attempt(),
                entry.step(),
                entry.state(),
                entry.code(),
                entry.message(),
                entry.evidence(),
                previous,
                "0");
    }

    @Test
    void theEndThatIsKnownCannotBeChangedUnseen() throws SQLException {
        story();
        long last = intact().head().seq();
        execute("UPDATE sluice_head SET hash = ? WHERE run = 'run'", "0".repeat(64));
        assertThat(broken()).matches(found -> found.seq() == last && found.fault() == Fault.HEAD);
        execute("UPDATE sluice_head SET seq = ? WHERE run = 'run'", last + 2);
        assertThat(broken()).isEqualTo(Broken.of(last + 1, Fault.MISSING, Long.toString(last + 2)));
        execute("DELETE FROM sluice_head WHERE run = 'run'");
        assertThat(broken()).isEqualTo(Broken.of(last, Fault.NO_HEAD));
        assertThatThrownBy(() -> Journal.open(where(), "run").started(OTHER, "drop"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.JOURNAL_BROKEN));
    }

    @Test
    void manyWritersMakeOneChainForEachRun() throws Exception {
        int writers = 6;
        int writes = 10;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            String run = i % 3 == 0 ? "other-run" : "run";
            Attempt attempt = new Attempt("t" + i, 1, "w" + i);
            work.add(() -> {
                // an object of its own for each, as another process has
                Journal mine = Journal.open(where(), run);
                mine.remember(attempt);
                for (int n = 0; n < writes; n++) {
                    mine.done(attempt, "step" + n, "{\"n\":" + n + "}");
                    mine.remember(attempt.id(), Map.of("aaaaaaaa", new KeyUse(n + 1, 1)));
                }
                return true;
            });
        }
        try {
            for (Future<Boolean> future : pool.invokeAll(work)) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(intact().entries()).isEqualTo(4 * (1 + 2 * writes));
        assertThat(Journal.open(where(), "other-run").audit(List.of()))
                .matches(found -> found.broken().isEmpty() && found.entries() == 2 * (1 + 2 * writes));
    }
}
