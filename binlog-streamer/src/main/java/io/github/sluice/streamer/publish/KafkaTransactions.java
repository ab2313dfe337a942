package io.github.sluice.streamer.publish;

import io.github.sluice.wire.position.StreamPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One source's transactional producer. Opening it ends every earlier producer of the source's transactional id and
 * settles what that one had begun; then the stored position is read.
 *
 * <p>One thread. After any exception it is of no use and must be closed: an open transaction is never committed then,
 * and readers of committed records see nothing of it.
 */
public final class KafkaTransactions implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final PositionsTopic positions;
    private final StreamTopics topics;
    private final Stored stored;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    private final Callback onAnswer = (metadata, exception) -> {
        if (exception != null) {
            failed.compareAndSet(null, exception);
        }
    };
    private boolean open;
    private long openedAt;

    private KafkaTransactions(
            Producer<byte[], byte[]> producer, PositionsTopic positions, StreamTopics topics, Stored stored) {
        this.producer = producer;
        this.positions = positions;
        this.topics = topics;
        this.stored = stored;
    }

    /**
     * Takes over the source.
     *
     * @throws io.github.sluice.streamer.Failure if a guard refuses; trying again will not help
     * @throws PublishFailedException if Kafka does not answer as it should; trying again may help
     */
    public static KafkaTransactions open(KafkaClients clients, PositionsTopic positions, String source) {
        StreamTopics topics = new StreamTopics(clients.admin(source));
        Producer<byte[], byte[]> producer = null;
        try {
            positions.ensure(topics);
            producer = clients.producer(source);
            producer.initTransactions();
            Stored stored = positions.read(topics);
            return new KafkaTransactions(producer, positions, topics, stored);
        } catch (KafkaException e) {
            close(producer, topics);
            throw new PublishFailedException(
                    "transactional id " + clients.transactionalId(source) + " cannot be taken: "
                            + KafkaFailures.describe(e),
                    e);
        } catch (RuntimeException e) {
            close(producer, topics);
            throw e;
        }
    }

    /** What is committed, without taking over. */
    public static Stored look(KafkaClients clients, PositionsTopic positions, String source) {
        try (StreamTopics topics = new StreamTopics(clients.admin(source))) {
            return positions.read(topics);
        }
    }

    private static void close(@Nullable Producer<byte[], byte[]> producer, StreamTopics topics) {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        topics.close();
    }

    /** What the newest committed transaction of this source left behind, as it was when this was opened. */
    public Stored stored() {
        return stored;
    }

    /** The topics among these that exist. */
    public Map<String, TopicShape> shapes(Collection<String> names) {
        return topics.shapes(names);
    }

    /** Whether records were sent since the last commit. */
    public boolean isOpen() {
        return open;
    }

    /** Whether the open transaction may have been ended by the broker for its age. */
    public boolean wasOpenTooLong() {
        return open && System.nanoTime() - openedAt > KafkaClients.TRANSACTION_TIMEOUT.toNanos() / 2;
    }

    /**
     * Sends one record in the open transaction, beginning one if there is none. Waits while the producer's buffer is
     * full.
     *
     * @throws FencedException if the broker ended this producer's right to write
     * @throws PublishFailedException if this record or an earlier one was not taken
     */
    public void send(String topic, int partition, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic, partition, key, value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Exception earlier = failed.get();
        if (earlier != null) {
            throw failure("a record was not taken", earlier);
        }
        try {
            if (!open) {
                producer.beginTransaction();
                open = true;
                openedAt = System.nanoTime();
            }
            producer.send(record, onAnswer);
        } catch (KafkaException | IllegalStateException e) {
            throw failure("a record for topic " + record.topic() + " was not taken", e);
        }
    }

    /**
     * Commits what was sent together with the position that covers it and the entries of the schema history that
     * changed.
     *
     * @param schema bodies by id; null removes an entry
     * @throws FencedException if the broker ended this producer's right to write
     * @throws PublishFailedException if it is not known to be committed; the next {@link #open} finds out
     */
    public void commit(StreamPosition position, Map<String, @Nullable String> schema) {
        for (Map.Entry<String, @Nullable String> entry : schema.entrySet()) {
            send(positions.schemaRecord(entry.getKey(), entry.getValue()));
        }
        send(positions.record(position));
        try {
            producer.commitTransaction();
            open = false;
        } catch (KafkaException | IllegalStateException e) {
            Exception earlier = failed.get();
            throw failure("the commit of " + position, earlier == null ? e : earlier);
        }
    }

    private RuntimeException failure(String what, Exception cause) {
        if (KafkaFailures.isInterrupt(cause)) {
            Thread.currentThread().interrupt();
        }
        if (KafkaFailures.isFence(cause)) {
            return new FencedException(what + ": " + KafkaFailures.describe(cause), cause);
        }
        return new PublishFailedException("kafka: " + what + ": " + KafkaFailures.describe(cause), cause);
    }

    /** Gives up whatever is not committed, which the producer tells the broker if it can; bounded. */
    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
        topics.close();
    }
}
