package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The end of a run's chain, held by one transaction: whoever has it appends, everybody else waits for the row of {@code
 * sluice_head}, in this process, in another or on another machine. Lives as long as its transaction; one thread.
 */
final class Tail {
    private final Connection connection;
    private final String run;
    private ChainHead head;

    private Tail(Connection connection, String run, ChainHead head) {
        this.connection = connection;
        this.run = run;
        this.head = head;
    }

    /** Makes the row of a run that has none; that of a run whose entries stand there is not made anew. */
    static void prepare(Connection connection, String run) throws SQLException {
        if (JournalDatabase.count(connection, "SELECT COUNT(*) FROM sluice_head WHERE run = ?", run) == 0
                && JournalDatabase.count(connection, "SELECT COUNT(*) FROM sluice_entry WHERE run = ?", run) == 0) {
            JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_head (run, seq, hash) VALUES (?, ?, ?)",
                    run,
                    0,
                    JournalEntry.genesis(run));
        }
    }

    /**
     * Takes the end. Must be the first statement of the transaction: what the transaction reads after it is what the
     * last writer left.
     *
     * @throws Failure with {@link ExitCode#JOURNAL_BROKEN} if nobody knows where the chain ends
     */
    static Tail hold(Connection connection, String run) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq, hash FROM sluice_head WHERE run = ? FOR UPDATE")) {
            select.setString(1, run);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new Failure(
                            ExitCode.JOURNAL_BROKEN,
                            "the journal of run " + run
                                    + " has entries and no row in sluice_head, so nothing is written"
                                    + " to it; see sluice audit verify");
                }
                return new Tail(connection, run, new ChainHead(rows.getLong(1), rows.getString(2)));
            }
        }
    }

    /** Whether nothing was ever appended. */
    boolean isNew() {
        return head.seq() == 0;
    }

    ChainHead head() {
        return head;
    }

    /**
     * Appends an entry.
     *
     * @return its number
     */
    long append(Told told) throws SQLException {
        return append(told, JournalEntry.Origin.WRITTEN);
    }

    /** As {@link #append(Told)}, and marked as carried over from an older version's tables. */
    void imported(Told told) throws SQLException {
        append(told, JournalEntry.Origin.IMPORTED);
    }

    private long append(Told told, JournalEntry.Origin origin) throws SQLException {
        long seq = head.seq() + 1;
        JournalEntry entry = new JournalEntry(
                        run,
                        seq,
                        told.at(),
                        origin.name(),
                        Holder.process(),
                        told.kind().name(),
                        told.table(),
                        told.attempt(),
                        told.step(),
                        told.state(),
                        told.code(),
                        told.message(),
                        told.evidence(),
                        head.hash(),
                        "")
                .hashed();
        EntryRows.insert(connection, entry);
        JournalDatabase.update(
                connection, "UPDATE sluice_head SET seq = ?, hash = ? WHERE run = ?", seq, entry.hash(), run);
        head = new ChainHead(seq, entry.hash());
        return seq;
    }
}
