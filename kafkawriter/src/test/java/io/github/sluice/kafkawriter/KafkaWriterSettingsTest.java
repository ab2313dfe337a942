package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.RecordKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaWriterSettingsTest {
    static DataXException refused(Object... pairs) {
        return catchThrowableOfType(DataXException.class, () -> Jobs.settings(pairs));
    }

    @Nested
    class Required {
        @Test
        @DisplayName("inventory #22, #23: bootstrapServers and topic are required, both named in one message")
        void reportsAllMissingAtOnce() {
            DataXException e = refused(Key.BOOTSTRAP_SERVERS, null, Key.TOPIC, " ", Key.WRITE_TYPE, "json");

            assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.SETTINGS);
            assertThat(e)
                    .hasMessageContaining("KafkaWriter-01")
                    .hasMessageContaining("bootstrapServers: is required")
                    .hasMessageContaining("topic: is required")
                    .hasMessageContaining("column: is required where writeType is json");
        }

        @ParameterizedTest
        @ValueSource(strings = {"nohost", "a:1,b", "a:1,", ":9092", "a:99999999"})
        void refusesAddressesWithoutHostAndPort(String servers) {
            assertThat(refused(Key.BOOTSTRAP_SERVERS, servers)).hasMessageContaining("host:port");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", ".", "..", "ä", "t/x"})
        void refusesTopicNamesThatKafkaWouldRefuse(String topic) {
            assertThat(refused(Key.TOPIC, topic)).hasMessageContaining("topic: must be 1 to 249");
        }
    }

    @Nested
    class Delivery {
        private Map<String, Object> properties(Object... more) {
            Map<String, Object> properties = new HashMap<>();
            for (int i = 0; i < more.length; i += 2) {
                properties.put((String) more[i], more[i + 1]);
            }
            return properties;
        }

        @Test
        void isAtLeastOnceUnlessToldOtherwise() {
            assertThat(Jobs.settings().deliveryGuarantee).isEqualTo(DeliveryGuarantee.AT_LEAST_ONCE);
            assertThat(Jobs.settings(Key.DELIVERY_GUARANTEE, "Transactional").deliveryGuarantee)
                    .isEqualTo(DeliveryGuarantee.TRANSACTIONAL);
            assertThat(refused(Key.DELIVERY_GUARANTEE, "exactlyOnce", Key.WRITE_TYPE, "avro"))
                    .hasMessageContaining(
                            "deliveryGuarantee: must be one of atLeastOnce, transactional, found 'exactlyOnce'")
                    .hasMessageContaining("writeType: must be one of");
        }

        @ParameterizedTest
        @CsvSource({
            "ack,1,ack=1",
            "retries,0,retries=0",
            "enable.idempotence,false,enable.idempotence=false",
            "max.in.flight.requests.per.connection,6,max.in.flight.requests.per.connection=6"
        })
        void transactionsRefuseWhatTheirProducerCannotHave(String name, String value, String shown) {
            DataXException e = name.contains(".")
                    ? refused(Key.DELIVERY_GUARANTEE, "transactional", Key.PRODUCER_PROPERTIES, properties(name, value))
                    : refused(Key.DELIVERY_GUARANTEE, "transactional", name, value);
            assertThat(e)
                    .hasMessageContaining("deliveryGuarantee: transactional cannot be together with " + shown)
                    .hasMessageContaining("take that away, or write atLeastOnce");
        }

        @Test
        void aTransactionLastsAsLongAsTheBrokerAllowsOrKafkasDefault() {
            assertThat(Jobs.settings(Key.DELIVERY_GUARANTEE, "transactional")
                            .producer
                            .transactionTimeout())
                    .hasMinutes(15);
            assertThat(Jobs.settings(Key.DELIVERY_GUARANTEE, "transactional", Key.TRANSACTION_MAX_TIMEOUT_MS, 3_600_000)
                            .producer
                            .transactionTimeout())
                    .hasHours(1);
            assertThat(Jobs.settings(
                                    Key.DELIVERY_GUARANTEE,
                                    "transactional",
                                    Key.TRANSACTION_MAX_TIMEOUT_MS,
                                    3_600_000,
                                    Key.PRODUCER_PROPERTIES,
                                    properties("transaction.timeout.ms", 600_000))
                            .producer
                            .transactionTimeout())
                    .hasMinutes(10);
        }

        @Test
        void aTransactionMustFitTheBrokerAndTheLongestDelivery() {
            assertThat(refused(
                            Key.DELIVERY_GUARANTEE,
                            "transactional",
                            Key.TRANSACTION_MAX_TIMEOUT_MS,
                            900_000,
                            Key.PRODUCER_PROPERTIES,
                            properties("transaction.timeout.ms", 900_001)))
                    .hasMessageContaining(
                            "producerProperties[transaction.timeout.ms]: must be no more than the broker's"
                                    + " transaction.max.timeout.ms, 900000");
            assertThat(refused(
                            Key.DELIVERY_GUARANTEE,
                            "transactional",
                            Key.PRODUCER_PROPERTIES,
                            properties("transaction.timeout.ms", 60_000)))
                    .hasMessageContaining("must be at least as long as delivery.timeout.ms (120000)");
            assertThat(refused(Key.DELIVERY_GUARANTEE, "transactional", Key.TRANSACTION_MAX_TIMEOUT_MS, 60_000))
                    .hasMessageContaining("deliveryGuarantee: the broker allows transactions of 60000 ms")
                    .hasMessageContaining("raise the broker's transaction.max.timeout.ms");
        }

        @Test
        void whatHasNoEffectIsSaid() {
            assertThat(Jobs.settings(Key.PRODUCER_PROPERTIES, properties("transaction.timeout.ms", 60_000)).warnings)
                    .containsExactly(
                            "producerProperties[transaction.timeout.ms] has no effect without deliveryGuarantee"
                                    + " transactional");
            assertThat(Jobs.settings(Key.DELIVERY_GUARANTEE, "transactional").warnings)
                    .singleElement()
                    .asString()
                    .contains("without runId");
            assertThat(Jobs.settings(Key.DELIVERY_GUARANTEE, "transactional", Key.RUN_ID, "r").warnings)
                    .isEmpty();
            assertThat(refused(Key.PRODUCER_PROPERTIES, properties("transactional.id", "x")))
                    .hasMessageContaining("write deliveryGuarantee transactional");
        }

        @Test
        void noRunsNamesBeginWithAnothers() {
            assertThat(TransactionalIds.ofTask("a", 2, 7)).isEqualTo("sluice/a/2/7");
            assertThat(TransactionalIds.ofTask("a.1", 1, 0)).doesNotStartWith(TransactionalIds.ofRun("a"));
            assertThat(TransactionalIds.ofCheck("a", 2)).startsWith(TransactionalIds.ofRun("a"));
        }
    }

    @Nested
    class WriteTypes {
        @ParameterizedTest
        @CsvSource({"json,JSON", "JSON,JSON", "Json,JSON", "text,TEXT", "TEXT,TEXT"})
        @DisplayName("inventory #29: writeType in any letter case")
        void readsAnyCase(String text, WriteType type) {
            assertThat(Jobs.settings(Key.WRITE_TYPE, text, Key.COLUMN, List.of("a")).writeType)
                    .isEqualTo(type);
        }

        @Test
        @DisplayName("inventory #29, #169: any other writeType fails in init")
        void refusesOthers() {
            assertThat(refused(Key.WRITE_TYPE, "avro"))
                    .hasMessageContaining("writeType: must be one of text, json, found 'avro'");
        }

        @Test
        void isTextByDefault() {
            assertThat(Jobs.settings().writeType).isEqualTo(WriteType.TEXT);
        }
    }

    @Nested
    class Columns {
        @Test
        @DisplayName("inventory #30: column takes names and names with types")
        void takesNamesAndTypes() {
            KafkaWriterSettings settings = Jobs.settings(
                    Key.COLUMN,
                    List.of("id", Map.of("name", "amount", "type", "decimal(20,6)")),
                    Key.KEY_COLUMNS,
                    List.of("id"));

            assertThat(settings.schema().size()).isEqualTo(2);
            assertThat(settings.schema().columns().get(1).type()).hasToString("decimal(20,6)");
            assertThat(settings.keyColumns).containsExactly("id");
        }

        @Test
        void reportsEveryFaultyColumn() {
            assertThat(refused(
                            Key.COLUMN,
                            List.of(
                                    "",
                                    Map.of("type", "int"),
                                    Map.of("name", "g", "type", "geometry"),
                                    Map.of("name", "x", "typ", "int"),
                                    7)))
                    .hasMessageContaining("column[0]")
                    .hasMessageContaining("column[1]")
                    .hasMessageContaining("column[2]")
                    .hasMessageContaining("ST_AsText")
                    .hasMessageContaining("column[3]")
                    .hasMessageContaining("column[4]");
        }

        @Test
        void refusesKeyColumnsThatAreNotThere() {
            assertThat(refused(Key.COLUMN, List.of("a"), Key.KEY_COLUMNS, List.of("b")))
                    .hasMessageContaining("key column b is not among the columns");
            assertThat(refused(Key.KEY_COLUMNS, List.of("b"))).hasMessageContaining("keyColumns: needs column");
        }

        @Test
        void refusesAParameterThatItDoesNotKnow() {
            assertThat(refused("encrytionKey", Jobs.HEX_KEY))
                    .hasMessageContaining("encrytionKey: is not a parameter of kafkawriter")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Jobs.HEX_KEY));
            assertThat(Jobs.settings("_comment", "x", "//", "y", "dryRun", true).topic)
                    .isEqualTo("t");
        }
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @CsvSource({
            "0011, wrong length",
            "00112233445566778899aabbccddeef, odd",
            "zz112233445566778899aabbccddeeff, no hexadecimal digit",
            "'', wrong length"
        })
        @DisplayName("inventory #32, #176: a key of wrong length, odd digits or no hex is refused, not shown")
        void refusesBadKeys(String key, String rule) {
            DataXException e = refused(Key.ENCRYPTION_KEY, key);

            assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.ENCRYPTION_KEY);
            assertThat(e).hasMessageContaining("KafkaWriter-02").hasMessageContaining(rule);
            if (!key.isEmpty()) {
                assertThat(e.getMessage()).doesNotContain(key);
            }
        }

        @Test
        void refusesAReferenceToNothing(@TempDir Path folder) {
            assertThat(refused(Key.ENCRYPTION_KEY, "env:SLUICE_NO_SUCH_VARIABLE"))
                    .hasMessageContaining("env:SLUICE_NO_SUCH_VARIABLE");
            assertThat(refused(Key.ENCRYPTION_KEY, "file:" + folder.resolve("none")))
                    .hasMessageContaining("there is no such file");
        }

        private Object[] frameOf(String parameter, Object value) {
            return new Object[] {
                Key.ENCRYPTION_KEY,
                Jobs.HEX_KEY,
                Key.ENVELOPE,
                "v2",
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("id"),
                Key.FRAME,
                Map.of("rows", 10),
                parameter,
                value
            };
        }

        @Test
        void envelopeAndFrameAreCheckedTogether(@TempDir Path folder) throws Exception {
            assertThat(refused(Key.ENVELOPE, "v2")).hasMessageContaining("envelope: v2 needs encryptionKey");
            assertThat(refused(Key.ENVELOPE, "v3")).hasMessageContaining("envelope: must be one of v1, v2");
            assertThat(refused(
                            Key.ENCRYPTION_KEY,
                            Jobs.HEX_KEY,
                            Key.ENVELOPE_COMPRESSION,
                            "zstd",
                            Key.FRAME,
                            Map.of("rows", 0, "row", 1)))
                    .hasMessageContaining("envelopeCompression: needs envelope v2")
                    .hasMessageContaining("frame: needs envelope v2")
                    .hasMessageContaining("frame: needs writeType json")
                    .hasMessageContaining("frame[row]: is neither rows nor bytes")
                    .hasMessageContaining("frame[rows]: must be a whole number from 1 to 100000, found '0'");
            assertThat(refused(frameOf(Key.PARTITION_BY, "roundRobin")))
                    .hasMessageContaining("frame: needs partitionBy keyColumns");
            assertThat(Jobs.settings(frameOf(Key.PARTITION_BY, "keyColumns")).frame.rows)
                    .isEqualTo(10);
            KeySet sm4 = KeySet.generate(KeyAlgorithm.SM4_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom());
            Path file = Files.writeString(folder.resolve("ring"), sm4.toJson());
            assertThat(refused(Key.ENCRYPTION_KEY, "file:" + file))
                    .hasMessageContaining("envelope: must be v2: the active key is of SM4-GCM");
            KafkaWriterSettings settings = Jobs.settings(Key.ENCRYPTION_KEY, "file:" + file, Key.ENVELOPE, "V2");
            assertThat(settings.toString()).contains("envelope=v2", sm4.active().id());
        }

        @Test
        @DisplayName("inventory #32, #170: the key is never printed; given inline it warns, as a reference it does not")
        void hidesTheKey(@TempDir Path folder) throws Exception {
            Path file = Files.writeString(folder.resolve("key"), Jobs.HEX_KEY + "\n");
            KafkaWriterSettings referenced = Jobs.settings(Key.ENCRYPTION_KEY, "file:" + file);
            KafkaWriterSettings inline = Jobs.settings(Key.ENCRYPTION_KEY, Jobs.HEX_KEY);

            assertThat(referenced.warnings).isEmpty();
            assertThat(inline.warnings).singleElement().asString().contains("DataX prints the job file");
            assertThat(referenced.toString() + inline + inline.warnings)
                    .contains("[hidden]")
                    .doesNotContainIgnoringCase(Jobs.HEX_KEY);
            assertThat(referenced.keyRing.keys()).isEqualTo(inline.keyRing.keys());
        }

        @Test
        @DisplayName(
                "inventory #35, #171: hmac when sealed, key columns when not, md5 and clear columns with a warning")
        void choosesKeysThatDoNotLeak() {
            List<String> columns = List.of("id", "v");
            assertThat(Jobs.settings(Key.ENCRYPTION_KEY, Jobs.HEX_KEY).keyMode).isEqualTo(RecordKeys.Mode.HMAC);
            assertThat(Jobs.settings(Key.COLUMN, columns, Key.KEY_COLUMNS, List.of("id")).keyMode)
                    .isEqualTo(RecordKeys.Mode.COLUMNS);
            assertThat(Jobs.settings(Key.COLUMN, columns).keyMode).isNull();
            assertThat(Jobs.settings(Key.KEY_MODE, "md5").warnings)
                    .singleElement()
                    .asString()
                    .contains("keyMode=md5");
            assertThat(Jobs.settings(
                                    Key.ENCRYPTION_KEY,
                                    Jobs.HEX_KEY,
                                    Key.COLUMN,
                                    columns,
                                    Key.KEY_COLUMNS,
                                    List.of("id"),
                                    Key.KEY_MODE,
                                    "columns")
                            .warnings)
                    .anyMatch(w -> w.contains("in clear beside every sealed row"));
        }

        @Test
        void refusesModesThatLackWhatTheyNeed() {
            assertThat(refused(Key.KEY_MODE, "hmac")).hasMessageContaining("hmac needs encryptionKey");
            assertThat(refused(Key.KEY_MODE, "columns")).hasMessageContaining("columns needs keyColumns");
            assertThat(refused(Key.KEY_MODE, "sha"))
                    .hasMessageContaining("keyMode: must be one of hmac, columns, text, md5");
        }
    }

    @Nested
    class Text {
        @ParameterizedTest
        @ValueSource(strings = {"", "\\", "a\n", "n", "N|", "\r"})
        void refusesDelimitersThatCannotBeReadBack(String delimiter) {
            assertThat(refused(Key.FIELD_DELIMITER, delimiter)).hasMessageContaining("fieldDelimiter: must not");
        }

        @Test
        void warnsWhenNullAndEmptyLookAlike() {
            assertThat(Jobs.settings(Key.NULL_FORMAT, "").warnings)
                    .singleElement()
                    .asString()
                    .contains("look alike");
        }
    }

    @Nested
    class Manifests {
        @Test
        void needsColumnsAndAcknowledgements() {
            assertThat(refused(Key.MANIFEST_PATH, "/tmp/m.json", Key.ACK, "1"))
                    .hasMessageContaining("manifestPath: needs column")
                    .hasMessageContaining("manifestPath: needs ack all");
            assertThat(refused(Key.MANIFEST_PATH, "m.json"))
                    .hasMessageContaining("manifestPath: must be an absolute path");
        }

        @Test
        void refusesRunIdsAndAttemptsThatCannotBeNamed() {
            assertThat(refused(Key.RUN_ID, "a b", Key.ATTEMPT, 0))
                    .hasMessageContaining("runId: must be")
                    .hasMessageContaining("attempt: must be a whole number from 1");
        }
    }

    @Test
    void namesEveryFaultOfAJobInOneMessage() {
        DataXException e = refused(
                Key.TOPIC, "a b",
                Key.WRITE_TYPE, "xml",
                Key.TOPIC_NUM_PARTITION, 0,
                Key.NO_TOPIC_CREATE, "perhaps",
                Key.ENCRYPTION_KEY, "00",
                Key.PREPARE_TIMEOUT_MS, "x");

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.SETTINGS);
        assertThat(e)
                .hasMessageContaining("topic: ")
                .hasMessageContaining("writeType: ")
                .hasMessageContaining("topicNumPartition: ")
                .hasMessageContaining("noTopicCreate: must be true or false, found 'perhaps'")
                .hasMessageContaining("encryptionKey: ")
                .hasMessageContaining("prepareTimeoutMs: ");
    }

    @Test
    @DisplayName("the first plugin's job file is accepted as it is")
    void acceptsTheFirstPluginsParameters() {
        KafkaWriterSettings settings = Jobs.settings(
                "ack",
                "all",
                "batchSize",
                1000,
                "retries",
                3,
                "keySerializer",
                "org.apache.kafka.common.serialization.StringSerializer",
                "valueSerializer",
                "org.apache.kafka.common.serialization.StringSerializer",
                "fieldDelimiter",
                ",",
                "writeType",
                "json",
                "topicNumPartition",
                1,
                "topicReplicationFactor",
                1,
                "encryptionKey",
                Jobs.HEX_KEY,
                "column",
                List.of("id", "name"));

        assertThat(settings.partitions).isEqualTo(1);
        assertThat(settings.warnings).singleElement().asString().startsWith("encryptionKey");
    }
}
