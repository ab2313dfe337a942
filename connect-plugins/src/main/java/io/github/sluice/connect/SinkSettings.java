package io.github.sluice.connect;

import io.github.sluice.connect.decrypt.SealedRows;
import io.github.sluice.streamload.Cluster;
import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.streamload.Secret;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.SecretReference;
import io.github.sluice.wire.key.UnusableKeyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/** One task's settings, checked as a whole. Nothing else reads the raw configuration. Immutable. */
final class SinkSettings {
    /** The dead-letter settings are Connect's own and stand in the connector's configuration. */
    private static final String TOLERANCE = "errors.tolerance";

    private static final String DEAD_LETTER_TOPIC = "errors.deadletterqueue.topic.name";
    private static final String SESSION_OVERRIDE = "consumer.override.session.timeout.ms";

    private final Map<String, Object> values;
    private final String connector;
    private final TopicTables tables;
    private final LoadProperties loadProperties;
    private final Cluster cluster;
    private final Duration sessionTimeout;
    private final boolean deadLetters;

    private SinkSettings(
            Map<String, Object> values,
            String connector,
            TopicTables tables,
            LoadProperties loadProperties,
            Cluster cluster,
            Duration sessionTimeout,
            boolean deadLetters) {
        this.values = values;
        this.connector = connector;
        this.tables = tables;
        this.loadProperties = loadProperties;
        this.cluster = cluster;
        this.sessionTimeout = sessionTimeout;
        this.deadLetters = deadLetters;
    }

    /** @throws org.apache.kafka.common.config.ConfigException naming all faults: key, rule, value found */
    static SinkSettings from(Map<String, String> settings) {
        Problems problems = new Problems();
        SinkSettings checked = check(settings, problems);
        problems.throwIfAny();
        if (checked == null) {
            throw new IllegalStateException("no settings and no problem");
        }
        return checked;
    }

    /** Collects the faults; null when there are any. */
    static @Nullable SinkSettings check(Map<String, String> settings, Problems problems) {
        Map<String, Object> values = new HashMap<>();
        ConfigDef def = SinkConfigDef.create();
        for (ConfigValue value : def.validate(settings)) {
            for (String message : value.errorMessages()) {
                problems.add(value.name(), message);
            }
            if (value.value() != null) {
                values.put(value.name(), value.value());
            }
        }
        TopicTables tables = TopicTables.parse(text(values, SinkKey.TOPIC_TO_TABLE), topics(settings), problems);
        LoadProperties loadProperties = LoadProperties.from(settings, problems);
        Duration session = sessionTimeout(settings, values, problems);
        Cluster cluster = cluster(values, loadProperties, problems);
        checkKey(text(values, SinkKey.SECRET_KEY_REF), problems);
        boolean tolerant = "all".equalsIgnoreCase(settings.getOrDefault(TOLERANCE, "none"));
        boolean topic = !settings.getOrDefault(DEAD_LETTER_TOPIC, "").trim().isEmpty();
        if (!problems.byKey().isEmpty() || cluster == null) {
            return null;
        }
        return new SinkSettings(
                values,
                settings.getOrDefault("name", "starrocks-sink"),
                tables,
                loadProperties,
                cluster,
                session,
                tolerant && topic);
    }

    private static void checkKey(String reference, Problems problems) {
        if (!reference.isEmpty()) {
            try {
                SecretReference.parse(reference);
            } catch (UnusableKeyException e) {
                problems.add(SinkKey.SECRET_KEY_REF, String.valueOf(e.getMessage()));
            }
        }
    }

    private static List<String> topics(Map<String, String> settings) {
        List<String> topics = new ArrayList<>();
        for (String topic : settings.getOrDefault("topics", "").split(",")) {
            if (!topic.trim().isEmpty()) {
                topics.add(topic.trim());
            }
        }
        return topics;
    }

    private static Duration sessionTimeout(
            Map<String, String> settings, Map<String, Object> values, Problems problems) {
        Object own = values.get(SinkKey.SESSION_TIMEOUT_MS);
        if (own instanceof Integer && (Integer) own > 0) {
            return Duration.ofMillis((Integer) own);
        }
        String override = settings.get(SESSION_OVERRIDE);
        if (override != null) {
            try {
                return Duration.ofMillis(Long.parseLong(override.trim()));
            } catch (NumberFormatException e) {
                problems.add(SESSION_OVERRIDE, "must be a number of milliseconds", override);
            }
        }
        return defaultSessionTimeout(AppInfoParser.getVersion());
    }

    /** 45 s since Kafka 3.0 (KIP-735), 10 s before; the shorter one where the version is not known. */
    static Duration defaultSessionTimeout(String kafkaVersion) {
        int dot = kafkaVersion.indexOf('.');
        boolean number = dot > 0 && kafkaVersion.substring(0, dot).chars().allMatch(Character::isDigit);
        boolean three = number && Integer.parseInt(kafkaVersion.substring(0, dot)) >= 3;
        return Duration.ofSeconds(three ? 45 : 10);
    }

