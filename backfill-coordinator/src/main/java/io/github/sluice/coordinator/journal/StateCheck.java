package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.coordinator.journal.AuditFindings.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the rows of the current state with those that the entries say must be there. Lives in one transaction. */
final class StateCheck {
    private final Connection connection;
    private final String run;
    private final Replay replay;
    private final Map<StateRow.Place, StateRow> unseen;
    private final List<Broken> found = new ArrayList<>();

    StateCheck(Connection connection, String run, Replay replay) {
        this.connection = connection;
        this.run = run;
        this.replay = replay;
        this.unseen = new HashMap<>(replay.rows());
    }

    /** The difference with the lowest number of an entry; a row that no entry tells of comes last. */
    Optional<Broken> first() throws SQLException {
        attempts();
        for (String table : tables()) {
            steps(table);
        }
        resources();
        keyUses();
        unseen.values()
                .forEach(row -> found.add(Broken.of(
                        row.seq(), Fault.ROW_GONE, row.table(), row.place().row())));
        return found.stream()
                .min(Comparator.comparingLong((Broken one) -> one.seq() == 0 ? Long.MAX_VALUE : one.seq())
                        .thenComparing(one -> String.join(" ", one.arguments())));
    }

    private void attempts() throws SQLException {
        each(
                "SELECT tbl, number, id, created_at FROM sluice_attempt WHERE run = ?",
                row -> compare(
                        "sluice_attempt",
                        List.of(row.getString(1), row.getString(2)),
                        StateRow.columns("id", row.getString(3), "created_at", row.getString(4))),
                run);
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        each("SELECT DISTINCT tbl FROM sluice_step WHERE run = ?", row -> tables.add(row.getString(1)), run);
        return tables;
    }

    /** Table by table: the texts of all steps of a large run are not held at once. */
    private void steps(String table) throws SQLException {
        each(
                "SELECT tbl, attempt, step, state, code, message, evidence, started_at, ended_at FROM sluice_step"
                        + " WHERE run = ? AND tbl = ?",
                row -> compare(
                        "sluice_step",
                        List.of(row.getString(1), row.getString(2), row.getString(3)),
                        StateRow.columns(
                                "state",
                                row.getString(4),
                                "code",
                                row.getString(5),
                                "message",
                                row.getString(6),
                                "evidence",
                                row.getString(7),
                                "started_at",
                                row.getString(8),
                                "ended_at",
                                row.getString(9))),
                run,
                table);
    }

    private void resources() throws SQLException {
        each(
                "SELECT kind, name, origin, attempt FROM sluice_resource WHERE run = ?",
                row -> compare(
                        "sluice_resource",
                        List.of(row.getString(1), row.getString(2)),
                        StateRow.columns("origin", row.getString(3), "attempt", row.getString(4))),
                run);
    }

    private void keyUses() throws SQLException {
        each(
                "SELECT attempt, key_id, record_count, start_count FROM sluice_key_use",
                row -> compare(
                        "sluice_key_use",
                        List.of(row.getString(1), row.getString(2)),
                        StateRow.columns("record_count", row.getString(3), "start_count", row.getString(4))));
    }

    private void compare(String table, List<String> key, Map<String, String> there) {
        StateRow.Place place = new StateRow.Place(table, key);
        StateRow told = unseen.remove(place);
        if (told == null) {
            found.add(Broken.of(replay.takenAway(place), Fault.ROW_UNTOLD, table, place.row()));
            return;
        }
        told.columns().forEach((column, value) -> {
            String found = String.valueOf(there.get(column));
            if (!found.equals(value)) {
                this.found.add(Broken.of(told.seq(), Fault.STATE, table, place.row(), column, found, value));
            }
        });
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(connection, sql, parameters);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
