package io.github.sluice.connect;

import io.github.sluice.streamload.LoadStates;
import io.github.sluice.streamload.TransactionalLoader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads rows into StarRocks and commits offsets behind them.
 *
 * <h2>What it promises</h2>
 *
 * <ul>
 *   <li>An offset is committed only when every row before it is visible in StarRocks, or is a written dead letter, or is a
 *       tombstone that was to be ignored. So rows may be loaded again, and none is left out.
 *   <li>The rows of one partition reach StarRocks in the partition's order, also across retries, rebalances and workers that
 *       die or freeze. With a primary-key table the end state is then the right one, however often rows are repeated.
 *   <li>A record may hold a frame of many rows. They count one by one, reach StarRocks in one load, and the record's offset is
 *       committed when all of them are visible or set aside.
 *   <li>A row that cannot be read or stored stops the task, naming topic, partition, offset and reason, or becomes a dead
 *       letter holding the record's original bytes. Memory is bounded: full buffers pause their partitions.
 * </ul>
 *
 * <h2>How order is kept</h2>
 *
 * <p>Each topic has a {@link Lane} with at most one load in flight, and a load is followed by another only when its end is
 * known. That orders the loads of one owner. Between owners of a partition:
 *
 * <ol>
 *   <li>{@code close()} cancels the load in flight, waits for its end, and drops the rows of revoked partitions.
 *   <li>A load is a transaction in steps: begin, <b>ask the {@link Lease}</b>, send rows, prepare, <b>ask again</b>, commit.
 *   <li>The labels of a load name its partitions. Before its first load of a partition the new owner looks for unfinished
 *       loads of it and rolls them back, or waits until they are visible if their commit came first.
 * </ol>
 *
 * <p>Together: let the coordinator give a partition away at time T. A load of the old owner was begun before T, or after. If
 * before, the new owner finds it in step 3, and StarRocks decides between its roll-back and the old owner's commit, whichever
 * comes first; either way the load has ended before the new owner's first row. If after, the question that follows the begin
 * is answered "no", because the lease ends before T: it lasts two thirds of the session timeout from the last sign that the
 * coordinator knew us, and the coordinator waits the whole of it. This holds for a worker stopped for any time at any point,
 * since the question is asked after the begin and looks at how long the process stood still.
 *
 * <p>When the lease breaks, the task drops its rows, tells Connect to read again from the first one that is not known to be
 * visible, pauses its partitions, and loads nothing until ownership is confirmed (see {@link Lease}).
 *
 * <h2>What remains</h2>
 *
 * <ul>
 *   <li>The session timeout must not be set lower on the worker than the task believes ({@code
 *       sluice.session.timeout.ms}).
 *   <li>A heartbeat answer that was under way for more than a third of the session timeout counts as younger than it is.
 *   <li>Where JMX reporting of consumer metrics is off, a worker that is cut off from Kafka but not from StarRocks, and is not
 *       frozen, keeps its lease and loads what it has buffered.
 *   <li>A frontend that is a follower may list unfinished loads late; ask the leader's query port where that matters.
 *   <li>With {@code sluice.unfinished.loads=wait} a load that was prepared before the freeze and committed after the wait is
 *       found by nobody; it writes stale rows if the worker was frozen exactly between its second question and its commit.
 * </ul>
 */
