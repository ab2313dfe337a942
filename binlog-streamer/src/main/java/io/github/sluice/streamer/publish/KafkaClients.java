package io.github.sluice.streamer.publish;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients as {@code streamer.yaml} describes them. Thread-safe; what it opens belongs to the caller. */
public final class KafkaClients {
    /** inventory #69: the first streamer's limit. */
    static final int MAX_REQUEST_SIZE = 10 * 1024 * 1024;

    /** How long a transaction may stay open before the broker ends it; a dead streamer's holds readers back so long. */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, Object> common;
    private final String name;

    /**
     * @param name of the streamer, for client ids
     * @throws Failure with {@link ExitCode#USAGE} if a property takes exactly-once away or a reference leads nowhere
     */
    public KafkaClients(StreamerSettings.Kafka settings, String name) {
        this.common = settings.clientProperties();
        this.name = name;
        refuse(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "it is made of the streamer's and the source's name");
        refuse(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "the streamer sends bytes");
        refuse(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "the streamer sends bytes");
        refuse(ProducerConfig.PARTITIONER_CLASS_CONFIG, "a row's partition follows from its key");
        refuse(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "the position is read committed");
        requireIfGiven(ProducerConfig.ACKS_CONFIG, "all", "-1");
        requireIfGiven(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    }

    private void refuse(String property, String why) {
        if (common.containsKey(property)) {
            throw new Failure(ExitCode.USAGE, "kafka.properties." + property + ": cannot be set, " + why);
        }
    }

    private void requireIfGiven(String property, String... allowed) {
        Object value = common.get(property);
        for (String ok : allowed) {
            if (value == null || ok.equalsIgnoreCase(value.toString())) {
                return;
            }
        }
        throw new Failure(
                ExitCode.USAGE,
                "kafka.properties." + property + ": must be " + allowed[0]
                        + ", without which rows could be lost or doubled, found \"" + value + "\"");
    }

    /** The limit of a record as the producer will be told. */
    int maxRequestSize() {
        Object given = common.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return given == null
                ? MAX_REQUEST_SIZE
                : Integer.parseInt(given.toString().trim());
    }

    /** Whether batches are compressed, so that a topic's limit cannot be compared with a record's size. */
    boolean compresses() {
        Object given = common.get(ProducerConfig.COMPRESSION_TYPE_CONFIG);
        return given != null && !"none".equals(given.toString());
    }

    /** A producer of one source's transactions, not yet registered at the broker. */
    Producer<byte[], byte[]> producer(String source) {
        Map<String, Object> config = config("producer-" + source);
        config.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_SIZE);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 48L * 1024 * 1024);
        config.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId(source));
        return make(
                "producer", () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** The one name under which a source's rows are written. */
    String transactionalId(String source) {
        return "sluice-" + name + "-" + source;
    }

    /** A consumer without a group that sees only what was committed. */
    Consumer<byte[], byte[]> reader(String source) {
        Map<String, Object> config = config("reader-" + source);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        return make(
                "consumer",
                () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    Admin admin(String source) {
        Map<String, Object> config = config("admin-" + source);
        return make("admin client", () -> Admin.create(config));
    }

    private Map<String, Object> config(String role) {
        Map<String, Object> config = new HashMap<>(common);
        config.putIfAbsent("enable.metrics.push", false); // this process has metrics of its own
        config.put("client.id", "sluice-" + name + "-" + role);
        return config;
    }

    private interface Maker<T> {
        T make();
    }

    private static <T> T make(String what, Maker<T> maker) {
        try {
            return maker.make();
        } catch (KafkaException e) {
            String reason = KafkaFailures.describe(e);
            if (reason.contains("bootstrap url")) { // a name that does not resolve now may do so later
                throw new PublishFailedException("kafka: " + reason, e);
            }
            throw new Failure(ExitCode.USAGE, "kafka: the " + what + " cannot be made: " + reason, e);
        }
    }
}
