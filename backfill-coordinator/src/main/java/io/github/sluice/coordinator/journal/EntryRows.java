package io.github.sluice.coordinator.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Entries in their table. A run's are read in their order, a page at a time, so that a long chain needs little memory. */
final class EntryRows {
    static final String COLUMNS =
            "run, seq, happened_at, origin, writer, kind, tbl, attempt, step, state, code, message,"
                    + " evidence, previous_hash, hash";

    private static final int PAGE = 500;

    private EntryRows() {}

    /** Looks at one entry; false to see no more. */
    interface Reader {
        boolean read(JournalEntry entry) throws SQLException;
    }

    static void each(Connection connection, String run, Reader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM sluice_entry WHERE run = ? AND seq > ? ORDER BY seq LIMIT " + PAGE)) {
            long last = Long.MIN_VALUE;
            for (int read = PAGE; read == PAGE; ) {
                read = 0;
                select.setString(1, run);
                select.setLong(2, last);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        read++;
                        JournalEntry entry = entry(rows);
                        last = entry.seq();
                        if (!reader.read(entry)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /** The key uses that other runs of the same journal tell of: keys are counted over all of them. */
    static void keyUsesOfOthers(Connection connection, String run, Reader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM sluice_entry WHERE kind = ? AND run <> ? ORDER BY run, seq")) {
            select.setString(1, EntryKind.KEY_USE.name());
            select.setString(2, run);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next() && reader.read(entry(rows))) {
                    // the reader decides
                }
            }
        }
    }

    static void insert(Connection connection, JournalEntry entry) throws SQLException {
        JournalDatabase.update(
                connection,
                "INSERT INTO sluice_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.run(),
                entry.seq(),
                entry.at(),
                entry.origin(),
                entry.writer(),
                entry.kind(),
                entry.table(),
                entry.attempt(),
                entry.step(),
                entry.state(),
                entry.code(),
                entry.message(),
                entry.evidence(),
                entry.previousHash(),
                entry.hash());
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        return new JournalEntry(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getInt(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15));
    }
}
