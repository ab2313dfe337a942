package io.github.sluice.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The servers of one place of the demonstration: Kafka between the networks, or what stands beside one of the two
 * databases. They listen on 127.0.0.1 of the network that this process is in, but for Kafka.
 *
 * <p>Thread-safe; {@link #close} stops what was started, also after a start that failed half-way.
 */
abstract class ServerPart implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Consumer<String> told;

    ServerPart(Consumer<String> told) {
        this.told = told;
    }

    /** Starts what needs no Kafka. */
    abstract void start() throws IOException;

    /** Whether there is anything to {@link #join}. */
    abstract boolean needsKafka();

    /** Starts what needs Kafka. */
    abstract void join(String bootstrapServers) throws IOException;

    /** Enters where everything is. */
    abstract void describe(Endpoints endpoints);

    final <T extends AutoCloseable> T own(T server) {
        synchronized (started) {
            started.push(server);
        }
        return server;
    }

    /** Starts a server and says how long it took. */
    final <T> T timed(String name, Callable<T> start) throws IOException {
        long from = System.nanoTime();
        T server;
        try {
            server = start.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name + " did not start: " + e.getMessage(), e);
        }
        told.accept(String.format(
                Locale.ROOT,
                "%-20s %.1f s",
                name,
                Duration.ofNanos(System.nanoTime() - from).toMillis() / 1000.0));
        return server;
    }

    /** Stops the servers, the last one started first. A second call does nothing. */
    @Override
    public void close() {
        synchronized (started) {
            while (!started.isEmpty()) {
                AutoCloseable server = started.pop();
                try {
                    server.close();
                } catch (Exception e) {
                    // the others must be stopped too
                    told.accept("could not stop " + server.getClass().getSimpleName() + ": " + e);
                }
            }
        }
    }
}
