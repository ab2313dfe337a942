package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.StringColumn;
import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.writer.TaskAccount;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RowWriterTest {
    private final DirtyRecords dirty = new DirtyRecords();
    private final TaskAccount account = new TaskAccount(0);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());

    private RowWriter writer(Object... parameters) {
        return new RowWriter(Jobs.settings(parameters), producer, account, dirty, null);
    }

    private List<String> values() {
        return producer.history().stream()
                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Map<String, String> typed(String name, String type) {
        return Map.of("name", name, "type", type);
    }

    @Nested
    class Forms {
        @Test
        @DisplayName(
                "inventory #37, #173: stable order, explicit nulls, dates as text, exact decimals, bytes as Base64")
        void jsonOfBareNames() {
            RowWriter writer = writer(
                    Key.WRITE_TYPE,
                    "json",
                    Key.COLUMN,
                    List.of("z", "b", "dec", "date", "bytes", "bool", "none", "big"));
            Date date = new Date(1_700_000_000_000L);

            Batches.write(
                    writer,
                    ListRecord.of(
                            new LongColumn(7),
                            new StringColumn("中\"\n"),
                            new DoubleColumn("1.10"),
                            new DateColumn(date),
                            new BytesColumn(new byte[] {0, (byte) 0xff}),
                            new BoolColumn(true),
                            new StringColumn(null),
                            new LongColumn(new BigInteger("18446744073709551615"))));
            writer.finish();

            assertThat(values())
                    .containsExactly("{\"z\":7,\"b\":\"中\\\"\\n\",\"dec\":\"1.10\",\"date\":\"2023-11-15 06:13:20\","
                            + "\"bytes\":\"AP8=\",\"bool\":true,\"none\":null,\"big\":\"18446744073709551615\"}");
        }

        @Test
        void jsonOfTypedColumns() {
            RowWriter writer = writer(
                    Key.WRITE_TYPE,
                    "JSON",
                    Key.COLUMN,
                    List.of(
                            typed("id", "bigint unsigned"),
                            typed("amount", "decimal(20,6)"),
                            typed("at", "datetime(6)"),
                            typed("flag", "bit(1)"),
                            typed("f", "float"),
                            typed("zero", "date")));

            Batches.write(writer, ListRecord.values(5L, "12.5", "2024-02-29 01:02:03.400000", 1L, 0.1, "0000-00-00"));
            writer.finish();

            assertThat(values())
                    .containsExactly("{\"id\":\"5\",\"amount\":\"12.500000\",\"at\":\"2024-02-29 01:02:03.400000\","
                            + "\"flag\":1,\"f\":0.1,\"zero\":null}");
            assertThat(account.snapshot().zeroDates()).isEqualTo(1);
        }

        @Test
        @DisplayName("inventory #36, #37: rows without columns are {} and a line end")
        void rowsWithoutColumns() {
            RowWriter json = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of());
            Batches.write(json, ListRecord.of());
            json.finish();
            assertThat(values()).containsExactly("{}");

            producer.clear();
            MockProducer<byte[], byte[]> other =
                    new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
            RowWriter text = new RowWriter(
                    Jobs.settings(Key.WRITE_TYPE, "text", Key.COLUMN, List.of()),
                    other,
                    new TaskAccount(1),
                    dirty,
                    null);
            Batches.write(text, ListRecord.of());
            text.finish();
            assertThat(other.history().get(0).value()).containsExactly('\n');
        }

        @Test
        void textNeedsNoColumnNames() {
            RowWriter writer = writer(Key.FIELD_DELIMITER, "||");
            Batches.write(writer, ListRecord.values(1L, "a|b", null));
            Batches.write(writer, ListRecord.values(2L, "c"));
            writer.finish();

            assertThat(values()).containsExactly("1||a\\|b||\\N\n");
            assertThat(dirty.reasons).singleElement().asString().contains("2 columns where the job names 3");
        }

        @Test
        @DisplayName("inventory #40-#43: sealed in both modes, readable with the same hex key")
        void seals() throws Exception {
            EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromHex(Jobs.HEX_KEY));
            for (String type : List.of("json", "text")) {
                producer.clear();
                MockProducer<byte[], byte[]> sealed =
                        new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
                RowWriter writer = new RowWriter(
                        Jobs.settings(
                                Key.ENCRYPTION_KEY, Jobs.HEX_KEY, Key.WRITE_TYPE, type, Key.COLUMN, List.of("a", "b")),
                        sealed,
                        new TaskAccount(0),
                        dirty,
                        null);
                Batches.write(writer, ListRecord.values(1L, "plaintext"));
                writer.finish();

                byte[] value = sealed.history().get(0).value();
                assertThat(new String(value, StandardCharsets.UTF_8))
                        .matches("\\{\"nonce\":\"[0-9a-f]{32}\",\"ciphertext\":\"[0-9a-f]+\"}");
                assertThat(new String(opener.open(value), StandardCharsets.UTF_8))
                        .isEqualTo(type.equals("json") ? "{\"a\":1,\"b\":\"plaintext\"}" : "1\tplaintext\n");
            }
        }

        @Test
        @DisplayName("inventory #41: each message has its own nonce")
        void neverRepeatsANonce() {
            RowWriter writer = writer(Key.ENCRYPTION_KEY, Jobs.HEX_KEY, Key.COLUMN, List.of("a"));
            for (int i = 0; i < 20_000; i++) {
                Batches.write(writer, ListRecord.values(1L));
            }
            writer.finish();

            Set<String> nonces = new HashSet<>();
            values().forEach(v -> nonces.add(v.substring(10, 42)));
            assertThat(nonces).hasSize(20_000);
        }
    }

    @Nested
    class RecordKeyModes {
        private ProducerRecord<byte[], byte[]> sent(Object... parameters) {
            MockProducer<byte[], byte[]> target =
                    new MockProducer<>(true, new ByteArraySerializer(), new ByteArraySerializer());
            RowWriter writer = new RowWriter(Jobs.settings(parameters), target, new TaskAccount(0), dirty, null);
            Batches.write(writer, ListRecord.values(42L, "x"));
            writer.finish();
            return target.history().get(0);
        }

        @Test
        @DisplayName("inventory #35: the default key of a plain row is its key columns, without them none")
        void plain() {
            assertThat(sent(Key.COLUMN, List.of("id", "v"), Key.KEY_COLUMNS, List.of("id"))
                            .key())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("[42]");
            assertThat(sent(Key.COLUMN, List.of("id", "v")).key()).isNull();
        }

        @Test
        @DisplayName("inventory #171: the key of a sealed row says nothing and is the same for the same row")
        void sealed() {
            Object[] parameters = {
                Key.COLUMN, List.of("id", "v"), Key.KEY_COLUMNS, List.of("id"), Key.ENCRYPTION_KEY, Jobs.HEX_KEY
            };
            assertThat(sent(parameters).key())
                    .hasSize(16)
                    .isEqualTo(sent(parameters).key());
        }

        @Test
        @DisplayName("inventory #35: md5 of the row's text, in hex, as the first plugin made it")
        void md5() {
            assertThat(sent(Key.COLUMN, List.of("id", "v"), Key.KEY_MODE, "md5", Key.FIELD_DELIMITER, ",")
                            .key())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(md5Hex("42,x\n"));
        }

        private String md5Hex(String text) {
            try {
                byte[] digest = java.security.MessageDigest.getInstance("MD5").digest(text.getBytes("UTF-8"));
                return java.util.HexFormat.of().formatHex(digest);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class LossyColumns {
        private DataXException refusal(String type, com.alibaba.datax.common.element.Column column) {
            RowWriter writer = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of(typed("c", type)));
            return catchThrowableOfType(DataXException.class, () -> Batches.write(writer, ListRecord.of(column)));
        }

        @Test
        void aTimeOrFractionThatDataXHasCutEndsTheTaskWithWhatToSelect() {
            for (String type : List.of("time", "time(3)", "datetime(6)", "timestamp(3)")) {
                DataXException e = refusal(type, new DateColumn(new Date()));
                assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.COLUMN_SELECT);
                assertThat(e).hasMessageContaining("column c is " + type).hasMessageContaining("CAST(`c` AS CHAR)");
            }
        }

        @Test
        void aBitThatArrivesAsBooleanEndsTheTask() {
            assertThat(refusal("bit(8)", new BoolColumn(true)))
                    .hasMessageContaining("KafkaWriter-09")
                    .hasMessageContaining("CAST(`c` AS UNSIGNED)");
        }

        @Test
        void aWholeSecondArrivesUnchanged() {
            RowWriter writer = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of(typed("c", "datetime")));
            Batches.write(writer, ListRecord.of(new DateColumn(new Date(1_700_000_000_000L))));
            writer.finish();
            assertThat(values()).containsExactly("{\"c\":\"2023-11-15 06:13:20\"}");
        }

        @Test
        void millisecondsKeepTheirZeros() {
            RowWriter writer = writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("c"));
            for (long millis : new long[] {7, 45, 999}) {
                Batches.write(writer, ListRecord.of(new DateColumn(new Date(1_700_000_000_000L + millis))));
            }
            Batches.write(writer, ListRecord.of(new DateColumn(new Date(-993L))));
            writer.finish();
            assertThat(values())
                    .containsExactly(
                            "{\"c\":\"2023-11-15 06:13:20.007000\"}",
                            "{\"c\":\"2023-11-15 06:13:20.045000\"}",
                            "{\"c\":\"2023-11-15 06:13:20.999000\"}",
                            "{\"c\":\"1970-01-01 07:59:59.007000\"}");
        }
    }

    @Nested
    class Accounts {
        @Test
        void addsUpWhatWasAcknowledgedWhere() {
            RowWriter writer =
                    writer(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("id"), Key.KEY_COLUMNS, List.of("id"));
            KafkaWriterSettings settings =
                    Jobs.settings(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("id"), Key.KEY_COLUMNS, List.of("id"));
            FingerprintAccumulator expected = new FingerprintAccumulator(settings.schema());
            RowCodec codec = new RowCodec(settings.schema());
            for (long i = 0; i < 500; i++) {
                Batches.write(writer, ListRecord.values(i));
                expected.add(codec.normalise(new Object[] {i}));
            }
            writer.finish();

            TaskAccount.Snapshot books = account.snapshot();
            assertThat(books.finished()).isTrue();
            assertThat(books.pulled()).isEqualTo(500);
            assertThat(books.acked()).isEqualTo(500);
            assertThat(books.bytes())
                    .isEqualTo(values().stream().mapToLong(String::length).sum());
            assertThat(books.fingerprint()).isEqualTo(expected.snapshot());
            assertThat(books.partitions().get(0).first()).isZero();
            assertThat(books.partitions().get(0).last()).isEqualTo(499);
            assertThat(books.partitions().get(0).records()).isEqualTo(500);
        }

        @Test
        void rowsWithoutAnAnswerAreAFailure() {
            MockProducer<byte[], byte[]> silent =
                    new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
            RowWriter writer = new RowWriter(
                    Jobs.settings(Key.WRITE_TYPE, "json", Key.COLUMN, List.of("a")), silent, account, dirty, null);
            Batches.write(writer, ListRecord.values(1L));
            Batches.write(writer, ListRecord.values(2L));
            silent.completeNext();

            assertThatThrownBy(writer::finish)
                    .hasMessageContaining("KafkaWriter-10")
                    .hasMessageContaining("1 of 2 rows have no answer");
            assertThat(account.snapshot().finished()).isFalse();
        }
    }
}
