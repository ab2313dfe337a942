package io.github.sluice.streamload;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Looks at loads without writing rows: the state of a label, which loads of a prefix or table are unfinished, and the end
 * of one. Thread-safe; every method blocks for at most the {@link Cluster}'s timeouts or the limit given.
 */
public final class LoadStates implements Closeable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final TransactionApi api;
    private final QueryPort queryPort;
    private final Pause pause;

    public LoadStates(Cluster cluster) {
        this(cluster, Pause.REAL);
    }

    LoadStates(Cluster cluster, Pause pause) {
        this.api = new TransactionApi(cluster);
        this.queryPort = new QueryPort(cluster);
        this.pause = pause;
    }

    /** @throws IOException when no frontend told */
    public StateReply state(String database, String label) throws IOException {
        return api.state(api.frontEnd(), database, label);
    }

    /** @throws QueryPortException when no query port answered */
    public List<UnfinishedLoad> unfinishedByPrefix(String database, String labelPrefix) throws QueryPortException {
        return queryPort.byPrefix(database, labelPrefix);
    }

    /** @throws QueryPortException when no query port answered */
    public List<UnfinishedLoad> unfinishedOfTable(String database, String table) throws QueryPortException {
        return queryPort.byTable(database, table);
    }

    /**
     * Ends the load: rolls it back, or waits until it is visible when its commit came first. Repeatable.
     *
     * @return ABORTED, VISIBLE or UNKNOWN (the frontend no longer knows the label, so nothing is pending)
     * @throws IOException when it was not settled within the limit; the message says what was heard last
     */
    public StateReply cancel(String database, String table, String label, Duration limit) throws IOException {
        return settle(database, label, limit, (frontEnd, state) -> {
            if (state.state() == LoadState.PREPARE || state.state() == LoadState.PREPARED) {
                // the rollback of a transaction in PREPARE goes to its backend, which may be gone; _cancel does not
                TransactionReply reply = api.rollback(frontEnd, database, table, label);
                if (!reply.ok()) {
                    api.cancel(frontEnd, database, label);
                }
            }
        });
    }

    /**
     * Waits until the load has ended by itself.
     *
     * @throws IOException when it was not settled within the limit; the message says what was heard last
     */
    public StateReply await(String database, String label, Duration limit) throws IOException {
        return settle(database, label, limit, (frontEnd, state) -> {});
    }

    @Override
    public void close() throws IOException {
        api.close();
    }

    private StateReply settle(String database, String label, Duration limit, Push push) throws IOException {
        long start = pause.nanoTime();
        Duration wait = FIRST_PAUSE;
        String heard;
        IOException trouble = null;
        do {
            URI frontEnd = api.frontEnd();
            try {
                StateReply state = api.state(frontEnd, database, label);
                if (state.state().settled()) {
                    return state;
                }
                heard = "state " + state;
                push.push(frontEnd, state);
            } catch (IOException e) {
                heard = String.valueOf(e.getMessage());
                trouble = e;
            }
            try {
                pause.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while label " + label + " was not settled; " + heard, e);
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        } while (pause.nanoTime() - start < limit.toNanos());
        throw new IOException(
                "load " + label + " was not settled within " + limit.getSeconds() + " s; last heard: " + heard,
                trouble);
    }

    /** What to do about a load that is not settled yet. */
    private interface Push {
        void push(URI frontEnd, StateReply state) throws IOException;
    }
}
