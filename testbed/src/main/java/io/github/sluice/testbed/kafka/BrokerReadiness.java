package io.github.sluice.testbed.kafka;

import io.github.sluice.testbed.process.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Ready means that the controller would place a topic on the broker now, and that every partition that lives on this
 * broker alone has a leader. An open port says neither. One thread.
 */
final class BrokerReadiness implements Readiness, AutoCloseable {
    private static final int LOOK_MS = 5_000;
    private static final int CONNECT_MS = 1_000;

    private final String bootstrapServers;
    private final int nodeId;
    private @Nullable Admin admin;

    BrokerReadiness(String bootstrapServers, int nodeId) {
        this.bootstrapServers = bootstrapServers;
        this.nodeId = nodeId;
    }

    @Override
    public boolean isReady() throws Exception {
        if (admin == null) {
            portIsOpen(); // until then the client would only fill the log
            admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LOOK_MS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LOOK_MS,
                    AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200));
        }
        admin.createTopics(
                        List.of(new NewTopic("sluice-testbed-readiness", 1, (short) 1)),
                        new CreateTopicsOptions().validateOnly(true))
                .all()
                .get(LOOK_MS, TimeUnit.MILLISECONDS);
        Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(LOOK_MS, TimeUnit.MILLISECONDS);
        Collection<TopicDescription> descriptions = admin.describeTopics(topics)
                .allTopicNames()
                .get(LOOK_MS, TimeUnit.MILLISECONDS)
                .values();
        return descriptions.stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.replicas().stream().allMatch(replica -> replica.id() == nodeId))
                .allMatch(partition -> partition.leader() != null);
    }

    private void portIsOpen() throws IOException {
        int colon = bootstrapServers.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            bootstrapServers.substring(0, colon),
                            Integer.parseInt(bootstrapServers.substring(colon + 1))),
                    CONNECT_MS);
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
    }
}
