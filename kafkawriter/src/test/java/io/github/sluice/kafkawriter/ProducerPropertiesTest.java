package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.KafkaWriterSettingsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.exception.DataXException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerPropertiesTest {
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"hunter2\";";

    private static Map<String, Object> producer(Object... pairs) {
        return Jobs.settings(pairs).producer.forProducer("c");
    }

    private static void opens(KafkaWriterSettings settings) {
        new KafkaProducer<>(settings.producer.forProducer("c"), new ByteArraySerializer(), new ByteArraySerializer())
                .close(Duration.ZERO);
    }

    @Test
    @DisplayName("inventory #24, #177: acks=all and the idempotent producer are the default")
    void isSafeByDefault() {
        assertThat(producer())
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        assertThat(Jobs.settings().warnings).isEmpty();
        opens(Jobs.settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    @DisplayName("inventory #24: a lower ack warns, turns idempotence off and does not crash kafka-clients")
    void warnsOfLowerAck(String ack) {
        KafkaWriterSettings settings = Jobs.settings(Key.ACK, ack);

        assertThat(settings.producer.forProducer("c"))
                .containsEntry(ProducerConfig.ACKS_CONFIG, ack)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        assertThat(settings.warnings).anyMatch(w -> w.contains("below all")).anyMatch(w -> w.contains("idempotent"));
        opens(settings);
    }

    @Test
    void refusesLowerAckWithIdempotenceAskedFor() {
        assertThat(refused(Key.ACK, 1, Key.PRODUCER_PROPERTIES, Map.of("enable.idempotence", true)))
                .hasMessageContaining("cannot be true together with ack=1");
    }

    @Test
    void refusesUnknownAck() {
        assertThat(refused(Key.ACK, "most")).hasMessageContaining("ack: ").hasMessageContaining("most");
    }

    @ParameterizedTest
    @CsvSource({"retries,7,retries", "batchSize,1000,batch.size", "linger,5,linger.ms"})
    @DisplayName("inventory #25, #26: retries, batchSize (bytes) and linger reach the producer")
    void passesNamedSettings(String parameter, int value, String property) {
        assertThat(producer(parameter, value)).containsEntry(property, Integer.toString(value));
        assertThat(producer(parameter, Integer.toString(value))).containsEntry(property, Integer.toString(value));
        assertThat(refused(parameter, "soon")).hasMessageContaining(parameter + ": must be a whole number");
        assertThat(refused(parameter, -1)).hasMessageContaining(parameter + ": must be a whole number");
    }

    @Test
    void hasTheDefaultsOfTheDocument() {
        assertThat(producer()).containsEntry("batch.size", "16384").containsEntry("linger.ms", "100");
    }

    @Test
    void retriesOfZeroTurnIdempotenceOffAloud() {
        KafkaWriterSettings settings = Jobs.settings(Key.RETRIES, 0);

        assertThat(settings.producer.forProducer("c")).containsEntry("enable.idempotence", "false");
        assertThat(settings.warnings).singleElement().asString().contains("retries=0");
        opens(settings);
    }

    @Test
    @DisplayName("inventory #34: the first plugin's fixed settings are defaults, each overridable")
    void keepsFixedSettingsOverridable() {
        assertThat(producer())
                .containsEntry("retry.backoff.ms", "1000")
                .containsEntry("connections.max.idle.ms", "300000")
                .containsEntry("max.in.flight.requests.per.connection", "5");
        assertThat(producer(
                        Key.PRODUCER_PROPERTIES,
                        Map.of(
                                "retry.backoff.ms", 50,
                                "connections.max.idle.ms", "1000",
                                "max.in.flight.requests.per.connection", 1,
                                "linger.ms", 7,
                                "compression.type", "zstd")))
                .containsEntry("retry.backoff.ms", "50")
                .containsEntry("connections.max.idle.ms", "1000")
                .containsEntry("max.in.flight.requests.per.connection", "1")
                .containsEntry("linger.ms", "7")
                .containsEntry("compression.type", "zstd");
    }

    @Test
    @DisplayName("inventory #34: a property that kafka-clients does not know is passed on with a warning")
    void warnsOfUnknownProperty() {
        KafkaWriterSettings settings = Jobs.settings(
                Key.PRODUCER_PROPERTIES, Map.of("socket.keepalive.enable", "true", "my.plugin.token", "s3cret"));

        assertThat(settings.producer.forProducer("c")).containsEntry("socket.keepalive.enable", "true");
        assertThat(settings.warnings).anyMatch(w -> w.contains("socket.keepalive.enable"));
        assertThat(settings.toString() + settings.warnings).doesNotContain("s3cret");
    }

    @Test
    void refusesValuesThatKafkaRefuses() {
        assertThat(refused(Key.PRODUCER_PROPERTIES, Map.of("buffer.memory", "much", "compression.type", "rar")))
                .hasMessageContaining("producerProperties[buffer.memory]")
                .hasMessageContaining("producerProperties[compression.type]");
    }

    @Test
    void refusesWhatTheWriterItselfDecides() {
        assertThat(refused(
                        Key.PRODUCER_PROPERTIES,
                        Map.of("bootstrap.servers", "x:1", "value.serializer", "x", "transactional.id", "x")))
                .hasMessageContaining("producerProperties[bootstrap.servers]: belongs in bootstrapServers")
                .hasMessageContaining("producerProperties[value.serializer]: cannot be set")
                .hasMessageContaining("producerProperties[transactional.id]: cannot be set");
    }

    @Test
    void refusesTheSameSettingTwice() {
        assertThat(refused(Key.ACK, "all", Key.PRODUCER_PROPERTIES, Map.of("acks", "1")))
                .hasMessageContaining("producerProperties[acks]: is also given as ack");
    }

    @Test
    void refusesADeliveryTimeoutThatKafkaWouldCrashOn() {
        assertThat(refused(Key.PRODUCER_PROPERTIES, Map.of("delivery.timeout.ms", 100)))
                .hasMessageContaining("producerProperties[delivery.timeout.ms]: must be at least");
    }

    @Test
    void waitsForBufferSpaceAsLongAsForDelivery() {
        KafkaWriterSettings settings =
                Jobs.settings(Key.PRODUCER_PROPERTIES, Map.of("delivery.timeout.ms", 5000, "request.timeout.ms", 1000));

        assertThat(settings.producer.deliveryTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.producer.forProducer("c")).containsEntry("max.block.ms", "5000");
        opens(settings);
    }

    @Test
    void aBatchNeverExceedsWhatTheTopicTakes() {
        KafkaWriterSettings settings = Jobs.settings(Key.TOPIC_MAX_MESSAGE_BYTES, 2000);
        assertThat(settings.producer.forProducer("c")).containsEntry("batch.size", "2000");
        assertThat(settings.warnings).singleElement().asString().contains("lowered from 16384");
        assertThat(producer(Key.TOPIC_MAX_MESSAGE_BYTES, 1_048_588)).containsEntry("batch.size", "16384");
    }

    @Test
    void givesTheAdminClientOnlyWhatItKnows() {
        assertThat(Jobs.settings(Key.PRODUCER_PROPERTIES, Map.of("request.timeout.ms", 1000))
                        .producer
                        .forAdmin("c"))
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("request.timeout.ms", "1000")
                .doesNotContainKeys("acks", "batch.size", "enable.idempotence");
    }

    @Test
    @DisplayName("inventory #27: a serializer other than those that pass UTF-8 on is refused at init, by name")
    void refusesOtherSerializers() {
        String good = "org.apache.kafka.common.serialization.StringSerializer";
        assertThat(Jobs.settings(Key.KEY_SERIALIZER, good, Key.VALUE_SERIALIZER, good).warnings)
                .isEmpty();
        assertThat(refused(Key.VALUE_SERIALIZER, "org.apache.kafka.common.serialization.LongSerializer"))
                .hasMessageContaining("valueSerializer: must be")
                .hasMessageContaining("LongSerializer");
    }

    @Test
    void readsAnyPropertyFromAReference(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("jaas"), JAAS + "\n");
        KafkaWriterSettings settings = Jobs.settings(
                Key.PRODUCER_PROPERTIES,
                Map.of("sasl.jaas.config", "file:" + file, "security.protocol", "SASL_PLAINTEXT"));

        assertThat(settings.producer.forProducer("c")).containsEntry("sasl.jaas.config", JAAS);
        assertThat(settings.producer.forAdmin("c")).containsEntry("sasl.jaas.config", JAAS);
        assertThat(settings.toString()).contains("sasl.jaas.config=[hidden]").doesNotContain("hunter2");
        assertThat(settings.warnings).isEmpty();
    }

    @Test
    void warnsOfASecretGivenInClear() {
        KafkaWriterSettings settings = Jobs.settings(Key.PRODUCER_PROPERTIES, Map.of("sasl.jaas.config", JAAS));

        assertThat(settings.warnings)
                .singleElement()
                .asString()
                .contains("sasl.jaas.config")
                .doesNotContain("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void neverEchoesAValueThatCameFromAReference(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x"), "hunter2");
        DataXException e = refused(Key.PRODUCER_PROPERTIES, Map.of("linger.ms", "file:" + file));

        assertThat(e).hasMessageContaining("(value hidden)");
        assertThat(e.getMessage()).doesNotContain("hunter2");
        assertThat(refused(Key.PRODUCER_PROPERTIES, Map.of("sasl.jaas.config", "env:SLUICE_NO_SUCH_VARIABLE")))
                .hasMessageContaining("producerProperties[sasl.jaas.config]: ");
    }
}
