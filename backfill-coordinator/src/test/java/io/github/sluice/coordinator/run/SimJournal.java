package io.github.sluice.coordinator.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * A JDBC driver before H2: the commit of each transaction that writes is a call at which a process may be killed. The
 * file is H2's own, and stays open for as long as the process lives.
 */
final class SimJournal implements Driver, AutoCloseable {
    private static final String PREFIX = "jdbc:simjournal:";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url = PREFIX + NUMBER.incrementAndGet();
    private final String h2;
    private final KillSwitch process;
    private final Connection open;

    private SimJournal(Path file, KillSwitch process) throws SQLException {
        this.h2 = "jdbc:h2:file:" + file.toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=0";
        this.process = process;
        this.open = DriverManager.getConnection(h2);
        DriverManager.registerDriver(this);
    }

    /** @param file without suffix */
    static SimJournal of(Path file, KillSwitch process) throws SQLException {
        return new SimJournal(file, process);
    }

    String url() {
        return url;
    }

    @Override
    public Connection connect(String asked, Properties info) throws SQLException {
        if (!acceptsURL(asked)) {
            return null;
        }
        process.live();
        Connection real = DriverManager.getConnection(h2);
        boolean[] wrote = {false};
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && !String.valueOf(arguments[0]).startsWith("SELECT")) {
                        wrote[0] = true;
                    }
                    if (method.getName().equals("commit") && wrote[0]) {
                        return commit(real);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Object commit(Connection real) throws SQLException {
        try {
            return process.call(
                    "the journal's commit",
                    () -> {
                        try {
                            real.commit();
                            return null;
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    lost -> new LostCommit());
        } catch (LostCommit lost) {
            throw new SQLException("simulated: nobody knows whether it was committed");
        }
    }

    private static final class LostCommit extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public boolean acceptsURL(String asked) {
        return asked.equals(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String asked, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("simjournal");
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
        open.close();
    }
}
