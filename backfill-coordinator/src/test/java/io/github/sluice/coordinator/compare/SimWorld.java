package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.coordinator.verify.RowReader.RowSink;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.row.RowSchema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * MySQL with writers, a streamer, a stream topic with transactions, a connector and StarRocks, in one thread: each look
 * at any of them lets some of the others go on, in an order that the seed decides. The intervals of the real ones are
 * there: a change is in the binlog before a SELECT sees it, it is seen before its GTID is executed, rows are in the topic
 * before their transaction is over, each partition learns of its end by itself, and offsets are committed after a load.
 */
final class SimWorld {
    private static final int PARTITIONS = 3;

    static final CompareProgress SILENT = new CompareProgress() {
        @Override
        public void rows(long rows, long expected) {}

        @Override
        public void settling(int keys) {}

        @Override
        public void waiting() {}
    };

    final TableSpec spec;
    final RowSchema schema;
    final KeyOrder order;
    final Random random;

    /** Keys that writers never touch. */
    final List<RowKey> cold = new ArrayList<>();

    final List<RowKey> warm = new ArrayList<>();
    final List<RowKey> hot = new ArrayList<>();
    /** Keys whose changes the streamer writes down wrongly. */
    final Set<RowKey> corrupted = new HashSet<>();
    /** How many of the next changes of any key the connector loses. */
    int losses;

    final Set<RowKey> lost = new HashSet<>();
    boolean writing = true;
    boolean staleCursor;
    /** Whether the comparison is told that the streamer leaves deletes out. */
    boolean deletesIgnored;
    /** Keys of which MySQL holds two rows, as merged tables may. */
    final Set<RowKey> doubled = new HashSet<>();
    /** Steps until a connection breaks; never by default. */
    long breaksAt = Long.MAX_VALUE;

    private final TreeMap<RowKey, Object[]> latest;
    private final TreeMap<RowKey, Object[]> visible;
    final TreeMap<RowKey, Object[]> target;
    private final List<List<Change>> binlog = new ArrayList<>();
    private int visibleCount;
    private int executedCount;

    private final List<Log> log = new ArrayList<>();
    private final Log positions = new Log();
    private int streamedTransactions;
    private int streamedRows;
    private @Nullable Integer openTransaction;
    private final Set<Integer> unmarked = new HashSet<>();
    private boolean positionWritten;
    private int transactions;
    private final long[] applied = new long[PARTITIONS];
    private final long[] committed = new long[PARTITIONS];
    /** How often each actor gets its turn: in one world MySQL is slow to show, in another Kafka to end a transaction. */
    private final int[] pace = new int[5];

    private long steps;
    private long moved;
    private @Nullable TreeMap<RowKey, Object[]> cursor;

    private record Change(RowKey key, Object @Nullable [] before, Object @Nullable [] after) {}

    /** A record or, with neither change nor position, the end of a transaction. */
    private record Entry(int transaction, @Nullable Change change, StreamerPosition.@Nullable Reached reached) {
        boolean isMarker() {
            return change == null && reached == null;
        }
    }

    /** One partition. */
    private static final class Log {
        private final List<Entry> entries = new ArrayList<>();
        private final Set<Integer> over = new HashSet<>();
        private int stable;

        void add(Entry entry) {
            entries.add(entry);
            if (entry.isMarker()) {
                over.add(entry.transaction());
            }
        }

        int size() {
            return entries.size();
        }

        Entry get(long offset) {
            return entries.get((int) offset);
        }

        /** The first offset of a transaction that is not over here. */
        int stableEnd() {
            while (stable < entries.size() && over.contains(entries.get(stable).transaction())) {
                stable++;
            }
            return stable;
        }
    }

    SimWorld(TableSpec spec, long seed) {
        this.spec = spec;
        this.schema = spec.schema();
        this.order = new KeyOrder(spec);
        this.random = new Random(seed);
        this.latest = new TreeMap<>(order);
        this.visible = new TreeMap<>(order);
        this.target = new TreeMap<>(order);
        for (int i = 0; i < PARTITIONS; i++) {
            log.add(new Log());
        }
        for (int i = 0; i < pace.length; i++) {
            pace[i] = 1 << random.nextInt(5);
        }
        int size = 20 + random.nextInt(60);
        for (int i = 0; i < size; i++) {
            RowKey key = randomKey();
            if (latest.containsKey(key)) {
                continue;
            }
            Object[] row = row(key, random.nextInt(3));
            latest.put(key, row);
            visible.put(key, row);
            target.put(key, row);
            (random.nextInt(3) == 0 ? warm : cold).add(key);
        }
        for (int i = 0; i < 2; i++) {
            RowKey key = randomKey();
            if (!cold.contains(key) && !warm.contains(key)) {
                hot.add(key);
            }
        }
    }