    private static @Nullable Cluster cluster(
            Map<String, Object> values, LoadProperties loadProperties, Problems problems) {
        Cluster.Builder builder = Cluster.builder();
        boolean sound = values.get(SinkKey.USERNAME) != null;
        if (values.get(SinkKey.HTTP_URL) != null
                && list(values, SinkKey.HTTP_URL).isEmpty()) {
            problems.add(SinkKey.HTTP_URL, "must name at least one frontend");
        }
        for (String frontEnd : list(values, SinkKey.HTTP_URL)) {
            try {
                builder.frontEnd(frontEnd);
            } catch (IllegalArgumentException e) {
                problems.add(SinkKey.HTTP_URL, String.valueOf(e.getMessage()));
                sound = false;
            }
        }
        for (String host : list(values, SinkKey.QUERY_URL)) {
            if (!host.matches("[^/:\\s]+:\\d+|\\[[0-9a-fA-F:]+]:\\d+")) {
                problems.add(SinkKey.QUERY_URL, "must be host:port", host);
            }
            builder.queryHost(host);
        }
        try {
            builder.loadTimeout(
                    Duration.ofSeconds(Long.parseLong(loadProperties.timeout().trim())));
            if (!sound || !problems.byKey().isEmpty()) {
                return null;
            }
            Object password = values.get(SinkKey.PASSWORD);
            return builder.account(
                            text(values, SinkKey.USERNAME),
                            Secret.of(password instanceof Password ? ((Password) password).value() : ""))
                    .connectTimeout(millis(values, SinkKey.CONNECT_TIMEOUT_MS))
                    .replyTimeout(millis(values, SinkKey.REPLY_TIMEOUT_MS))
                    .visibleTimeout(millis(values, SinkKey.VISIBLE_TIMEOUT_MS))
                    .build();
        } catch (NumberFormatException e) {
            problems.add(SinkKey.PROPERTIES + "timeout", "must be whole seconds", loadProperties.timeout());
        } catch (IllegalArgumentException e) {
            problems.add(SinkKey.PROPERTIES + "timeout", String.valueOf(e.getMessage()));
        }
        return null;
    }

    String connector() {
        return connector;
    }

    int taskIndex() {
        return number(SinkKey.TASK_INDEX).intValue();
    }

    Cluster cluster() {
        return cluster;
    }

    String database() {
        return text(values, SinkKey.DATABASE);
    }

    TopicTables tables() {
        return tables;
    }

    LoadProperties loadProperties() {
        return loadProperties;
    }

    LabelScheme labels() {
        return new LabelScheme(text(values, SinkKey.LABEL_PREFIX), connector);
    }

    long maxBytes() {
        return number(SinkKey.MAX_BYTES).longValue();
    }

    int maxRows() {
        return number(SinkKey.MAX_ROWS).intValue();
    }

    Duration interval() {
        return millis(values, SinkKey.INTERVAL_MS);
    }

    long bufferMemory() {
        return number(SinkKey.BUFFER_MEMORY).longValue();
    }

    int loadThreads() {
        return number(SinkKey.LOAD_THREADS).intValue();
    }

    /** -1: for ever. */
    int maxRetries() {
        return number(SinkKey.MAX_RETRIES).intValue();
    }

    int refusedRowsMax() {
        return number(SinkKey.REFUSED_ROWS_MAX).intValue();
    }

    Duration sessionTimeout() {
        return sessionTimeout;
    }

    boolean waitForUnfinishedLoads() {
        return "wait".equals(text(values, SinkKey.UNFINISHED_LOADS));
    }

    /**
     * What opens records, read now; null where a transform does.
     *
     * @throws org.apache.kafka.common.config.ConfigException if the reference leads to no key
     */
    @Nullable
    SealedRows sealedRows(Consumer<String> warnings) {
        String reference = text(values, SinkKey.SECRET_KEY_REF);
        if (reference.isEmpty()) {
            return null;
        }
        try {
            return new SealedRows(
                    KeyRing.fromReference(reference, warnings), Boolean.TRUE.equals(values.get(SinkKey.DEAD_LETTERS)));
        } catch (UnusableKeyException e) {
            ConfigException named = new ConfigException(SinkKey.SECRET_KEY_REF + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    boolean tombstonesFail() {
        return "fail".equals(text(values, SinkKey.TOMBSTONES));
    }

    /** Whether a row that cannot be stored has somewhere to go: errors.tolerance=all and a dead-letter topic. */
    boolean deadLetters() {
        return deadLetters;
    }

    private Number number(String key) {
        Object value = values.get(key);
        if (value instanceof Number) {
            return (Number) value;
        }
        throw new IllegalStateException(key + " was checked to be a number");
    }

    private static Duration millis(Map<String, Object> values, String key) {
        Object value = values.get(key);
        return Duration.ofMillis(value instanceof Number ? ((Number) value).longValue() : 0);
    }

    private static String text(Map<String, Object> values, String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString();
    }

    private static List<String> list(Map<String, Object> values, String key) {
        List<String> entries = new ArrayList<>();
        Object value = values.get(key);
        if (value instanceof List) {
            for (Object entry : (List<?>) value) {
                if (!String.valueOf(entry).trim().isEmpty()) {
                    entries.add(String.valueOf(entry).trim());
                }
            }
        }
        return entries;
    }
}
