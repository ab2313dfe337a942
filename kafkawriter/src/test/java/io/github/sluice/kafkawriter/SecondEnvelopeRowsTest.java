package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.writer.OffsetRange;
import io.github.sluice.writer.TaskAccount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Rows in envelope v2, alone and in frames. */
class SecondEnvelopeRowsTest {
    private final DirtyRecords dirty = new DirtyRecords();
    private final TaskAccount account = new TaskAccount(0);

    private static final String TOPIC = "t";

    private final KeyRing ring = KeyRing.ofText(Jobs.HEX_KEY);
    private final RecordOpener opener = Envelopes.opener(ring);

    private MockProducer<byte[], byte[]> producer(int partitions) {
        List<PartitionInfo> infos = new ArrayList<>();
        Node node = new Node(0, "localhost", 9092);
        for (int i = 0; i < partitions; i++) {
            infos.add(new PartitionInfo(TOPIC, i, node, new Node[] {node}, new Node[] {node}));
        }
        Cluster cluster = new Cluster("c", List.of(node), infos, Set.of(), Set.of());
        return new MockProducer<>(
                cluster, true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaWriterSettings settings(Object... others) {
        List<Object> parameters = new ArrayList<>(List.of(
                Key.ENCRYPTION_KEY,
                Jobs.HEX_KEY,
                Key.ENVELOPE,
                "v2",
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("id", "v"),
                Key.KEY_COLUMNS,
                List.of("id")));
        parameters.addAll(List.of(others));
        return Jobs.settings(parameters.toArray());
    }

    @Test
    void aRowIsBoundToItsTopicAndKey() throws Exception {
        MockProducer<byte[], byte[]> target = producer(3);
        RowWriter writer = new RowWriter(settings(Key.ENVELOPE_COMPRESSION, "zstd"), target, account, dirty, null);
        Batches.write(writer, ListRecord.values(1L, "again ".repeat(200)));
        writer.finish();

        ProducerRecord<byte[], byte[]> record = target.history().get(0);
        assertThat(record.value().length).isLessThan(150);
        assertThat(opener.open(record.value(), TOPIC, record.key())).asString().contains("again again");
        assertThatThrownBy(() -> opener.open(record.value(), "other", record.key()))
                .isInstanceOf(UndecryptableException.class);
        assertThat(account.snapshot().keyUses())
                .containsExactly(Map.entry(ring.keys().active().id(), new KeyUse(1, 1)));
    }

    @Test
    void everyRowIsInOneFrameOfThePartitionThatItsKeyHasUnframed() throws Exception {
        MockProducer<byte[], byte[]> single = producer(3);
        MockProducer<byte[], byte[]> framed = producer(3);
        RowWriter singles = new RowWriter(settings(), single, new TaskAccount(1), dirty, null);
        RowWriter frames = new RowWriter(settings(Key.FRAME, Map.of("rows", 10)), framed, account, dirty, null);
        List<ListRecord> written = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
            written.add(ListRecord.values(i % 40, "row " + i));
        }
        Batches.write(singles, written);
        Batches.write(frames, written);
        singles.finish();
        frames.finish();

        Map<Integer, List<String>> expected = new TreeMap<>();
        for (ProducerRecord<byte[], byte[]> record : single.history()) {
            int partition = Utils.toPositive(Utils.murmur2(record.key())) % 3;
            expected.computeIfAbsent(partition, p -> new ArrayList<>())
                    .add(new String(opener.open(record.value(), TOPIC, record.key()), StandardCharsets.UTF_8));
        }
        Map<Integer, List<String>> found = new TreeMap<>();
        for (ProducerRecord<byte[], byte[]> record : framed.history()) {
            assertThat(record.key()).isNull();
            List<byte[]> rows = opener.openAll(record.value(), TOPIC, null);
            assertThat(rows).hasSizeLessThanOrEqualTo(10);
            rows.forEach(row -> found.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                    .add(new String(row, StandardCharsets.UTF_8)));
        }
        assertThat(found).isEqualTo(expected);
        TaskAccount.Snapshot books = account.snapshot();
        assertThat(books.acked()).isEqualTo(100);
        assertThat(books.fingerprint().count()).isEqualTo(100);
        assertThat(books.partitions().values().stream()
                        .mapToLong(OffsetRange::records)
                        .sum())
                .isEqualTo(framed.history().size())
                .isLessThan(15);
        assertThat(books.keyUses().get(ring.keys().active().id()).records())
                .isEqualTo(framed.history().size());
    }

    @Test
    void aFrameIsFullAtItsBytesAndARowThatNoRecordTakesIsDirty() {
        MockProducer<byte[], byte[]> target = producer(1);
        RowWriter writer = new RowWriter(
                settings(Key.FRAME, Map.of("bytes", 100), Key.PRODUCER_PROPERTIES, Map.of("max.request.size", 20_000)),
                target,
                account,
                dirty,
                null);
        Batches.write(writer, ListRecord.values(1L, "x".repeat(50)));
        Batches.write(writer, ListRecord.values(2L, "x".repeat(50)));
        Batches.write(writer, ListRecord.values(3L, "x".repeat(10_000)));
        Batches.write(writer, ListRecord.values(4L, "x".repeat(20_000)));
        writer.finish();
        assertThat(target.history()).hasSize(3);
        assertThat(dirty.reasons).singleElement().asString().contains("row 4", "that a frame may hold");
        assertThat(account.snapshot().acked()).isEqualTo(3);
    }
}
