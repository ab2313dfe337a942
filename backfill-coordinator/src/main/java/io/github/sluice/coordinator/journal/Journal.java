package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory of one half: attempts, steps with their evidence, what was created outside, and how much was sealed
 * with which key.
 *
 * <p>It is kept twice, in one transaction: as entries, which are appended, chained by their hashes and never changed, and
 * as the current state, which is derived from them and cheap to ask. A write that changes nothing leaves no entry.
 * Thread-safe; several processes and machines may write at a time.
 */
public final class Journal {
    private final JournalDatabase database;
    private final String run;
    private final AtomicReference<@Nullable ChainHead> written = new AtomicReference<>();
    private volatile @Nullable TableLocks locks;

    private Journal(JournalDatabase database, String run) {
        this.database = database;
        this.run = run;
    }

    /** For who only looks where no journal is: an empty one that is gone with the process. */
    public static final String NOWHERE = "jdbc:h2:mem:nowhere;DB_CLOSE_DELAY=-1";

    /**
     * Whether there is a journal already: its file, or its tables in the database that a URL names. Makes nothing.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if the database can't be asked
     */
    public static boolean exists(String where) {
        return JournalDatabase.exists(where);
    }

    /**
     * Opens the journal of {@code run} and creates its tables if they are missing. A journal of an older version gets its
     * entries with the first write.
     *
     * @param where a file path without suffix, or a {@code jdbc:} URL
     */
    public static Journal open(String where, String run) {
        JournalDatabase database = JournalDatabase.at(where);
        database.save(connection -> {
            JournalSchema.create(connection);
            Tail.prepare(connection, run);
            return true;
        });
        return new Journal(database, run);
    }

    /**
     * As {@link #open}, for asking alone: a journal that is there is not written to, so that the answer takes the time of
     * one reading.
     */
    public static Journal openToRead(String where, String run) {
        return JournalDatabase.exists(where) ? new Journal(JournalDatabase.at(where), run) : open(where, run);
    }

    /**
     * Takes tables for one coordinator, all or none. From here on this journal writes for these tables only as long as
     * they are held, and refuses when somebody else has taken them over.
     *
     * @param holder has the {@link ProcessLock} of each half in its state folder
     * @param halves {@code source}, {@code target}
     * @return closed by the caller when it writes no more
     * @throws Failure with {@link ExitCode#REFUSED} if another coordinator that seems alive holds one of them
     */
    public TableLocks lock(Holder holder, List<String> halves, List<String> tables) {
        return lock(holder, halves, tables, TableLocks.LEASE, JournalDatabase::millis);
    }

    TableLocks lock(
            Holder holder, List<String> halves, List<String> tables, Duration lease, TableLocks.DatabaseClock clock) {
        TableLocks taken = new TableLocks(database, run, holder, halves, lease, clock);
        change((connection, tail) -> taken.take(connection, tail, tables));
        locks = taken;
        taken.beat();
        return taken;
    }

    /** The newest attempt at a table. */
    public Optional<Attempt> latestAttempt(String table) {
        return ask(state -> {
            List<Attempt> attempts = state.attempts(table);
            return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
        });
    }

