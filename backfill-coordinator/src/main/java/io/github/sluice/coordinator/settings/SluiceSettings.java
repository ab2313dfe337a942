package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sluice.yaml}, read and checked: the only form in which settings travel through the coordinator. Immutable. A
 * section that a half must not hold is null: the source half has no {@code starrocks} and no {@code connect}, the target
 * half no {@code source} and no {@code datax}. Without {@code streamer} a run ends with the verified batch.
 *
 * @param file where it was read from
 * @param name names the run; both halves use the same
 * @param sources every MySQL, in the file's order: the one of the section {@code source}, or those of {@code sources}
 */
public record SluiceSettings(
        Path file,
        String name,
        Kafka kafka,
        @Nullable Connect connect,
        @Nullable StarRocks starrocks,
        Encryption encryption,
        @Nullable Datax datax,
        @Nullable Streamer streamer,
        List<Table> tables,
        Policy policy,
        Control control,
        Naming naming,
        List<Source> sources,
        PaceSettings.Parallel parallel,
        PaceSettings.Throttle throttle) {

    public SluiceSettings {
        tables = List.copyOf(tables);
        sources = List.copyOf(sources);
    }

    /**
     * MySQL, as the source half reaches it.
     *
     * @param name its key under {@code sources}; empty for the section {@code source}
     * @param properties added to every JDBC URL
     */
    public record Source(
            String name, String address, Secret credentials, String timeZone, Map<String, String> properties) {
        /** The one of the section {@code source}. */
        public Source(String address, Secret credentials, String timeZone, Map<String, String> properties) {
            this("", address, credentials, timeZone, properties);
        }
    }

    /**
     * A user and the reference to the password.
     *
     * @param passwordReference {@code env:NAME} or {@code file:PATH}; null for an empty password
     */
    public record Secret(String username, @Nullable String passwordReference) {}

    /**
     * Kafka, as this half reaches it.
     *
     * @param properties client settings; a value may be a reference
     * @param topicConfig settings of the batch topics, over Sluice's own
     */
    public record Kafka(
            String bootstrapServers,
            Map<String, String> properties,
            int replicationFactor,
            int batchPartitions,
            Map<String, String> topicConfig) {}

    /** Which sink the generated connectors name. */
    public enum Sink {
        SLUICE,
        OFFICIAL
    }

    /** Kafka Connect's REST addresses, tried in order, and what is added to every connector. */
    public record Connect(
            List<String> urls, Sink sink, int tasks, Duration stallLimit, Map<String, String> properties) {}

    /**
     * StarRocks.
     *
     * @param http the frontends' {@code host:port} for loads
     * @param query the MySQL port
     * @param buckets of every table; 0 to go by its size
     * @param backends how many there are; 0 if that was not said
     */
    public record StarRocks(
            List<String> http,
            String query,
            Secret credentials,
            String database,
            int replicationNum,
            int buckets,
            int backends) {
        /** A cluster of which the number of backends does not matter. */
        public StarRocks(
                List<String> http, String query, Secret credentials, String database, int replicationNum, int buckets) {
            this(http, query, credentials, database, replicationNum, buckets, 0);
        }
    }

    /** How a sealed row is written. */
    public enum Envelope {
        V1,
        V2
    }

    /** When a frame of the batch topic is full. */
    public record Frame(int rows, int bytes) {}

    /**
     * The data key or key ring, as a reference, and how rows are sealed.
     *
     * @param frame null where each row of a batch topic is a record of its own
     */
    public record Encryption(
            String keyReference,
            Envelope envelope,
            @Nullable Frame frame) {}

    /** How DataX is started: {@code command} + {@code --jvm=...} if {@code jvm} is set + the job's path. */
    public record Datax(
            List<String> command, int channels, @Nullable String jvm) {}

    /**
     * Live changes: the streamer that captures them, as the source half reaches it, and the stream topics.
     *
     * @param name of the streamer's process, as in its own settings; empty on the target half
     * @param source which of the streamer's sources the tables are in; empty on the target half, and with {@code
     *     sources}, whose names they are
     * @param tables the streamer's folder of table files; null on the target half
     * @param positions the topic of the streamer's positions
     * @param streamPartitions of a new stream topic; frozen for its life, because a row's key chooses its partition
     * @param topicConfig settings of the stream topics, over Sluice's own
     * @param patience how long the streamer may be silent, or take to acknowledge a table file, and how long what it has sent
     *     may stay invisible in MySQL
     * @param rowsPerSecond what the forecast of a backfill reckons with
     * @param binlogRetention how long the source keeps its binlogs where its own variables do not say so; else null
     */
    public record Streamer(
            String name,
            String source,
            @Nullable Path tables,
            String positions,
            int streamPartitions,
            Map<String, String> topicConfig,
            Duration patience,
            int rowsPerSecond,
            @Nullable Duration binlogRetention) {
        /**
         * What the streamer calls a MySQL of the settings.
         *
         * @param mysql its name; empty for the one of the section {@code source}
         */
        public String sourceNamed(String mysql) {
            return mysql.isEmpty() ? source : mysql;
        }
    }

    /** What becomes of a row's deletion in MySQL. */
    public enum Deletes {
        APPLY,
        /** StarRocks keeps the row. */
        IGNORE
    }

    /** Tables whose rows change by foreign-key cascades, which MySQL before 9 does not write into its binlog. */
    public enum Cascades {
        REFUSE,
        /** The operator knows that such changes are not captured. */
        ACCEPT
    }

    /** What becomes of shards whose columns are not the same. */
    public enum Differences {
        REFUSE,
        /** The table has the columns of all, each of the widest type, and NULL where a shard lacks one. */
        UNION
    }

    /**
     * One logical table.
     *
     * @param source the tables of MySQL that it is made of
     * @param target table name in StarRocks; the identity of the logical table everywhere
     * @param key key columns in target names; empty for the source's primary key
     * @param rename source column to target column, over the naming rule
     * @param choice which columns are moved, and as what
     * @param differences what becomes of shards whose columns are not the same
     * @param stream where its live changes go; null in a run without a streamer
     */
    public record Table(
            SourceTables source,
            String target,
            String topic,
            String connector,
            List<String> key,
            Map<String, String> rename,
            ColumnChoice choice,
            Differences differences,
            @Nullable Stream stream) {

        /** A table's live changes. */
        public record Stream(String topic, String connector, Deletes deletes, Cascades cascades) {}

        /**
         * Which columns are moved, and as what; all by their names in MySQL. Names may not exist: only the catalogue
         * knows.
         *
         * @param include the only ones that are moved; empty for all
         * @param exclude those that are not; empty where {@code include} is not
         * @param masks what is moved in place of a column's values
         * @param types StarRocks types, over the ones that are chosen
         */
        public record ColumnChoice(
                List<String> include, List<String> exclude, Map<String, Mask> masks, Map<String, String> types) {
            /** Whether the column is moved. */
            public boolean wants(String column) {
                return include.isEmpty() ? !exclude.contains(column) : include.contains(column);
            }
        }

        /** Whether several tables of MySQL may be merged into it. */
        public boolean sharded() {
            return source.merged();
        }

        /** How the operator wrote the source. */
        public String sourceText() {
            return source.text();
        }
    }

    /**
     * What is moved in place of a column's values.
     *
     * @param text what every row gets; empty unless FIXED
     */
    public record Mask(Kind kind, String text) {
        /** How a value is hidden. */
        public enum Kind {
            /** SHA-256 of its text, in 64 hexadecimal digits; NULL stays NULL. */
            HASH,
            NULL,
            FIXED
        }
    }

    /** What happens to batch topic and connector after EQUAL. */
    public enum BatchTopicPolicy {
        DROP,
        KEEP,
        /** Dropped like DROP, but only some days after the sign-off. */
        TTL
    }

    /** Who signs off a verified batch, before it is let go of and before the stream takes over. */
    public enum CutoverPolicy {
        /** The operator, by {@code --yes} or at the terminal. */
        ASK,
        /** Whoever wrote the settings. */
        AUTO
    }

    /**
     * What a run may decide by itself.
     *
     * @param keptFor how long after the sign-off a topic is kept; zero unless batchTopic is TTL
     * @param restarts how often a table is begun anew because its structure changed while it was copied
     */
    public record Policy(
            BatchTopicPolicy batchTopic, Duration keptFor, CutoverPolicy cutover, int restarts, SignOff signoff) {
        /** Without a time to live, and with the sign-off that holds where nothing is said. */
        public Policy(BatchTopicPolicy batchTopic, CutoverPolicy cutover, int restarts) {
            this(batchTopic, Duration.ZERO, cutover, restarts, SignOff.DEFAULT);
        }
    }

    /**
     * Who signs off a verified batch.
     *
     * @param approvers different signers that are needed
     * @param keys public keys, or {@code file:} references to them, by the signer's name; empty where a named person is
     *     enough
     * @param expires how old a sign-off may be when it is relied upon
     * @param waivers whether a waived difference lets a run go on
     */
    public record SignOff(int approvers, Map<String, String> keys, Duration expires, boolean waivers) {
        /** One named person, for a day, and no waivers. */
        public static final SignOff DEFAULT = new SignOff(1, Map.of(), Duration.ofHours(24), false);
    }

    /** The control topic and how long one half waits for the other. */
    public record Control(String topic, Duration patience) {}

    /** How columns are named in StarRocks. */
    public enum ColumnNaming {
        SNAKE_CASE,
        AS_IS
    }

    public record Naming(ColumnNaming columns) {}

    /**
     * One MySQL.
     *
     * @param mysql its name; empty for the one of the section {@code source}
     */
    public Source source(String mysql) {
        return need(
                sources.stream()
                        .filter(one -> one.name().equals(mysql))
                        .findFirst()
                        .orElse(null),
                mysql.isEmpty() ? "source" : "sources." + mysql);
    }

    /**
     * The MySQLs in which a table may be, in the file's order.
     *
     * @throws Failure where this half has none
     */
    public List<Source> sourcesOf(Table table) {
        need(sources.isEmpty() ? null : sources, "source");
        List<String> named = table.source().sources();
        return sources.stream()
                .filter(one -> named.isEmpty() || named.contains(one.name()))
                .toList();
    }

    public Connect connectOrRefuse() {
        return need(connect, "connect");
    }

    public StarRocks starrocksOrRefuse() {
        return need(starrocks, "starrocks");
    }

    public Datax dataxOrRefuse() {
        return need(datax, "datax");
    }

    public Streamer streamerOrRefuse() {
        return need(streamer, "streamer");
    }

    /** The folder beside the settings file that holds journal, logs and run files. */
    public Path stateFolder() {
        Path parent = file.toAbsolutePath().getParent();
        return (parent == null ? Path.of("") : parent).resolve(".sluice");
    }

    private <T> T need(@Nullable T section, String key) {
        if (section == null) {
            throw new Failure(ExitCode.USAGE, file + ": " + key + ": is required for this command on this side");
        }
        return section;
    }
}
