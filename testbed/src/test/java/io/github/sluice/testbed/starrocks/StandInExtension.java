package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One MySQL and one stand-in over it per test class; each test makes databases of its own. With
 * {@code -Dstarrocks.fe=HOST[:9030]} the tests run against that real cluster instead, user
 * {@code -Dstarrocks.user} (root), password from the environment's STARROCKS_PASSWORD; tests that need a
 * part of the stand-in are skipped then.
 */
public final class StandInExtension implements BeforeAllCallback, AfterAllCallback {
    private static final String REAL = System.getProperty("starrocks.fe");
    private static final int QUERY_PORT = 9030;

    private final StandInOptions options;
    private MySqlServer mysql;
    private StarRocksStandIn standIn;

    public StandInExtension(StandInOptions options) {
        this.options = options;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (REAL != null) {
            return;
        }
        mysql = MySqlServer.start(Files.createDirectories(Path.of("target", "stand-in")));
        standIn = StarRocksStandIn.start(mysql, options);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (standIn != null) {
            standIn.close();
        }
        if (mysql != null) {
            mysql.close();
        }
    }

    public StarRocksStandIn standIn() {
        Assumptions.assumeTrue(REAL == null, "needs the stand-in, runs against " + REAL);
        return standIn;
    }

    public MySqlServer mysql() {
        Assumptions.assumeTrue(REAL == null, "needs the stand-in, runs against " + REAL);
        return mysql;
    }

    /** As root, with the driver's default properties. */
    public Connection connect(String database) throws SQLException {
        if (REAL != null) {
            return DriverManager.getConnection(
                    url(database),
                    System.getProperty("starrocks.user", "root"),
                    System.getenv().getOrDefault("STARROCKS_PASSWORD", ""));
        }
        return DriverManager.getConnection(url(database), standIn.username(), standIn.password());
    }

    public String url(String databaseAndProperties) {
        String address = REAL == null ? standIn.query() : REAL.contains(":") ? REAL : REAL + ":" + QUERY_PORT;
        return "jdbc:mysql://" + address + "/" + databaseAndProperties;
    }
}
