package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.wire.key.KeyUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The durable memory of one half: attempts, steps with their evidence, what was created outside, and how much was sealed
 * with which key. Its schema, writes, reads and "not found" all stand here, in SQL that H2 and MySQL share. Thread-safe.
 */
public final class Journal {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS sluice_attempt (run VARCHAR(64) NOT NULL, tbl VARCHAR(255) NOT NULL,"
                    + " number INT NOT NULL, id VARCHAR(64) NOT NULL, created_at VARCHAR(40) NOT NULL,"
                    + " PRIMARY KEY (run, tbl, number))",
            "CREATE TABLE IF NOT EXISTS sluice_step (run VARCHAR(64) NOT NULL, tbl VARCHAR(255) NOT NULL,"
                    + " attempt VARCHAR(64) NOT NULL, step VARCHAR(32) NOT NULL, state VARCHAR(16) NOT NULL,"
                    + " code INT NOT NULL, message LONGTEXT NOT NULL, evidence LONGTEXT NOT NULL,"
                    + " started_at VARCHAR(40) NOT NULL, ended_at VARCHAR(40),"
                    + " PRIMARY KEY (run, tbl, attempt, step))",
            "CREATE TABLE IF NOT EXISTS sluice_resource (run VARCHAR(64) NOT NULL, kind VARCHAR(16) NOT NULL,"
                    + " name VARCHAR(255) NOT NULL, origin VARCHAR(16) NOT NULL, attempt VARCHAR(64) NOT NULL,"
                    + " PRIMARY KEY (run, kind, name))",
            "CREATE TABLE IF NOT EXISTS sluice_key_use (attempt VARCHAR(64) NOT NULL, key_id VARCHAR(16) NOT NULL,"
                    + " record_count BIGINT NOT NULL, start_count BIGINT NOT NULL, PRIMARY KEY (attempt, key_id))");

    private final JournalDatabase database;
    private final String run;

    private Journal(JournalDatabase database, String run) {
        this.database = database;
        this.run = run;
    }

    /** For who only looks where no journal is: an empty one that is gone with the process. */
    public static final String NOWHERE = "jdbc:h2:mem:nowhere;DB_CLOSE_DELAY=-1";

    /** Whether there is a journal already; one that is reached by a URL is taken to be there. */
    public static boolean exists(String where) {
        return JournalDatabase.exists(where);
    }

