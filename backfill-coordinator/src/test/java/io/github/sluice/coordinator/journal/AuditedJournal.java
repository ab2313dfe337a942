package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.wire.key.KeyUse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A journal in which a run has written everything that a run writes, and SQL to change it from outside. */
abstract class AuditedJournal {
    static final Attempt FIRST = new Attempt("orders", 1, "id-1");
    static final Attempt SECOND = new Attempt("orders", 2, "id-2");
    static final Attempt OTHER = new Attempt("customers", 1, "id-3");

    Journal journal;
    Connection sql;

    /** A journal that no other test has; the same one for all of one test. */
    abstract String where();

    private boolean isFile() {
        return !where().startsWith("jdbc:");
    }

    private String url() {
        // H2's compaction at the end has been seen to fail, and a journal goes without it too
        return isFile() ? "jdbc:h2:file:" + where() + ";MAX_COMPACT_TIME=0" : where();
    }

    /** How many entries of a story are broken in every way; the others are left to the database that is quicker. */
    int sample() {
        return isFile() ? Integer.MAX_VALUE : 2;
    }

    @BeforeEach
    void open() throws SQLException {
        journal = Journal.open(where(), "run");
        // H2 keeps a file open for as long as somebody does, which makes the tests quick
        sql = DriverManager.getConnection(url());
    }

    @AfterEach
    void closeSql() throws SQLException {
        sql.close();
    }

    /** Everything that a run writes, once at least. */
    void story() {
        TableLocks locks = journal.lock(new Holder("h1", "p1", "etl@box1"), List.of("source"), List.of("orders"));
        journal.remember(FIRST);
        journal.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.INTENDED, "id-1"));
        journal.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.CREATED, "id-1"));
        journal.remember(new Resource(Resource.Kind.TABLE, "ods.orders", Resource.Origin.FOUND, "id-1"));
        journal.started(FIRST, "snapshot");
        journal.note(FIRST, "snapshot", "{\"pid\":7}");
        journal.remember("id-1", Map.of("aaaaaaaa", new KeyUse(10, 1)));
        journal.failed(FIRST, "snapshot", ExitCode.READ_NOT_ACKED, "不一致 ".repeat(100), "{}");
        journal.remember(SECOND);
        journal.done(SECOND, "snapshot", "{\"rows\":" + "1".repeat(300) + "}");
        journal.remember("id-2", Map.of("aaaaaaaa", new KeyUse(9, 2)));
        journal.remember("id-2", Map.of("aaaaaaaa", new KeyUse(11, 1)));
        journal.forget(Resource.Kind.TOPIC, "t");
        journal.remember(OTHER);
        journal.done(OTHER, "signoff", "{\"who\":\"li@box1\"}");
        journal.instructed("customers", "PAUSE", "i-1", "li@box1");
        locks.close();
    }

    Broken broken(NotedHead... noted) {
        return journal.audit(List.of(noted)).broken().orElseThrow();
    }

    AuditFindings intact(NotedHead... noted) {
        AuditFindings found = journal.audit(List.of(noted));
        assertThat(found.broken()).isEmpty();
        return found;
    }

    int execute(String statement, @Nullable Object... parameters) throws SQLException {
        return JournalDatabase.update(sql, statement, parameters);
    }

    List<JournalEntry> entries() {
        return journal.entries(entry -> true);
    }

    /** The seed is printed with every failure. */
    List<JournalEntry> some(List<JournalEntry> all, long seed) {
        List<JournalEntry> chosen = new ArrayList<>(all);
        Collections.shuffle(chosen, new Random(seed));
        return chosen.subList(0, Math.min(sample(), chosen.size()));
    }

    static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    /** Another text that fits, also where it differs in the case of a letter alone. */
    static String otherThan(String text) {
        if (text.isEmpty()) {
            return "x";
        }
        char first = text.charAt(0);
        char other = Character.isLowerCase(first)
                ? Character.toUpperCase(first)
                : Character.isUpperCase(first) ? Character.toLowerCase(first) : first == '0' ? '1' : '0';
        return other + text.substring(1);
    }
}