    private RowKey randomKey() {
        if (order.size() == 2) {
            return new RowKey("t" + random.nextInt(4), (long) random.nextInt(1000) - 500);
        }
        StringBuilder text = new StringBuilder();
        String[] letters = {"a", "A", "b", "B", "é", "ﬀ", "😀", " ", "1"};
        int length = random.nextInt(5);
        for (int i = 0; i <= length; i++) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return new RowKey(text.toString());
    }

    Object[] row(RowKey key, int version) {
        Object[] row = order.row(key);
        row[schema.indexOf("note")] = version == 0 ? null : "v" + version;
        row[schema.indexOf("n")] = (long) version;
        return row;
    }

    // ---- what goes on by itself

    /** Lets the writers go ahead, so that the stream is under way when something looks. */
    SimWorld warmedUp(int ticks) {
        for (int i = 0; i < ticks; i++) {
            tick();
        }
        steps = 0;
        return this;
    }

    /** Some actors do something. */
    void tick() {
        steps++;
        if (steps >= breaksAt) {
            throw new Failure(ExitCode.UNKNOWN, "a connection was lost");
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            step();
        }
    }

    private void step() {
        moved++;
        int pick = random.nextInt(weightOf(pace.length));
        int actor = 0;
        while (pick >= weightOf(actor + 1)) {
            actor++;
        }
        switch (actor) {
            case 0 -> write();
            case 1 -> show();
            case 2 -> stream();
            case 3 -> load();
            default -> commitOffsets();
        }
        // this interval is never more than moments
        if (random.nextInt(3) == 0) {
            execute();
        }
    }

    private int weightOf(int actors) {
        int sum = 0;
        for (int i = 0; i < actors; i++) {
            sum += pace[i];
        }
        return sum;
    }

