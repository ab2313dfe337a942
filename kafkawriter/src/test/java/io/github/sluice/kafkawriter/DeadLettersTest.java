package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.writer.TaskAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    /** Answers each letter at once: the first with the error that is set, if one is. */
    private final MockProducer<byte[], byte[]> letters =
            new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    Future<RecordMetadata> sent = super.send(record, callback);
                    if (error == null) {
                        completeNext();
                    } else {
                        errorNext(error);
                        error = null;
                    }
                    return sent;
                }
            };

    private RuntimeException error;
    private int opened;

    private DeadLetters letters(int largest) {
        return new DeadLetters(
                "d",
                Map.of(DeadLetters.TASK, "3"),
                null,
                () -> {
                    opened++;
                    return letters;
                },
                largest,
                Duration.ofSeconds(1));
    }

    @Test
    void noProducerIsOpenedWithoutALetter() {
        assertThat(letters(100).finish()).isZero();
        assertThat(opened).isZero();
    }

    @Test
    void textThatIsNoUnicodeAndBytesAreKept() {
        DeadLetters dead = letters(1_000);
        dead.whole(7, "why", "a", ListRecord.values("\ud800\"\n", new byte[] {1}, null), null);
        assertThat(dead.finish()).isEqualTo(1);
        String json = new String(letters.history().get(0).value(), StandardCharsets.UTF_8);
        assertThat(Json.parse(json)).isInstanceOf(Map.class);
        assertThat(json)
                .startsWith("{\"columns\":[{\"type\":\"STRING\",\"value\":\"\\ud800\\\"\\u000a\"},"
                        + "{\"type\":\"BYTES\",\"value\":\"AQ==\"}");
    }

    @Test
    void aLetterThatIsTooLargeGoesWithoutItsValue() {
        DeadLetters dead = letters(10);
        dead.whole(7, "why", null, ListRecord.values("long enough"), null);
        dead.finish();
        assertThat(letters.history().get(0).value()).isNull();
    }

    @Test
    void aLetterThatTheBrokerFindsTooLargeIsSentAgainWithoutItsValue() {
        DeadLetters dead = letters(1_000);
        error = new RecordTooLargeException("too large");
        dead.whole(7, "why", null, ListRecord.values("x"), null);
        assertThat(dead.finish()).as("letters, not attempts").isEqualTo(1);
        assertThat(letters.history()).hasSize(2);
        assertThat(letters.history().get(1).value()).isNull();
        assertThat(letters.history()
                        .get(1)
                        .headers()
                        .lastHeader(DeadLetters.ROW)
                        .value())
                .isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLetterThatIsNotAcknowledgedFailsTheTask() {
        DeadLetters dead = letters(1_000);
        error = new TimeoutException("late");
        dead.whole(7, "why", null, ListRecord.values("x"), null);
        assertThatThrownBy(dead::finish).hasMessageContaining("a dirty row was not acknowledged");
    }

    @Test
    void everyKindOfDirtyRowHasOneLetterAndIsCountedOnce() {
        MockProducer<byte[], byte[]> good =
                new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
        DirtyRecords dirty = new DirtyRecords();
        TaskAccount account = new TaskAccount(3);
        RowWriter writer = new RowWriter(
                Jobs.settings(
                        Key.WRITE_TYPE,
                        "json",
                        Key.COLUMN,
                        List.of(Map.of("name", "n", "type", "varchar(900)")),
                        Key.PRODUCER_PROPERTIES,
                        Map.of("max.request.size", 500)),
                good,
                account,
                dirty,
                letters(1_000));
        Batches.write(writer, ListRecord.values("good"));
        good.completeNext();
        Batches.write(writer, ListRecord.values("too", "wide"));
        Batches.write(writer, ListRecord.values("\ud800"));
        Batches.write(writer, ListRecord.values("x".repeat(600)));
        Batches.write(writer, ListRecord.values("refused late"));
        good.errorNext(new RecordTooLargeException("broker"));
        writer.finish();

        assertThat(account.snapshot().dirty()).isEqualTo(4);
        assertThat(dirty.reasons).hasSize(4);
        assertThat(letters.history())
                .extracting(r -> header(r, DeadLetters.ROW))
                .containsExactly("2", "3", "4", "5");
        assertThat(letters.history())
                .extracting(r -> header(r, DeadLetters.REASON))
                .satisfiesExactly(
                        r -> assertThat(r).isEqualTo("2 columns where the job names 1"),
                        r -> assertThat(r).startsWith("column n: "),
                        r -> assertThat(r).contains("max.request.size"),
                        r -> assertThat(r).isEqualTo("refused as too large: broker"));
        assertThat(letters.history())
                .extracting(r -> r.value() == null)
                .as("only the last row was no longer at hand")
                .containsExactly(false, false, false, true);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void lettersAreSealedAsRowsAreAndTheirUseOfTheKeyIsBooked() throws Exception {
        KafkaWriterSettings settings = Jobs.settings(
                Key.ENCRYPTION_KEY,
                Jobs.HEX_KEY,
                Key.ENVELOPE,
                "v2",
                Key.FRAME,
                Map.of(),
                Key.HEADERS,
                Map.of("from", "shop"),
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("id", "v"),
                Key.PRODUCER_PROPERTIES,
                Map.of("max.request.size", 1_500));
        DeadLetters dead = new DeadLetters(
                "d", Map.of(), RowWriter.sealer(settings), () -> letters, 10_000, Duration.ofSeconds(1));
        Node node = new Node(0, "h", 1);
        PartitionInfo only = new PartitionInfo("t", 0, node, new Node[] {node}, new Node[] {node});
        MockProducer<byte[], byte[]> good = new MockProducer<>(
                new Cluster("c", List.of(node), List.of(only), Set.of(), Set.of()),
                true,
                new RoundRobinPartitioner(),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        TaskAccount account = new TaskAccount(3);
        RowWriter writer = new RowWriter(settings, good, account, new DirtyRecords(), dead);
        Batches.write(writer, ListRecord.values(1L, "good"));
        Batches.write(writer, ListRecord.values(2L, "x".repeat(2_000)));
        writer.finish();

        RecordOpener opener = Envelopes.opener(settings.keyRing);
        ProducerRecord<byte[], byte[]> frame = good.history().get(0);
        assertThat(opener.openAll(frame.value(), "t", null)).hasSize(1);
        assertThat(header(frame, "from")).isEqualTo("shop");
        assertThat(frame.partition()).isZero();
        ProducerRecord<byte[], byte[]> letter = letters.history().get(0);
        assertThat(header(letter, DeadLetters.REASON)).contains("that a frame may hold");
        assertThat(header(letter, DeadLetters.ROW)).isEqualTo("2");
        assertThat(opener.open(letter.value(), "d", null))
                .asString(StandardCharsets.US_ASCII)
                .contains("xxxxx");
        String id = settings.keyRing.keys().active().id();
        assertThat(account.snapshot().keyUses()).containsExactly(Map.entry(id, new KeyUse(2, 2)));
    }

    @Test
    void theTopicOfGoodRowsIsRefused() {
        assertThatThrownBy(() -> Jobs.settings(Key.DEAD_LETTER, Map.of("topic", "t")))
                .hasMessageContaining("deadLetter[topic]: must not be topic");
        assertThatThrownBy(() -> Jobs.settings(Key.DEAD_LETTER, Map.of("topics", "t")))
                .hasMessageContaining("deadLetter: must be {\"topic\": ...}");
    }
}
