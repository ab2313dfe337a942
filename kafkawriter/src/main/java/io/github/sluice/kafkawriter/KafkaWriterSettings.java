package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.kafkawriter.dialect.Dialects;
import io.github.sluice.kafkawriter.dialect.TranslatedJob;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.key.SecretReference;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.writer.ColumnList;
import io.github.sluice.writer.Parameter;
import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import io.github.sluice.writer.RunParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's settings, read once in the job and once in each task. Immutable; {@link #toString} is safe to print.
 *
 * <p>{@link #PARAMETERS} lists every parameter with its default; the tables of {@code doc/kafkawriter.md} and its English
 * sibling are tested against it.
 */
final class KafkaWriterSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWriterSettings.class);

    static final long DEFAULT_PREPARE_TIMEOUT_MS = 60_000;
    static final long DEFAULT_CLOSE_TIMEOUT_MS = 30_000;

    private static final long LONGEST_WAIT_MS = 86_400_000;
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[A-Za-z_]+://)?(?:\\[[0-9a-fA-F:.%]+]|[^:/\\s\\[\\]]+):([0-9]{1,5})");

    static final List<Parameter> PARAMETERS = Collections.unmodifiableList(Arrays.asList(
            new Parameter(Key.BOOTSTRAP_SERVERS, true, ""),
            new Parameter(Key.TOPIC, true, ""),
            new Parameter(Key.COLUMN, false, ""),
            new Parameter(Key.KEY_COLUMNS, false, "[]"),
            new Parameter(Key.KEY_MODE, false, ""),
            new Parameter(Key.WRITE_TYPE, false, "text"),
            new Parameter(Key.ENCRYPTION_KEY, false, ""),
            new Parameter(Key.ENVELOPE, false, "v1"),
            new Parameter(Key.ENVELOPE_COMPRESSION, false, "none"),
            new Parameter(Key.FRAME, false, ""),
            new Parameter(Key.RUN_ID, false, ""),
            new Parameter(Key.ATTEMPT, false, Integer.toString(RunParameters.DEFAULT_ATTEMPT)),
            new Parameter(Key.MANIFEST_PATH, false, ""),
            new Parameter(Key.TOPIC_NUM_PARTITION, false, "1"),
            new Parameter(Key.TOPIC_REPLICATION_FACTOR, false, "1"),
            new Parameter(Key.TOPIC_CONFIG, false, "{}"),
            new Parameter(Key.NO_TOPIC_CREATE, false, "false"),
            new Parameter(Key.PARTITION_BY, false, Partitioning.DEFAULT),
            new Parameter(Key.HEADERS, false, "{}"),
            new Parameter(Key.DEAD_LETTER, false, ""),
            new Parameter(Key.DELIVERY_GUARANTEE, false, DeliveryGuarantee.AT_LEAST_ONCE.toString()),
            new Parameter(Key.ACK, false, ProducerProperties.DEFAULT_ACK),
            new Parameter(Key.RETRIES, false, ""),
            new Parameter(Key.BATCH_SIZE, false, Integer.toString(ProducerProperties.DEFAULT_BATCH_SIZE)),
            new Parameter(Key.LINGER, false, Integer.toString(ProducerProperties.DEFAULT_LINGER_MS)),
            new Parameter(Key.KEY_SERIALIZER, false, "org.apache.kafka.common.serialization.StringSerializer"),
            new Parameter(Key.VALUE_SERIALIZER, false, "org.apache.kafka.common.serialization.StringSerializer"),
            new Parameter(Key.FIELD_DELIMITER, false, "\\t"),
            new Parameter(Key.LINE_DELIMITER, false, "\\n"),
            new Parameter(Key.NULL_FORMAT, false, "\\N"),
            new Parameter(Key.PRODUCER_PROPERTIES, false, "{}"),
            new Parameter(Key.PREPARE_TIMEOUT_MS, false, Long.toString(DEFAULT_PREPARE_TIMEOUT_MS)),
            new Parameter(Key.CLOSE_TIMEOUT_MS, false, Long.toString(DEFAULT_CLOSE_TIMEOUT_MS))));

    final String bootstrapServers;
    final String topic;
    final WriteType writeType;
    /** Null where the job names no columns, which only text allows; empty for rows without columns. */
    final @Nullable List<WireColumn> columns;

    final ColumnFormats formats;
    final List<String> keyColumns;
    /** Null sends records without a key. */
    final RecordKeys.@Nullable Mode keyMode;

    final @Nullable KeyRing keyRing;
    final EnvelopeVersion envelope;
    /** Whether single rows are compressed before they are sealed. */
    final boolean compressed;
    /** Null where each row is a record of its own. */
    final @Nullable FrameLimits frame;

    final @Nullable String runId;
    final int attempt;
    final @Nullable Path manifestPath;
    final @Nullable Integer partitions;
    final @Nullable Short replicationFactor;
    final Map<String, String> topicConfig;
    final boolean noTopicCreate;
    final Partitioning partitioning;
    final ConstantHeaders headers;
    /** Null drops dirty rows once they are counted. */
    final @Nullable String deadLetterTopic;

    final DeliveryGuarantee deliveryGuarantee;
    final String fieldDelimiter;
    final String lineDelimiter;
    final String nullFormat;
    final Duration prepareTimeout;
    final Duration closeTimeout;
    final ProducerProperties producer;
    /** What the user should know though the job can run. Holds no secret. */
    final List<String> warnings;

    /**
     * @throws com.alibaba.datax.common.exception.DataXException with all faults in one message; secret values are not in it
     */
    static KafkaWriterSettings from(Configuration conf) {
        Problems problems = new Problems(KafkaWriterErrorCode.SETTINGS);
        TranslatedJob job = Dialects.translate(ParameterMap.rawOf(conf));
        job.faults().forEach(fault -> problems.add(fault.parameter(), fault.rule()));
        if (job.refused()) {
            problems.throwIfAny();
        }
        ParameterMap parameters = new ParameterMap(job.parameters(), problems);
        KafkaWriterSettings settings = new KafkaWriterSettings(parameters, problems, job.warnings());
        problems.throwIfAny();
        return settings;
    }

    private KafkaWriterSettings(ParameterMap given, Problems problems, List<String> translated) {
        List<String> told = new ArrayList<>(translated);
        unknownNames(given);
        bootstrapServers = addresses(given, problems);
        topic = topicName(given, problems);
        WriteType type = given.oneOf(Key.WRITE_TYPE, WriteType.class);
        writeType = type == null ? WriteType.TEXT : type;
        columns = given.has(Key.COLUMN) ? ColumnList.from(given, problems, "format") : null;
        if (columns == null && writeType == WriteType.JSON) {
            problems.add(Key.COLUMN, "is required where " + Key.WRITE_TYPE + " is json (the names of the JSON fields)");
        }
        formats = ColumnFormats.from(given, problems);
        keyColumns = Collections.unmodifiableList(given.strings(Key.KEY_COLUMNS));
        keyRing = keyRing(given, problems, told);
        EnvelopeVersion version = given.oneOf(Key.ENVELOPE, EnvelopeVersion.class);
        envelope = version == null ? EnvelopeVersion.V1 : version;
        compressed = given.oneOf(Key.ENVELOPE_COMPRESSION, EnvelopeCompression.class) == EnvelopeCompression.ZSTD;
        frame = given.has(Key.FRAME) ? FrameLimits.of(given.stringMap(Key.FRAME), problems) : null;
        keyMode = keyMode(given, problems, told);
        checkNames(problems);
        partitioning = partitioning(given, problems, told);
        checkEnvelope(given, problems);
        headers = ConstantHeaders.from(given, problems);
        deadLetterTopic = DeadLetters.topicOf(given, problems);
        RunParameters run = RunParameters.from(given, problems);
        runId = run.runId();
        attempt = run.attempt();
        manifestPath = run.manifestPath();
        partitions = given.has(Key.TOPIC_NUM_PARTITION)
                ? (Integer) (int) given.integer(Key.TOPIC_NUM_PARTITION, 1, 1, 100_000)
                : null;
        replicationFactor = given.has(Key.TOPIC_REPLICATION_FACTOR)
                ? (Short) (short) given.integer(Key.TOPIC_REPLICATION_FACTOR, 1, 1, Short.MAX_VALUE)
                : null;
        topicConfig = Collections.unmodifiableMap(given.stringMap(Key.TOPIC_CONFIG));
        noTopicCreate = given.bool(Key.NO_TOPIC_CREATE, false);
        fieldDelimiter = given.string(Key.FIELD_DELIMITER, TextRows.DEFAULT_DELIMITER);
        lineDelimiter = given.string(Key.LINE_DELIMITER, TextRows.DEFAULT_LINE_DELIMITER);
        nullFormat = given.string(Key.NULL_FORMAT, TextRows.DEFAULT_NULL);
        if (writeType == WriteType.TEXT) {
            checkText(problems, told);
        }
        prepareTimeout = Duration.ofMillis(
                given.integer(Key.PREPARE_TIMEOUT_MS, DEFAULT_PREPARE_TIMEOUT_MS, 1, LONGEST_WAIT_MS));
        closeTimeout =
                Duration.ofMillis(given.integer(Key.CLOSE_TIMEOUT_MS, DEFAULT_CLOSE_TIMEOUT_MS, 0, LONGEST_WAIT_MS));
        DeliveryGuarantee guarantee = given.oneOf(Key.DELIVERY_GUARANTEE, DeliveryGuarantee.class);
        deliveryGuarantee = guarantee == null ? DeliveryGuarantee.AT_LEAST_ONCE : guarantee;
        producer = ProducerProperties.from(given, deliveryGuarantee, problems, told);
        if (deliveryGuarantee == DeliveryGuarantee.TRANSACTIONAL && runId == null) {
            told.add(
                    Key.DELIVERY_GUARANTEE + "=transactional without " + Key.RUN_ID + ": a later run does not know this"
                            + " one's unfinished transactions as its own, and readers of committed records wait for the broker to"
                            + " abort them");
        }
        checkManifest(problems);
        checkFixedPartition(problems);
        warnings = Collections.unmodifiableList(told);
    }

    /** The row's shape; null where it is known only from the first row, or where rows have no columns. */
    @Nullable
    RowSchema schema() {
        return columns == null || columns.isEmpty() ? null : new RowSchema(columns, keyColumns);
    }

    /** A misspelt name must not pass: an "encrytionKey" would send every row in clear. */
    private static void unknownNames(ParameterMap given) {
        Set<String> known = new HashSet<>();
        for (Parameter parameter : PARAMETERS) {
            known.add(parameter.name());
        }
        known.add(Key.DRY_RUN);
        known.add(Key.RUN_HANDLE);
        known.add(Key.SOURCE_TABLE);
        known.add(Key.TOPIC_MAX_MESSAGE_BYTES);
        known.add(Key.TRANSACTION_MAX_TIMEOUT_MS);
        given.refuseOthers(known, "kafkawriter");
    }

    private static String addresses(ParameterMap given, Problems problems) {
        String servers = given.required(Key.BOOTSTRAP_SERVERS);
        if (!servers.isEmpty()) {
            for (String server : servers.split(",", -1)) {
                Matcher address = ADDRESS.matcher(server.trim());
                if (!address.matches() || Integer.parseInt(address.group(1)) > 65_535) {
                    problems.add(Key.BOOTSTRAP_SERVERS, "must be host:port[,host:port...]", servers);
                    break;
                }
            }
        }
        return servers;
    }

    private static String topicName(ParameterMap given, Problems problems) {
        String name = given.required(Key.TOPIC);
        String fault = name.isEmpty() ? null : TopicNames.faultOf(name);
        if (fault != null) {
            problems.add(Key.TOPIC, fault, name);
        }
        return name;
    }

    private void checkEnvelope(ParameterMap given, Problems problems) {
        boolean second = envelope == EnvelopeVersion.V2;
        if (second && !given.has(Key.ENCRYPTION_KEY)) {
            problems.add(Key.ENVELOPE, "v2 needs " + Key.ENCRYPTION_KEY);
        }
        if (compressed && !second) {
            problems.add(Key.ENVELOPE_COMPRESSION, "needs " + Key.ENVELOPE + " v2");
        }
        if (frame != null && !second) {
            problems.add(Key.FRAME, "needs " + Key.ENVELOPE + " v2");
        }
        if (frame != null && writeType != WriteType.JSON) {
            problems.add(Key.FRAME, "needs " + Key.WRITE_TYPE + " json");
        }
        if (frame != null && !partitioning.isByKey()) {
            problems.add(
                    Key.FRAME,
                    "needs " + Key.PARTITION_BY + " " + Partitioning.DEFAULT
                            + ": a frame holds rows of the partition that their record keys give");
        }
        if (keyRing != null && !second && keyRing.keys().active().algorithm() != KeyAlgorithm.AES_GCM) {
            problems.add(
                    Key.ENVELOPE,
                    "must be v2: the active key is of "
                            + keyRing.keys().active().algorithm() + ", and v1 knows AES-GCM only");
        }
    }

    private static @Nullable KeyRing keyRing(ParameterMap given, Problems problems, List<String> told) {
        String text = given.string(Key.ENCRYPTION_KEY);
        if (text == null) {
            return null;
        }
        try {
            if (SecretReference.isReference(text)) {
                KeyRing ring = KeyRing.fromReference(text, LOG::warn);
                ring.keys().active().algorithm().newCipher(); // a library that is missing should be missed now
                return ring;
            }
            told.add(
                    Key.ENCRYPTION_KEY + " is given in clear: DataX prints the job file into its log, so this key is no"
                            + " longer secret; give it as env:NAME or file:PATH and change the key");
            return KeyRing.ofText(text);
        } catch (RuntimeException e) {
            problems.addWithCode(
                    KafkaWriterErrorCode.ENCRYPTION_KEY, Key.ENCRYPTION_KEY, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private RecordKeys.@Nullable Mode keyMode(ParameterMap given, Problems problems, List<String> told) {
        boolean sealed = given.has(Key.ENCRYPTION_KEY);
        RecordKeys.Mode mode = given.oneOf(Key.KEY_MODE, RecordKeys.Mode.class);
        if (mode == null) {
            if (sealed) {
                return RecordKeys.Mode.HMAC;
            }
            return keyColumns.isEmpty() ? null : RecordKeys.Mode.COLUMNS;
        }
        if (mode == RecordKeys.Mode.HMAC && !sealed) {
            problems.add(Key.KEY_MODE, "hmac needs " + Key.ENCRYPTION_KEY);
        }
        boolean inClear = mode == RecordKeys.Mode.COLUMNS || mode == RecordKeys.Mode.TEXT;
        if (inClear && keyColumns.isEmpty()) {
            problems.add(Key.KEY_MODE, mode + " needs " + Key.KEY_COLUMNS);
        }
        if (inClear && sealed) {
            told.add(Key.KEY_MODE + "=" + mode + " puts the key columns' values in clear beside every sealed row");
        }
        if (mode == RecordKeys.Mode.MD5) {
            told.add(Key.KEY_MODE + "=md5 hashes the whole row without a secret"
                    + (sealed ? ": who can guess a row can recognise it although it is sealed" : "")
                    + ", and changes of one row do not stay in one partition");
        }
        return mode;
    }

    private Partitioning partitioning(ParameterMap given, Problems problems, List<String> told) {
        Partitioning partitioning = Partitioning.from(given, problems);
        if (partitioning.scatters() && !keyColumns.isEmpty()) {
            told.add(Key.PARTITION_BY + "=" + partitioning + " spreads rows of one key over all partitions: their order"
                    + " is lost");
        }
        return partitioning;
    }

    private void checkNames(Problems problems) {
        if (columns == null) {
            if (!keyColumns.isEmpty()) {
                problems.add(Key.KEY_COLUMNS, "needs " + Key.COLUMN, keyColumns);
            }
            return;
        }
        if (columns.isEmpty() && keyColumns.isEmpty()) {
            return;
        }
        try {
            new RowSchema(columns, keyColumns);
        } catch (IllegalArgumentException e) {
            problems.add(Key.COLUMN + ", " + Key.KEY_COLUMNS, String.valueOf(e.getMessage()));
        }
    }

    /** Evidence needs names to compare by and answers to count. */
    private void checkManifest(Problems problems) {
        if (manifestPath == null) {
            return;
        }
        if (columns == null || columns.isEmpty()) {
            problems.add(Key.MANIFEST_PATH, "needs " + Key.COLUMN + " with at least one name");
        }
        if (!formats.isEmpty()) {
            problems.add(
                    Key.MANIFEST_PATH,
                    "cannot be written for columns with a format (which jobs in the words of ChunJun and of"
                            + " alibaba/DataX#2147 have): rows are compared by their columns' types");
        }
        if (!producer.acksAll()) {
            problems.add(Key.MANIFEST_PATH, "needs " + Key.ACK + " all: a lower one proves nothing");
        }
    }

    private void checkFixedPartition(Problems problems) {
        int fixed = partitioning.fixed().orElse(0);
        if (partitions != null && fixed >= partitions) {
            problems.add(
                    Key.PARTITION_BY,
                    "must name a partition from 0 to " + (partitions - 1) + " of " + Key.TOPIC_NUM_PARTITION,
                    partitioning);
        }
    }

    private void checkText(Problems problems, List<String> told) {
        String fault = TextRows.faultOf(fieldDelimiter);
        if (fault != null) {
            problems.add(Key.FIELD_DELIMITER, fault);
            return;
        }
        String nullFault = TextRows.faultOf(nullFormat, fieldDelimiter);
        if (nullFault != null) {
            problems.add(Key.NULL_FORMAT, nullFault, nullFormat);
        }
        if (nullFormat.isEmpty()) {
            told.add(Key.NULL_FORMAT + " is empty: NULL and the empty string look alike in the topic");
        }
    }

    /** One line for the log; secrets are {@code [hidden]}. */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(Key.TOPIC, topic);
        shown.put(Key.WRITE_TYPE, writeType);
        shown.put(Key.COLUMN, columns == null ? "not named" : columns);
        shown.put(Key.KEY_COLUMNS, keyColumns);
        shown.put(Key.KEY_MODE, keyMode == null ? "no key" : keyMode);
        shown.put(
                Key.ENCRYPTION_KEY,
                keyRing == null
                        ? "none"
                        : "[hidden], id " + keyRing.keys().active().id());
        shown.put(Key.ENVELOPE, keyRing == null ? "none" : envelope);
        shown.put(Key.ENVELOPE_COMPRESSION, compressed ? "zstd" : "none");
        shown.put(Key.FRAME, frame == null ? "none" : frame);
        shown.put(Key.RUN_ID, runId == null ? "generated" : runId);
        shown.put(Key.ATTEMPT, attempt);
        shown.put(Key.MANIFEST_PATH, manifestPath == null ? "none" : manifestPath);
        shown.put(Key.TOPIC_NUM_PARTITION, partitions == null ? "as it is, else 1" : partitions);
        shown.put(Key.TOPIC_REPLICATION_FACTOR, replicationFactor == null ? "as it is, else 1" : replicationFactor);
        shown.put(Key.TOPIC_CONFIG, topicConfig);
        shown.put(Key.NO_TOPIC_CREATE, noTopicCreate);
        shown.put(Key.PARTITION_BY, partitioning);
        shown.put(Key.HEADERS, headers);
        shown.put(Key.DEAD_LETTER, deadLetterTopic == null ? "none" : deadLetterTopic);
        shown.put(Key.DELIVERY_GUARANTEE, deliveryGuarantee);
        shown.put("producer", producer);
        return shown.toString();
    }
}
