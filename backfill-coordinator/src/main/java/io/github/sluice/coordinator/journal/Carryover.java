package io.github.sluice.coordinator.journal;

import io.github.sluice.wire.key.KeyUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Begins the chain of a journal whose tables an older version wrote: what stands in them becomes entries that are marked
 * as imported. They vouch for nothing before them, only for what comes after. Done in the transaction of the first write.
 */
final class Carryover {
    private final Connection connection;
    private final String run;
    private final Tail tail;

    Carryover(Connection connection, String run, Tail tail) {
        this.connection = connection;
        this.run = run;
        this.tail = tail;
    }

    /** Appends nothing where nothing stands. */
    void carry() throws SQLException {
        Set<KeyUser> told = new HashSet<>();
        EntryRows.keyUsesOfOthers(connection, run, entry -> {
            told.add(KeyUser.of(entry));
            return true;
        });
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String table : new String[] {"sluice_attempt", "sluice_step", "sluice_resource"}) {
            counts.put(
                    table, JournalDatabase.count(connection, "SELECT COUNT(*) FROM " + table + " WHERE run = ?", run));
        }
        counts.put(
                "sluice_key_use",
                JournalDatabase.count(connection, "SELECT COUNT(*) FROM sluice_key_use") - told.size());
        if (counts.values().stream().allMatch(count -> count <= 0)) {
            return;
        }
        tail.append(Told.imports(counts));
        attempts();
        steps();
        resources();
        keyUses(told);
    }

    private void attempts() throws SQLException {
        each(
                "SELECT tbl, number, id, created_at FROM sluice_attempt WHERE run = ? ORDER BY created_at, tbl",
                row -> tail.imported(Told.attempt(
                        new Attempt(row.getString(1), row.getInt(2), row.getString(3)), row.getString(4))));
    }

    private void steps() throws SQLException {
        each(
                "SELECT tbl, attempt, step, state, code, message, evidence, started_at, ended_at FROM sluice_step"
                        + " WHERE run = ? ORDER BY started_at, tbl, step",
                row -> {
                    String started = row.getString(8);
                    String ended = row.getString(9);
                    Told step = new Told(
                            EntryKind.STEP,
                            ended == null ? started : ended,
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getString(6),
                            row.getString(7));
                    if (ended != null) {
                        tail.imported(step.begun(started));
                    }
                    tail.imported(step);
                });
    }

    private void resources() throws SQLException {
        each("SELECT kind, name, origin, attempt FROM sluice_resource WHERE run = ? ORDER BY kind, name", row -> {
            Resource resource = new Resource(
                    Resource.Kind.valueOf(row.getString(1)),
                    row.getString(2),
                    Resource.Origin.valueOf(row.getString(3)),
                    row.getString(4));
            tail.imported(Told.resource(resource, Told.now()));
        });
    }

    /** They belong to no run: the first chain that begins in a journal vouches for those of all. */
    private void keyUses(Set<KeyUser> told) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT attempt, key_id, record_count, start_count FROM sluice_key_use ORDER BY attempt, key_id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                KeyUser user = new KeyUser(rows.getString(1), rows.getString(2));
                if (!told.contains(user)) {
                    tail.imported(Told.keyUse(
                            user.user(), user.keyId(), new KeyUse(rows.getLong(3), rows.getLong(4)), Told.now()));
                }
            }
        }
    }

    /** Makes entries of one row. */
    private interface Row {
        void tell(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row teller) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(connection, sql, run);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                teller.tell(rows);
            }
        }
    }
}
