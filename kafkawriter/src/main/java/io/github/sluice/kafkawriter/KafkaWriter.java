package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.writer.ManifestFile;
import io.github.sluice.writer.Run;
import io.github.sluice.writer.RunReport;
import io.github.sluice.writer.TaskAccount;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin {@code kafkawriter}: rows into a Kafka topic, sealed where a key is given, each of them acknowledged or booked
 * as dirty before a task ends. {@code doc/kafkawriter_en.md} is its manual.
 */
public final class KafkaWriter extends Writer {
    private KafkaWriter() {}

    /** Before and after the tasks: settings, topic, comparison, manifest. One thread. */
    public static final class Job extends Writer.Job {
        private static final Logger LOG = LoggerFactory.getLogger(Job.class);

        private @Nullable Configuration parameters;
        private @Nullable KafkaWriterSettings settings;
        private @Nullable Run run;
        private @Nullable RunReport report;
        private OptionalInt maxMessageBytes = OptionalInt.empty();
        private OptionalLong longestTransaction = OptionalLong.empty();

        @Override
        public void preCheck() {
            KafkaWriterSettings checked = readSettings();
            Admin admin = admin(checked, "check");
            try {
                preparation(admin, checked).check();
                TopicPreparation letters = letterPreparation(admin, checked);
                if (letters != null) {
                    letters.check();
                }
                if (checked.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL) {
                    checkTransactions(admin, checked);
                }
            } finally {
                admin.close(Duration.ZERO);
            }
        }

        @Override
        public void init() {
            KafkaWriterSettings read;
            try {
                read = readSettings();
            } catch (DataXException e) {
                ManifestFile.clearAfter(
                        e, getPluginJobConf().getString(Key.MANIFEST_PATH), KafkaWriterErrorCode.MANIFEST);
                throw e;
            }
            ManifestFile file = read.manifestPath == null
                    ? null
                    : new ManifestFile(read.manifestPath, KafkaWriterErrorCode.MANIFEST);
            if (file != null) {
                file.clear();
            }
            Clock clock = Clock.systemUTC();
            Run opened = Run.open(read.runId, read.attempt, clock);
            settings = read;
            run = opened;
            report = new RunReport(new TopicOfRun(read), opened, clock, file);
            LOG.info("run {} attempt {} writes to topic {}", opened.id(), opened.attempt(), read.topic);
        }

        @Override
        public void prepare() {
            KafkaWriterSettings known = initialised(settings);
            Admin admin = admin(known, initialised(run).id());
            try {
                maxMessageBytes = preparation(admin, known).prepare();
                TopicPreparation letters = letterPreparation(admin, known);
                if (letters != null) {
                    letters.prepare();
                }
                if (known.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL) {
                    TransactionPreparation transactions = new TransactionPreparation(admin, known.prepareTimeout);
                    longestTransaction = transactions.longestTransaction();
                    transactions.fenceEarlierAttempts(initialised(run).id());
                }
            } finally {
                // close() without a limit would wait for calls that an absent broker never answers
                admin.close(Duration.ZERO);
            }
        }

        @Override
        public List<Configuration> split(int mandatoryNumber) {
            Run opened = initialised(run);
            opened.planned(mandatoryNumber);
            List<Configuration> tasks = new ArrayList<>(mandatoryNumber);
            for (int i = 0; i < mandatoryNumber; i++) {
                Configuration task = initialised(parameters).clone();
                task.set(Key.RUN_ID, opened.id());
                task.set(Key.ATTEMPT, opened.attempt());
                task.set(Key.RUN_HANDLE, opened.handle());
                maxMessageBytes.ifPresent(limit -> task.set(Key.TOPIC_MAX_MESSAGE_BYTES, limit));
                longestTransaction.ifPresent(limit -> task.set(Key.TRANSACTION_MAX_TIMEOUT_MS, limit));
                tasks.add(task);
            }
            if (!tasks.isEmpty()) {
                tellWhatTheTopicChanged(tasks.get(0));
            }
            return tasks;
        }

        @Override
        public void post() {
            initialised(report).complete();
        }

        /** Runs after success and failure alike. After {@link #post} has reported there is nothing left to say. */
        @Override
        public void destroy() {
            if (run == null) {
                return;
            }
            try {
                if (report != null) {
                    report.failed("the job ended before all rows were compared; its log says why");
                }
            } finally {
                run.close();
            }
        }

        private void tellWhatTheTopicChanged(Configuration task) {
            List<String> told = initialised(settings).warnings;
            for (String warning : KafkaWriterSettings.from(task).warnings) {
                if (!told.contains(warning)) {
                    LOG.warn("{}", warning);
                }
            }
        }

        private KafkaWriterSettings readSettings() {
            Configuration resolved =
                    JobValues.resolve(getPluginJobConf(), getPeerPluginJobConf(), Clock.systemDefaultZone());
            parameters = resolved;
            KafkaWriterSettings read = KafkaWriterSettings.from(resolved);
            LOG.info("settings: {}", read);
            for (String warning : read.warnings) {
                LOG.warn("{}", warning);
            }
            return read;
        }