public final class StarRocksSinkTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(StarRocksSinkTask.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(60);
    private static final int EPOCH_CHARACTERS = 8;

    private final SinkCounters counters = new SinkCounters();
    private @Nullable SinkEngine engine;
    private @Nullable ExecutorService threads;
    private @Nullable TransactionalLoader loader;
    private @Nullable LoadStates states;
    private @Nullable ObjectName mbean;
    private String name = "";
    private long reportedAt;

    @Override
    public void start(Map<String, String> props) {
        SinkSettings settings = SinkSettings.from(props);
        name = settings.connector() + "-" + settings.taskIndex();
        loader = new TransactionalLoader(settings.cluster());
        states = new LoadStates(settings.cluster());
        FormerLoads formerLoads = formerLoads(settings, states);
        threads = threads(settings.loadThreads());
        Heartbeats heartbeats =
                Heartbeats.ofTask(props.getOrDefault("consumer.override.client.id", "connector-consumer-" + name));
        engine = new SinkEngine(
                settings,
                context,
                loader,
                formerLoads,
                Lease.real(settings.sessionTimeout(), heartbeats),
                new DeadLetters(settings.deadLetters() ? reporter() : null, counters),
                counters,
                threads,
                () -> System.nanoTime() / 1_000_000,
                StarRocksSinkTask::newEpoch,
                settings.sealedRows(LOG::warn));
        register(settings);
        reportedAt = System.nanoTime();
        LOG.info(
                "sink {} starts: {}, database {}, session timeout {} ms, dead letters {}",
                name,
                settings.cluster(),
                settings.database(),
                settings.sessionTimeout().toMillis(),
                settings.deadLetters() ? "on" : "off");
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        engine().open(partitions);
        LOG.info("sink {} opens {}", name, partitions);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        SinkEngine opened = engine;
        if (opened != null) {
            opened.close(partitions);
            LOG.info("sink {} closes {}; {}", name, partitions, counters);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        engine().put(records);
        if (System.nanoTime() - reportedAt >= REPORT_INTERVAL.toNanos()) {
            reportedAt = System.nanoTime();
            LOG.info("sink {}: {}", name, counters);
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return engine().visible(currentOffsets);
    }

    @Override
    public void stop() {
        if (engine != null) {
            engine.stop();
        }
        if (threads != null) {
            threads.shutdownNow();
            try {
                if (!threads.awaitTermination(STOP_LIMIT.getSeconds(), TimeUnit.SECONDS)) {
                    LOG.warn(
                            "a load of sink {} goes on after {} s; the next owner settles it",
                            name,
                            STOP_LIMIT.getSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        close(loader);
        close(states);
        unregister();
        LOG.info("sink {} stops: {}", name, counters);
    }

    @Override
    public String version() {
        return new StarRocksSinkConnector().version();
    }

    private SinkEngine engine() {
        SinkEngine started = engine;
        if (started == null) {
            throw new IllegalStateException("start() comes first");
        }
        return started;
    }

    private static FormerLoads formerLoads(SinkSettings settings, LoadStates states) {
        if (settings.waitForUnfinishedLoads()) {
            return new AwaitFormerLoads(settings.cluster().loadTimeout(), System::nanoTime);
        }
        CancelFormerLoads cancelling =
                new CancelFormerLoads(states, settings.labels(), settings.database(), SETTLE_LIMIT);
        try {
            cancelling.checkQueryPort();
        } catch (IOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        return cancelling;
    }

    /** Null before Connect 2.6, which has none, and where neither dead-letter topic nor error log is set. */
    private @Nullable ErrantRecordReporter reporter() {
        try {
            return context.errantRecordReporter();
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.warn("this Connect worker is older than 2.6 and cannot set rows aside; a refused row stops the task");
            return null;
        }
    }

    private ExecutorService threads(int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "sluice-load-" + name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Eight random letters and digits: two stays of a partition never share a label. */
    private static String newEpoch() {
        SecureRandom random = new SecureRandom();
        StringBuilder epoch = new StringBuilder(EPOCH_CHARACTERS);
        for (int i = 0; i < EPOCH_CHARACTERS; i++) {
            epoch.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return epoch.toString();
    }

    private void register(SinkSettings settings) {
        try {
            ObjectName object = new ObjectName("io.github.sluice:type=starrocks-sink,connector="
                    + ObjectName.quote(settings.connector()) + ",task=" + settings.taskIndex());
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(object)) {
                // a task of the same number that is still being stopped
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(object);
            }
            ManagementFactory.getPlatformMBeanServer().registerMBean(counters, object);
            mbean = object;
        } catch (JMException e) {
            LOG.warn("sink {} has no counters in JMX; they are logged all the same", name, e);
        }
    }

    private void unregister() {
        ObjectName object = mbean;
        if (object != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(object);
            } catch (JMException e) {
                LOG.debug("counters were already unregistered", e);
            }
        }
    }

    private void close(@Nullable Closeable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.debug("sink {}: closing a client", name, e);
            }
        }
    }
}
