package io.github.sluice.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.testbed.SharedServers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicsIT {
    private final KafkaClients clients =
            new KafkaClients(new Kafka(SharedServers.kafka().bootstrapServers(), Map.of(), 1, 1, Map.of()));

    /** A shape is asked for in two questions, and a topic can go between them: that is no failure. */
    @Test
    void aTopicThatIsDeletedWhileItIsLookedAtIsGone() throws Exception {
        String topic = SharedServers.topic(TopicsIT.class);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> {
            try (Topics other = new Topics(clients)) {
                while (!over.get()) {
                    other.shape(topic);
                }
            }
        });
        try (Topics topics = new Topics(clients)) {
            for (int i = 0; i < 20; i++) {
                topics.create(topic, new Topics.Shape(1, 1, Map.of()));
                topics.delete(topic);
            }
        } finally {
            over.set(true);
        }
        looking.get(30, TimeUnit.SECONDS);
        try (Topics topics = new Topics(clients)) {
            assertThat(topics.shape(topic)).isEmpty();
        }
    }
}