    private void write() {
        long behind = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            behind += log.get(p).size() - applied[p];
        }
        // who writes faster than streamer and connector can take is never compared
        if (!writing || binlog.size() - visibleCount > 3 || binlog.size() - streamedTransactions > 20 || behind > 60) {
            return;
        }
        List<Change> transaction = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            boolean onHot = !hot.isEmpty() && (warm.isEmpty() || random.nextBoolean());
            List<RowKey> pool = onHot ? hot : warm;
            if (pool.isEmpty()) {
                return;
            }
            RowKey key = pool.get(random.nextInt(pool.size()));
            // few values, so that a row often gets back what it had
            boolean delete = latest.containsKey(key) && !corrupted.contains(key) && random.nextInt(4) == 0;
            Object[] after = delete ? null : row(key, random.nextInt(3));
            transaction.add(new Change(key, latest.get(key), after));
            set(latest, key, after);
        }
        binlog.add(transaction);
    }

    private void show() {
        if (visibleCount < binlog.size() && visibleCount - executedCount < 2) {
            binlog.get(visibleCount++).forEach(change -> set(visible, change.key(), change.after()));
        }
    }

    private void execute() {
        executedCount = visibleCount;
    }

    private void stream() {
        Integer transaction = openTransaction;
        if (transaction == null) {
            if (streamedTransactions < binlog.size()) {
                begin();
            }
            return;
        }
        if (!positionWritten) {
            positions.add(new Entry(
                    transaction,
                    null,
                    new StreamerPosition.Reached(
                            first(streamedTransactions),
                            List.of(first(streamedTransactions + (streamedRows > 0 ? 1 : 0))))));
            unmarked.add(PARTITIONS);
            positionWritten = true;
            return;
        }
        List<Integer> left = new ArrayList<>(unmarked);
        int partition = left.get(random.nextInt(left.size()));
        (partition == PARTITIONS ? positions : log.get(partition)).add(new Entry(transaction, null, null));
        unmarked.remove(partition);
        if (unmarked.isEmpty()) {
            openTransaction = null;
        }
    }

    private void begin() {
        int transaction = transactions++;
        openTransaction = transaction;
        positionWritten = false;
        for (int rows = 1 + random.nextInt(4); rows > 0 && streamedTransactions < binlog.size(); rows--) {
            List<Change> source = binlog.get(streamedTransactions);
            Change change = source.get(streamedRows++);
            int partition = Math.floorMod(change.key().hashCode(), PARTITIONS);
            log.get(partition).add(new Entry(transaction, corrupt(change), null));
            unmarked.add(partition);
            if (streamedRows == source.size()) {
                streamedRows = 0;
                streamedTransactions++;
            }
        }
    }

    private Change corrupt(Change change) {
        Object[] after = change.after();
        if (!corrupted.contains(change.key()) || after == null) {
            return change;
        }
        Object[] wrong = after.clone();
        wrong[schema.indexOf("n")] = (Long) wrong[schema.indexOf("n")] + 1000;
        return new Change(change.key(), change.before(), wrong);
    }

    private void load() {
        int partition = random.nextInt(PARTITIONS);
        long stable = log.get(partition).stableEnd();
        for (int i = 1 + random.nextInt(5); i > 0 && applied[partition] < stable; i--) {
            Change change = log.get(partition).get(applied[partition]++).change();
            if (change == null) {
                continue;
            }
            if (losses > 0) {
                losses--;
                lost.add(change.key());
            } else {
                set(target, change.key(), change.after());
            }
        }
    }

    private void commitOffsets() {
        int partition = random.nextInt(PARTITIONS);
        committed[partition] = applied[partition];
    }

    private static void set(Map<RowKey, Object[]> rows, RowKey key, Object @Nullable [] row) {
        if (row == null) {
            rows.remove(key);
        } else {
            rows.put(key, row);
        }
    }

    /** Writers stop, and all that is under way arrives. */
    void drain() {
        writing = false;
        breaksAt = Long.MAX_VALUE;
        for (int i = 0; i < 1_000_000; i++) {
            step();
            boolean arrived =
                    visibleCount == binlog.size() && streamedTransactions == binlog.size() && openTransaction == null;
            for (int p = 0; p < PARTITIONS; p++) {
                arrived &= applied[p] == log.get(p).size();
            }
            if (arrived) {
                return;
            }
        }
        throw new AssertionError("the simulated stream does not drain");
    }

    /** Keys in which the sides differ. */
    Set<RowKey> differing() {
        Set<RowKey> keys = new HashSet<>(visible.keySet());
        keys.addAll(target.keySet());
        keys.removeIf(key -> java.util.Arrays.equals(visible.get(key), target.get(key)));
        return keys;
    }

    long transactions() {
        return binlog.size();
    }

    // ---- what the comparison sees

    KeyedRows mysql() {
        return new KeyedRows() {
            @Override
            public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
                tick();
                TreeMap<RowKey, Object[]> rows = new TreeMap<>(visible);
                if (staleCursor && upto == null) {
                    TreeMap<RowKey, Object[]> opened = cursor;
                    rows = opened == null ? rows : opened;
                    cursor = rows;
                }
                give(rows, after, upto, limit, doubling(sink));
                tick();
            }

            @Override
            public void keys(Collection<RowKey> keys, RowSink sink) {
                tick();
                give(visible, keys, doubling(sink));
                tick();
            }

            @Override
            public long estimate() {
                return visible.size();
            }

            @Override
            public void close() {}
        };
    }

    KeyedRows starrocks() {
        return new KeyedRows() {
            @Override
            public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
                tick();
                give(new TreeMap<>(target), after, upto, limit, sink);
                tick();
            }

            @Override
            public void keys(Collection<RowKey> keys, RowSink sink) {
                tick();
                give(target, keys, sink);
                tick();
            }

            @Override
            public long estimate() {
                return target.size();
            }

            @Override
            public void close() {}
        };
    }

    private RowSink doubling(RowSink sink) {
        return wire -> {
            sink.row(wire);
            if (doubled.contains(order.of(wire))) {
                sink.row(wire);
            }
        };
    }

    private void give(
            TreeMap<RowKey, Object[]> rows, @Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
        int given = 0;
        for (Map.Entry<RowKey, Object[]> row : rows.entrySet()) {
            if (given < limit && order.within(after, row.getKey(), upto)) {
                given++;
                sink.row(row.getValue());
            }
        }
    }

    private static void give(Map<RowKey, Object[]> rows, Collection<RowKey> keys, RowSink sink) {
        for (RowKey key : keys) {
            Object[] row = rows.get(key);
            if (row != null) {
                sink.row(row);
            }
        }
    }

    StreamTopic topic() {
        return new StreamTopic() {
            @Override
            public Offsets ends() {
                tick();
                return offsets(Log::size);
            }

            @Override
            public Offsets stableEnds() {
                tick();
                return offsets(Log::stableEnd);
            }

            @Override
            public Tail tail(Offsets from) {
                return new SimTail(from);
            }

            @Override
            public void close() {}
        };
    }

    private interface Measure {
        int of(Log entries);
    }

    private Offsets offsets(Measure measure) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int p = 0; p < PARTITIONS; p++) {
            offsets.put(p, (long) measure.of(log.get(p)));
        }
        return new Offsets(offsets);
    }

    private final class SimTail implements StreamTopic.Tail {
        private final Map<Integer, Long> next;

        SimTail(Offsets from) {
            next = new HashMap<>(from.byPartition());
        }

        @Override
        public void readTo(Offsets ends, StreamTopic.ChangeSink sink) {
            tick();
            ends.byPartition().forEach((partition, end) -> {
                for (long offset = next.get(partition); offset < end; offset++) {
                    Change change = log.get(partition).get(offset).change();
                    if (change != null) {
                        Object[] after = change.after();
                        Object[] row = after != null ? after : deletedRow(change);
                        sink.change(partition, offset, row, after == null);
                    }
                }
                next.merge(partition, end, Math::max);
            });
        }

        private Object[] deletedRow(Change change) {
            Object[] before = change.before();
            return before != null ? before : order.row(change.key());
        }

        @Override
        public void close() {}
    }

    StreamerPosition position() {
        return () -> {
            int end = positions.size();
            while (positions.stableEnd() < end) {
                tick();
            }
            tick();
            for (int i = positions.stableEnd() - 1; i >= 0; i--) {
                StreamerPosition.Reached reached = positions.get(i).reached();
                if (reached != null) {
                    return reached;
                }
            }
            return new StreamerPosition.Reached(first(0), List.of());
        };
    }

    /** The first transactions of the binlog, so many. */
    private static SourcePosition first(int count) {
        return SourcePosition.parse(count == 0 ? "" : "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-" + count);
    }

    PositionCapture.Server server() {
        return new PositionCapture.Server() {
            @Override
            public SourcePosition end(SourcePosition kind) {
                tick();
                return first(executedCount);
            }

            @Override
            public Visibility visibility(SourcePosition kind, Collection<SourcePosition> sent) {
                return new Visibility() {
                    @Override
                    public boolean reached() {
                        return sent.stream().allMatch(end(kind)::covers);
                    }

                    @Override
                    public String missing() {
                        return "the rest";
                    }
                };
            }
        };
    }

    Applied applied() {
        return boundary -> {
            for (int p = 0; p < PARTITIONS; p++) {
                long wanted = boundary.byPartition().get(p);
                while (!covered(p, wanted)) {
                    tick();
                }
            }
        };
    }

    private boolean covered(int partition, long wanted) {
        if (committed[partition] >= wanted) {
            return true;
        }
        Log entries = log.get(partition);
        return entries.stableEnd() >= wanted
                && entries.entries.subList((int) committed[partition], (int) wanted).stream()
                        .allMatch(Entry::isMarker);
    }

    Clock clock() {
        InstantSource source = () -> Instant.EPOCH.plus(Duration.ofMillis(10 * moved));
        return source.withZone(ZoneOffset.UTC);
    }

    /** What a repair sends is over as soon as it stands. */
    ChangeSender sender() {
        return new ChangeSender() {
            @Override
            public Place send(@Nullable Object[] wire, boolean deleted) {
                tick();
                RowKey key = order.of(wire);
                int partition = Math.floorMod(key.hashCode(), PARTITIONS);
                int transaction = transactions++;
                Log records = log.get(partition);
                records.over.add(transaction);
                records.add(new Entry(transaction, new Change(key, wire, deleted ? null : wire.clone()), null));
                return new Place(partition, records.size() - 1);
            }

            @Override
            public void close() {}
        };
    }

    Repairer repairer(LiveLimits limits) {
        RepairJournal silent = new RepairJournal() {
            @Override
            public void sends(long rows) {}

            @Override
            public void sent(long upserts, long deletes, long moving) {}
        };
        return new Repairer(
                order,
                new RowDigests(schema, Tables.KEY, "r"),
                mysql(),
                new PositionCapture(
                        List.of(new PositionCapture.Part(server(), position())),
                        topic(),
                        Duration.ofHours(1),
                        length -> tick(),
                        clock()),
                sender(),
                silent,
                limits,
                clock());
    }

    Comparer comparer(LiveLimits limits, String session) {
        RowDigests digests = new RowDigests(schema, Tables.KEY, session);
        StreamTopic topic = topic();
        Pause pause = length -> tick();
        SourceSide source = new LocalSource(
                order,
                new RowDigests(schema, Tables.KEY, session),
                mysql(),
                new PositionCapture(
                        List.of(new PositionCapture.Part(server(), position())),
                        topic,
                        Duration.ofHours(1),
                        pause,
                        clock()),
                limits);
        return new Comparer(
                order, schema, digests, source, starrocks(), topic, applied(), deletesIgnored, limits, pause, clock());
    }
}
