package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.kafka.Topics;
import java.util.Map;
import java.util.Optional;

/** What letting go of one batch looks at and takes away. One thread. */
interface BatchWorld {
    /** The topic as Kafka has it now; empty if it is gone. */
    Optional<Topics.Shape> topic();

    /** Its offsets now. */
    Map<Integer, Topics.Range> ranges();

    boolean connectorIsThere();

    /** Whether the journal shows that we made the connector. */
    boolean connectorIsOurs();

    /** Records that the connector's group has not committed. */
    long undrained();

    /** Connector and group; harmless if they are gone. */
    void removeConnector();

    /**
     * The topic; harmless if it is gone.
     *
     * @throws io.github.sluice.coordinator.Failure 30 if it is not known to be gone
     */
    void deleteTopic();
}
