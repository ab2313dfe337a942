package io.github.sluice.coordinator.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * The tables of a journal, in SQL that H2 and MySQL share. {@code sluice_entry} and {@code sluice_head} are the record;
 * {@code sluice_lock} is who works on what at this moment; the others are the state that the entries lead to, kept beside
 * them so that a question costs one query.
 */
final class JournalSchema {
    private static final List<String> TABLES = List.of(
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
                    + " record_count BIGINT NOT NULL, start_count BIGINT NOT NULL, PRIMARY KEY (attempt, key_id))",
            // the unique key over kind is there as an index
            "CREATE TABLE IF NOT EXISTS sluice_entry (run VARCHAR(64) NOT NULL, seq BIGINT NOT NULL,"
                    + " happened_at VARCHAR(40) NOT NULL, origin VARCHAR(16) NOT NULL, writer VARCHAR(255) NOT NULL,"
                    + " kind VARCHAR(16) NOT NULL, tbl VARCHAR(255) NOT NULL, attempt VARCHAR(64) NOT NULL,"
                    + " step VARCHAR(32) NOT NULL, state VARCHAR(16) NOT NULL, code INT NOT NULL,"
                    + " message LONGTEXT NOT NULL, evidence LONGTEXT NOT NULL, previous_hash VARCHAR(64) NOT NULL,"
                    + " hash VARCHAR(64) NOT NULL, PRIMARY KEY (run, seq), UNIQUE (kind, run, seq))",
            "CREATE TABLE IF NOT EXISTS sluice_head (run VARCHAR(64) NOT NULL, seq BIGINT NOT NULL,"
                    + " hash VARCHAR(64) NOT NULL, PRIMARY KEY (run))",
            "CREATE TABLE IF NOT EXISTS sluice_lock (run VARCHAR(64) NOT NULL, half VARCHAR(16) NOT NULL,"
                    + " tbl VARCHAR(255) NOT NULL, holder VARCHAR(64) NOT NULL, place VARCHAR(255) NOT NULL,"
                    + " who VARCHAR(255) NOT NULL, fence BIGINT NOT NULL, since VARCHAR(40) NOT NULL,"
                    + " beat_at BIGINT NOT NULL, lease_millis BIGINT NOT NULL, PRIMARY KEY (run, half, tbl))");

    private JournalSchema() {}

    /** Whether somebody has created them, of whichever version. */
    static boolean isThere(Connection connection) throws SQLException {
        String name = "sluice_step";
        String stored = connection.getMetaData().storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
        try (ResultSet found = connection.getMetaData().getTables(connection.getCatalog(), null, stored, null)) {
            return found.next();
        }
    }

    /** Creates what is missing. */
    static void create(Connection connection) throws SQLException {
        // names of topics and of StarRocks' tables may differ in case alone, and messages are Chinese too
        String options = JournalDatabase.isMySql(connection) ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "";
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table + options);
            }
        }
    }
}
