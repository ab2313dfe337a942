package io.github.sluice.testbed.mysql;

import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.Port;
import io.github.sluice.testbed.process.ServerFolder;
import io.github.sluice.testbed.process.StartFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real MySQL, 8.0.31 unless told, or a MariaDB: row binlog with full images, GTID, utf8mb4, time zone +08:00, accounts by
 * mysql_native_password, listening on 127.0.0.1 only. There are no named time zones in it; use offsets.
 *
 * <p>Commits are written, not flushed ({@code sync_binlog=0}, {@code innodb_flush_log_at_trx_commit=2}): what is
 * committed survives {@link #kill()}, though not a crash of the machine. Thread-safe.
 */
public final class MySqlServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int PORT_TRIES = 3;
    private static final String ROOT = "root";

    private final MySqlInstallation installation;
    private final ServerFolder folder;
    private final Port port;
    private final List<String> options;
    private ChildProcess process;
    private String password = "";

    private MySqlServer(MySqlInstallation installation, ServerFolder folder, Port port, List<String> options) {
        this.installation = installation;
        this.folder = folder;
        this.port = port;
        this.options = List.copyOf(options);
        this.process = launch();
    }

    /** As {@link #startWithPassword} with an empty password. */
    public static MySqlServer start(Path workDir, String... extraOptions) {
        return startWithPassword(workDir, "", extraOptions);
    }

    /**
     * Starts a server with an empty data folder of its own under {@code workDir}; it returns once SQL is answered.
     *
     * @param rootPassword of root, who may come from 127.0.0.1 only
     * @param extraOptions of mysqld, such as {@code --sync-binlog=1}; they win over the testbed's own
     * @throws StartFailedException with the end of the server's log
     */
    public static MySqlServer startWithPassword(Path workDir, String rootPassword, String... extraOptions) {
        return start(MySqlVersion.V8_0_31, workDir, rootPassword, List.of(extraOptions));
    }

    /** As {@link #start(Path, String...)}, of another version. */
    public static MySqlServer start(MySqlVersion version, Path workDir, String... extraOptions) {
        return start(version, workDir, "", List.of(extraOptions));
    }

    private static MySqlServer start(
            MySqlVersion version, Path workDir, String rootPassword, List<String> extraOptions) {
        MySqlInstallation installation = MySqlInstallation.get(version);
        for (int tries = 1; ; tries++) {
            Port port = Port.claim();
            ServerFolder folder = null;
            MySqlServer server = null;
            try {
                folder = ServerFolder.create(workDir, "mysql");
                installation.createDataDir(folder.path().resolve("data"), extraOptions);
                server = new MySqlServer(installation, folder, port, extraOptions);
                server.awaitReady();
                if (!rootPassword.isEmpty()) {
                    server.setRootPassword(rootPassword);
                }
                return server;
            } catch (RuntimeException e) {
                if (server != null) {
                    server.process.kill();
                }
                if (folder != null) {
                    folder.close();
                }
                port.close();
                if (!(e instanceof StartFailedException failed && failed.addressInUse() && tries < PORT_TRIES)) {
                    throw e;
                }
            }
        }
    }

    private ChildProcess launch() {
        List<String> line = new ArrayList<>(installation.mysqld());
        line.addAll(List.of(
                "--datadir=" + dataDir(),
                "--port=" + port.number(),
                "--bind-address=127.0.0.1",
                "--socket=mysql.sock", // in the data folder; an absolute path may pass the 107 bytes that a socket may
                // have
                "--pid-file=" + folder.path().resolve("mysqld.pid"),
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+08:00",
                "--max-allowed-packet=64M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=2",
                "--sync-binlog=0"));
        line.addAll(installation.version().ownOptions());
        line.addAll(options);
        return ChildProcess.start(
                new ChildCommand("mysqld", line, installation.environment(), folder.path(), logFile()));
    }

    private void awaitReady() {
        process.awaitReady(START_LIMIT, () -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT @@datadir")) {
                row.next();
                return Path.of(row.getString(1)).equals(dataDir()); // not somebody else's server on that port
            }
        });
    }

    private void setRootPassword(String newPassword) {
        execute("SET SESSION sql_log_bin = 0", "ALTER USER 'root'@'localhost' IDENTIFIED BY " + literal(newPassword));
        password = newPassword;
    }

    /**
     * Creates an account that may come from any host, with a password by mysql_native_password.
     *
     * @param grants each as it stands in GRANT between the word and TO, such as {@code "SELECT ON shop.*"}
     */
    public void createUser(String name, String userPassword, String... grants) {
        String account = literal(name) + "@'%'";
        List<String> statements = new ArrayList<>();
        statements.add("CREATE USER " + account + " IDENTIFIED BY " + literal(userPassword));
        for (String grant : grants) {
            statements.add("GRANT " + grant + " TO " + account);
        }
        execute(statements.toArray(String[]::new));
    }

    /** Executes statements as root in one session, in order. */
    public void execute(String... statements) {
        String current = "";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                current = sql;
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "MySQL refused: " + current.lines().findFirst().orElse("to connect"), e);
        }
    }

    /** A text as an SQL literal; the server's default sql_mode knows the backslash. */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A new connection as root, no database chosen. The caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(""), username(), password());
    }

    /** A URL that ends with settings ({@code ?useSSL=...}), so that more can follow after {@code &}. */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database
                + "?useSSL=false&allowPublicKeyRetrieval=true&characterEncoding=UTF-8";
    }

    /** Which one it is. */
    public MySqlVersion version() {
        return installation.version();
    }

    public int port() {
        return port.number();
    }

    public String username() {
        return ROOT;
    }

    public String password() {
        return password;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public Path dataDir() {
        return folder.path().resolve("data");
    }

    /** The server's error log; gone when the server is closed. */
    public Path logFile() {
        return folder.path().resolve("mysqld.log");
    }

    /** Kills the server (SIGKILL); {@link #restart} starts it again on its data and port. */
    public synchronized void kill() {
        process.kill();
    }

    /** Stops the server from running (SIGSTOP); connections stay open and silent. */
    public synchronized void freeze() {
        process.freeze();
    }

    /** Lets a frozen server run on. */
    public synchronized void resume() {
        process.resume();
    }

    /** Stops the server if it runs, and starts it on the same data and port. */
    public synchronized void restart() {
        process.close();
        process = launch();
        awaitReady();
    }

    /** Stops the server and removes its folder. A second call does nothing. */
    @Override
    public synchronized void close() {
        process.close();
        folder.close();
        port.close();
    }
}
