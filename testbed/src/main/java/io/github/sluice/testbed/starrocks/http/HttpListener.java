package io.github.sluice.testbed.starrocks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening port. A named thread accepts; each connection has a thread of a bounded pool, so that a stuck client
 * holds one thread and no more. Thread-safe; {@link #close()} ends every open connection and is idempotent.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int MAX_CONNECTIONS = 256;

    private final String name;
    private final ServerSocket server;
    private final HttpHandler handler;
    private final int maxHeaderBytes;
    private final ThreadPoolExecutor pool;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private HttpListener(String name, ServerSocket server, HttpHandler handler, int maxHeaderBytes) {
        this.name = name;
        this.server = server;
        this.handler = handler;
        this.maxHeaderBytes = maxHeaderBytes;
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(0, MAX_CONNECTIONS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.acceptor = new Thread(this::accept, name + "-accept");
        this.acceptor.setDaemon(true);
    }

    /**
     * Opens a port on the loopback address.
     *
     * @param name prefix of the thread names
     * @param port 0 for any free one
     * @param maxHeaderBytes request line and fields together; more is answered with 431
     */
    public static HttpListener start(String name, int port, int maxHeaderBytes, HttpHandler handler)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 512);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        HttpListener listener = new HttpListener(name, server, handler, maxHeaderBytes);
        listener.acceptor.start();
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                dispatch(socket);
            } catch (SocketException e) {
                if (!server.isClosed()) {
                    LOG.warn("{} cannot accept", name, e);
                }
            } catch (IOException e) {
                LOG.warn("{} cannot accept", name, e);
            }
        }
    }

    private void dispatch(Socket socket) throws IOException {
        open.add(socket);
        try {
            pool.execute(() -> {
                try {
                    new HttpConnection(socket, handler, maxHeaderBytes).run();
                } finally {
                    open.remove(socket);
                }
            });
        } catch (RejectedExecutionException e) {
            open.remove(socket);
            LOG.warn("{} has {} connections; one more refused", name, MAX_CONNECTIONS);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        pool.shutdown();
        for (Socket socket : open) {
            socket.close();
        }
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("{}: {} connection threads still busy", name, pool.getActiveCount());
            }
            acceptor.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
