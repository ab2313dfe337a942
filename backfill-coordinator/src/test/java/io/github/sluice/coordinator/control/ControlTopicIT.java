package io.github.sluice.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The broker is public: what the control topic believes, and what it does not. */
@Timeout(120)
class ControlTopicIT {
    private static final DataKey KEY = DataKey.fromHex("00112233445566778899aabbccddeeff");
    private static final DataKey OTHER = DataKey.fromHex("ffeeddccbbaa99887766554433221100");
    private static final Duration SHORT = Duration.ofMillis(500);

    private final KafkaClients clients =
            new KafkaClients(new Kafka(SharedServers.kafka().bootstrapServers(), Map.of(), 1, 1, Map.of()));
    private String topic = "";

    @BeforeEach
    void name() {
        topic = SharedServers.topic(ControlTopicIT.class);
    }

    private ControlTopic open(DataKey key) {
        return ControlTopic.open(clients, topic, "run", key);
    }

    private static Word equal(int attempt, String id) {
        return Word.done("orders", "verify", attempt, id, Map.of("verdict", "EQUAL", "rows", 3L));
    }

    @Test
    void aWordIsHeardByTheOtherHalfAndByWhoeverComesLater() {
        try (ControlTopic one = open(KEY);
                ControlTopic other = open(KEY)) {
            one.publish(equal(1, "a"));
            assertThat(one.newest("orders", "verify")).contains(equal(1, "a"));
            Word heard = other.await("it", Duration.ofSeconds(20), control -> control.newest("orders", "verify"));
            assertThat(heard).isEqualTo(equal(1, "a"));
            assertThat(other.fresh("orders", "verify")).isTrue();
        }
        try (ControlTopic later = open(KEY)) {
            assertThat(later.newest("orders", "verify")).contains(equal(1, "a"));
            assertThat(later.fresh("orders", "verify")).as("it was said before").isFalse();
            later.publish(equal(2, "b"));
            assertThat(later.newest("orders", "verify")).contains(equal(2, "b"));
        }
    }

    @Test
    void theTopicIsCompactedAndOneThatIsNotIsRefused() {
        open(KEY).close();
        try (Topics topics = new Topics(clients)) {
            assertThat(topics.shape(topic).orElseThrow().config()).containsEntry("cleanup.policy", "compact");
            topic = SharedServers.topic(ControlTopicIT.class);
            topics.create(topic, new Topics.Shape(1, 1, Map.of("cleanup.policy", "delete")));
        }
        assertThatThrownBy(() -> open(KEY))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("cleanup.policy delete");
    }

    @Test
    void garbageAndForgeriesAreIgnored() throws Exception {
        try (ControlTopic control = open(KEY);
                Producer<byte[], byte[]> forger = clients.writer("forger")) {
            control.publish(equal(1, "a"));
            byte[] place = "[\"run\",\"orders\",\"verify\"]".getBytes(StandardCharsets.UTF_8);
            forger.send(new ProducerRecord<>(topic, place, new byte[] {1, 2, 3}))
                    .get();
            forger.send(new ProducerRecord<>(topic, place, "{}".getBytes(StandardCharsets.UTF_8)))
                    .get();
            forger.send(new ProducerRecord<>(topic, "not json".getBytes(StandardCharsets.UTF_8), place))
                    .get();
            forger.send(new ProducerRecord<>(topic, place, null)).get();
            control.publish(Word.done("orders", "marker", 1, "a", Map.of()));
        }
        try (ControlTopic reader = open(KEY)) {
            assertThat(reader.newest("orders", "marker")).isPresent();
            assertThat(reader.newest("orders", "verify")).contains(equal(1, "a"));
        }
    }

    /** A true "verified" of one table put in the place of another must not drop the other's topic. */
    @Test
    void aSealedWordMovedToAnotherPlaceIsIgnored() throws Exception {
        byte[] sealed;
        try (ControlTopic control = open(KEY)) {
            control.publish(equal(1, "a"));
            sealed = lastValue();
        }
        try (Producer<byte[], byte[]> forger = clients.writer("forger")) {
            forger.send(new ProducerRecord<>(
                            topic, "[\"run\",\"customers\",\"verify\"]".getBytes(StandardCharsets.UTF_8), sealed))
                    .get();
        }
        try (ControlTopic control = open(KEY)) {
            assertThat(control.newest("orders", "verify")).isPresent();
            assertThat(control.newest("customers", "verify")).isEmpty();
        }
    }

    @Test
    void anotherKeyHearsNothingAndSaysWhy() {
        try (ControlTopic one = open(KEY);
                ControlTopic other = open(OTHER)) {
            one.publish(equal(1, "a"));
            assertThatThrownBy(() -> other.await(
                            "the verdict", Duration.ofSeconds(5), control -> control.newest("orders", "verify")))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                    .hasMessageContaining("waited")
                    .hasMessageContaining("do not open with key " + OTHER.id());
        }
    }

    @Test
    void otherRunsOnTheSameTopicAreNotHeard() {
        try (ControlTopic one = open(KEY);
                ControlTopic other = ControlTopic.open(clients, topic, "another-run", KEY)) {
            one.publish(equal(1, "a"));
            assertThatThrownBy(() -> other.await("it", SHORT, control -> control.newest("orders", "verify")))
                    .isInstanceOf(Failure.class);
            assertThat(other.newest("orders", "verify")).isEqualTo(Optional.empty());
        }
    }

    private byte[] lastValue() {
        try (Consumer<byte[], byte[]> consumer = clients.reader("test")) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(java.util.List.of(partition));
            consumer.seekToBeginning(java.util.List.of(partition));
            byte[] value = new byte[0];
            while (value.length == 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    value = record.value();
                }
            }
            return value;
        }
    }
}
