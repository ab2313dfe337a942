package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.HttpFront;
import io.github.sluice.testbed.starrocks.http.HttpListener;
import io.github.sluice.testbed.starrocks.sql.LoadsView;
import io.github.sluice.testbed.starrocks.txn.RowCounts;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import io.github.sluice.testbed.starrocks.txn.TransactionRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of a stand-in, running: frontend, backend and admin port over one {@link Cluster}. Thread-safe. Labels
 * and transactions live in memory and end with it.
 */
public final class LoadFront implements HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(LoadFront.class);
    private static final int BACKEND_HEADER_BYTES = 1024 * 1024;

    private final LoadContext context;
    private final FrontendHttp frontend;
    private final BackendHttp backend;
    private final ScheduledExecutorService sweeper;
    private @Nullable HttpListener feListener;
    private @Nullable HttpListener beListener;
    private @Nullable HttpListener adminListener;

    private LoadFront(Cluster cluster, LoadOptions options) throws IOException {
        this.context = new LoadContext(
                cluster,
                new TransactionRegistry(options.transactions(), Clock.systemUTC()),
                new ErrorLogs(),
                new Faults(),
                options,
                Files.createTempDirectory("starrocks-stand-in-"));
        this.frontend = new FrontendHttp(context, this::beHttp);
        this.backend = new BackendHttp(context, this::beHttp);
        this.sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "starrocks-be-sweep");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the ports that the cluster's options name, and the admin port on any free one.
     *
     * @throws UncheckedIOException when a port is taken
     */
    public static LoadFront start(Cluster cluster, LoadOptions options) {
        try {
            LoadFront front = new LoadFront(cluster, options);
            try {
                front.listen();
                return front;
            } catch (IOException | RuntimeException e) {
                front.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the stand-in's HTTP ports", e);
        }
    }

    private void listen() throws IOException {
        int feHeader = context.options().maxHeaderBytes();
        int fePort = context.cluster().options().feHttpPort();
        int bePort = context.cluster().options().beHttpPort();
        beListener = HttpListener.start("starrocks-be-http", bePort, BACKEND_HEADER_BYTES, backend);
        feListener = HttpListener.start("starrocks-fe-http", fePort, feHeader, frontend);
        adminListener = HttpListener.start("starrocks-admin-http", 0, feHeader, new AdminHttp(faults(), chores()));
        long interval = context.options().transactions().timeoutCheckInterval().toMillis();
        sweeper.scheduleWithFixedDelay(() -> backend.transactions().sweep(), interval, interval, TimeUnit.MILLISECONDS);
    }

    private AdminHttp.Chores chores() {
        return new AdminHttp.Chores() {
            @Override
            public int cleanLabels() {
                return LoadFront.this.cleanLabels();
            }

            @Override
            public void abortTimedOut() {
                LoadFront.this.abortTimedOut();
            }

            @Override
            public void forgetRoutes() {
                LoadFront.this.forgetRoutes();
            }
        };
    }

    private static String address(@Nullable HttpListener listener) {
        if (listener == null) {
            throw new IllegalStateException("not listening");
        }
        return listener.address();
    }

    @Override
    public String feHttp() {
        return address(feListener);
    }

    @Override
    public String beHttp() {
        return address(beListener);
    }

    /** {@code host:port} of the fault injection port. */
    public String adminHttp() {
        return address(adminListener);
    }

    /** Fault injection of this stand-in. */
    public Faults faults() {
        return context.faults();
    }

    /** Runs the label cleaner now; returns how many labels went. */
    public int cleanLabels() {
        return context.transactions().cleanLabels();
    }

    /** Checks all timeouts now. */
    public void abortTimedOut() {
        context.transactions().abortTimedOut();
        backend.transactions().sweep();
    }

    /** Lets the frontend forget which backend has which transaction, as after a change of the leader. */
    public void forgetRoutes() {
        frontend.transactions().forgetRoutes();
    }

    @Override
    public LoadsView loads() {
        return () -> context.transactions().all().stream().map(this::load).toList();
    }

    private LoadsView.Load load(Transaction transaction) {
        RowCounts counts = transaction.counts();
        LocalDateTime created = zoned(transaction.createdAt());
        return new LoadsView.Load(
                transaction.id(),
                transaction.label(),
                transaction.database(),
                transaction.table(),
                transaction.user(),
                transaction.state().name(),
                counts.total(),
                counts.bytes(),
                counts.filtered(),
                counts.unselected(),
                counts.loaded(),
                Math.toIntExact(transaction.timeout().toSeconds()),
                created,
                counts.bytes() > 0 ? created : null,
                zonedOrNull(transaction.committedAt()),
                zonedOrNull(transaction.finishedAt()),
                transaction.reason(),
                transaction.errorUrl(),
                transaction.isTransactionInterface());
    }

    private LocalDateTime zoned(Instant instant) {
        return LocalDateTime.ofInstant(instant, context.cluster().options().timeZone());
    }

    private @Nullable LocalDateTime zonedOrNull(@Nullable Instant instant) {
        return instant == null ? null : zoned(instant);
    }

    @Override
    public void close() {
        faults().clear();
        for (HttpListener listener : new HttpListener[] {feListener, beListener, adminListener}) {
            if (listener != null) {
                try {
                    listener.close();
                } catch (IOException e) {
                    LOG.warn("listener not closed", e);
                }
            }
        }
        sweeper.shutdownNow();
        context.transactions().close();
        removeSpool();
    }

    private void removeSpool() {
        Path folder = context.spoolFolder();
        if (!Files.exists(folder)) {
            return;
        }
        try {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.warn("temporary folder {} not removed", folder, e);
        }
    }
}