    /** Remembers an attempt; again is harmless. */
    public void remember(Attempt attempt) {
        write(attempt.table(), (state, tail) -> {
            String now = Told.now();
            if (state.remember(attempt, now)) {
                tail.append(Told.attempt(attempt, now));
            }
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
        write(attempt.table(), (state, tail) -> {
            String now = Told.now();
            state.write(attempt, entry, now);
            tail.append(Told.step(attempt, entry, now));
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
        return ask(state -> state.steps(attempt));
    }

    /** When the steps of an attempt that have been started began and ended, by their words. */
    public Map<String, StepTime> times(Attempt attempt) {
        return ask(state -> state.times(attempt));
    }

    /** An attempt with its steps, as {@link #steps} and {@link #times} have them. */
    public record Overview(Attempt attempt, List<StepEntry> steps, Map<String, StepTime> times) {}

    /** The newest attempt at every table, by table, in one opening of the journal, however many tables there are. */
    public Map<String, Overview> overview() {
        return ask(CurrentState::overview);
    }

    /** Remembers something made, about to be made, or found outside; the newest word counts. */
    public void remember(Resource resource) {
        change((connection, tail) -> {
            CurrentState state = new CurrentState(connection, run);
            refuseIfLost(connection, state.tableOf(resource.attemptId()).orElse(null));
            if (state.remember(resource)) {
                tail.append(Told.resource(resource, Told.now()));
            }
        });
    }

    public Optional<Resource> resource(Resource.Kind kind, String name) {
        return ask(state -> state.resource(kind, name));
    }

    /** Forgets something that is gone. */
    public void forget(Resource.Kind kind, String name) {
        change((connection, tail) -> {
            CurrentState state = new CurrentState(connection, run);
            Optional<Resource> known = state.resource(kind, name);
            if (known.isPresent()) {
                refuseIfLost(connection, state.tableOf(known.get().attemptId()).orElse(null));
                state.forget(kind, name);
                tail.append(Told.forgotten(kind, name, Told.now()));
            }
        });
    }

    /** All attempts of this run, oldest first for each table. */
    public List<Attempt> attempts() {
        return ask(CurrentState::attempts);
    }

    /**
     * Remembers how much of which key somebody used; never forgotten, whatever becomes of the run, and never refused: what
     * was sealed counts, whoever sealed it. Again is harmless: of two words of the same user the larger one counts.
     *
     * @param user an attempt's id, or another name that no other use has
     * @param uses by key id
     */
    public void remember(String user, Map<String, KeyUse> uses) {
        if (uses.isEmpty()) {
            return;
        }
        change((connection, tail) -> {
            CurrentState state = new CurrentState(connection, run);
            for (Map.Entry<String, KeyUse> use : uses.entrySet()) {
                if (state.remember(user, use.getKey(), use.getValue())) {
                    tail.append(Told.keyUse(user, use.getKey(), use.getValue(), Told.now()));
                }
            }
        });
    }

    /** What {@link #remember(String, Map)} was told of one user, by key id. */
    public Map<String, KeyUse> keyUses(String user) {
        return ask(state -> state.keyUses(user));
    }

    /**
     * Says that an operator wanted something of a table. It stands among the entries alone: what counts is what the control
     * topic says.
     *
     * @param verb what was wanted
     * @param id of the instruction
     * @param by user and machine
     */
    public void instructed(String table, String verb, String id, String by) {
        change((connection, tail) -> tail.append(Told.instruction(table, verb, id, by)));
    }

    /** How much of which key was used by all runs of this journal, by key id. */
    public Map<String, KeyUse> keyUses() {
        return ask(CurrentState::keyUses);
    }

    /** The newest entry that this object has appended; for noting elsewhere, at no cost. */
    public Optional<ChainHead> written() {
        return Optional.ofNullable(written.get());
    }

    /** The entries that a reader wants to see, oldest first. */
    public List<JournalEntry> entries(Predicate<JournalEntry> wanted) {
        return database.with(connection -> {
            List<JournalEntry> entries = new ArrayList<>();
            EntryRows.each(connection, run, entry -> {
                if (wanted.test(entry)) {
                    entries.add(entry);
                }
                return true;
            });
            return entries;
        });
    }

    /**
     * Computes the chain anew, and what the tables must hold by it.
     *
     * @param noted heads that somebody wrote down elsewhere
     */
    public AuditFindings audit(List<NotedHead> noted) {
        return database.with(connection -> new Audit(connection, run).run(noted));
    }

    /** What is written to the current state, and told to the chain. */
    private interface Write {
        void to(CurrentState state, Tail tail) throws SQLException;
    }

    /** What is written with the end of the chain in hand. */
    private interface Change {
        void on(Connection connection, Tail tail) throws SQLException;
    }

    private void write(String table, Write write) {
        change((connection, tail) -> {
            refuseIfLost(connection, table);
            write.to(new CurrentState(connection, run), tail);
        });
    }

    private void change(Change change) {
        ChainHead head = database.save(connection -> {
            Tail tail = Tail.hold(connection, run);
            if (tail.isNew()) {
                new Carryover(connection, run, tail).carry();
            }
            change.on(connection, tail);
            return tail.head();
        });
        written.accumulateAndGet(head, (known, fresh) -> known != null && known.seq() > fresh.seq() ? known : fresh);
    }

    private void refuseIfLost(Connection connection, @Nullable String table) throws SQLException {
        TableLocks held = locks;
        if (held != null) {
            held.refuseIfLost(connection, table);
        }
    }

    private interface Question<T> {
        T to(CurrentState state) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        return database.with(connection -> question.to(new CurrentState(connection, run)));
    }
}
