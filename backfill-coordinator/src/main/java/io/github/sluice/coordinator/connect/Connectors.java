package io.github.sluice.coordinator.connect;

import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a run see and change of Kafka Connect. Every call may throw {@link ConnectException}.
 *
 * @see ConnectClient
 */
public interface Connectors {
    /** The configuration of a connector; empty if there is none of this name. */
    Optional<Map<String, String>> config(String connector);

    /**
     * Creates a connector or gives it another configuration.
     *
     * @return whether it was created
     */
    boolean put(String connector, Map<String, String> config);

    /** The state of a connector and its tasks; empty if there is none. */
    Optional<ConnectorStatus> status(String connector);

    /** Restarts the connector and those of its tasks that have failed. */
    void restartFailed(String connector);

    /**
     * Deletes a connector.
     *
     * @return whether there was one
     */
    boolean delete(String connector);
}
