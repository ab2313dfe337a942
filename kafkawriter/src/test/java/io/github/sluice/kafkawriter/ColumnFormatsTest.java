package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ColumnFormatsTest {
    private List<String> rows(DirtyRecords dirty, Object value, Object... column) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
        RowWriter writer = new RowWriter(
                Jobs.settings(Key.WRITE_TYPE, "json", Key.COLUMN, List.of(WriterHouse.map(column))),
                producer,
                new TaskAccount(0),
                dirty,
                null);
        Batches.write(writer, ListRecord.values(value));
        writer.finish();
        return producer.history().stream()
                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void textMakesAStringOfEveryValueButNull() {
        DirtyRecords dirty = new DirtyRecords();
        assertThat(rows(dirty, 1L, "name", "a", "format", "text")).containsExactly("{\"a\":\"1\"}");
        assertThat(rows(dirty, null, "name", "a", "format", "text")).containsExactly("{\"a\":null}");
    }

    @Test
    void aPatternWritesDatesAndARowWithoutOneIsDirty() {
        DirtyRecords dirty = new DirtyRecords();
        Object[] column = {"name", "a", "type", "datetime(6)", "format", "dd.MM.yyyy HH:mm:ss.SSS"};
        assertThat(rows(dirty, "2024-02-29 01:02:03.400000", column))
                .containsExactly("{\"a\":\"29.02.2024 01:02:03.400\"}");
        assertThat(rows(dirty, "secret", "name", "a", "format", "yyyy")).isEmpty();
        assertThat(dirty.reasons).containsExactly("row 1: column a: no date, which its format needs");
        assertThat(dirty.printed.toString()).doesNotContain("secret");
    }

    @Test
    void patternsThatCannotWriteADateAreRefused() {
        for (String pattern : List.of("number", "yyyy z", "{")) {
            assertThatThrownBy(() -> rows(new DirtyRecords(), 1L, "name", "a", "format", pattern))
                    .hasMessageContaining("column[0]: format must be text or a date pattern");
        }
    }

    @Test
    void aManifestAndFormatsExcludeEachOther() {
        assertThatThrownBy(() -> Jobs.settings(
                        Key.WRITE_TYPE,
                        "json",
                        Key.COLUMN,
                        List.of(Map.of("name", "a", "format", "text")),
                        Key.MANIFEST_PATH,
                        "/tmp/m.json"))
                .hasMessageContaining("manifestPath: cannot be written for columns with a format");
    }
}