        /** The broker is asked by doing it, under a name of its own: nothing else shows rights and time-out before a task. */
        private void checkTransactions(Admin admin, KafkaWriterSettings checked) {
            Configuration asATask = initialised(parameters).clone();
            new TransactionPreparation(admin, checked.prepareTimeout)
                    .longestTransaction()
                    .ifPresent(limit -> asATask.set(Key.TRANSACTION_MAX_TIMEOUT_MS, limit));
            ProducerProperties properties = KafkaWriterSettings.from(asATask).producer;
            String runId = checked.runId == null ? "dry-run" : checked.runId;
            Map<String, Object> transactional =
                    properties.forTransactions("kafkawriter-check", TransactionalIds.ofCheck(runId, checked.attempt));
            transactional.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, checked.prepareTimeout.toMillis());
            try (KafkaProducer<byte[], byte[]> producer = openProducer(transactional)) {
                TaskTransaction.initialise(producer, properties.transactionTimeout());
            }
        }

        private static TopicPreparation preparation(Admin admin, KafkaWriterSettings settings) {
            return new TopicPreparation(
                    admin,
                    new TopicPreparation.Wanted(
                            settings.topic,
                            settings.partitions,
                            settings.replicationFactor,
                            settings.topicConfig,
                            !settings.noTopicCreate,
                            settings.partitioning.fixed()),
                    settings.prepareTimeout);
        }

        private static @Nullable TopicPreparation letterPreparation(Admin admin, KafkaWriterSettings settings) {
            String topic = settings.deadLetterTopic;
            return topic == null
                    ? null
                    : new TopicPreparation(
                            admin,
                            TopicPreparation.Wanted.anyShape(
                                    topic, settings.replicationFactor, !settings.noTopicCreate),
                            settings.prepareTimeout);
        }

        private static Admin admin(KafkaWriterSettings settings, String purpose) {
            try {
                return Admin.create(settings.producer.forAdmin("kafkawriter-" + purpose + "-admin"));
            } catch (KafkaException e) {
                throw KafkaFailures.failure(KafkaWriterErrorCode.SETTINGS, "opening the Kafka admin client", e);
            }
        }
    }

    /** One channel's rows. One thread, but for the producer's callbacks. */
    public static final class Task extends Writer.Task {
        private @Nullable TaskAccount account;
        private @Nullable RowWriter rows;

        @Override
        public void init() {
            KafkaWriterSettings settings = KafkaWriterSettings.from(getPluginJobConf());
            Run run = Run.of(getPluginJobConf().getString(Key.RUN_HANDLE), KafkaWriterErrorCode.SETTINGS);
            TaskAccount books = run.startTask(getTaskId());
            account = books;
            String clientId = "kafkawriter-" + run.id() + "-" + getTaskId();
            rows = new RowWriter(
                    settings,
                    openProducer(properties(settings, run, clientId)),
                    books,
                    getTaskPluginCollector(),
                    letters(settings, run, clientId));
        }

        private Map<String, Object> properties(KafkaWriterSettings settings, Run run, String clientId) {
            return settings.deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL
                    ? settings.producer.forTransactions(
                            clientId, TransactionalIds.ofTask(run.id(), run.attempt(), getTaskId()))
                    : settings.producer.forProducer(clientId);
        }

        private @Nullable DeadLetters letters(KafkaWriterSettings settings, Run run, String clientId) {
            String topic = settings.deadLetterTopic;
            if (topic == null) {
                return null;
            }
            Map<String, String> origin = new LinkedHashMap<>();
            origin.put(DeadLetters.TASK, Integer.toString(getTaskId()));
            origin.put(DeadLetters.TOPIC, settings.topic);
            origin.put(DeadLetters.RUN, run.id());
            origin.put(DeadLetters.ATTEMPT, Integer.toString(run.attempt()));
            Map<String, Object> properties = settings.producer.forProducer(clientId + "-dead-letters");
            // one letter a batch: a batch above that topic's max.message.bytes would be split and retried for ever
            properties.put(ProducerConfig.BATCH_SIZE_CONFIG, "0");
            return new DeadLetters(
                    topic,
                    origin,
                    RowWriter.sealer(settings),
                    () -> openProducer(properties),
                    settings.producer.maxRequestSize() - DeadLetters.HEADER_ROOM,
                    settings.producer.deliveryTimeout().plus(settings.closeTimeout));
        }

        /** Returns when every row is acknowledged (in a transaction: committed) or booked as dirty; throws otherwise. */
        @Override
        public void startWrite(RecordReceiver receiver) {
            RowWriter writer = initialised(rows);
            try {
                writer.begin();
                RowBatch batch = new RowBatch();
                Record record;
                while ((record = receiver.getFromReader()) != null) {
                    batch.add(record);
                    if (batch.isFull()) {
                        writer.write(batch);
                    }
                }
                writer.write(batch);
                writer.finish();
            } catch (RuntimeException e) {
                if (KafkaFailures.isInterrupt(e)) {
                    Thread.currentThread().interrupt();
                }
                bookFailure(e);
                giveUp(writer, e);
                throw e;
            }
        }

        private void bookFailure(RuntimeException e) {
            if (e instanceof DataXException
                    && ((DataXException) e).getErrorCode() == KafkaWriterErrorCode.COMMIT_UNKNOWN) {
                initialised(account).unknown(e.getMessage());
            } else {
                initialised(account).failed(e.getMessage());
            }
        }

        /** Here and not in {@link #destroy}, which may never be called once a task has failed. */
        private static void giveUp(RowWriter writer, RuntimeException failure) {
            try {
                writer.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        /** The producer is closed by now unless the task failed; then nothing more is to be written. */
        @Override
        public void destroy() {
            if (rows != null) {
                rows.close();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> openProducer(Map<String, Object> properties) {
        try {
            return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw KafkaFailures.failure(KafkaWriterErrorCode.SETTINGS, "opening the Kafka producer", e);
        }
    }

    private static <T> T initialised(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("DataX calls init first");
        }
        return part;
    }
}
