package io.github.sluice.coordinator.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;

/** How full the brokers' disks are, where they tell (Kafka 3.3 and later, KIP-827). Thread-safe. */
public final class BrokerDisks {
    private final KafkaClients clients;

    public BrokerDisks(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The used share of the fullest log directory of any broker, in percent, rounded up; empty if no broker tells.
     *
     * @throws io.github.sluice.coordinator.Failure if they cannot be asked
     */
    public OptionalLong fullestPercent() {
        Admin admin = clients.admin();
        try {
            List<Integer> brokers = KafkaClients.getOrUnknown(
                            "brokers", admin.describeCluster().nodes())
                    .stream()
                    .map(Node::id)
                    .toList();
            Map<Integer, Map<String, LogDirDescription>> directories = KafkaClients.getOrUnknown(
                    "log directories", admin.describeLogDirs(brokers).allDescriptions());
            return fullestPercent(directories.values().stream()
                    .flatMap(broker -> broker.values().stream())
                    .toList());
        } finally {
            admin.close(Duration.ofSeconds(5));
        }
    }

    static OptionalLong fullestPercent(Collection<LogDirDescription> directories) {
        return directories.stream()
                .filter(directory -> directory.totalBytes().orElse(0) > 0
                        && directory.usableBytes().isPresent())
                .mapToLong(directory -> percent(
                        directory.totalBytes().getAsLong(),
                        directory.usableBytes().getAsLong()))
                .max();
    }

    private static long percent(long total, long usable) {
        return (long) Math.ceil(100.0 * (total - usable) / total);
    }
}