    /**
     * Opens the journal of {@code run} and creates its tables if they are missing.
     *
     * @param where a file path without suffix, or a {@code jdbc:} URL
     */
    public static Journal open(String where, String run) {
        JournalDatabase database = JournalDatabase.at(where);
        database.save(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : SCHEMA) {
                    statement.execute(table);
                }
            }
            return true;
        });
        return new Journal(database, run);
    }

    /** The newest attempt at a table. */
    public Optional<Attempt> latestAttempt(String table) {
        return database.with(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT number, id FROM sluice_attempt WHERE run = ? AND tbl = ? ORDER BY number DESC")) {
                select.setString(1, run);
                select.setString(2, table);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Attempt(table, rows.getInt(1), rows.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    /** Remembers an attempt; again is harmless. */
    public void remember(Attempt attempt) {
        database.save(connection -> {
            int known = JournalDatabase.count(
                    connection,
                    "SELECT COUNT(*) FROM sluice_attempt WHERE run = ? AND tbl = ? AND number = ?",
                    run,
                    attempt.table(),
                    attempt.number());
            return known > 0
                    ? JournalDatabase.update(
                            connection,
                            "UPDATE sluice_attempt SET id = ? WHERE run = ? AND tbl = ? AND number = ?",
                            attempt.id(),
                            run,
                            attempt.table(),
                            attempt.number())
                    : JournalDatabase.update(
                            connection,
                            "INSERT INTO sluice_attempt (run, tbl, number, id, created_at) VALUES (?, ?, ?, ?, ?)",
                            run,
                            attempt.table(),
                            attempt.number(),
                            attempt.id(),
                            now());
        });
    }

    /** Says that a step is about to act; its earlier evidence is gone from here on. */
    public void started(Attempt attempt, String step) {
        write(attempt, new StepEntry(step, StepState.STARTED, ExitCode.DONE, "", "{}"));
    }

    public void done(Attempt attempt, String step, String evidence) {
        write(attempt, new StepEntry(step, StepState.DONE, ExitCode.DONE, "", evidence));
    }

    public void failed(Attempt attempt, String step, ExitCode code, String message, String evidence) {
        write(attempt, new StepEntry(step, StepState.FAILED, code, message, evidence));
    }

    /** Adds evidence to a step that is under way, for a process that resumes it. */
    public void note(Attempt attempt, String step, String evidence) {
        write(attempt, new StepEntry(step, StepState.STARTED, ExitCode.DONE, "", evidence));
    }

    private void write(Attempt attempt, StepEntry entry) {
        database.save(connection -> {
            boolean ended = entry.state() != StepState.STARTED;
            int known = JournalDatabase.count(
                    connection,
                    "SELECT COUNT(*) FROM sluice_step WHERE run = ? AND tbl = ? AND attempt = ? AND step = ?",
                    run,
                    attempt.table(),
                    attempt.id(),
                    entry.step());
            if (known == 0) {
                return JournalDatabase.update(
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
                        now(),
                        ended ? now() : null);
            }
            return JournalDatabase.update(
                    connection,
                    "UPDATE sluice_step SET state = ?, code = ?, message = ?, evidence = ?, ended_at = ?"
                            + " WHERE run = ? AND tbl = ? AND attempt = ? AND step = ?",
                    entry.state().name(),
                    entry.code().number(),
                    entry.message(),
                    entry.evidence(),
                    ended ? now() : null,
                    run,
                    attempt.table(),
                    attempt.id(),
                    entry.step());
        });
    }

    /** What is known of a step of an attempt. */
    public Optional<StepEntry> step(Attempt attempt, String step) {
        return steps(attempt).stream()
                .filter(entry -> entry.step().equals(step))
                .findFirst();
    }

    /** All steps of an attempt that have been started, in no particular order. */
    public List<StepEntry> steps(Attempt attempt) {
        return database.with(connection -> {
            List<StepEntry> entries = new ArrayList<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT step, state, code, message, evidence FROM sluice_step"
                            + " WHERE run = ? AND tbl = ? AND attempt = ?")) {
                select.setString(1, run);
                select.setString(2, attempt.table());
                select.setString(3, attempt.id());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        entries.add(new StepEntry(
                                rows.getString(1),
                                StepState.valueOf(rows.getString(2)),
                                ExitCode.of(rows.getInt(3)),
                                rows.getString(4),
                                rows.getString(5)));
                    }
                }
            }
            return entries;
        });
    }

    /** When the steps of an attempt that have been started began and ended, by their words. */
    public Map<String, StepTime> times(Attempt attempt) {
        return database.with(connection -> {
            Map<String, StepTime> times = new LinkedHashMap<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT step, started_at, ended_at FROM sluice_step"
                            + " WHERE run = ? AND tbl = ? AND attempt = ? ORDER BY started_at")) {
                select.setString(1, run);
                select.setString(2, attempt.table());
                select.setString(3, attempt.id());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        String ended = rows.getString(3);
                        times.put(
                                rows.getString(1),
                                new StepTime(
                                        Instant.parse(rows.getString(2)), ended == null ? null : Instant.parse(ended)));
                    }
                }
            }
            return times;
        });
    }

    /** Remembers something made, about to be made, or found outside; the newest word counts. */
    public void remember(Resource resource) {
        database.save(connection -> {
            JournalDatabase.update(
                    connection,
                    "DELETE FROM sluice_resource WHERE run = ? AND kind = ? AND name = ?",
                    run,
                    resource.kind().name(),
                    resource.name());
            return JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_resource (run, kind, name, origin, attempt) VALUES (?, ?, ?, ?, ?)",
                    run,
                    resource.kind().name(),
                    resource.name(),
                    resource.origin().name(),
                    resource.attemptId());
        });
    }

    public Optional<Resource> resource(Resource.Kind kind, String name) {
        return database.with(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT origin, attempt FROM sluice_resource WHERE run = ? AND kind = ? AND name = ?")) {
                select.setString(1, run);
                select.setString(2, kind.name());
                select.setString(3, name);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Resource(
                                    kind, name, Resource.Origin.valueOf(rows.getString(1)), rows.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    /** Forgets something that is gone. */
    public void forget(Resource.Kind kind, String name) {
        database.save(connection -> JournalDatabase.update(
                connection,
                "DELETE FROM sluice_resource WHERE run = ? AND kind = ? AND name = ?",
                run,
                kind.name(),
                name));
    }

    /** All attempts of this run, oldest first for each table. */
    public List<Attempt> attempts() {
        return database.with(connection -> {
            List<Attempt> attempts = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT tbl, number, id FROM sluice_attempt WHERE run = ? ORDER BY tbl, number")) {
                select.setString(1, run);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        attempts.add(new Attempt(rows.getString(1), rows.getInt(2), rows.getString(3)));
                    }
                }
            }
            return attempts;
        });
    }

    /**
     * Remembers how much of which key somebody used; never forgotten, whatever becomes of the run. Again is harmless: of two
     * words of the same user the larger one counts.
     *
     * @param user an attempt's id, or another name that no other use has
     * @param uses by key id
     */
    public void remember(String user, Map<String, KeyUse> uses) {
        if (uses.isEmpty()) {
            return;
        }
        database.save(connection -> {
            for (Map.Entry<String, KeyUse> entry : uses.entrySet()) {
                remember(connection, user, entry.getKey(), entry.getValue());
            }
            return true;
        });
    }

    private static void remember(Connection connection, String user, String keyId, KeyUse use) throws SQLException {
        int known = JournalDatabase.count(
                connection, "SELECT COUNT(*) FROM sluice_key_use WHERE attempt = ? AND key_id = ?", user, keyId);
        if (known == 0) {
            JournalDatabase.update(
                    connection,
                    "INSERT INTO sluice_key_use (attempt, key_id, record_count, start_count) VALUES (?, ?, ?, ?)",
                    user,
                    keyId,
                    use.records(),
                    use.starts());
        } else {
            JournalDatabase.update(
                    connection,
                    "UPDATE sluice_key_use SET record_count = GREATEST(record_count, ?),"
                            + " start_count = GREATEST(start_count, ?) WHERE attempt = ? AND key_id = ?",
                    use.records(),
                    use.starts(),
                    user,
                    keyId);
        }
    }

    /** What {@link #remember(String, Map)} was told of one user, by key id. */
    public Map<String, KeyUse> keyUses(String user) {
        return database.with(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT key_id, record_count, start_count FROM sluice_key_use WHERE attempt = ?")) {
                select.setString(1, user);
                try (ResultSet rows = select.executeQuery()) {
                    return keyUses(rows);
                }
            }
        });
    }

    private static Map<String, KeyUse> keyUses(ResultSet rows) throws SQLException {
        Map<String, KeyUse> uses = new TreeMap<>();
        while (rows.next()) {
            uses.put(rows.getString(1), new KeyUse(rows.getLong(2), rows.getLong(3)));
        }
        return uses;
    }

    /** How much of which key was used by all runs of this journal, by key id. */
    public Map<String, KeyUse> keyUses() {
        return database.with(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT key_id, SUM(record_count), SUM(start_count)"
                                    + " FROM sluice_key_use GROUP BY key_id");
                    ResultSet rows = select.executeQuery()) {
                return keyUses(rows);
            }
        });
    }

    private static String now() {
        return Instant.now().toString();
    }
}
