package io.github.sluice.connect.decrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.starrocks.connector.kafka.transforms.DecryptJsonTransformation;
import io.github.sluice.connect.DecryptTransform;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecryptingTransformationTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";

    private final DecryptJsonTransformation<SinkRecord> transform = new DecryptJsonTransformation<>();

    @BeforeEach
    void configure() {
        transform.configure(Map.of("secret.key", HEX));
    }

    @Test
    void aSealedRowBecomesAMapOfValuesThatEverySinkSurvives() {
        Map<?, ?> row =
                open("{\"id\":7,\"amount\":\"12.500000\",\"name\":\"中文 😀\",\"ok\":true,\"none\":null,\"d\":1.5}");

        assertThat(new ArrayList<Object>(row.keySet())).containsExactly("id", "amount", "name", "ok", "none", "d");
        assertThat(new ArrayList<Object>(row.values())).containsExactly(7L, "12.500000", "中文 😀", true, null, 1.5);
    }

    /** inventory #49, #122, #182 */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9223372036854775807 | java.lang.Long | 9223372036854775807
            9223372036854775808 | java.lang.String | 9223372036854775808
            -340282366920938463463374607431768211455 | java.lang.String | -340282366920938463463374607431768211455
            0.1 | java.lang.Double | 0.1
            -0.5 | java.lang.Double | -0.5
            1e3 | java.lang.Double | 1000.0
            12345678901234567890.1234567890 | java.lang.String | 12345678901234567890.1234567890
            0.12345678901234567890 | java.lang.String | 0.12345678901234567890
            1e400 | java.lang.String | 1E+400
            1e-400 | java.lang.String | 1E-400
            {"a":[1,{"b":12345678901234567890.5}]} | java.lang.String | {"a":[1,{"b":12345678901234567890.5}]}
            [1,"x",null] | java.lang.String | [1,"x",null]
            """)
    void numbersKeepEveryDigitAndNestedValuesTravelAsJsonText(String json, String type, String expected) {
        Object value = open("{\"v\":" + json + "}").get("v");

        assertThat(value.getClass().getName()).isEqualTo(type);
        assertThat(value.toString()).isEqualTo(expected);
    }

    @Test
    void noNumberLosesADigit() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal exact = new BigDecimal(new BigInteger(random.nextInt(90), random), random.nextInt(40) - 10)
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
            Object value = open("{\"v\":" + exact + "}").get("v");
            assertThat(new BigDecimal(value.toString()))
                    .as("rerun with -Dseed=" + seed)
                    .isEqualByComparingTo(exact);
        }
    }

    /** inventory #48, #180 */
    @Test
    void everythingButTheValueIsKept() {
        Headers headers = new ConnectHeaders().addString("h1", "v1").addBytes("h2", new byte[] {1});
        SinkRecord sealed = new SinkRecord(
                "t",
                3,
                Schema.STRING_SCHEMA,
                "key",
                Schema.STRING_SCHEMA,
                seal("{\"a\":1}"),
                42,
                1234L,
                TimestampType.CREATE_TIME,
                headers);

        SinkRecord opened = transform.apply(sealed);

        assertThat(opened.topic()).isEqualTo("t");
        assertThat(opened.kafkaPartition()).isEqualTo(3);
        assertThat(opened.kafkaOffset()).isEqualTo(42);
        assertThat(opened.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(opened.key()).isEqualTo("key");
        assertThat(opened.timestamp()).isEqualTo(1234L);
        assertThat(opened.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(opened.headers()).isEqualTo(headers);
        assertThat(opened.valueSchema()).isNull();
        assertThat(opened.value()).isEqualTo(Map.of("a", 1L));
    }

    /** inventory #47 */
    @Test
    void aTombstonePassesUnchanged() {
        SinkRecord tombstone = record(null);

        assertThat(transform.apply(tombstone)).isSameAs(tombstone);
    }

    /** inventory #180 */
    @Test
    void bytesAreOpenedAsWellAsStrings() {
        SinkRecord opened = transform.apply(record(seal("{\"a\":1}").getBytes(StandardCharsets.UTF_8)));

        assertThat(opened.value()).isEqualTo(Map.of("a", 1L));
    }

    /** inventory #179 */
    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"PLAIN\"}", "PLAIN", "", "{\"nonce\":\"PLAIN\",\"ciphertext\":\"00\"}", "[]"})
    void whatCannotBeDecryptedNeverPassesThrough(String value) {
        assertThatThrownBy(() -> transform.apply(record(value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t, partition 3, offset 42: cannot be decrypted")
                .hasMessageNotContaining("PLAIN");
    }

    @Test
    void aRecordOfAnotherKeyOrAChangedOneNeverPassesThrough() {
        String foreign = seal("{\"a\":\"MARK\"}", DataKey.fromHex("ff" + HEX.substring(2)));
        String sealed = seal("{\"a\":1}");
        char last = sealed.charAt(sealed.length() - 3);
        String changed = sealed.substring(0, sealed.length() - 3) + (last == '0' ? '1' : '0') + "\"}";

        for (String value : new String[] {foreign, changed}) {
            assertThatThrownBy(() -> transform.apply(record(value)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("offset 42: cannot be decrypted")
                    .hasMessageNotContaining("MARK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,\"MARK\"]", "\"MARK\"", "MARK", "{\"a\":\"MARK\"", "{\"a\":1,\"a\":\"MARK\"}", "null"})
    void whatDecryptsToNoRowIsRefusedWithoutItsContent(String message) {
        assertThatThrownBy(() -> open(message))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic t, partition 3, offset 42: decrypted, but no row")
                .hasMessageNotContaining("MARK");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] sealed = EnvelopeV1.sealer(DataKey.fromHex(HEX)).seal(new byte[] {'"', (byte) 0xff, '"'});

        assertThatThrownBy(() -> transform.apply(record(sealed)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void valuesOfAnotherTypeAreRefusedNamingTheConverter() {
        assertThatThrownBy(() -> transform.apply(record(Map.of("a", 1))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value.converter")
                .hasMessageContaining("StringConverter");
    }

    // ---- keys

    /** inventory #181 */
    @Test
    void thePublishedKeyIsAPasswordAndIsNotRepeatedInErrors() {
        assertThat(transform.config().configKeys().get("secret.key").type()).isEqualTo(ConfigDef.Type.PASSWORD);
        for (String wrong : new String[] {"0011", HEX + "0", HEX.replace('0', 'g')}) {
            assertThatThrownBy(() -> new DecryptJsonTransformation<SinkRecord>().configure(Map.of("secret.key", wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("secret.key")
                    .hasMessageNotContaining(wrong);
        }
        assertThatThrownBy(() -> new DecryptJsonTransformation<SinkRecord>().configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("secret.key");
    }

    @Test
    void bothNamesTakeAReference(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data.key");
        Files.writeString(file, HEX + "\n");
        DecryptTransform<SinkRecord> ours = new DecryptTransform<>();
        ours.configure(Map.of("secret.key.ref", "file:" + file));
        DecryptJsonTransformation<SinkRecord> published = new DecryptJsonTransformation<>();
        published.configure(Map.of("secret.key", "file:" + file));

        assertThat(ours.apply(record(seal("{\"a\":1}"))).value()).isEqualTo(Map.of("a", 1L));
        assertThat(published.apply(record(seal("{\"a\":1}"))).value()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void ourNameTakesNoKeyInClear() {
        assertThatThrownBy(() -> new DecryptTransform<SinkRecord>().configure(Map.of("secret.key.ref", HEX)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("secret.key.ref")
                .hasMessageNotContaining(HEX);
        assertThatThrownBy(() ->
                        new DecryptTransform<SinkRecord>().configure(Map.of("secret.key.ref", "env:SLUICE_NOT_SET")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SLUICE_NOT_SET");
    }

    @Test
    void aSealedRowOfVersion2OpensBesideItsKeyInItsTopicAndNowhereElse() {
        byte[] key = {1, (byte) 0xff};
        byte[] sealed = seal2("{\"a\":1}", "t", key);

        assertThat(transform.apply(record("t", key, sealed)).value()).isEqualTo(Map.of("a", 1L));
        assertThatThrownBy(() -> transform.apply(record("other", key, sealed)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic other, partition 3, offset 42: cannot be decrypted")
                .hasMessageContaining("not sealed for topic other");
        assertThatThrownBy(() -> transform.apply(record("t", new byte[] {1}, sealed)))
                .isInstanceOf(DataException.class);
    }

    @Test
    void whatATextConverterSpoiltIsRefusedWithTheConverterToSet() {
        byte[] key = {(byte) 0xff};
        byte[] sealed = seal2("{\"a\":1}", "t", key);
        assertThatThrownBy(() -> transform.apply(record("t", key, new String(sealed, StandardCharsets.UTF_8))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value.converter to org.apache.kafka.connect.converters.ByteArrayConverter");
        assertThatThrownBy(() -> transform.apply(record("t", new String(key, StandardCharsets.UTF_8), sealed)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key.converter to org.apache.kafka.connect.converters.ByteArrayConverter");
        byte[] text = "[1]".getBytes(StandardCharsets.UTF_8);
        assertThat(transform
                        .apply(record("t", "[1]", seal2("{\"a\":1}", "t", text)))
                        .value())
                .as("a key that is text survives")
                .isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aFrameIsRefusedWithTheConnectorToUse() {
        byte[] frame = EnvelopeV2.sealer(KeyRing.of(DataKey.fromHex(HEX)), false)
                .sealFrame(List.of("{}".getBytes(StandardCharsets.UTF_8)), "t", null);
        assertThatThrownBy(() -> transform.apply(record("t", null, frame)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a frame of many rows")
                .hasMessageContaining("sluice.secret.key.ref");
    }

    @Test
    void aDeadLetterOpensUnderItsOriginalTopicWhereDeadLettersAreWanted() {
        byte[] sealed = seal2("{\"a\":1}", "t", null);
        DecryptJsonTransformation<SinkRecord> forDeadLetters = new DecryptJsonTransformation<>();
        forDeadLetters.configure(Map.of("secret.key", HEX, "dead.letters", "true"));
        for (Object header : new Object[] {"t", "t".getBytes(StandardCharsets.UTF_8)}) {
            SinkRecord letter = record("t_dead", null, sealed);
            letter.headers().add("__connect.errors.topic", header, null);
            assertThat(forDeadLetters.apply(letter).value()).isEqualTo(Map.of("a", 1L));
            assertThatThrownBy(() -> transform.apply(letter))
                    .as("elsewhere the header is not believed")
                    .isInstanceOf(DataException.class);
        }
        assertThatThrownBy(() -> forDeadLetters.apply(record("t_dead", null, sealed)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("errors.deadletterqueue.context.headers.enable=true");
    }

    private static byte[] seal2(String message, String topic, byte[] key) {
        return EnvelopeV2.sealer(KeyRing.of(DataKey.fromHex(HEX)), false)
                .seal(message.getBytes(StandardCharsets.UTF_8), topic, key);
    }

    private static SinkRecord record(String topic, Object key, Object value) {
        return new SinkRecord(topic, 3, null, key, null, value, 42);
    }

    private Map<?, ?> open(String message) {
        return (Map<?, ?>) transform.apply(record(seal(message))).value();
    }

    private static String seal(String message) {
        return seal(message, DataKey.fromHex(HEX));
    }

    private static String seal(String message, DataKey key) {
        return new String(
                EnvelopeV1.sealer(key).seal(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static SinkRecord record(Object value) {
        return new SinkRecord("t", 3, null, null, null, value, 42);
    }
}
