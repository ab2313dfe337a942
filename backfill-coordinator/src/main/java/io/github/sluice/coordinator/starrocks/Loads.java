package io.github.sluice.coordinator.starrocks;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.streamload.Cluster;
import io.github.sluice.streamload.LoadStates;
import io.github.sluice.streamload.QueryPortException;
import io.github.sluice.streamload.Secret;
import io.github.sluice.streamload.UnfinishedLoad;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Loads that are neither visible nor aborted. A comparison beside one of them could be right now and wrong a second
 * later. Thread-safe; closed by its opener.
 */
public final class Loads implements UnfinishedLoads {
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(120);

    private final String database;
    private final LoadStates states;

    public Loads(StarRocks settings) {
        Cluster.Builder cluster = Cluster.builder()
                .queryHost(settings.query())
                .account(settings.credentials().username(), Secret.of(References.password(settings.credentials())));
        settings.http().forEach(cluster::frontEnd);
        this.database = settings.database();
        this.states = new LoadStates(cluster.build());
    }

    /**
     * Waits until no load of the table is unfinished.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} naming the labels if some still are after {@code limit}
     */
    @Override
    public void awaitNone(String table, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            List<UnfinishedLoad> unfinished = unfinished(table);
            if (unfinished.isEmpty()) {
                return;
            }
            if (Instant.now().isAfter(end)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        table + ": loads are still unfinished after " + limit.toSeconds() + " s: " + unfinished);
            }
            Pause.sleep(Duration.ofMillis(500), table + ": loads are unfinished");
        }
    }

    /** Ends what is unfinished of a table whose loads are all void. */
    @Override
    public void cancelAll(String table) {
        for (UnfinishedLoad load : unfinished(table)) {
            try {
                states.cancel(database, table, load.label(), CANCEL_LIMIT);
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.UNKNOWN, table + ": load " + load + " cannot be ended: " + e.getMessage(), e);
            }
        }
    }

    private List<UnfinishedLoad> unfinished(String table) {
        try {
            return states.unfinishedOfTable(database, table);
        } catch (QueryPortException e) {
            throw new Failure(ExitCode.UNKNOWN, table + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            states.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.UNKNOWN, "connections to StarRocks cannot be closed: " + e.getMessage(), e);
        }
    }
}
