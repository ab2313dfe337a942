package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.element.Record;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a row does not depend on the rows beside it in its batch. */
class RowBatchTest {
    private static final int ROWS = 500;

    /** What a task has done, in an order that does not depend on batches. */
    private static final class Outcome {
        final List<String> records = new ArrayList<>();
        final DirtyRecords dirty = new DirtyRecords();
        final TaskAccount account = new TaskAccount(0);
    }

    private static List<Record> rows(Random random) {
        List<Record> rows = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            switch (random.nextInt(8)) {
                case 0:
                    rows.add(ListRecord.values(i, "x", null, "column too many"));
                    break;
                case 1:
                    rows.add(ListRecord.values("no number", "x", null));
                    break;
                case 2:
                    rows.add(ListRecord.values(i, "\ud800 half of a pair", null));
                    break;
                case 3:
                    rows.add(ListRecord.values(i, "too large ".repeat(200), null));
                    break;
                case 4:
                    rows.add(ListRecord.values(i, "x", "0000-00-00 00:00:00"));
                    break;
                default:
                    rows.add(ListRecord.values(i, "x", "2024-05-06 07:08:09"));
            }
        }
        return rows;
    }

    private static Map<String, String> column(String name, String type) {
        return Map.of("name", name, "type", type);
    }

    private static Outcome outcome(String writeType, List<Record> rows, int rowsPerBatch) {
        Outcome outcome = new Outcome();
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaWriterSettings settings = Jobs.settings(
                Key.WRITE_TYPE,
                writeType,
                Key.COLUMN,
                List.of(column("id", "bigint"), column("v", "varchar(9000)"), column("at", "datetime")),
                Key.KEY_COLUMNS,
                List.of("id"),
                Key.PRODUCER_PROPERTIES,
                Map.of("max.request.size", 1000));
        RowWriter writer = new RowWriter(settings, producer, outcome.account, outcome.dirty, null);
        for (int i = 0; i < rows.size(); i += rowsPerBatch) {
            Batches.write(writer, rows.subList(i, Math.min(rows.size(), i + rowsPerBatch)));
        }
        writer.finish();
        producer.history()
                .forEach(record -> outcome.records.add(new String(record.key(), StandardCharsets.UTF_8) + " "
                        + new String(record.value(), StandardCharsets.UTF_8)));
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void goodAndDirtyRowsEndAsTheyDoAlone(String writeType) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("rerun with -Dseed=" + seed);
        List<Record> rows = rows(new Random(seed));
        Outcome alone = outcome(writeType, rows, 1);
        assertThat(alone.records).isNotEmpty();
        assertThat(alone.dirty.reasons).hasSize(ROWS - alone.records.size());
        for (String reason : List.of("columns where", "not a number", "surrogate", "max.request.size")) {
            assertThat(alone.dirty.reasons).anyMatch(text -> text.contains(reason));
        }
        for (int rowsPerBatch : new int[] {2, 7, RowBatch.MOST_ROWS, ROWS}) {
            Outcome together = outcome(writeType, rows, rowsPerBatch);
            assertThat(together.records).as("in their order").isEqualTo(alone.records);
            assertThat(together.dirty.printed).containsExactlyInAnyOrderElementsOf(alone.dirty.printed);
            TaskAccount.Snapshot expected = alone.account.snapshot();
            TaskAccount.Snapshot found = together.account.snapshot();
            assertThat(found.fingerprint()).isEqualTo(expected.fingerprint());
            assertThat(found.pulled()).isEqualTo(expected.pulled()).isEqualTo(ROWS);
            assertThat(found.acked()).isEqualTo(expected.acked());
            assertThat(found.dirty()).isEqualTo(expected.dirty());
            assertThat(found.zeroDates()).isEqualTo(expected.zeroDates()).isPositive();
        }
    }

    @Test
    void isFullWithItsRowsOrWithTheirBytes() {
        RowBatch batch = new RowBatch();
        for (int i = 0; i < RowBatch.MOST_ROWS; i++) {
            assertThat(batch.isFull()).isFalse();
            batch.add(ListRecord.values("small"));
        }
        assertThat(batch.isFull()).isTrue();
        batch.clear();
        assertThat(batch.isFull()).isFalse();
        assertThat(batch.size()).isZero();
        batch.add(ListRecord.values("x".repeat(RowBatch.MOST_BYTES - 1)));
        assertThat(batch.isFull()).isFalse();
        batch.add(ListRecord.values("x"));
        assertThat(batch.isFull()).as("a large row does not wait for others").isTrue();
    }
}
