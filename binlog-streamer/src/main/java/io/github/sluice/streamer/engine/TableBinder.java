package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.binlog.RowChange;
import io.github.sluice.streamer.binlog.TableChange;
import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.metrics.SourceStatus;
import io.github.sluice.streamer.preflight.Finding;
import io.github.sluice.streamer.publish.KafkaClients;
import io.github.sluice.streamer.publish.RowLane;
import io.github.sluice.streamer.publish.RowRefusedException;
import io.github.sluice.streamer.publish.TopicShape;
import io.github.sluice.streamer.route.Binding;
import io.github.sluice.streamer.route.Drift;
import io.github.sluice.streamer.route.Route;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.RowMapper;
import io.github.sluice.streamer.route.TableFile;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.route.TableSet;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.row.RowSchema;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together table files, where their tables stand, and their topics. It starts a table whose file is new, lets a
 * stopped one go on when its file or topic was put right, and stops one whose topic cannot take its rows. One thread.
 */
final class TableBinder {
    private static final Logger LOG = LoggerFactory.getLogger(TableBinder.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    /** Tables that come and go must not fill the memory. */
    private static final int MOST_NAMES = 200_000;

    private static final String PURGED = "the binlog that the table needs is purged";

    private final TableFiles files;
    private final String source;
    private final SourceState state;
    private final Topics topics;
    private final Checks checks;
    private final KafkaClients limits;
    private final DataKey key;
    private final RecordSealer sealer;
    private final RowLane.Sink sink;
    private final SourceStatus status;
    private final Map<TableId, Optional<BoundTable>> bound = new HashMap<>();
    private final Map<String, Map<RowSchema, RowLane>> lanes = new HashMap<>();
    private final Set<String> topicTroubles = new HashSet<>();
    private Map<String, TopicShape> shapes = Map.of();
    private @Nullable TableSet known;
    private Routes routes;
    private long lookedAt;
    private final Set<String> saidDropped = new HashSet<>();
    private final Map<RowLane, Long> saidZeroDates = new IdentityHashMap<>();
    private final Set<String> unchecked;
    private boolean readAgain;

    /** Asks the broker. */
    interface Topics {
        /** The topics among these that exist. */
        Map<String, TopicShape> shapes(Collection<String> names);
    }

    /** Asks the source. */
    interface Checks {
        /** What speaks against routing tables, each with the table it is about, {@code db.table}. */
        List<Finding> faults(Routes routes);
    }

    /**
     * @param key what record keys are derived from
     * @param sealer of the sending thread
     * @param unchecked keys of tables that the source has yet to be asked about; kept for the next connection
     */
    TableBinder(
            TableFiles files,
            String source,
            SourceState state,
            Topics topics,
            Checks checks,
            KafkaClients limits,
            DataKey key,
            RecordSealer sealer,
            RowLane.Sink sink,
            SourceStatus status,
            Set<String> unchecked) {
        this.files = files;
        this.source = source;
        this.routes = files.current().routes(source);
        this.state = state;
        this.topics = topics;
        this.checks = checks;
        this.limits = limits;
        this.key = key;
        this.sealer = sealer;
        this.sink = sink;
        this.status = status;
        this.unchecked = unchecked;
    }

    /** The table as a file matches it, or null if nobody wants it. */
    @Nullable
    BoundTable find(TableId id) {
        Optional<BoundTable> found = bound.get(id);
        if (found == null) {
            Route route = routes.resolve(id);
            TableState table = route == null ? null : state.table(route.key());
            found = route == null || table == null
                    ? Optional.empty()
                    : Optional.of(new BoundTable(id, route, table, status.table(route.key())));
            if (bound.size() >= MOST_NAMES) {
                bound.clear();
            }
            bound.put(id, found);
        }
        return found.orElse(null);
    }

    /**
     * Sends one row change.
     *
     * @throws RowRefusedException if the table must stop here; nothing of the change was sent then
     */
    void send(BoundTable table, RowChange change) throws RowRefusedException {
        if (table.columns != change.columns()) {
            bind(table, change.columns());
        }
        RowMapper mapping = Objects.requireNonNull(table.mapper);
        RowLane lane = Objects.requireNonNull(table.lane);
        switch (change.kind()) {
            case INSERT -> lane.inserted(mapping.map(Objects.requireNonNull(change.after())));
            case DELETE -> lane.deleted(mapping.map(Objects.requireNonNull(change.before())));
            case UPDATE ->
                lane.updated(
                        mapping.map(Objects.requireNonNull(change.before())),
                        mapping.map(Objects.requireNonNull(change.after())));
        }
    }

    private void bind(BoundTable table, TableColumns columns) throws RowRefusedException {
        Binding binding = table.route.bind(columns);
        if (binding instanceof Drift drift) {
            throw new RowRefusedException(drift.reason(), drift.advice());
        }
        RowMapper mapper = (RowMapper) binding;
        if (!mapper.dropped().isEmpty() && saidDropped.add(table.state.key())) {
            LOG.info("table {}: columns {} are not mapped and left out", table.state.key(), mapper.dropped());
        }
        table.mapper = mapper;
        table.lane = lane(table, mapper.schema());
        table.columns = columns;
    }

    /** Shards share a lane: their rows differ in constants only. */
    private RowLane lane(BoundTable table, RowSchema schema) throws RowRefusedException {
        TableFile file = table.route.file();
        TopicShape shape = shapes.get(file.topic());
        if (shape == null) {
            throw new RowRefusedException("topic " + file.topic() + " is not known", "create it");
        }
        return lanes.computeIfAbsent(table.state.key(), any -> new HashMap<>())
                .computeIfAbsent(
                        schema,
                        any -> new RowLane(
                                schema,
                                file.topic(),
                                shape,
                                limits,
                                file.keyMode(),
                                file.deletes() == TableFile.Deletes.APPLY,
                                key,
                                sealer,
                                sink));
    }

    /** Says how many dates became null since it was said last. */
    void sayZeroDates() {
        lanes.forEach((table, ofTable) -> ofTable.values().forEach(lane -> {
            long now = lane.zeroDates();
            Long before = saidZeroDates.put(lane, now);
            status.table(table).zeroDates(now - (before == null ? 0 : before));
        }));
    }

    /** The tables that a DDL statement is about. */
    Set<TableState> hitBy(TableChange change) {
        Set<TableState> hit = new LinkedHashSet<>();
        if (change.table().table().isEmpty()) {
            for (Optional<BoundTable> table : bound.values()) {
                table.filter(known -> known.id.database().equals(change.table().database()))
                        .ifPresent(known -> hit.add(known.state));
            }
            return hit;
        }
        add(hit, change.table());
        TableId renamed = change.newTable();
        if (renamed != null) {
            add(hit, renamed);
        }
        return hit;
    }

    private void add(Set<TableState> hit, TableId id) {
        BoundTable table = find(id);
        if (table != null) {
            hit.add(table.state);
        }
    }

    /**
     * The first look.
     *
     * @param processIsNew whether stopped tables try again, and every table is checked
     */
    void begin(boolean processIsNew) {
        if (processIsNew) {
            for (TableState table : state.tables()) {
                unchecked.add(table.key());
                if (table.isStopped()) {
                    LOG.info("table {} tries again from its own position", table.key());
                    letGoOn(table);
                }
            }
        }
        refresh();
    }

    /**
     * Looks at the table files, and at topics that could not be used. To be called between transactions.
     *
     * @return whether anything changed that the position should say at once
     */
    boolean refresh() {
        TableSet now = files.current();
        boolean fresh = now != known;
        if (!fresh && (topicTroubles.isEmpty() || System.nanoTime() - lookedAt < LOOK_AGAIN.toNanos())) {
            return false;
        }
        Routes nowRoutes = now.routes(source);
        List<Route> all = nowRoutes.all();
        Set<String> names = new LinkedHashSet<>();
        Set<String> keys = new HashSet<>();
        for (Route route : all) {
            names.add(route.topic());
            keys.add(route.key());
        }
        shapes = topics.shapes(names);
        known = now;
        routes = nowRoutes;
        lookedAt = System.nanoTime();
        boolean changed = false;
        for (Route route : all) {
            changed |= apply(route.file(), shapes.get(route.topic()));
        }
        for (TableState table : List.copyOf(state.tables())) {
            if (!keys.contains(table.key())) {
                LOG.info("table {} is no longer routed: its file is gone", table.key());
                state.remove(table.key());
                topicTroubles.remove(table.key());
                status.removed(table.key());
                changed = true;
            }
        }
        changed |= check(nowRoutes);
        if (fresh) {
            sayZeroDates();
            bound.clear();
            lanes.clear();
            saidZeroDates.clear();
        }
        return changed;
    }

    /** A table without a key, or one that cascades change, would diverge silently: it stops before its first row. */
    private boolean check(Routes now) {
        if (unchecked.isEmpty()) {
            return false;
        }
        boolean changed = false;
        for (Finding fault : checks.faults(now)) {
            int dot = fault.subject().indexOf('.');
            Route route = dot < 0
                    ? null
                    : now.resolve(new TableId(
                            fault.subject().substring(0, dot), fault.subject().substring(dot + 1)));
            TableState table = route == null ? null : state.table(route.key());
            if (table != null && unchecked.contains(table.key()) && !table.isStopped()) {
                StoppedTable why = new StoppedTable(fault.subject() + " " + fault.found(), fault.advice(), "", "", 0);
                table.stop(why, state.progressOf(table));
                LOG.error("table {} stopped: {}", table.key(), why);
                status.stopped(table.key(), why);
                changed = true;
            }
        }
        unchecked.clear();
        return changed;
    }

    private boolean apply(TableFile file, @Nullable TopicShape shape) {
        int partitions = shape == null ? 0 : shape.partitions();
        TableState table = state.table(file.key());
        boolean changed = false;
        if (table == null) {
            table = TableState.fresh(file.key(), file.digest(), file.topic(), partitions, state.main());
            state.put(table);
            unchecked.add(table.key());
            LOG.info(
                    "table {} is routed to topic {} since {}",
                    file.key(),
                    file.topic(),
                    state.main().whole());
            changed = true;
        } else if (!table.digest().equals(file.digest())) {
            refile(table, file, partitions);
            unchecked.add(table.key());
            changed = true;
        }
        return checkTopic(table, shape) || changed;
    }

    private void refile(TableState table, TableFile file, int partitions) {
        StoppedTable why = table.stopped();
        if (why != null && why.reason().startsWith(PURGED)) {
            LOG.warn(
                    "table {}: its file is new, and it begins anew at {}: the changes since {} are purged and missing,"
                            + " so it needs a backfill",
                    table.key(),
                    state.main().whole(),
                    state.progressOf(table).whole());
            table.joinAt();
        } else if (why != null) {
            LOG.info(
                    "table {}: its file is new, it goes on from {}",
                    table.key(),
                    state.progressOf(table).whole());
            letGoOn(table);
        } else {
            LOG.info("table {}: its file is new", table.key());
        }
        boolean sameTopic = table.topic().equals(file.topic()) && table.partitions() > 0;
        table.refile(file.digest(), file.topic(), sameTopic ? table.partitions() : partitions, state.main());
    }

    private boolean checkTopic(TableState table, @Nullable TopicShape shape) {
        String trouble = null;
        String advice = "";
        if (shape == null) {
            trouble = "topic " + table.topic() + " does not exist";
            advice = "create it with the partitions it shall keep (sluice run does so); the streamer looks again";
        } else if (table.partitions() > 0 && table.partitions() != shape.partitions()) {
            trouble = "topic " + table.topic() + " has " + shape.partitions() + " partitions, and had "
                    + table.partitions() + " when its rows were first sent, so a row's changes would be torn apart";
            advice = "name a new topic in the table file and begin with a new backfill";
        }
        if (trouble != null) {
            topicTroubles.add(table.key());
            if (table.isStopped()) {
                return false;
            }
            StoppedTable why = new StoppedTable(trouble, advice, "", "", 0);
            table.stop(why, state.progressOf(table));
            LOG.error("table {} stopped: {}", table.key(), why);
            status.stopped(table.key(), why);
            return true;
        }
        if (shape != null && table.partitions() == 0) {
            table.partitions(shape.partitions());
        }
        if (topicTroubles.remove(table.key()) && table.isStopped()) {
            LOG.info("table {}: topic {} is there, it goes on", table.key(), table.topic());
            letGoOn(table);
            return true;
        }
        return false;
    }

    private void letGoOn(TableState table) {
        table.letGoOn();
        status.running(table.key());
        if (!table.levelWith(state.main())) {
            readAgain = true;
        }
    }

    /** Reading begins at {@link SourceState#start}: whatever was let go on gets what it lacks. */
    void beginReading() {
        readAgain = false;
    }

    /** Whether a table was let go on that lacks transactions which were read already. */
    boolean mustReadAgain() {
        return readAgain;
    }

    /** Stops the tables that need what the server no longer has. */
    void stopPurged(ServerLook server) {
        for (TableState table : state.tables()) {
            Progress own = table.own();
            String gone = own == null || table.isStopped() ? "" : server.purgedAfter(own.whole());
            if (own != null && !gone.isEmpty()) {
                StoppedTable why = new StoppedTable(
                        PURGED + ": " + gone,
                        "begin the table with a new backfill; a changed table file lets it begin anew",
                        "",
                        "",
                        0);
                table.stop(why, own);
                LOG.error("table {} stopped: {}", table.key(), why);
                status.stopped(table.key(), why);
            }
        }
    }
}
