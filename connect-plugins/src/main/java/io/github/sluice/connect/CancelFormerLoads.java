package io.github.sluice.connect;

import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.streamload.LoadStates;
import io.github.sluice.streamload.QueryPortException;
import io.github.sluice.streamload.StateReply;
import io.github.sluice.streamload.UnfinishedLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds unfinished loads by the connector's label prefix and rolls them back, or waits for those whose commit came first.
 * Thread-safe.
 */
final class CancelFormerLoads implements FormerLoads {
    private static final Logger LOG = LoggerFactory.getLogger(CancelFormerLoads.class);

    private final LoadStates states;
    private final LabelScheme labels;
    private final String database;
    private final Duration limit;

    CancelFormerLoads(LoadStates states, LabelScheme labels, String database, Duration limit) {
        this.states = states;
        this.labels = labels;
        this.database = database;
        this.limit = limit;
    }

    @Override
    public void settle(String topic, Set<Integer> partitions, Cancellation cancellation) throws IOException {
        for (UnfinishedLoad load : unfinished()) {
            if (partitions.stream().anyMatch(partition -> labels.concerns(load.label(), topic, partition))) {
                StateReply end = states.cancel(database, load.table(), load.label(), limit);
                LOG.info("unfinished load {} of an earlier owner of topic {} is settled: {}", load, topic, end);
            }
        }
    }

    /** @throws IOException naming the key to set */
    void checkQueryPort() throws IOException {
        unfinished();
    }

    private List<UnfinishedLoad> unfinished() throws IOException {
        try {
            return states.unfinishedByPrefix(database, labels.connectorPrefix());
        } catch (QueryPortException e) {
            throw new IOException(
                    SinkKey.QUERY_URL + ": " + e.getMessage()
                            + ". It is needed to find loads that an earlier owner of a"
                            + " partition left unfinished; set it to host:port of the MySQL protocol, or set "
                            + SinkKey.UNFINISHED_LOADS + "=wait to wait for the load timeout instead",
                    e);
        }
    }
}
