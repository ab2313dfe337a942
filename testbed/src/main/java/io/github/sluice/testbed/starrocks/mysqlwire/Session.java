package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.sql.SessionFacts;
import io.github.sluice.testbed.starrocks.sql.Variables;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The state of one connection. Written by its thread; SHOW PROCESSLIST reads it from others. */
final class Session implements SessionFacts {
    private final long connectionId;
    private final String host;
    private final LocalDateTime connected;
    private volatile String user = "";
    private volatile @Nullable String database;
    private volatile Instant lastCommand = Instant.now();
    private Variables variables;

    Session(long connectionId, String host, LocalDateTime connected, Variables variables) {
        this.connectionId = connectionId;
        this.host = host;
        this.connected = connected;
        this.variables = variables;
    }

    @Override
    public String user() {
        return user;
    }

    void user(String name) {
        user = name;
    }

    @Override
    public @Nullable String database() {
        return database;
    }

    void database(@Nullable String name) {
        database = name;
    }

    @Override
    public long connectionId() {
        return connectionId;
    }

    @Override
    public Variables variables() {
        return variables;
    }

    /** Back to the state after login. */
    void reset(Variables fresh) {
        variables = fresh;
    }

    void touch() {
        lastCommand = Instant.now();
    }

    Instant lastCommand() {
        return lastCommand;
    }

    String host() {
        return host;
    }

    LocalDateTime connected() {
        return connected;
    }
}
