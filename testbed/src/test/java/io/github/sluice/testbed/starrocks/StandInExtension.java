package io.github.sluice.testbed.starrocks;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One MySQL and one stand-in over it per test class; each test makes databases of its own. */
public final class StandInExtension implements BeforeAllCallback, AfterAllCallback {
    private final StandInOptions options;
    private MySqlServer mysql;
    private StarRocksStandIn standIn;

    public StandInExtension(StandInOptions options) {
        this.options = options;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
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
        return standIn;
    }

    public MySqlServer mysql() {
        return mysql;
    }

    /** As root, with the driver's default properties. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), standIn.username(), standIn.password());
    }

    public String url(String databaseAndProperties) {
        return "jdbc:mysql://" + standIn.query() + "/" + databaseAndProperties;
    }
}
