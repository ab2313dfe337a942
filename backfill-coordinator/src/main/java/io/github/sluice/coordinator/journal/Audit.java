package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.coordinator.journal.AuditFindings.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes a run's chain anew, from the first entry to the last one, then looks at the end that {@code sluice_head} knows,
 * at heads that were noted elsewhere, and at the current state. The first of these that is broken is named, and of it the
 * entry with the lowest number.
 *
 * <p>The chain is no signature: who may write to the database can compute all of it anew from some entry on. Only a head
 * that was noted where he can't write shows that.
 *
 * <p>Lives as long as its transaction, which must see one state of all tables; one thread.
 */
final class Audit {
    private final Connection connection;
    private final String run;
    private final Replay replay;
    private final List<NotedHead> missing = new ArrayList<>();
    private ChainHead last;
    private long imported;
    private @Nullable Broken broken;

    Audit(Connection connection, String run) {
        this.connection = connection;
        this.run = run;
        this.replay = new Replay(run);
        this.last = new ChainHead(0, JournalEntry.genesis(run));
    }

    AuditFindings run(List<NotedHead> noted) throws SQLException {
        missing.addAll(noted);
        EntryRows.each(connection, run, this::follow);
        if (broken == null) {
            lookAtHead();
        }
        if (broken == null && !missing.isEmpty()) {
            NotedHead first = missing.get(0);
            broken = Broken.of(first.seq().orElse(0), Fault.NOT_IN_CHAIN, first.toString(), last.toString());
        }
        if (broken == null) {
            EntryRows.keyUsesOfOthers(connection, run, entry -> {
                replay.tell(entry);
                return true;
            });
            lookAtState();
        }
        return new AuditFindings(run, last.seq(), imported, last, Optional.ofNullable(broken));
    }

    private boolean follow(JournalEntry entry) {
        broken = fault(entry);
        if (broken != null) {
            return false;
        }
        last = new ChainHead(entry.seq(), entry.hash());
        missing.removeIf(head -> head.is(entry.seq(), entry.hash()));
        imported += entry.imported() ? 1 : 0;
        try {
            replay.tell(entry);
        } catch (IllegalArgumentException e) {
            broken = Broken.of(entry.seq(), Fault.UNREADABLE);
        }
        return broken == null;
    }

    private @Nullable Broken fault(JournalEntry entry) {
        long expected = last.seq() + 1;
        if (entry.seq() < expected) {
            return Broken.of(entry.seq(), Fault.NUMBER);
        }
        if (entry.seq() > expected) {
            return Broken.of(expected, Fault.MISSING, Long.toString(entry.seq()));
        }
        String own = entry.ownHash();
        if (!own.equals(entry.hash())) {
            return Broken.of(entry.seq(), Fault.HASH, entry.hash(), own);
        }
        if (!entry.previousHash().equals(last.hash())) {
            return Broken.of(entry.seq(), Fault.PREVIOUS, entry.previousHash(), last.hash());
        }
        return null;
    }

    private void lookAtHead() throws SQLException {
        try (PreparedStatement select =
                        JournalDatabase.prepare(connection, "SELECT seq, hash FROM sluice_head WHERE run = ?", run);
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                broken = Broken.of(last.seq(), Fault.NO_HEAD);
                return;
            }
            ChainHead known = new ChainHead(rows.getLong(1), rows.getString(2));
            if (known.seq() > last.seq()) {
                broken = Broken.of(last.seq() + 1, Fault.MISSING, Long.toString(known.seq()));
            } else if (known.seq() < last.seq()) {
                broken = Broken.of(known.seq() + 1, Fault.BEHIND_HEAD, Long.toString(known.seq()));
            } else if (!known.hash().equals(last.hash())) {
                broken = Broken.of(last.seq(), Fault.HEAD, known.hash(), last.hash());
            }
        }
    }

    private void lookAtState() throws SQLException {
        StateCheck check = new StateCheck(connection, run, replay);
        Optional<Broken> found = check.first();
        if (found.isPresent()) {
            broken = last.seq() == 0 ? Broken.of(0, Fault.NOT_CHAINED) : found.get();
        }
    }
}
