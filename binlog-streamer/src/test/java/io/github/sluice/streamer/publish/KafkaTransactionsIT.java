package io.github.sluice.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KafkaTransactionsIT {
    private static final DataKey KEY = DataKey.fromHex("0123456789abcdef".repeat(4));
    private static final DataKey OTHER_KEY = DataKey.fromHex("fedcba9876543210".repeat(4));
    private static final String U = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    private final KafkaBroker broker = SharedServers.kafka();
    private final String rows = SharedServers.topic(KafkaTransactionsIT.class);
    private final String positions = SharedServers.topic(KafkaTransactionsIT.class);

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = clients().admin("test")) {
            admin.createTopics(List.of(new NewTopic(rows, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void rowsPositionAndSchemaAreCommittedTogetherOrNotAtAll() {
        try (KafkaTransactions first = open("s1")) {
            assertThat(first.stored().position()).isNull();
            first.send(rows, 0, bytes("k"), bytes("one"));
            first.commit(position(1), entries("orders", "[1]", "items", "[2]"));
            first.send(rows, 1, bytes("k"), bytes("two"));
            assertThat(first.isOpen()).isTrue();
        }
        assertThat(committedRows()).containsExactly("one");
        try (KafkaTransactions second = open("s1")) {
            assertThat(second.stored().position()).isEqualTo(position(1));
            assertThat(second.stored().schema()).isEqualTo(Map.of("orders", "[1]", "items", "[2]"));
            second.send(rows, 1, bytes("k"), bytes("two"));
            second.commit(position(2), entries("items", null, "orders", "[3]"));
        }
        assertThat(committedRows()).containsExactlyInAnyOrder("one", "two");
        try (KafkaTransactions third = open("s1")) {
            assertThat(third.stored().position()).isEqualTo(position(2));
            assertThat(third.stored().schema()).isEqualTo(Map.of("orders", "[3]"));
        }
        try (KafkaTransactions another = open("s2")) {
            assertThat(another.stored().position()).isNull();
            assertThat(another.stored().schema()).isEmpty();
        }
    }

    /** The broker is public; "definition/..." is a digest of what could be guessed, "table/..." a table's name. */
    @Test
    void schemaEntriesTellNothingNotEvenByTheirKeys() {
        String table = "table/order_1.t_order_7";
        try (KafkaTransactions transactions = open("s1")) {
            transactions.commit(position(1), entries(table, "[\"amount\"]", "common", "{}"));
        }
        List<ConsumerRecord<byte[], byte[]>> entries = committed(List.of(new TopicPartition(positions, 0))).stream()
                .filter(record -> text(record.key()).contains("\"schema\""))
                .toList();
        assertThat(entries).hasSize(2).allSatisfy(record -> {
            assertThat(text(record.key())).matches("\\[\"shop\",\"s1\",\"schema\",\"[0-9a-f]{32}\"]");
            assertThat(text(record.key()) + text(record.value()))
                    .doesNotContain("order", "amount", "common", "table/", "definition/");
        });
        try (KafkaTransactions again = open("s1")) {
            assertThat(again.stored().schema()).isEqualTo(Map.of(table, "[\"amount\"]", "common", "{}"));
        }
    }

    @Test
    void theSecondStreamerEndsTheFirstOne() {
        try (KafkaTransactions first = open("s1")) {
            first.send(rows, 0, bytes("k"), bytes("of the first"));
            try (KafkaTransactions second = open("s1")) {
                second.send(rows, 0, bytes("k"), bytes("of the second"));
                second.commit(position(1), Map.of());
                assertThatThrownBy(() -> first.commit(position(9), Map.of())).isInstanceOf(FencedException.class);
                second.send(rows, 0, bytes("k"), bytes("and on"));
                second.commit(position(2), Map.of());
            }
        }
        assertThat(committedRows()).containsExactly("of the second", "and on");
        try (KafkaTransactions last = open("s1")) {
            assertThat(last.stored().position()).isEqualTo(position(2));
        }
    }

    /** Its open transaction stands before our newest position, and readers of committed records stop there. */
    @Test
    void anotherSourcesOpenTransactionDoesNotHideOurNewestPosition() throws Exception {
        try (KafkaTransactions ours = open("s1");
                Producer<byte[], byte[]> theirs = clients().producer("s2")) {
            ours.commit(position(1), Map.of());
            theirs.initTransactions();
            theirs.beginTransaction();
            theirs.send(new ProducerRecord<>(positions, 0, bytes("[\"shop\",\"s2\"]"), bytes("x")))
                    .get(30, TimeUnit.SECONDS);
            ours.commit(position(2), Map.of());
            CompletableFuture<StreamPosition> reopened = CompletableFuture.supplyAsync(() -> {
                try (KafkaTransactions again = open("s1")) {
                    return again.stored().position();
                }
            });
            assertThatThrownBy(() -> reopened.get(2, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            theirs.abortTransaction();
            assertThat(reopened.get(60, TimeUnit.SECONDS)).isEqualTo(position(2));
        }
    }

    @Test
    void aPositionOfAnotherKeyIsNotTakenForNone() {
        try (KafkaTransactions first = open("s1")) {
            first.commit(position(1), Map.of());
        }
        PositionsTopic wrongKey = new PositionsTopic(positions, "shop", "s1", clients(), 1, OTHER_KEY);
        Failure failure = catchThrowableOfType(Failure.class, () -> KafkaTransactions.open(clients(), wrongKey, "s1"));
        assertThat(failure.code()).isEqualTo(ExitCode.UNDECRYPTABLE);
        assertThat(failure).hasMessageContaining("none opens with key " + OTHER_KEY.id());
    }

    /** A record that somebody else put there is passed over. */
    @Test
    void aForgedPositionIsIgnoredAndCounted() throws Exception {
        try (KafkaTransactions first = open("s1")) {
            first.commit(position(1), Map.of());
        }
        try (Producer<byte[], byte[]> forger = clients().producer("forger")) {
            forger.initTransactions();
            forger.beginTransaction();
            forger.send(new ProducerRecord<>(positions, 0, bytes("[\"shop\",\"s1\"]"), bytes("{\"version\":1}")));
            forger.commitTransaction();
        }
        try (KafkaTransactions second = open("s1")) {
            assertThat(second.stored().position()).isEqualTo(position(1));
            assertThat(second.stored().ignored()).isEqualTo(1);
        }
    }

    @Test
    void aTopicThatCannotKeepPositionsIsRefused() throws Exception {
        try (Admin admin = clients().admin("test")) {
            admin.createTopics(List.of(new NewTopic(positions, 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Failure failure = catchThrowableOfType(Failure.class, () -> open("s1"));
        assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure).hasMessageContaining("2 partitions and cleanup.policy delete; it needs 1 and compact");
    }

    @Test
    void topicsThatAreMissingAreNotCreated() {
        try (KafkaTransactions transactions = open("s1")) {
            Map<String, TopicShape> shapes = transactions.shapes(List.of(rows, "missing-" + rows));
            assertThat(shapes).containsOnlyKeys(rows);
            assertThat(shapes.get(rows)).isEqualTo(new TopicShape(2, 1048588, "delete"));
        }
    }

    private KafkaTransactions open(String source) {
        PositionsTopic topic = new PositionsTopic(positions, "shop", source, clients(), 1, KEY);
        return KafkaTransactions.open(clients(), topic, source);
    }

    private KafkaClients clients() {
        return new KafkaClients(new StreamerSettings.Kafka(broker.bootstrapServers(), Map.of(), 1), positions);
    }

    private List<String> committedRows() {
        return committed(List.of(new TopicPartition(rows, 0), new TopicPartition(rows, 1))).stream()
                .map(record -> text(record.value()))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> committed(List<TopicPartition> partitions) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients().reader("test")) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    private static StreamPosition position(long number) {
        return new StreamPosition(
                "w", U, U + ":1-" + number, "binlog.000001", number, null, Instant.EPOCH, null, 0, Map.of(), Map.of());
    }

    private static Map<String, String> entries(String... pairs) {
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], pairs[i + 1]);
        }
        return entries;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
