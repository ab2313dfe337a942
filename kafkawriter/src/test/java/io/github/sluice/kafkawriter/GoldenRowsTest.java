package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.StringColumn;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The formats of records, byte for byte, as files that a reader of another program can look at. */
class GoldenRowsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
    private static final List<String> NAMES = List.of("long", "big", "dec", "text", "bool", "date", "bytes", "none");

    private static List<Column[]> rows() {
        return List.of(
                new Column[] {
                    new LongColumn(-7),
                    new LongColumn(new BigInteger("18446744073709551615")),
                    new DoubleColumn("1.10"),
                    new StringColumn("中文 tab\t quote\" line\nend \\ 😀"),
                    new BoolColumn(true),
                    new DateColumn(new Date(1_700_000_000_123L)),
                    new BytesColumn(new byte[] {0, -1, 65}),
                    new StringColumn(null)
                },
                new Column[] {
                    new LongColumn((Long) null),
                    new LongColumn(0),
                    new DoubleColumn((String) null),
                    new StringColumn(""),
                    new BoolColumn(false),
                    new DateColumn((Date) null),
                    new BytesColumn(new byte[0]),
                    new StringColumn("\\N")
                });
    }

    private static byte[] written(Object... parameters) throws Exception {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
        RowWriter writer =
                new RowWriter(Jobs.settings(parameters), producer, new TaskAccount(0), new DirtyRecords(), null);
        Batches.write(writer, rows().stream().map(ListRecord::of).toList());
        writer.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            out.write(record.value());
        }
        return out.toByteArray();
    }

    private static void same(byte[] bytes, String file) throws Exception {
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(Files.readString(FOLDER.resolve(file)));
    }

    @Test
    @DisplayName("inventory #36, #172: text rows")
    void text() throws Exception {
        same(written(Key.COLUMN, NAMES, Key.FIELD_DELIMITER, "\t"), "rows.txt");
        same(written(Key.COLUMN, NAMES, Key.FIELD_DELIMITER, "||", Key.NULL_FORMAT, "NULL"), "rows-long-delimiter.txt");
    }

    @Test
    @DisplayName("inventory #37, #173: JSON rows")
    void json() throws Exception {
        same(written(Key.COLUMN, NAMES, Key.WRITE_TYPE, "json"), "rows.json");
    }
}
