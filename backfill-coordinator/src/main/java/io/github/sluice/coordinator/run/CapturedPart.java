package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.source.MySqlPositions;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table's part in one MySQL: the streamer's word on it, beside the server that DataX reads there. One thread; closed by
 * its opener.
 */
final class CapturedPart implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String CREATE = "CREATE";
    private static final String ALTER = "ALTER";

    private final Workplace work;
    private final TableSpec spec;
    private final String mysql;
    private final String key;
    private final String digest;
    private final StreamerWatch watch;

    /**
     * @param spec the whole table
     * @param mysql the MySQL's name
     * @param key how the streamer's position names the part
     * @param digest of the table file that the streamer is to go by
     */
    CapturedPart(Workplace work, TableSpec spec, String mysql, String key, String digest) {
        this.work = work;
        this.spec = spec;
        this.mysql = mysql;
        this.key = key;
        this.digest = digest;
        this.watch = new StreamerWatch(work, mysql);
    }

    String mysql() {
        return mysql;
    }

    /** How long the server keeps its binlogs; empty where it does not say. */
    Optional<Duration> binlogRetention() {
        return watch.server().binlogRetention();
    }

    /** Puts the file there and waits until a living streamer goes by it. A table it has stopped is begun anew. */
    void route(Attempt attempt, String file, String text) {
        long said = watch.newestWord();
        StreamerFolder folder = new StreamerFolder(work.settings().streamerOrRefuse(), work.journal());
        if (said >= 0 && isStopped(watch.now())) {
            folder.remove(file);
            watch.awaitSoon(
                    "an end of table " + key + ", which it had stopped",
                    "look at its log",
                    position -> position.table(key) == null);
        }
        folder.put(attempt, file, text);
        watch.awaitLife(said);
        watch.awaitSoon(
                "an acknowledgement of " + file,
                "is streamer.tables its folder of table files? Its log names the faults of files that it refuses",
                position -> {
                    TablePosition found = position.table(key);
                    if (found != null && found.digest().equals(digest)) {
                        table(position);
                        return true;
                    }
                    return false;
                });
    }

    private boolean isStopped(StreamPosition position) {
        TablePosition found = position.table(key);
        return found != null && found.stopped() != null;
    }

    /** Waits until the streamer has passed all that MySQL has executed so far. */
    void catchUp() {
        SourcePosition kind = covered(watch.now());
        watch.server().refuseUnlessFit(kind);
        MySqlPositions.End before = watch.server().end(kind);
        watch.await("all that MySQL has executed so far", position -> covered(position)
                .covers(before.position()));
    }

    /** Pins where capture and snapshot overlap; the ends of the stream topic were read before. */
    Pinned pin() {
        StreamPosition position = watch.now();
        SourcePosition from = covered(position);
        awaitReached(watch.server().preparedTransactions());
        awaitReached(watch.server().visibility(from, sent(position, from)));
        MySqlPositions.End p0 = watch.server().end(from);
        watch.await("P0, so that DataX may start", reached -> covered(reached).covers(p0.position()));
        return new Pinned(
                mysql,
                key,
                digest,
                table(position).since(),
                from.toString(),
                p0.position().toString(),
                p0.serverUuid());
    }

    /** Everything of which rows may stand before {@code starts}: whole transactions, and the parts of big ones. */
    private List<SourcePosition> sent(StreamPosition position, SourcePosition from) {
        List<SourcePosition> sent = new ArrayList<>(List.of(from));
        TablePosition table = Objects.requireNonNull(position.table(key));
        sent.add(SourcePosition.parse(table.since()));
        for (PartialTransaction partial : new PartialTransaction[] {position.partial(), table.behindPartial()}) {
            if (partial != null) {
                sent.add(SourcePosition.parse(partial.gtid()));
            }
        }
        return sent;
    }

    /** The streamer may have passed a transaction in the binlog before a SELECT sees it. */
    private void awaitReached(Visibility opened) {
        Duration patience = work.settings().streamerOrRefuse().patience();
        Instant limit = Instant.now().plus(patience);
        try (Visibility visibility = opened) {
            while (!visibility.reached()) {
                if (Instant.now().isAfter(limit)) {
                    throw new Failure(
                            ExitCode.UNKNOWN,
                            spec.target() + ": waited " + patience.toSeconds() + " s (streamer.wait) in vain for "
                                    + visibility.missing() + "; then run again");
                }
                work.world().rest(LOOK_EVERY);
            }
        }
    }

    /** Whether all these tables were created since the position that was pinned. */
    boolean sawCreated(Collection<TableSpec.Shard> shards, Pinned pinned) {
        if (shards.isEmpty()) {
            return true;
        }
        SourcePosition from = SourcePosition.parse(pinned.from());
        MySqlPositions.End end = watch.server().end(from);
        TablePosition reached = table(watch.await(
                "the creation of new tables", position -> covered(position).covers(end.position())));
        return shards.stream().allMatch(shard -> reached.ddl().stream()
                .anyMatch(ddl -> ddl.kind().equals(CREATE)
                        && ddl.table().equals(shard.database() + "." + shard.table())
                        && !from.contains(ddl.gtid())));
    }

    /**
     * Waits until the streamer has passed all that MySQL has executed by now.
     *
     * @param shapeToo whether an ALTER counts as well, and another server than the pinned one
     * @return what that was
     * @throws Voided if rows were thrown away since what was pinned in a way that the stream does not tell
     */
    String reach(Pinned pinned, boolean shapeToo) {
        SourcePosition from = SourcePosition.parse(pinned.from());
        MySqlPositions.End executed = watch.server().end(from);
        if (shapeToo && !executed.serverUuid().equals(pinned.serverUuid())) {
            throw new Voided("DataX may have read another MySQL server (" + executed.serverUuid()
                    + ") than the one whose position was pinned (" + pinned.serverUuid() + ")");
        }
        StreamPosition position = watch.await("all that MySQL has executed by now", reached -> covered(reached)
                .covers(executed.position()));
        TablePosition table = table(position);
        if (!from.covers(SourcePosition.parse(table.since()))) {
            throw new Voided("the streamer began the table anew, and changes in between are missing");
        }
        for (TableDdl ddl : table.ddl()) {
            boolean harmless =
                    ddl.kind().equals(CREATE) || (!shapeToo && ddl.kind().equals(ALTER));
            boolean seen = !ddl.gtid().isEmpty() && from.contains(ddl.gtid());
            if (!harmless && !seen) {
                throw new Voided(ddl.kind() + " of " + ddl.table() + " at " + ddl.at());
            }
        }
        return executed.position().toString();
    }

    /** Before it, all changes of the part are in the stream topic. */
    private SourcePosition covered(StreamPosition position) {
        table(position);
        return SourcePosition.parse(Objects.requireNonNull(position.gtidSetOf(key)));
    }

    /**
     * The part's own place in a position.
     *
     * @throws Failure if the streamer has stopped the table
     * @throws Voided if it goes by another file, or none
     */
    private TablePosition table(StreamPosition position) {
        TablePosition table = position.table(key);
        if (table == null || !table.digest().equals(digest)) {
            throw new Voided(
                    "the streamer " + (table == null ? "has no file" : "goes by another file") + " for " + key);
        }
        if (table.stopped() != null) {
            throw new Failure(
                    ExitCode.CAPTURE_STOPPED,
                    spec.target() + ": the streamer has stopped the table: " + table.stopped()
                            + ". Run sluice plan again if the structure in MySQL is the right one, review, and run"
                            + " sluice run --restart for this table");
        }
        if (!table.topic().equals(spec.streamOrRefuse().topic())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.target() + ": the streamer writes to topic " + table.topic() + ", the plan says "
                            + spec.streamOrRefuse().topic());
        }
        return table;
    }

    @Override
    public void close() {
        watch.close();
    }
}
