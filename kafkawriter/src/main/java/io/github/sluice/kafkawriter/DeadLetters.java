package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Where one task's dirty rows go, so that they can be mended and written again. The value of a letter is the row as it was
 * delivered, as JSON, sealed like every row where there is a data key; reason and position stand in headers, which hold no
 * value of the row. A row that is too large for this topic as well, or was refused when it was no longer at hand, has a
 * letter without a value: its position is enough to find it.
 *
 * <p>A letter that is not acknowledged fails the task: a dirty row must not be lost on the way to where it is kept. The
 * producer is this class's own, opened with the first letter, because the task's is closed when the broker's last
 * refusals are learned of.
 *
 * <p>{@link #positionOnly} is thread-safe, all else belongs to the task's thread.
 */
final class DeadLetters implements AutoCloseable {
    static final String REASON = "sluice.reason";
    static final String COLUMN = "sluice.column";
    static final String TASK = "sluice.task";
    static final String ROW = "sluice.row";
    static final String TOPIC = "sluice.topic";
    static final String RUN = "sluice.run";
    static final String ATTEMPT = "sluice.attempt";

    /** Bytes of a request that are not for a letter's value: batch, record and headers, of which the reason is longest. */
    static final int HEADER_ROOM = 4096;

    private final String topic;
    private final Map<String, String> origin;
    private final @Nullable RecordSealer sealer;
    private final Supplier<Producer<byte[], byte[]>> opener;
    private final int largestValue;
    private final Duration finishLimit;
    private final Queue<Letter> waiting = new ConcurrentLinkedQueue<>();
    private final Answers answers = new Answers();
    private final AtomicLong letters = new AtomicLong();
    private @Nullable Producer<byte[], byte[]> producer;
    private long sent;

    /**
     * @param origin headers that say where the rows come from, the same for all
     * @param sealer null writes rows in clear, as the job writes its good ones
     * @param largestValue in bytes; a larger letter goes without its value
     */
    DeadLetters(
            String topic,
            Map<String, String> origin,
            @Nullable RecordSealer sealer,
            Supplier<Producer<byte[], byte[]>> opener,
            int largestValue,
            Duration finishLimit) {
        this.topic = topic;
        this.origin = origin;
        this.sealer = sealer;
        this.opener = opener;
        this.largestValue = largestValue;
        this.finishLimit = finishLimit;
    }

    /** The topic that a job names for its dirty rows; null if it names none. */
    static @Nullable String topicOf(ParameterMap given, Problems problems) {
        if (!given.has(Key.DEAD_LETTER)) {
            return null;
        }
        Map<String, String> map = given.stringMap(Key.DEAD_LETTER);
        String topic = map.get("topic");
        if (topic == null || map.size() != 1) {
            problems.add(Key.DEAD_LETTER, "must be {\"topic\": ...}, nothing else");
            return null;
        }
        String rule = TopicNames.faultOf(topic);
        if (rule != null) {
            problems.add(Key.DEAD_LETTER + "[topic]", rule, topic);
        } else if (topic.equals(given.string(Key.TOPIC))) {
            problems.add(Key.DEAD_LETTER + "[topic]", "must not be " + Key.TOPIC + ", where the good rows are");
        }
        return topic;
    }

    /**
     * Sends a whole row.
     *
     * @param column the one at fault; null where it is the row
     * @param columns names where the job gives them, possibly of another number
     */
    void whole(long row, String reason, @Nullable String column, Record record, @Nullable List<WireColumn> columns) {
        byte[] plain = json(record, columns).getBytes(StandardCharsets.US_ASCII);
        byte[] value = sealer == null ? plain : sealer.seal(plain, topic, null);
        letters.incrementAndGet();
        send(new Letter(row, reason, column), value.length > largestValue ? null : value);
    }

    /** How much of which key the letters have used so far. */
    Map<String, KeyUse> keyUses() {
        return sealer == null ? Collections.emptyMap() : sealer.uses();
    }

    /** For a row that is no longer at hand. Sent by the task's thread with {@link #finish} at the latest. */
    void positionOnly(long row, String reason) {
        letters.incrementAndGet();
        waiting.add(new Letter(row, reason, null));
    }

    /**
     * Sends what waits, returns when all letters are acknowledged.
     *
     * @return how many there were
     * @throws DataXException if one is not
     */
    long finish() {
        long deadline = System.nanoTime() + finishLimit.toNanos();
        sendWaiting();
        do {
            long missing;
            try {
                missing = answers.await(sent, deadline);
            } catch (InterruptedException e) {
                throw failure(e);
            }
            throwIfFailed();
            if (missing > 0) {
                throw KafkaWriterErrorCode.NOT_ACKNOWLEDGED.failure("dead-letter topic " + topic + ": " + missing
                        + " letters have no answer from the broker after " + finishLimit.toMillis() + " ms");
            }
            // a letter that the broker found too large waits again, without its value
        } while (sendWaiting());
        close();
        return letters.get();
    }

    /** Gives up what is not acknowledged. Harmless after {@link #finish}. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    private boolean sendWaiting() {
        boolean any = false;
        for (Letter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
            send(letter, null);
            any = true;
        }
        return any;
    }

    private void send(Letter letter, byte @Nullable [] value) {
        throwIfFailed();
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = opener.get();
            producer = open;
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, value);
        header(record, REASON, letter.reason);
        if (letter.column != null) {
            header(record, COLUMN, letter.column);
        }
        header(record, ROW, Long.toString(letter.row));
        origin.forEach((name, text) -> header(record, name, text));
        sent++;
        try {
            open.send(record, (metadata, exception) -> {
                boolean tooLarge = exception instanceof RecordTooLargeException && value != null;
                if (tooLarge) {
                    waiting.add(letter);
                }
                answers.add(tooLarge ? null : exception);
            });
        } catch (KafkaException | IllegalStateException e) {
            throw failure(e);
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String text) {
        record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void throwIfFailed() {
        Exception exception = answers.failure();
        if (exception != null) {
            throw failure(exception);
        }
    }

    private DataXException failure(Exception exception) {
        return KafkaFailures.failure(
                KafkaWriterErrorCode.NOT_ACKNOWLEDGED,
                "dead-letter topic " + topic + ": a dirty row was not acknowledged",
                exception);
    }

    /** ASCII, so that text which is no Unicode (the very reason of some letters) is kept unit by unit. */
    private static String json(Record record, @Nullable List<WireColumn> columns) {
        StringBuilder json = new StringBuilder("{\"columns\":[");
        for (int i = 0; i < record.getColumnNumber(); i++) {
            json.append(i == 0 ? "{" : ",{");
            if (columns != null && i < columns.size()) {
                json.append("\"name\":");
                quoted(json, columns.get(i).name());
                json.append(',');
            }
            Column column = record.getColumn(i);
            json.append("\"type\":\"").append(column == null ? "NULL" : column.getType());
            json.append("\",\"value\":");
            Object raw = column == null ? null : column.getRawData();
            if (raw == null) {
                json.append("null");
            } else {
                quoted(
                        json,
                        raw instanceof byte[] ? Base64.getEncoder().encodeToString((byte[]) raw) : String.valueOf(raw));
            }
            json.append('}');
        }
        return json.append("]}").toString();
    }

    private static void quoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** How many letters have an answer, and the first that is a failure. Thread-safe, guarded by this. */
    private static final class Answers {
        private long count;
        private @Nullable Exception failure;

        synchronized void add(@Nullable Exception exception) {
            count++;
            if (failure == null) {
                failure = exception;
            }
            notifyAll();
        }

        synchronized @Nullable Exception failure() {
            return failure;
        }

        /** Returns how many are missing when all are there, one has failed, or the time has come. */
        synchronized long await(long expected, long deadlineNanos) throws InterruptedException {
            while (count < expected && failure == null) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
            return expected - count;
        }
    }

    /** Headers of one letter. */
    private static final class Letter {
        final long row;
        final String reason;
        final @Nullable String column;

        Letter(long row, String reason, @Nullable String column) {
            this.row = row;
            this.reason = reason;
            this.column = column;
        }
    }
}
