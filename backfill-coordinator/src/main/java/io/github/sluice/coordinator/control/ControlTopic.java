package io.github.sluice.coordinator.control;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.ChainHead;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sealed, compacted topic in which the halves meet. Reading keeps the newest word of every table and step of this
 * run; whatever does not open with our key is ignored and counted, because anybody may write to a public broker.
 *
 * <p>Thread-safe: all tables of all halves of a process share one. One of those who wait reads for all of them, so that a
 * hundred waiting tables cost no more than one. Closed by its opener.
 */
public final class ControlTopic implements Said, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlTopic.class);
    private static final Duration READ_LIMIT = KafkaControlLog.PUBLISH_LIMIT;
    private static final Duration LISTEN = Duration.ofMillis(100);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final String topic;
    private final String run;
    private final ControlSealer sealer;
    private final DataKey key;
    private final ControlLog log;

    private volatile Supplier<Optional<ChainHead>> head = Optional::empty;

    /** Held by the one thread that reads. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Guarded by {@link #reading}. */
    private boolean closed;

    /** Guarded by this, as all below. */
    private final Map<String, Heard> newest = new HashMap<>();

    private long heard;
    private long startEnd;
    private long unopened;

    /** A word and where it stood. */
    private record Heard(Word word, long offset) {}

    private ControlTopic(String topic, String run, DataKey key, ControlLog log) {
        this.topic = topic;
        this.run = run;
        this.key = key;
        this.sealer = new ControlSealer(key);
        this.log = log;
    }

    /**
     * Creates the topic if it is missing and reads it to its end.
     *
     * @param run names the run; only its records are read
     * @throws Failure with {@link ExitCode#REFUSED} if the topic is there and is not a compacted one of one partition
     */
    public static ControlTopic open(KafkaClients clients, String topic, String run, DataKey key) {
        Map<String, String> config = Map.of("cleanup.policy", "compact");
        try (Topics topics = new Topics(clients)) {
            Optional<Shape> found = topics.shape(topic);
            if (found.isEmpty()
                    && topics.create(topic, new Shape(1, clients.settings().replicationFactor(), config))) {
                LOG.info("control topic {} created", topic);
            }
            Shape shape = topics.shape(topic)
                    .orElseThrow(() -> new Failure(ExitCode.UNKNOWN, "control topic " + topic + " vanished"));
            if (shape.partitions() != 1 || !"compact".equals(shape.config().get("cleanup.policy"))) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "control topic " + topic + " has " + shape.partitions() + " partitions and cleanup.policy "
                                + shape.config().get("cleanup.policy")
                                + "; it needs 1 and compact, or words of the other half could be lost");
            }
        }
        return read(topic, run, key, new KafkaControlLog(topic, clients));
    }

    /** Reads a log to its end; it is closed with the topic, also where this fails. */
    static ControlTopic read(String topic, String run, DataKey key, ControlLog log) {
        ControlTopic control = new ControlTopic(topic, run, key, log);
        try {
            control.readToEnd();
            return control;
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    /**
     * As {@link #open}, but creates nothing.
     *
     * @return empty if there is no such topic
     */
    public static Optional<ControlTopic> openIfThere(KafkaClients clients, String topic, String run, DataKey key) {
        try (Topics topics = new Topics(clients)) {
            if (topics.shape(topic).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(open(clients, topic, run, key));
    }

    private void readToEnd() {
        reading.lock();
        try {
            long end = log.end();
            synchronized (this) {
                startEnd = end;
            }
            readTo(end);
        } finally {
            reading.unlock();
        }
    }

    /**
     * Reads everything that has been said until now, for who is about to do what a word may forbid.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if it can't be read to its end
     */
    public void hearAll() {
        reading.lock();
        try {
            refuseIfClosed();
            readTo(log.end());
        } finally {
            reading.unlock();
        }
    }

    /** Under {@link #reading}. */
    private void readTo(long end) {
        Instant limit = Instant.now().plus(READ_LIMIT);
        while (log.position() < end) {
            poll(Duration.ofMillis(200));
            if (Instant.now().isAfter(limit)) {
                throw new Failure(ExitCode.UNKNOWN, "control topic " + topic + " cannot be read to its end");
            }
        }
    }

    /** Under {@link #reading}. */
    private void refuseIfClosed() {
        if (closed) {
            throw new Failure(ExitCode.UNKNOWN, "control topic " + topic + " is closed");
        }
    }

    /**
     * From here on every word has with it where the speaker's journal was, as evidence {@link Word#JOURNAL_HEAD}: so the
     * other half, and whoever keeps the topic, hold what shows a journal that was cut off or computed anew.
     */
    public void noting(Supplier<Optional<ChainHead>> journalHead) {
        head = journalHead;
    }

    /** Says a word and waits until every replica has it. */
    public void publish(Word plain) {
        Word word = head.get().map(noted -> plain.at(noted)).orElse(plain);
        ControlRecord record = new ControlRecord(run, word.table(), word.step(), word.toJson());
        byte[] where = Json.write(List.of(run, word.table(), word.step())).getBytes(StandardCharsets.UTF_8);
        keep(new Heard(word, log.append(where, sealer.seal(record), record.toString())));
        LOG.info("said {} attempt {} {}", record, word.attempt(), word.state());
    }

    @Override
    public Optional<Word> newest(String table, String step) {
        if (!Thread.holdsLock(this)) {
            listen(Duration.ZERO); // inside of a decision nothing changes
        }
        synchronized (this) {
            return Optional.ofNullable(newest.get(place(table, step))).map(Heard::word);
        }
    }

    /** The newest words on all steps of a table whose names begin so, by whichever attempts, oldest first. */
    public List<Word> newestOf(String table, String stepPrefix) {
        if (!Thread.holdsLock(this)) {
            listen(Duration.ZERO);
        }
        return newestKnown(table, stepPrefix);
    }

    private synchronized List<Word> newestKnown(String table, String stepPrefix) {
        return newest.values().stream()
                .filter(heard -> heard.word().table().equals(table)
                        && heard.word().step().startsWith(stepPrefix))
                .sorted(Comparator.comparingLong(Heard::offset))
                .map(Heard::word)
                .toList();
    }

    /**
     * Waits for something to be said.
     *
     * @param what what is waited for, in words
     * @param decide looks at what has been said, which does not change meanwhile; empty to go on waiting
     */
    public <T> T await(String what, Duration limit, Decision<T> decide) {
        Instant end = Instant.now().plus(limit);
        Instant lookAgain = Instant.EPOCH;
        long seen = -1;
        while (true) {
            listen(Duration.ZERO);
            synchronized (this) {
                // a decision may ask the journal, so that it is made when there is news, and now and then
                if (heard != seen || Instant.now().isAfter(lookAgain)) {
                    seen = heard;
                    lookAgain = Instant.now().plus(LOOK_AGAIN);
                    Optional<T> decided = decide.on(this);
                    if (decided.isPresent()) {
                        return decided.get();
                    }
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new Failure(
                        ExitCode.UNKNOWN, "waited " + limit.toMinutes() + " min in vain for " + what + locked());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new Failure(ExitCode.UNKNOWN, "interrupted while waiting for " + what);
            }
            // one of those who wait reads for all; the others look at what it has heard
            listen(LISTEN);
            log.rest(what);
        }
    }

    private synchronized String locked() {
        return unopened == 0
                ? ""
                : "; " + unopened + " records of control topic " + topic + " do not open with key " + key.id()
                        + ": has the other half another key?";
    }

    /** Reads what there is, unless another thread does. */
    private void listen(Duration patience) {
        if (!reading.tryLock()) {
            return;
        }
        try {
            refuseIfClosed();
            poll(patience);
        } finally {
            reading.unlock();
        }
    }

    /** Looks at what has been said. */
    public interface Decision<T> {
        Optional<T> on(ControlTopic said);
    }

    /** Whether the newest word on a step was said after this process began to listen. */
    public synchronized boolean sinceStart(String table, String step) {
        Heard word = newest.get(place(table, step));
        return word != null && word.offset() >= startEnd;
    }

    @Override
    public synchronized boolean fresh(String table, String step) {
        return sinceStart(table, step) && sinceRetry(table, step);
    }

    @Override
    public synchronized boolean sinceRetry(String table, String step) {
        Heard word = newest.get(place(table, step));
        Heard again = newest.get(place(table, Instruction.AGAIN));
        return word != null && (again == null || word.offset() > again.offset());
    }

    private void poll(Duration patience) {
        log.poll(patience).forEach(this::hear);
    }

    private void hear(ControlLog.Entry record) {
        List<?> where = where(record.key());
        if (where.size() != 3 || !run.equals(where.get(0)) || record.value() == null) {
            return;
        }
        String table = String.valueOf(where.get(1));
        String step = String.valueOf(where.get(2));
        try {
            ControlRecord opened = sealer.open(record.value(), run, table, step);
            keep(new Heard(Word.fromJson(table, step, opened.body()), record.offset()));
        } catch (UndecryptableException | IllegalArgumentException e) {
            synchronized (this) {
                unopened++;
            }
            LOG.warn("control topic {} offset {} ignored: {}", topic, record.offset(), e.getMessage());
        }
    }

    /** What this process says counts for it at once, not only when it is read back. */
    private synchronized void keep(Heard word) {
        newest.merge(
                place(word.word().table(), word.word().step()),
                word,
                (known, other) -> other.offset() >= known.offset() ? other : known);
        heard++;
    }

    private static List<?> where(byte @Nullable [] key) {
        try {
            return key != null && Json.parse(new String(key, StandardCharsets.UTF_8)) instanceof List<?> list
                    ? list
                    : List.of();
        } catch (IllegalArgumentException notOurs) {
            return List.of();
        }
    }

    private static String place(String table, String step) {
        return table + '\n' + step;
    }

    @Override
    public void close() {
        reading.lock();
        try {
            closed = true;
            log.close();
        } finally {
            reading.unlock();
        }
    }
}
