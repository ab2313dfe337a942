package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.HttpFront;
import io.github.sluice.testbed.starrocks.ddl.DdlExecutor;
import io.github.sluice.testbed.starrocks.sql.ClusterFacts;
import io.github.sluice.testbed.starrocks.sql.LoadsView;
import io.github.sluice.testbed.starrocks.sql.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The FE's MySQL port: listens on the loopback address, one thread per connection. Thread-safe. */
public final class MySqlFront implements AutoCloseable, ClusterFacts {
    private static final System.Logger LOG = System.getLogger(MySqlFront.class.getName());

    private final Cluster cluster;
    private final ServerSocket listener;
    private final Map<Long, ClientConnection> connections = new ConcurrentHashMap<>();
    private final AtomicLong connectionIds = new AtomicLong();
    private final LocalDateTime started;
    private final DdlExecutor ddl;
    private final StatementExecutor executor;
    private volatile @Nullable HttpFront http;

    private MySqlFront(Cluster cluster, ServerSocket listener) {
        this.cluster = cluster;
        this.listener = listener;
        this.started = cluster.now();
        this.ddl = new DdlExecutor(cluster);
        this.executor = new StatementExecutor(cluster, ddl, this, this::loads, this::kill);
    }

    /** Starts to listen on the port of the options, 0 = any free one. */
    public static MySqlFront start(Cluster cluster) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), cluster.options().queryPort()));
            MySqlFront front = new MySqlFront(cluster, listener);
            thread("starrocks-query-listener", front::listen);
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on MySQL port " + cluster.options().queryPort(), e);
        }
    }

    /** Tells SHOW and information_schema about the HTTP side, once it is there. */
    public void connect(HttpFront front) {
        http = front;
    }

    @Override
    public int queryPort() {
        return listener.getLocalPort();
    }

    @Override
    public int feHttpPort() {
        HttpFront front = http;
        return front == null ? 0 : port(front.feHttp());
    }

    @Override
    public int beHttpPort() {
        HttpFront front = http;
        return front == null ? 0 : port(front.beHttp());
    }

    @Override
    public LocalDateTime started() {
        return started;
    }

    @Override
    public List<Process> processes() {
        return connections.values().stream()
                .map(ClientConnection::session)
                .map(s -> new Process(
                        s.connectionId(),
                        s.user(),
                        s.host(),
                        s.database(),
                        s.connected(),
                        Duration.between(s.lastCommand(), Instant.now()).toSeconds()))
                .toList();
    }

    @Override
    public List<AlterJob> alterJobs(String database) {
        return ddl.jobs(database);
    }

    /** Stops listening and ends every connection. Idempotent. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the MySQL port", e);
        }
        connections.values().forEach(ClientConnection::kill);
    }

    private LoadsView loads() {
        HttpFront front = http;
        return front == null ? LoadsView.none() : front.loads();
    }

    private boolean kill(long id) {
        ClientConnection connection = connections.get(id);
        if (connection == null) {
            return false;
        }
        connection.kill();
        return true;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.log(System.Logger.Level.WARNING, "accepting a connection", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        long id = connectionIds.incrementAndGet();
        String host = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
        Session session = new Session(id, host, cluster.now(), new Variables(cluster.options()));
        ClientConnection connection = new ClientConnection(socket, cluster, executor, session);
        connections.put(id, connection);
        thread("starrocks-query-" + id, () -> {
            try {
                connection.run();
            } finally {
                connections.remove(id);
            }
        });
        if (listener.isClosed()) {
            connection.kill();
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static int port(String hostAndPort) {
        return Integer.parseInt(hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1));
    }
}
