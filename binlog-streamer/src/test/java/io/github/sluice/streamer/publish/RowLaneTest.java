package io.github.sluice.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowLaneTest {
    private static final DataKey KEY = DataKey.fromHex("0123456789abcdef".repeat(4));
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    WireColumn.of("code", "varchar(20)"),
                    WireColumn.of("amount", "decimal(10,2)"),
                    WireColumn.of("table_name", "varchar(64)")),
            List.of("table_name", "code"));

    private final List<Sent> sent = new ArrayList<>();

    record Sent(String topic, int partition, byte[] key, String json) {}

    /** inventory #64: upsert for insert and update, delete with the whole before image. */
    @Test
    void threeKindsOfChangeHaveThreeForms() throws RowRefusedException {
        RowLane lane = lane(Map.of(), 5, true);
        lane.inserted(row("a", "1.5"));
        lane.updated(row("a", "1.5"), row("a", "2"));
        lane.deleted(row("a", "2"));
        assertThat(sent)
                .extracting(Sent::json)
                .containsExactly(
                        "{\"code\":\"a\",\"amount\":\"1.50\",\"table_name\":\"orders_00\",\"__op\":0}",
                        "{\"code\":\"a\",\"amount\":\"2.00\",\"table_name\":\"orders_00\",\"__op\":0}",
                        "{\"code\":\"a\",\"amount\":\"2.00\",\"table_name\":\"orders_00\",\"__op\":1}");
        assertThat(sent).extracting(Sent::partition).containsOnly(sent.get(0).partition());
    }

    /** inventory #194, #195: a row keeps one key and one partition, the ones a snapshot's writer and Kafka give it. */
    @Test
    void keyAndPartitionAreThoseOfTheSnapshot() throws RowRefusedException {
        RowLane lane = lane(Map.of(), 7, true);
        RowCodec codec = new RowCodec(SCHEMA);
        RecordKeys keys = RecordKeys.of(RecordKeys.Mode.HMAC, SCHEMA, KEY);
        for (int i = 0; i < 200; i++) {
            Object[] row = row("k" + i, "0");
            lane.inserted(row);
            assertThat(sent.get(i).key()).isEqualTo(keys.keyOf(codec.normalise(row)));
            assertThat(sent.get(i).partition())
                    .isEqualTo(BuiltInPartitioner.partitionForKey(sent.get(i).key(), 7));
        }
        assertThat(sent).extracting(Sent::partition).contains(0, 1, 2, 3, 4, 5, 6);
    }

    /** The last two pairs differ in the value as it came, not in the bytes by which keys are compared. */
    @ParameterizedTest
    @CsvSource({"a,b,true", "a,A,true", "a,a,false", "a,'a ',true", "é,e,true", "1,1,false"})
    void aChangedKeyIsADeleteAndAnUpsert(String before, String after, boolean moves) throws RowRefusedException {
        lane(Map.of(), 3, true).updated(row(before, "1"), row(after, "2"));
        if (!moves) {
            assertThat(sent).hasSize(1);
            return;
        }
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).json())
                .contains("\"code\":\"" + before + "\",\"amount\":\"1.00\"")
                .endsWith("\"__op\":1}");
        assertThat(sent.get(1).json())
                .contains("\"code\":\"" + after + "\",\"amount\":\"2.00\"")
                .endsWith("\"__op\":0}");
        assertThat(sent.get(0).key()).isNotEqualTo(sent.get(1).key());
    }

    @Test
    void aKeyOfAnotherClassButTheSameFormIsTheSameKey() throws RowRefusedException {
        lane(Map.of(), 3, true)
                .updated(row("7", "1"), new Object[] {"7".getBytes(StandardCharsets.UTF_8), "1", "orders_00"});
        assertThat(sent).hasSize(1);
    }

    @Test
    void deletesCanBeIgnoredButTheOldHalfOfAChangedKeyGoes() throws RowRefusedException {
        RowLane lane = lane(Map.of(), 3, false);
        lane.deleted(row("a", "1"));
        assertThat(sent).isEmpty();
        lane.updated(row("a", "1"), row("b", "1"));
        assertThat(sent).hasSize(2);
    }

    @Test
    void aValueThatDoesNotFitIsRefusedWithoutNamingIt() {
        RowLane lane = lane(Map.of(), 3, true);
        RowRefusedException refused =
                catchThrowableOfType(RowRefusedException.class, () -> lane.inserted(row("a", "123456789.123")));
        assertThat(refused.reason()).contains("column amount").doesNotContain("123456789");
        assertThat(sent).isEmpty();
    }

    @Test
    void neitherHalfOfAMoveGoesIfOneDoesNotFit() {
        RowLane lane = lane(Map.of("max.request.size", "400"), 3, true);
        assertThatThrownBy(() -> lane.updated(row("a", "1"), row("b".repeat(300), "1")))
                .isInstanceOf(RowRefusedException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void aRowAboveALimitIsRefusedBeforeKafkaSeesIt() throws RowRefusedException {
        assertThatThrownBy(
                        () -> lane(Map.of("max.request.size", "400"), 3, true).inserted(row("b".repeat(300), "1")))
                .hasMessageContaining("max.request.size 400")
                .hasMessageNotContaining("bbb");
        RowLane small = new RowLane(
                SCHEMA,
                "t",
                new TopicShape(3, 400, "delete"),
                clients(Map.of()),
                RecordKeys.Mode.HMAC,
                true,
                KEY,
                EnvelopeV1.sealer(KEY),
                this::take);
        assertThatThrownBy(() -> small.inserted(row("b".repeat(300), "1")))
                .hasMessageContaining("max.message.bytes 400 of topic t");
        RowLane compressed = new RowLane(
                SCHEMA,
                "t",
                new TopicShape(3, 400, "delete"),
                clients(Map.of("compression.type", "zstd")),
                RecordKeys.Mode.HMAC,
                true,
                KEY,
                EnvelopeV1.sealer(KEY),
                this::take);
        compressed.inserted(row("b".repeat(300), "1"));
        assertThat(sent).hasSize(1);
    }

    @Test
    void rowsWithoutAKeyHaveNoLane() {
        assertThatThrownBy(() -> new RowLane(
                        new RowSchema(SCHEMA.columns(), List.of()),
                        "t",
                        new TopicShape(3, 1000, "delete"),
                        clients(Map.of()),
                        RecordKeys.Mode.HMAC,
                        true,
                        KEY,
                        EnvelopeV1.sealer(KEY),
                        this::take))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private RowLane lane(Map<String, String> properties, int partitions, boolean deletes) {
        return new RowLane(
                SCHEMA,
                "t",
                new TopicShape(partitions, 1_000_000, "delete"),
                clients(properties),
                RecordKeys.Mode.HMAC,
                deletes,
                KEY,
                EnvelopeV1.sealer(KEY),
                this::take);
    }

    private void take(String topic, int partition, byte[] key, byte[] value) {
        try {
            sent.add(new Sent(
                    topic, partition, key, new String(EnvelopeV1.opener(KEY).open(value), StandardCharsets.UTF_8)));
        } catch (UndecryptableException e) {
            throw new AssertionError(e);
        }
    }

    private static KafkaClients clients(Map<String, String> properties) {
        return new KafkaClients(new StreamerSettings.Kafka("127.0.0.1:9", new HashMap<>(properties), 1), "shop");
    }

    private static Object[] row(String code, String amount) {
        return new Object[] {code, amount, "orders_00"};
    }
}
