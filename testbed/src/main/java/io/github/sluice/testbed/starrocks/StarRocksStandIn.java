package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Backing;
import io.github.sluice.testbed.starrocks.catalog.Catalog;
import io.github.sluice.testbed.starrocks.catalog.TableStore;
import io.github.sluice.testbed.starrocks.load.Faults;
import io.github.sluice.testbed.starrocks.load.LoadFront;
import io.github.sluice.testbed.starrocks.load.LoadOptions;
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
    private final LoadFront http;

    private StarRocksStandIn(Cluster cluster, Backing backing, MySqlFront sql, LoadFront http) {
        this.cluster = cluster;
        this.backing = backing;
        this.sql = sql;
        this.http = http;
    }

    /** Starts over a MySQL that runs already. */
    public static StarRocksStandIn start(MySqlServer mysql, StandInOptions options) {
        return start(mysql, options, LoadOptions.defaults());
    }

    /** Starts over a MySQL that runs already, with limits of one's own for loads. */
    public static StarRocksStandIn start(MySqlServer mysql, StandInOptions options, LoadOptions loads) {
        return start(mysql.jdbcUrl("mysql"), mysql.username(), mysql.password(), options, loads);
    }

    /**
     * Starts over a MySQL that runs already.
     *
     * @param jdbcUrl of the server; database and parameters are ignored
     */
    public static StarRocksStandIn start(
            String jdbcUrl, String user, String password, StandInOptions options, LoadOptions loads) {
        String database = "sr__" + UUID.randomUUID().toString().substring(0, 8);
        Backing backing = Backing.open(jdbcUrl, user, password, database);
        Cluster cluster =
                new Cluster(options, new Accounts(options.rootPassword()), new Catalog(), new TableStore(backing));
        MySqlFront sql = null;
        try {
            sql = MySqlFront.start(cluster);
            LoadFront http = LoadFront.start(cluster, loads);
            sql.connect(http);
            return new StarRocksStandIn(cluster, backing, sql, http);
        } catch (RuntimeException e) {
            if (sql != null) {
                sql.close();
            }
            backing.close();
            throw e;
        }
    }

    /** {@code host:port} of the FE's HTTP port: where loads begin. */
    public String feHttp() {
        return http.feHttp();
    }

    /** {@code host:port} of the BE's HTTP port: where loads are redirected to. */
    public String beHttp() {
        return http.beHttp();
    }

    /** Fault injection; from another process over {@link LoadFront#adminHttp}. */
    public Faults faults() {
        return http.faults();
    }

    /** The HTTP side: label cleaner, timeouts, admin port. */
    public LoadFront http() {
        return http;
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
        http.close();
        sql.close();
        backing.close();
    }
}
