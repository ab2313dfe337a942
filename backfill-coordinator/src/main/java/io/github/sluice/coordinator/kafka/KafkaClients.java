package io.github.sluice.coordinator.kafka;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients as {@code sluice.yaml} describes them, and the one way of waiting for the admin client. Thread-safe. */
public final class KafkaClients {
    /** How long any single admin request may take. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka settings;

    public KafkaClients(Kafka settings) {
        this.settings = settings;
    }

    public Kafka settings() {
        return settings;
    }

    /** The caller closes it. */
    public Admin admin() {
        return Admin.create(common("sluice-admin"));
    }

    /** A consumer without a group: it is assigned what it reads and commits nothing. The caller closes it. */
    public Consumer<byte[], byte[]> reader(String clientId) {
        Map<String, Object> config = common(clientId);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        config.put("isolation.level", "read_committed");
        config.put("allow.auto.create.topics", "false");
        config.put("max.poll.records", "2000");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer that waits for every replica. The caller closes it. */
    public Producer<byte[], byte[]> writer(String clientId) {
        Map<String, Object> config = common(clientId);
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("delivery.timeout.ms", "60000");
        config.put("request.timeout.ms", "20000");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> common(String clientId) {
        Map<String, Object> config = new HashMap<>(References.resolved(settings.properties()));
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.put("client.id", clientId);
        return config;
    }

    /**
     * Waits for an admin request.
     *
     * @param what the request in words, for the message
     * @throws ExecutionException with the broker's refusal as its cause
     */
    static <T> T get(String what, KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Failure(
                    ExitCode.UNKNOWN, what + ": Kafka gave no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, what + ": interrupted", e);
        }
    }

    /** The same for a request whose refusal nobody can act upon. */
    static <T> T getOrUnknown(String what, KafkaFuture<T> future) {
        try {
            return get(what, future);
        } catch (ExecutionException e) {
            throw unknown(what, e);
        }
    }

    static Failure unknown(String what, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new Failure(ExitCode.UNKNOWN, what + ": " + cause, cause);
    }
}
