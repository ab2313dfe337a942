package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.Failure;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@link Watchdog} sees of one sink connector, and the one thing that it does. Each method throws {@link
 * ConnectException} or {@link Failure} when nothing can be seen.
 */
public interface Sight {
    /** Empty if there is no such connector. */
    Optional<ConnectorStatus> status();

    /** Where its consumer group stands, in every partition of its topics. */
    Map<TopicPartition, Standing> standings();

    /** Whether any record is not loaded there, and not only transaction markers and aborted records. */
    boolean holdsRecords(TopicPartition partition, Standing standing);

    /** Restarts what has failed. */
    void restartFailed();
}
