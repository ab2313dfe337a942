package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Backing;
import io.github.sluice.testbed.starrocks.catalog.Catalog;
import io.github.sluice.testbed.starrocks.catalog.TableStore;
import io.github.sluice.testbed.starrocks.mysqlwire.MySqlFront;
import java.util.UUID;

/**
 * A running stand-in. Rows live in a database of its own in the backing MySQL, which closing drops; the
 * same server may also be a test's source, since the stand-in writes no binlog. Thread-safe.
 */
public final class StarRocksStandIn implements AutoCloseable {
    private final Cluster cluster;
    private final Backing backing;
    private final MySqlFront sql;

    private StarRocksStandIn(Cluster cluster, Backing backing, MySqlFront sql) {
        this.cluster = cluster;
        this.backing = backing;
        this.sql = sql;
    }

    /** Starts over a MySQL that runs already. */
    public static StarRocksStandIn start(MySqlServer mysql, StandInOptions options) {
        return start(mysql.jdbcUrl("mysql"), mysql.username(), mysql.password(), options);
    }

    /**
     * Starts over a MySQL that runs already.
     *
     * @param jdbcUrl of the server; database and parameters are ignored
     */
    public static StarRocksStandIn start(String jdbcUrl, String user, String password, StandInOptions options) {
        String database = "sr__" + UUID.randomUUID().toString().substring(0, 8);
        Backing backing = Backing.open(jdbcUrl, user, password, database);
        Cluster cluster =
                new Cluster(options, new Accounts(options.rootPassword()), new Catalog(), new TableStore(backing));
        try {
            return new StarRocksStandIn(cluster, backing, MySqlFront.start(cluster));
        } catch (RuntimeException e) {
            backing.close();
            throw e;
        }
    }

    /** {@code host:port} of the MySQL protocol. */
    public String query() {
        return "127.0.0.1:" + sql.queryPort();
    }

    /** The administrator. */
    public String username() {
        return Accounts.ROOT;
    }

    /** The administrator's password, may be empty. */
    public String password() {
        return cluster.options().rootPassword();
    }

    /** Users and privileges, to be changed at will. */
    public Accounts accounts() {
        return cluster.accounts();
    }

    /** What both sides share. */
    public Cluster cluster() {
        return cluster;
    }

    /** Stops everything and drops the rows. Idempotent. */
    @Override
    public void close() {
        sql.close();
        backing.close();
    }
}
