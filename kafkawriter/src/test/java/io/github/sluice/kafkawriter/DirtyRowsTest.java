package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows that go no further: why, how often they are counted, and what of them is shown. */
class DirtyRowsTest {
    private final DirtyRecords dirty = new DirtyRecords();
    private final TaskAccount account = new TaskAccount(0);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());

    private RowWriter writer(Object... parameters) {
        return new RowWriter(Jobs.settings(parameters), producer, account, dirty, null);
    }

    private static Map<String, String> typed(String name, String type) {
        return Map.of("name", name, "type", type);
    }

    @Test
    @DisplayName("inventory #30: a wrong column count is dirty, the reason names both sizes")
    void wrongColumnCount() {
        RowWriter writer = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("a", "b"));
        Batches.write(writer, ListRecord.values(1L, "x"));
        Batches.write(writer, ListRecord.values(1L));
        writer.finish();

        assertThat(dirty.reasons).containsExactly("row 2: 1 columns where the job names 2");
        assertThat(account.snapshot()).satisfies(s -> {
            assertThat(s.pulled()).isEqualTo(2);
            assertThat(s.acked()).isEqualTo(1);
            assertThat(s.dirty()).isEqualTo(1);
        });
    }

    @Test
    void aColumnCountThatNeverFitsEndsTheTask() {
        RowWriter writer = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("a", "b"));
        DataXException e = catchThrowableOfType(DataXException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                Batches.write(writer, ListRecord.values(1L, 2L, 3L));
            }
        });

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.COLUMN_COUNT);
        assertThat(e).hasMessageContaining("3 columns where the job names 2");
        assertThat(account.snapshot().pulled()).isEqualTo(RowWriter.MISMATCHES_BEFORE_GIVING_UP);
    }

    @Test
    @DisplayName("inventory #178: a row that does not fit its type is dirty; what DataX would print is masked")
    void unconvertibleValueIsMasked() {
        RowWriter writer =
                writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of(typed("id", "int"), typed("secret", "varchar(20)")));
        Batches.write(writer, ListRecord.values("notanumber", "topsecret"));
        writer.finish();

        assertThat(dirty.printed)
                .singleElement()
                .asString()
                .contains("row 1: column id: not a number")
                .contains("[STRING, 9 characters]")
                .doesNotContain("topsecret")
                .doesNotContain("notanumber");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    @DisplayName("inventory #178: a row over the size limit is dirty before it is sent, and the others go on")
    void tooLargeBeforeSending() {
        RowWriter writer = writer(
                Key.WRITE_TYPE, "json",
                Key.COLUMN, List.of("a"),
                Key.PRODUCER_PROPERTIES, Map.of("max.request.size", 2000));
        Batches.write(writer, ListRecord.values("x".repeat(1800)));
        Batches.write(writer, ListRecord.values("y".repeat(2000)));
        Batches.write(writer, ListRecord.values("z"));
        writer.finish();

        assertThat(producer.history()).hasSize(2);
        assertThat(dirty.printed)
                .singleElement()
                .asString()
                .contains("above max.request.size 2000")
                .contains("2000 characters")
                .doesNotContain("yyy");
    }

    @Test
    void aRowOfExactlyTheTopicsLimitIsSent() {
        // 61 of the batch, 2 of the record's length, 3 + 1 + 2 + 1 around null key, value and headers
        int overhead = 61 + 2 + 3 + 1 + 2 + 1;
        RowWriter writer = writer(Key.LINE_DELIMITER, "", Key.COLUMN, List.of("a"), Key.TOPIC_MAX_MESSAGE_BYTES, 1000);
        Batches.write(writer, ListRecord.values("x".repeat(1000 - overhead)));
        Batches.write(writer, ListRecord.values("x".repeat(1000 - overhead + 1)));
        writer.finish();

        assertThat(producer.history()).hasSize(1);
        assertThat(dirty.reasons)
                .containsExactly("row 2: 1001 bytes encoded, above the topic's max.message.bytes 1000");
    }

    @Test
    @DisplayName("inventory #178: a row that only the broker finds too large is dirty once, by its position")
    void tooLargeForTheBroker() {
        MockProducer<byte[], byte[]> manual =
                new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
        RowWriter writer = new RowWriter(
                Jobs.settings(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("a")), manual, account, dirty, null);
        Batches.write(writer, ListRecord.values("first"));
        Batches.write(writer, ListRecord.values("second"));
        manual.completeNext();
        manual.errorNext(new RecordTooLargeException("The request included a message larger than the max"));
        writer.finish();

        TaskAccount.Snapshot books = account.snapshot();
        assertThat(books.acked()).isEqualTo(1);
        assertThat(books.dirty()).isEqualTo(1);
        assertThat(books.fingerprint())
                .as("the refused row cannot be taken out again")
                .isNull();
        assertThat(dirty.printed)
                .singleElement()
                .asString()
                .contains("row 2: refused as too large")
                .doesNotContain("second");
    }
}
