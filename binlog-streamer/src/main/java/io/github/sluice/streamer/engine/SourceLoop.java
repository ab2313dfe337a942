package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.binlog.BinlogReader;
import io.github.sluice.streamer.binlog.ReadEndedException;
import io.github.sluice.streamer.binlog.RefusedEventException;
import io.github.sluice.streamer.binlog.StartPoint;
import io.github.sluice.streamer.metrics.SourceStatus;
import io.github.sluice.streamer.preflight.Finding;
import io.github.sluice.streamer.preflight.Preflight;
import io.github.sluice.streamer.preflight.SourceConnections;
import io.github.sluice.streamer.publish.FencedException;
import io.github.sluice.streamer.publish.KafkaClients;
import io.github.sluice.streamer.publish.KafkaTransactions;
import io.github.sluice.streamer.publish.PositionsTopic;
import io.github.sluice.streamer.publish.PublishFailedException;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source's whole life: take over, resume, read and publish until asked to stop; after a failure begin again where
 * the last committed transaction ended. {@link #run} belongs to one thread, {@link #stop} to any.
 */
final class SourceLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);

    /** A transaction takes up to three times its rows: almost full before a source transaction, and every key changed. */
    private static final long CLAIMED_TRANSACTIONS = 4;

    private final StreamerSettings settings;
    private final Source source;
    private final KeyRing ring;
    private final KeyAccount keys;
    private final TableFiles files;
    private final SourceStatus status;
    private final Timings timings;
    private final String writer;
    private final KafkaClients kafka;
    private final PositionsTopic positions;
    private final SourceServers servers;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable BinlogReader reader;
    private @Nullable KafkaTransactions transactions;
    private @Nullable SourceState state;
    private @Nullable StoredSchema schema;
    private final Set<String> unchecked = new HashSet<>();
    private boolean started;
    private long lackingSince;

    /** @param writer a name of this process that no other has */
    SourceLoop(
            StreamerSettings settings,
            Source source,
            TableFiles files,
            SourceStatus status,
            Timings timings,
            String writer) {
        this.settings = settings;
        this.source = source;
        this.ring = settings.encryption().ring();
        this.keys = new KeyAccount(
                this::keysNow,
                settings.encryption()::sealer,
                writer,
                CLAIMED_TRANSACTIONS * settings.commit().rows());
        this.files = files;
        this.status = status;
        this.timings = timings;
        this.writer = writer;
        this.kafka = new KafkaClients(settings.kafka(), settings.name());
        this.positions = new PositionsTopic(
                settings.positions().topic(),
                settings.name(),
                source.name(),
                kafka,
                settings.kafka().replicationFactor(),
                ring.root());
        this.servers = new SourceServers(source);
        this.backoff =
                new Backoff(timings.shortestWait(), timings.longestWait(), RandomGenerator.of("L64X128MixRandom"));
    }

    /**
     * Works until it is stopped.
     *
     * @throws Failure if going on is impossible or would lose or invent changes
     */
    void run() {
        try {
            while (!isStopping()) {
                once();
            }
        } finally {
            giveUpTransactions();
        }
    }

    /** Asks {@link #run} to commit what it has and to return. */
    void stop() {
        stopping.countDown();
        BinlogReader open = reader;
        if (open != null) {
            open.close();
        }
    }

    private KeySet keysNow() {
        ring.active(); // looks at the file, if it is time to
        return ring.keys();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void once() {
        try {
            KafkaTransactions open = transactions;
            if (open == null) {
                open = takeOver();
            }
            read(open);
        } catch (ReadAgain e) {
            LOG.info("source {}: {}", source.name(), e.getMessage());
        } catch (FencedException e) {
            fenced(e);
        } catch (KeyAccount.ClaimUsedUp e) {
            giveUpTransactions();
            LOG.info("source {}: {}", source.name(), e.getMessage());
        } catch (PublishFailedException e) {
            giveUpTransactions();
            waitAfter(String.valueOf(e.getMessage()));
        } catch (Unavailable e) {
            waitAfter(String.valueOf(e.getMessage()));
        } catch (ReadEndedException e) {
            if (e.reason() == ReadEndedException.Reason.DUPLICATE_SERVER_ID) {
                cutOff(e);
            }
            if (!e.reason().worthRetrying() && e.reason() != ReadEndedException.Reason.SERVER_ERROR) {
                ExitCode code = e.reason() == ReadEndedException.Reason.PURGED ? ExitCode.PURGED : ExitCode.REFUSED;
                throw new Failure(code, "source " + source.name() + ": " + e.getMessage(), e);
            }
            waitAfter(String.valueOf(e.getMessage()));
        } catch (RefusedEventException e) {
            throw new Failure(ExitCode.REFUSED, "source " + source.name() + ": " + e.getMessage(), e);
        }
    }

    /** By a streamer with our settings, and so with our server id; or by a stranger, which is a fault of the settings. */
    private void cutOff(ReadEndedException e) {
        try {
            endIfReplaced();
        } catch (PublishFailedException unknown) {
            LOG.warn("source {}: {}", source.name(), unknown.getMessage());
            e.addSuppressed(unknown);
        }
    }

    private KafkaTransactions takeOver() {
        if (started) {
            // whatever went wrong: who has been replaced must not take the source back
            endIfReplaced();
        }
        KafkaTransactions open = KafkaTransactions.open(kafka, positions, source.name());
        transactions = open;
        StreamPosition stored = open.stored().position();
        keys.takenOver(stored);
        status.resumed(stored);
        if (stored == null) {
            state = null;
            schema = null;
        } else {
            state = new SourceState(writer, stored);
            schema = StoredSchema.of(open.stored().schema());
            LOG.info("source {} goes on from {}", source.name(), stored);
        }
        return open;
    }

    /** The open transaction is not committed: its rows are read again, by whoever opens the next one. */
    private void giveUpTransactions() {
        KafkaTransactions open = transactions;
        transactions = null;
        state = null;
        schema = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * A transaction that stayed open for too long ends like one of a producer that was replaced. Only if somebody else
     * has written since is it certain that we are the one too many; {@link #takeOver} looks.
     */
    private void fenced(FencedException e) {
        KafkaTransactions open = transactions;
        boolean timedOut = open != null && open.wasOpenTooLong();
        giveUpTransactions();
        if (!timedOut) {
            throw replaced(e.getMessage(), e);
        }
        waitAfter("the broker ended a transaction that was open for too long");
    }

    private void endIfReplaced() {
        StreamPosition newest =
                KafkaTransactions.look(kafka, positions, source.name()).position();
        if (newest != null && !newest.writer().equals(writer)) {
            throw replaced("its position is the newest", null);
        }
    }

    private Failure replaced(@Nullable String how, @Nullable Throwable cause) {
        return new Failure(
                ExitCode.FENCED,
                "source " + source.name() + ": another streamer named " + settings.name()
                        + " has taken over; this one ends, and nothing of its open transaction can be read: " + how,
                cause);
    }

    private void waitAfter(String what) {
        Duration pause = backoff.next();
        LOG.warn("source {}: {}; next attempt in {} ms", source.name(), what, pause.toMillis());
        status.reconnecting(what);
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("source {}: stopped while waiting", source.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "source " + source.name() + ": interrupted", e);
        }
    }

    private void read(KafkaTransactions open) throws ReadEndedException {
        Unavailable problems = new Unavailable("source " + source.name());
        for (int i = 0; i < servers.size() && !isStopping(); i++) {
            Host host = servers.host(i);
            Session session;
            try (Connection connection = SourceConnections.open(source, host)) {
                session = prepare(open, connection, host);
            } catch (SQLException e) {
                problems.add(host, e.getMessage() == null ? e.toString() : e.getMessage());
                continue;
            } catch (Unavailable e) {
                problems.add(e);
                continue;
            } catch (Failure e) {
                if (e.code() != ExitCode.REFUSED || servers.size() == 1) {
                    throw e;
                }
                problems.add(Unavailable.lacking(host, e.code(), "is refused: " + e.getMessage()));
                continue;
            }
            lackingSince = 0;
            servers.use(host);
            run(session, host);
            return;
        }
        if (isStopping()) {
            return;
        }
        problems.failAfter(lackingSince(problems), timings.patience());
        throw problems;
    }

    private Duration lackingSince(Unavailable problems) {
        if (!problems.lacks()) {
            lackingSince = 0;
            return Duration.ZERO;
        }
        if (lackingSince == 0) {
            lackingSince = System.nanoTime();
        }
        return Duration.ofNanos(System.nanoTime() - lackingSince);
    }

    /** All that one connection's reading needs. */
    private record Session(Outlet outlet, ChangePump pump, SourcePosition start, StoredSchema schema) {}

    private Session prepare(KafkaTransactions open, Connection connection, Host host) throws SQLException {
        Preflight.requireServer(connection, source, host, files.current().routes(source.name()));
        StoredSchema names = schema == null ? StoredSchema.fresh(SchemaReader.read(connection)) : schema;
        String uuid = ServerLook.uuid(connection);
        SourceState now = state == null ? beginning(uuid, names.history().beginning(), host) : state;
        ServerLook server = ServerLook.at(connection, now.main().whole());
        server.refuseUnlessFits(now.main(), host);
        now.readFrom(uuid);
        Outlet outlet = new Outlet(
                open,
                keys,
                status,
                settings.commit().rows(),
                settings.commit().interval().toNanos(),
                timings.heartbeat().toNanos());
        TableBinder tables = new TableBinder(
                files,
                source.name(),
                now,
                open::shapes,
                routes -> faults(host, routes),
                kafka,
                ring.root(),
                keys,
                outlet,
                status,
                unchecked);
        tables.begin(!started);
        tables.stopPurged(server);
        tables.beginReading();
        ChangePump pump = new ChangePump(
                now, outlet, tables, names, status, settings.commit().rows());
        // at once: who else writes under our name learns of us, and who waits for a table file sees it taken up
        names.startAt(now.start(), now.oldest());
        pump.checkpoint();
        state = now;
        schema = names;
        started = true;
        return new Session(outlet, pump, now.start(), names);
    }

    /** What speaks against tables that are to be routed; asked when files are new. */
    private List<Finding> faults(Host host, Routes routes) {
        try (Connection connection = SourceConnections.open(source, host)) {
            return Preflight.inspect(connection, source, routes).stream()
                    .filter(finding -> finding.severity() == Finding.Severity.FAULT)
                    .toList();
        } catch (SQLException e) {
            throw new Unavailable("source " + source.name() + ": " + host + " " + e.getMessage());
        }
    }

    private SourceState beginning(String serverUuid, String end, Host host) {
        LOG.warn(
                "source {} has no position under the name {}: it begins now, at {} of {}; what changed before is not"
                        + " in the stream",
                source.name(),
                settings.name(),
                end,
                host);
        return new SourceState(
                writer,
                new StreamPosition(writer, serverUuid, end, "", 0, null, Instant.now(), null, 0, Map.of(), Map.of()));
    }

    private void run(Session session, Host host) throws ReadEndedException {
        BinlogReader open = new BinlogReader(
                servers.reading(host), session.pump()::wants, session.schema().history());
        reader = open;
        boolean givenUp = false;
        try {
            if (!isStopping()) {
                LOG.info("source {}: reading {} from {}", source.name(), host, session.start());
                status.connected(host.toString());
                open.run(StartPoint.after(session.start()), session.pump());
            }
        } catch (FencedException | PublishFailedException | KeyAccount.ClaimUsedUp e) {
            givenUp = true;
            throw e;
        } finally {
            reader = null;
            open.close();
            if (session.outlet().commits() > 1) { // the first one is made before anything is read
                backoff.reset();
            }
            if (!givenUp && !session.pump().finish()) {
                giveUpTransactions();
            }
        }
        if (isStopping()) {
            LOG.info("source {}: stopped at {}", source.name(), session.outlet().committed());
        }
    }
}
