package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.wire.key.KeyUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables that hold what counts now, within one transaction. Every write answers whether it changed anything. Who
 * writes holds the run's {@link Tail}, so nobody else writes the same rows. Lives as long as its transaction; one thread.
 */
final class CurrentState {
    private static final String WHERE_STEP = " WHERE run = ? AND tbl = ? AND attempt = ? AND step = ?";
    private static final String WHERE_RESOURCE = " WHERE run = ? AND kind = ? AND name = ?";

    private final Connection connection;
    private final String run;

    CurrentState(Connection connection, String run) {
        this.connection = connection;
        this.run = run;
    }

    boolean remember(Attempt attempt, String at) throws SQLException {
        if (attempts(attempt.table()).contains(attempt)) {
            return false;
        }
        int known = JournalDatabase.update(
                connection,
                "UPDATE sluice_attempt SET id = ? WHERE run = ? AND tbl = ? AND number = ?",
                attempt.id(),
                run,
                attempt.table(),
                attempt.number());
        if (known == 0) {
            JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_attempt (run, tbl, number, id, created_at) VALUES (?, ?, ?, ?, ?)",
                    run,
                    attempt.table(),
                    attempt.number(),
                    attempt.id(),
                    at);
        }
        return true;
    }

    /** All attempts of the run, oldest first for each table. */
    List<Attempt> attempts() throws SQLException {
        return attempts("SELECT tbl, number, id FROM sluice_attempt WHERE run = ? ORDER BY tbl, number", run);
    }

    /** All attempts at a table, oldest first. */
    List<Attempt> attempts(String table) throws SQLException {
        return attempts(
                "SELECT tbl, number, id FROM sluice_attempt WHERE run = ? AND tbl = ? ORDER BY number", run, table);
    }

    private List<Attempt> attempts(String sql, String... parameters) throws SQLException {
        List<Attempt> attempts = new ArrayList<>();
        try (PreparedStatement select = prepare(sql, parameters);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                attempts.add(new Attempt(rows.getString(1), rows.getInt(2), rows.getString(3)));
            }
        }
        return attempts;
    }

    /** The table of an attempt that is known. */
    Optional<String> tableOf(String attemptId) throws SQLException {
        try (PreparedStatement select =
                        prepare("SELECT tbl FROM sluice_attempt WHERE run = ? AND id = ?", run, attemptId);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    void write(Attempt attempt, StepEntry entry, String at) throws SQLException {
        String ended = entry.state() == StepState.STARTED ? null : at;
        int known = JournalDatabase.count(
                connection,
                "SELECT COUNT(*) FROM sluice_step" + WHERE_STEP,
                run,
                attempt.table(),
                attempt.id(),
                entry.step());
        if (known == 0) {
            JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_step (run, tbl, attempt, step, state, code, message, evidence, started_at,"
                            + " ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run,
                    attempt.table(),
                    attempt.id(),
                    entry.step(),
                    entry.state().name(),
                    entry.code().number(),
                    entry.message(),
                    entry.evidence(),
                    at,
                    ended);
            return;
        }
        JournalDatabase.update(
                connection,
                "UPDATE sluice_step SET state = ?, code = ?, message = ?, evidence = ?, ended_at = ?" + WHERE_STEP,
                entry.state().name(),
                entry.code().number(),
                entry.message(),
                entry.evidence(),
                ended,
                run,
                attempt.table(),
                attempt.id(),
                entry.step());
    }

    List<StepEntry> steps(Attempt attempt) throws SQLException {
        List<StepEntry> entries = new ArrayList<>();
        try (PreparedStatement select = prepare(
                        "SELECT step, state, code, message, evidence FROM sluice_step"
                                + " WHERE run = ? AND tbl = ? AND attempt = ?",
                        run,
                        attempt.table(),
                        attempt.id());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(new StepEntry(
                        rows.getString(1),
                        StepState.valueOf(rows.getString(2)),
                        ExitCode.of(rows.getInt(3)),
                        rows.getString(4),
                        rows.getString(5)));
            }
        }
        return entries;
    }

    Map<String, StepTime> times(Attempt attempt) throws SQLException {
        Map<String, StepTime> times = new LinkedHashMap<>();
        try (PreparedStatement select = prepare(
                        "SELECT step, started_at, ended_at FROM sluice_step"
                                + " WHERE run = ? AND tbl = ? AND attempt = ? ORDER BY started_at",
                        run,
                        attempt.table(),
                        attempt.id());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String ended = rows.getString(3);
                times.put(
                        rows.getString(1),
                        new StepTime(Instant.parse(rows.getString(2)), ended == null ? null : Instant.parse(ended)));
            }
        }
        return times;
    }

    /** The newest attempt at every table, by table. */
    Map<String, Journal.Overview> overview() throws SQLException {
        Map<String, Journal.Overview> tables = new LinkedHashMap<>();
        if (!JournalSchema.isThere(connection)) { // another process may be about to make it
            return tables;
        }
        for (Attempt attempt : attempts()) {
            tables.put(attempt.table(), new Journal.Overview(attempt, new ArrayList<>(), new LinkedHashMap<>()));
        }
        try (PreparedStatement select = prepare(
                        "SELECT tbl, attempt, step, state, code, message, evidence, started_at, ended_at"
                                + " FROM sluice_step WHERE run = ? ORDER BY tbl, started_at",
                        run);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Journal.Overview table = tables.get(rows.getString(1));
                if (table != null && table.attempt().id().equals(rows.getString(2))) {
                    add(table, rows);
                }
            }
        }
        return tables;
    }

    private static void add(Journal.Overview table, ResultSet row) throws SQLException {
        String step = row.getString(3);
        String ended = row.getString(9);
        table.steps()
                .add(new StepEntry(
                        step,
                        StepState.valueOf(row.getString(4)),
                        ExitCode.of(row.getInt(5)),
                        row.getString(6),
                        row.getString(7)));
        table.times()
                .put(step, new StepTime(Instant.parse(row.getString(8)), ended == null ? null : Instant.parse(ended)));
    }

    boolean remember(Resource resource) throws SQLException {
        if (resource(resource.kind(), resource.name()).filter(resource::equals).isPresent()) {
            return false;
        }
        forget(resource.kind(), resource.name());
        JournalDatabase.update(
                connection,
                "INSERT INTO sluice_resource (run, kind, name, origin, attempt) VALUES (?, ?, ?, ?, ?)",
                run,
                resource.kind().name(),
                resource.name(),
                resource.origin().name(),
                resource.attemptId());
        return true;
    }

    Optional<Resource> resource(Resource.Kind kind, String name) throws SQLException {
        try (PreparedStatement select = prepare(
                        "SELECT origin, attempt FROM sluice_resource" + WHERE_RESOURCE, run, kind.name(), name);
                ResultSet rows = select.executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            new Resource(kind, name, Resource.Origin.valueOf(rows.getString(1)), rows.getString(2)))
                    : Optional.empty();
        }
    }

    boolean forget(Resource.Kind kind, String name) throws SQLException {
        return JournalDatabase.update(
                        connection, "DELETE FROM sluice_resource" + WHERE_RESOURCE, run, kind.name(), name)
                > 0;
    }

    boolean remember(String user, String keyId, KeyUse use) throws SQLException {
        KeyUse known = keyUses(user).get(keyId);
        if (known == null) {
            JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_key_use (attempt, key_id, record_count, start_count) VALUES (?, ?, ?, ?)",
                    user,
                    keyId,
                    use.records(),
                    use.starts());
            return true;
        }
        if (known.records() >= use.records() && known.starts() >= use.starts()) {
            return false;
        }
        JournalDatabase.update(
                connection,
                "UPDATE sluice_key_use SET record_count = GREATEST(record_count, ?),"
                        + " start_count = GREATEST(start_count, ?) WHERE attempt = ? AND key_id = ?",
                use.records(),
                use.starts(),
                user,
                keyId);
        return true;
    }

    Map<String, KeyUse> keyUses(String user) throws SQLException {
        try (PreparedStatement select =
                prepare("SELECT key_id, record_count, start_count FROM sluice_key_use WHERE attempt = ?", user)) {
            return keyUses(select);
        }
    }

    /** Of all runs. */
    Map<String, KeyUse> keyUses() throws SQLException {
        try (PreparedStatement select =
                prepare("SELECT key_id, SUM(record_count), SUM(start_count) FROM sluice_key_use GROUP BY key_id")) {
            return keyUses(select);
        }
    }

    private static Map<String, KeyUse> keyUses(PreparedStatement select) throws SQLException {
        Map<String, KeyUse> uses = new TreeMap<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                uses.put(rows.getString(1), new KeyUse(rows.getLong(2), rows.getLong(3)));
            }
        }
        return uses;
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        return JournalDatabase.prepare(connection, sql, parameters);
    }
}
