package io.github.sluice.coordinator.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of Kafka. Immutable.
 *
 * @param brokers their advertised {@code host:port}
 * @param unreachable those that take no connection from here, with why
 * @param plaintextPublic those that are reached unencrypted at a public address
 * @param bootstrap how many servers the settings name
 * @param replication wanted by the settings
 * @param broker one broker's settings, by name
 * @param version as the cluster tells it
 * @param mayCreate whether this account may create topics
 * @param topics of the run, those that are there
 * @param needs what this side must be allowed on a topic of the run
 * @param batch names of batch topics
 * @param stream names of stream topics
 * @param control name of the control topic
 * @param planned settings of a topic that is not there yet, by kind: batch, stream
 * @param largestRecord bytes that one record may have
 * @param forecast of the longest table; empty where nothing tells
 * @param logs free space and errors of the brokers' log folders
 */
record KafkaFacts(
        List<String> brokers,
        List<String> unreachable,
        List<String> plaintextPublic,
        int bootstrap,
        int replication,
        Seen<Map<String, String>> broker,
        Seen<String> version,
        Seen<Boolean> mayCreate,
        Seen<Map<String, Topic>> topics,
        Map<String, Set<String>> needs,
        List<String> batch,
        List<String> stream,
        String control,
        Map<String, Map<String, String>> planned,
        long largestRecord,
        Optional<Duration> forecast,
        Seen<List<LogFolder>> logs) {

    /** A topic that is there. {@code allowed} are the operations that the account may do; empty if the broker does not tell. */
    record Topic(int partitions, int replication, Map<String, String> config, Set<String> allowed) {}

    /** A log folder. Bytes are -1 where the broker does not tell. */
    record LogFolder(int broker, String error, long usable, long total) {}
}
