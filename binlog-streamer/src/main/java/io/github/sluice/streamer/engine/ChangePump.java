package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.streamer.binlog.ChangeHandler;
import io.github.sluice.streamer.binlog.RefusedEventException;
import io.github.sluice.streamer.binlog.RowChange;
import io.github.sluice.streamer.binlog.SourceTransaction;
import io.github.sluice.streamer.binlog.TableChange;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.metrics.SourceStatus;
import io.github.sluice.streamer.publish.RowRefusedException;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.TableDdl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the reader reads and puts it into the open Kafka transaction, each table from where it stands. Between two
 * calls the state always fits what was sent: it may be committed at any such moment, also in the middle of a source
 * transaction.
 *
 * <p>One thread, the reader's.
 */
final class ChangePump implements ChangeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChangePump.class);

    private final SourceState state;
    private final Outlet outlet;
    private final TableBinder tables;
    private final StoredSchema schema;
    private final SourceStatus status;
    private final int splitRows;
    private final List<BoundTable> touched = new ArrayList<>();
    private @Nullable SourceTransaction current;
    private long number;
    private long rowsOfCurrent;
    private boolean taken;
    private boolean changed;
    private boolean checkpoint;

    /**
     * @param splitRows after so many rows of one source transaction it is committed in part
     */
    ChangePump(
            SourceState state,
            Outlet outlet,
            TableBinder tables,
            StoredSchema schema,
            SourceStatus status,
            int splitRows) {
        this.state = state;
        this.outlet = outlet;
        this.tables = tables;
        this.schema = schema;
        this.status = status;
        this.splitRows = splitRows;
    }

    /** Whether rows of a table are to be decoded at all; asked by the reader within a transaction. */
    boolean wants(TableId id) {
        BoundTable table = tables.find(id);
        SourceTransaction transaction = current;
        return table != null
                && !table.state.isStopped()
                && (transaction == null || !state.progressOf(table.state).has(transaction.name()));
    }

    @Override
    public void begin(SourceTransaction transaction) {
        if (transaction.name().isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "the transaction at " + transaction.file() + ":" + transaction.position()
                            + " has no GTID, and the stream's position is a GTID set; set gtid_mode=ON, or begin with a"
                            + " new backfill under another streamer name, which then has a place in the binlog for its"
                            + " position");
        }
        betweenTransactions();
        current = transaction;
        number++;
        rowsOfCurrent = 0;
        touched.clear();
        taken = state.main().has(transaction.name());
    }

    @Override
    public void row(RowChange change) {
        SourceTransaction transaction = current();
        BoundTable table = tables.find(change.table());
        if (table == null || table.state.isStopped()) {
            return;
        }
        if (table.transaction != number) {
            enter(table, transaction);
        }
        if (table.hasAll) {
            return;
        }
        table.seen++;
        if (table.seen <= table.skip) {
            return;
        }
        try {
            tables.send(table, change);
        } catch (RowRefusedException e) {
            table.seen--;
            stop(table, e.reason(), e.advice(), transaction.file(), transaction.position());
            return;
        }
        changed = true;
        rowsOfCurrent++;
        table.status.row(change.kind());
        status.event();
        if (rowsOfCurrent >= splitRows && outlet.isFull() && canSplit(transaction)) {
            commitPart(transaction);
        }
    }

    private void enter(BoundTable table, SourceTransaction transaction) {
        Progress progress = state.progressOf(table.state);
        table.transaction = number;
        table.seen = 0;
        table.hasAll = progress.has(transaction.name());
        table.skip = progress.taken(transaction.name(), table.name);
        touched.add(table);
    }

    /** A position names one transaction that was sent in part; a second one would have to wait for the first. */
    private boolean canSplit(SourceTransaction transaction) {
        for (TableState table : state.tables()) {
            PartialTransaction part = state.progressOf(table).partial();
            if (part != null && !part.gtid().equals(transaction.name())) {
                return false;
            }
        }
        return true;
    }

    private void commitPart(SourceTransaction transaction) {
        recordPart(transaction);
        commitNow();
        rowsOfCurrent = 0;
    }

    /** Notes for every progress how much of the transaction at hand its tables have taken. */
    private void recordPart(SourceTransaction transaction) {
        Map<Progress, Map<String, Long>> parts = new IdentityHashMap<>();
        for (BoundTable table : touched) {
            if (!table.hasAll && !table.state.isStopped() && table.taken() > 0) {
                parts.computeIfAbsent(state.progressOf(table.state), progress -> begun(progress, transaction))
                        .put(table.name, table.taken());
            }
        }
        parts.forEach((progress, rows) -> progress.taken(new PartialTransaction(transaction.name(), rows)));
    }

    /** What was noted of the same transaction before: tables that did not come again yet keep their counts. */
    private static Map<String, Long> begun(Progress progress, SourceTransaction transaction) {
        PartialTransaction before = progress.partial();
        return before == null || !before.gtid().equals(transaction.name())
                ? new HashMap<>()
                : new HashMap<>(before.rows());
    }

    private void stop(BoundTable table, String reason, String advice, String file, long position) {
        SourceTransaction transaction = current();
        String said = reason.contains(table.name) ? reason : table.name + ": " + reason;
        StoppedTable why = new StoppedTable(said, advice, transaction.name(), file, position);
        // what its tables have sent of this transaction stays sent, so its own progress must say so
        recordPart(transaction);
        table.state.stop(why, state.progressOf(table.state));
        checkpoint = true;
        changed = true;
        LOG.error("table {} stopped: {}", table.state.key(), why);
        status.stopped(table.state.key(), why);
    }

    @Override
    public void refused(RefusedEventException event) {
        TableId id = event.table();
        BoundTable table = id == null ? null : tables.find(id);
        if (id != null && table == null) {
            return; // nobody wants its rows
        }
        if (table == null || current == null) {
            throw event;
        }
        if (!table.state.isStopped()
                && !state.progressOf(table.state).has(current().name())) {
            stop(
                    table,
                    event.reason(),
                    event.advice(),
                    event.position().file(),
                    event.position().position());
        }
    }

    @Override
    public void ddl(TableChange change) {
        SourceTransaction transaction = current();
        if (DdlNotes.isHarmless(change)) {
            return;
        }
        TableDdl note = DdlNotes.of(change, transaction, Instant.ofEpochMilli(transaction.committedAt()));
        for (TableState table : tables.hitBy(change)) {
            if (!state.progressOf(table).has(transaction.name()) && table.ddl(note)) {
                status.event();
                status.table(table.key()).ddl(change.kind());
                if (DdlNotes.needsAPerson(change)) {
                    LOG.warn(
                            "table {}: {} ({}:{}) is not carried to the target",
                            table.key(),
                            note,
                            transaction.file(),
                            transaction.position());
                } else {
                    LOG.info("table {}: {}", table.key(), note);
                }
            }
        }
    }

    @Override
    public void commit(BinlogPosition end) {
        SourceTransaction transaction = current();
        boolean catchingUp = state.catchingUp();
        state.completed(end);
        current = null;
        changed = true;
        if (!taken) {
            state.at(end.file(), end.position());
            state.sawEvent(Instant.ofEpochMilli(transaction.committedAt()));
        }
        if (catchingUp) {
            level();
        }
        status.transaction(transaction, end);
        if (outlet.isFull() || checkpoint || outlet.isDue()) {
            commitNow();
        }
    }

    private void level() {
        for (TableState table : state.tables()) {
            if (table.levelWith(state.main())) {
                LOG.info("table {} has caught up", table.key());
                checkpoint = true;
            }
        }
    }

    /** Who waits for the source's end must see it reached, also where it stands at the beginning of a file. */
    @Override
    public void passed(BinlogPosition place) {
        if (state.passed(place)) {
            changed = true;
            level();
        }
    }

    @Override
    public void idle(long atMillis) {
        if (current == null) {
            betweenTransactions();
            if (checkpoint || (changed && outlet.isDue()) || outlet.isHeartbeatDue()) {
                commitNow();
            }
            status.idle(!changed);
        }
    }

    private void betweenTransactions() {
        if (tables.refresh()) {
            checkpoint = true;
            changed = true;
            commitNow();
            if (tables.mustReadAgain()) {
                throw new ReadAgain("tables catch up from " + state.start());
            }
        }
    }

    /**
     * Commits all that was sent, also what was sent of a transaction that broke off. To be called when the reader has
     * ended, whatever ended it, unless it was Kafka.
     *
     * @return false if the open Kafka transaction must be given up, and its rows read again
     */
    boolean finish() {
        SourceTransaction transaction = current;
        if (transaction != null) {
            if (!canSplit(transaction)) {
                return false;
            }
            recordPart(transaction);
            current = null;
        }
        if (changed || outlet.open() > 0) {
            commitNow();
        }
        return true;
    }

    /** Commits where everything stands now. */
    void checkpoint() {
        commitNow();
    }

    private void commitNow() {
        Map<String, @Nullable String> entries = schema.take();
        state.schemaVersion(schema.history().changes());
        outlet.commit(state, entries);
        changed = false;
        checkpoint = false;
        tables.sayZeroDates();
    }

    private SourceTransaction current() {
        SourceTransaction transaction = current;
        if (transaction == null) {
            throw new IllegalStateException("a change outside of a transaction");
        }
        return transaction;
    }
}
