package io.github.sluice.streamer.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings.Http;
import io.github.sluice.wire.json.Json;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP for monitoring: {@code /metrics} in Prometheus' text form, {@code /health} (503 as soon as a person must look:
 * stuck, stopped, out of reach, a stopped table, a broken table file) and {@code /live} (503 only where a restart may
 * help). Read-only, without authentication, so it listens on the loopback address unless told otherwise. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private StatusServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to answer.
     *
     * @throws Failure with {@link ExitCode#USAGE} if the address cannot be bound
     */
    public static StatusServer start(Http settings, StreamerStatus status) {
        HttpServer server;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port()), 0);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "http: " + settings.bind() + ":" + settings.port() + " cannot be bound (" + e.getMessage()
                            + "); is another streamer running?",
                    e);
        }
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/metrics", new MetricsHandler(status.registry()));
        server.createContext("/health", exchange -> answer(exchange, status, status::healthy));
        server.createContext("/live", exchange -> answer(exchange, status, status::live));
        server.start();
        LOG.info(
                "metrics and health on http://{}:{}",
                settings.bind(),
                server.getAddress().getPort());
        return new StatusServer(server, threads);
    }

    private static void answer(HttpExchange exchange, StreamerStatus status, BooleanSupplier good) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean known = path.equals(exchange.getHttpContext().getPath());
            boolean reading = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            Map<String, @Nullable Object> report = status.report();
            int code = !known ? 404 : !reading ? 405 : good.getAsBoolean() ? 200 : 503;
            byte[] body = known && reading ? (Json.write(report) + "\n").getBytes(StandardCharsets.UTF_8) : new byte[0];
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(code, head || body.length == 0 ? -1 : body.length);
            if (!head && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** The port that was bound. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
