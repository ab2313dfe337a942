package io.github.sluice.connect;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** Type, default, limits and meaning of every {@link SinkKey}. The manual's table is checked against it. */
final class SinkConfigDef {
    private static final long MEBIBYTE = 1L << 20;
    private static final String OFFICIAL = "StarRocks";
    private static final String OURS = "Sluice";

    private SinkConfigDef() {}

    static ConfigDef create() {
        ConfigDef def = new ConfigDef();
        official(def);
        ours(def);
        return def;
    }

    private static void official(ConfigDef def) {
        int order = 0;
        def.define(
                SinkKey.HTTP_URL,
                LIST,
                NO_DEFAULT_VALUE,
                null,
                HIGH,
                "Frontends, host:port or http(s)://host:port, comma-separated. One is used until it fails.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.LONG,
                SinkKey.HTTP_URL);
        def.define(
                SinkKey.DATABASE,
                STRING,
                NO_DEFAULT_VALUE,
                new NonEmptyString(),
                HIGH,
                "Database of all target tables.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.MEDIUM,
                SinkKey.DATABASE);
        def.define(
                SinkKey.USERNAME,
                STRING,
                NO_DEFAULT_VALUE,
                new NonEmptyString(),
                HIGH,
                "StarRocks user. Needs INSERT on the target tables and SELECT on information_schema.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.MEDIUM,
                SinkKey.USERNAME);
        def.define(
                SinkKey.PASSWORD,
                PASSWORD,
                "",
                HIGH,
                "Its password. Use a config provider: ${env:NAME} or ${file:/path:key}.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.MEDIUM,
                SinkKey.PASSWORD);
        def.define(
                SinkKey.TOPIC_TO_TABLE,
                STRING,
                "",
                HIGH,
                "topic:table,topic:table. When given, it must name every topic; without it, a table has its topic's name.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.LONG,
                SinkKey.TOPIC_TO_TABLE);
        def.define(
                SinkKey.MAX_BYTES,
                LONG,
                32 * MEBIBYTE,
                between(1, 4L << 30),
                MEDIUM,
                "A topic's rows are loaded once their JSON reaches this many bytes. The official default is 64 MB.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.MAX_BYTES);
        def.define(
                SinkKey.INTERVAL_MS,
                LONG,
                5_000L,
                between(100, 3_600_000),
                MEDIUM,
                "A topic's rows are loaded at the latest after this many milliseconds. The official default is 1000,"
                        + " which piles up tablet versions.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.INTERVAL_MS);
        def.define(
                SinkKey.CONNECT_TIMEOUT_MS,
                INT,
                5_000,
                between(100, 60_000),
                LOW,
                "How long opening a connection may take, in milliseconds. The official default is 100.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.CONNECT_TIMEOUT_MS);
        def.define(
                SinkKey.MAX_RETRIES,
                INT,
                10,
                between(-1, Integer.MAX_VALUE),
                MEDIUM,
                "How often a load is tried again, after 0.5 s, 1 s, 2 s ... at most 30 s, before the task fails."
                        + " -1: for ever. The official default is 3.",
                OFFICIAL,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.MAX_RETRIES);
    }

    private static void ours(ConfigDef def) {
        int order = 0;
        def.define(
                SinkKey.QUERY_URL,
                LIST,
                "",
                null,
                MEDIUM,
                "Query ports (MySQL protocol), host:port, comma-separated. Empty: the hosts of starrocks.http.url with"
                        + " port 9030. Needed to find the loads that a former owner of a partition left unfinished.",
                OURS,
                ++order,
                ConfigDef.Width.LONG,
                SinkKey.QUERY_URL);
        def.define(
                SinkKey.SECRET_KEY_REF,
                STRING,
                "",
                MEDIUM,
                "Where the worker finds the data key or key ring, env:NAME or file:PATH: the sink then decrypts by itself,"
                        + " without a transform, and unpacks frames. Needs ByteArrayConverter for key and value.",
                OURS,
                ++order,
                ConfigDef.Width.LONG,
                SinkKey.SECRET_KEY_REF);
        def.define(
                SinkKey.DEAD_LETTERS,
                ConfigDef.Type.BOOLEAN,
                false,
                LOW,
                "With sluice.secret.key.ref: whether the records come from a dead-letter topic, so that the topic that they"
                        + " were sealed for stands in their header __connect.errors.topic.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.DEAD_LETTERS);
        def.define(
                SinkKey.UNFINISHED_LOADS,
                STRING,
                "cancel",
                ValidString.in("cancel", "wait"),
                MEDIUM,
                "Before the first load of a partition: cancel finds unfinished loads of earlier owners by label and"
                        + " rolls them back; wait needs no query port and waits for the load timeout instead.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.UNFINISHED_LOADS);
        def.define(
                SinkKey.TOMBSTONES,
                STRING,
                "ignore",
                ValidString.in("ignore", "fail"),
                MEDIUM,
                "Records without a value: ignore counts and passes over them, fail treats them as unusable. A delete"
                        + " is a record whose value has __op 1.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.TOMBSTONES);
        def.define(
                SinkKey.MAX_ROWS,
                INT,
                200_000,
                between(1, 10_000_000),
                LOW,
                "A topic's rows are loaded once there are this many.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.MAX_ROWS);
        def.define(
                SinkKey.BUFFER_MEMORY,
                LONG,
                256 * MEBIBYTE,
                between(1 * MEBIBYTE, 64L << 30),
                MEDIUM,
                "All rows that one task holds, waiting or being loaded, in estimated bytes of heap. Above it the task"
                        + " pauses its partitions.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.BUFFER_MEMORY);
        def.define(
                SinkKey.LOAD_THREADS,
                INT,
                2,
                between(1, 64),
                LOW,
                "How many topics one task loads at the same time. A topic never has more than one load in flight.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.LOAD_THREADS);
        def.define(
                SinkKey.REFUSED_ROWS_MAX,
                INT,
                1_000,
                between(1, 1_000_000),
                LOW,
                "When StarRocks refuses more rows of one batch than this, the task fails instead of sending them all"
                        + " to the dead-letter topic: table and topic do not fit.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.REFUSED_ROWS_MAX);
        def.define(
                SinkKey.SESSION_TIMEOUT_MS,
                INT,
                0,
                between(0, 3_600_000),
                MEDIUM,
                "The consumers' session.timeout.ms, when the worker sets it. 0: consumer.override.session.timeout.ms"
                        + " of this connector, else the default of the worker's Kafka version (45000, before 3.0 10000)."
                        + " Too high a value lets a frozen worker write stale rows.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.SESSION_TIMEOUT_MS);
        def.define(
                SinkKey.REPLY_TIMEOUT_MS,
                INT,
                120_000,
                between(1_000, 3_600_000),
                LOW,
                "How long one reply of StarRocks may take, in milliseconds.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.REPLY_TIMEOUT_MS);
        def.define(
                SinkKey.VISIBLE_TIMEOUT_MS,
                INT,
                120_000,
                between(1_000, 86_400_000),
                LOW,
                "How long a committed load may stay invisible, or its commit unanswered, before that counts as one"
                        + " failed try.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.VISIBLE_TIMEOUT_MS);
        def.define(
                SinkKey.LABEL_PREFIX,
                STRING,
                "sluice",
                new LabelPrefix(),
                LOW,
                "What labels begin with, 1 to 8 letters and digits. Two Connect clusters that run connectors of the"
                        + " same name into one database need different prefixes, or they roll back each other's loads.",
                OURS,
                ++order,
                ConfigDef.Width.SHORT,
                SinkKey.LABEL_PREFIX);
        def.defineInternal(SinkKey.TASK_INDEX, INT, 0, LOW);
    }

    /** As {@code LabelScheme} requires. */
    private static final class LabelPrefix implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (!String.valueOf(value).matches("[A-Za-z0-9]{1,8}")) {
                throw new org.apache.kafka.common.config.ConfigException(
                        name, value, "must be 1 to 8 letters and digits");
            }
        }

        @Override
        public String toString() {
            return "1 to 8 letters and digits";
        }
    }
}
