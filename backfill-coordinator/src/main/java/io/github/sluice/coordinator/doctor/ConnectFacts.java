package io.github.sluice.coordinator.doctor;

import java.util.List;
import java.util.Map;

/**
 * What was seen of Kafka Connect. Immutable.
 *
 * @param workers each address, with what it says of itself
 * @param cluster Kafka's own id of the cluster; not seen where Kafka was not
 * @param plugins classes that the workers offer
 * @param needed classes that the run's connectors name
 * @param overrides what a worker objects to in an overridden consumer setting
 * @param faults what a worker objects to in the run's connectors
 * @param clashes connectors of the run's names that the journal does not show to be ours
 * @param failed the run's connectors that have failed
 * @param stores topics that look like the workers' own, by name
 * @param brokers how many Kafka has
 */
record ConnectFacts(
        List<Worker> workers,
        Seen<String> cluster,
        Seen<List<String>> plugins,
        List<String> needed,
        Seen<List<String>> overrides,
        Seen<List<String>> faults,
        Seen<List<String>> clashes,
        Seen<List<String>> failed,
        Seen<Map<String, KafkaFacts.Topic>> stores,
        int brokers) {
    /** One worker. {@code trouble} is empty where it answered. */
    record Worker(String url, String version, String cluster, String trouble) {}
}
