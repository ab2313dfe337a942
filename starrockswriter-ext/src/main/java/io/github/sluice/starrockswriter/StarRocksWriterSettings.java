package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.streamload.Cluster;
import io.github.sluice.streamload.Secret;
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
import org.jspecify.annotations.Nullable;

/**
 * The writer's settings, read once in the job and once in each task. Immutable; {@link #toString} is safe to print.
 *
 * <p>{@link #PARAMETERS} lists every parameter with its default; the tables of {@code doc/starrockswriterext.md} and its
 * English sibling are tested against it.
 */
final class StarRocksWriterSettings {
    static final String EVERY_COLUMN = "*";
    static final int DEFAULT_MAX_BATCH_ROWS = 500_000;
    static final long DEFAULT_MAX_BATCH_SIZE = 32L * 1024 * 1024;
    static final String DEFAULT_LABEL_PREFIX = "sluice";
    static final int DEFAULT_MAX_RETRIES = 3;
    static final long DEFAULT_TIMEOUT_MS = 120_000;

    private static final int MOST_BATCH_ROWS = 10_000_000;
    /** A load is held in memory, and sent again from there. */
    private static final long MOST_BATCH_SIZE = 1L << 30;

    private static final long LONGEST_WAIT_MS = 86_400_000;

    static final List<Parameter> PARAMETERS = Collections.unmodifiableList(Arrays.asList(
            new Parameter(Key.USERNAME, true, ""),
            new Parameter(Key.PASSWORD, true, ""),
            new Parameter(Key.LOAD_URL, true, ""),
            new Parameter(Key.DATABASE, true, ""),
            new Parameter(Key.TABLE, true, ""),
            new Parameter(Key.COLUMN, true, ""),
            new Parameter(Key.SELECTED_DATABASE, false, ""),
            new Parameter(Key.JDBC_URL, false, ""),
            new Parameter(Key.CONNECTION, false, ""),
            new Parameter(Key.PRE_SQL, false, "[]"),
            new Parameter(Key.POST_SQL, false, "[]"),
            new Parameter(Key.MAX_BATCH_ROWS, false, Integer.toString(DEFAULT_MAX_BATCH_ROWS)),
            new Parameter(Key.MAX_BATCH_SIZE, false, Long.toString(DEFAULT_MAX_BATCH_SIZE)),
            new Parameter(Key.FLUSH_INTERVAL, false, "0"),
            new Parameter(Key.FLUSH_QUEUE_LENGTH, false, ""),
            new Parameter(Key.LOAD_PROPS, false, "{}"),
            new Parameter(Key.LABEL_PREFIX, false, DEFAULT_LABEL_PREFIX),
            new Parameter(Key.MAX_RETRIES, false, Integer.toString(DEFAULT_MAX_RETRIES)),
            new Parameter(Key.REPLY_TIMEOUT_MS, false, Long.toString(DEFAULT_TIMEOUT_MS)),
            new Parameter(Key.VISIBLE_TIMEOUT_MS, false, Long.toString(DEFAULT_TIMEOUT_MS)),
            new Parameter(Key.KEY_COLUMNS, false, "[]"),
            new Parameter(Key.RUN_ID, false, ""),
            new Parameter(Key.ATTEMPT, false, Integer.toString(RunParameters.DEFAULT_ATTEMPT)),
            new Parameter(Key.MANIFEST_PATH, false, "")));

    final String username;
    final Secret password;
    final List<String> loadUrls;
    /** Null where the job names no query port. */
    final @Nullable QueryUrl queryUrl;

    final String database;
    final String table;
    /** One column called {@link #EVERY_COLUMN} until the table has been asked for its own. */
    final List<WireColumn> columns;

    final List<String> keyColumns;
    final List<String> preSql;
    final List<String> postSql;
    final int maxBatchRows;
    final long maxBatchSize;
    /** Zero where only rows and bytes end a load. */
    final Duration flushInterval;

    final LoadHeaders headers;
    final String labelPrefix;
    final int maxRetries;
    final Duration replyTimeout;
    final Duration visibleTimeout;
    final @Nullable String runId;
    final int attempt;
    final @Nullable Path manifestPath;
    /** StarRocks' types of the table's columns, by name in lower case; empty where there is nobody to ask. */
    final Map<String, String> targetTypes;

    final String labelEpoch;
    /** What the user should know though the job can run. Holds no secret. */
    final List<String> warnings;

    /**
     * @throws com.alibaba.datax.common.exception.DataXException with all faults in one message; secret values are not in it
     */
    static StarRocksWriterSettings from(Configuration conf) {
        Problems problems = new Problems(StarRocksWriterErrorCode.SETTINGS);
        Map<String, Object> flat = new ConnectionForm(problems).flattened(ParameterMap.rawOf(conf));
        StarRocksWriterSettings settings = new StarRocksWriterSettings(new ParameterMap(flat, problems), problems);
        problems.throwIfAny();
        return settings;
    }

    private StarRocksWriterSettings(ParameterMap given, Problems problems) {
        List<String> told = new ArrayList<>();
        unknownNames(given);
        username = given.required(Key.USERNAME);
        if (username.indexOf(':') >= 0) {
            problems.add(Key.USERNAME, "must hold no colon, which HTTP takes for the end of the name", username);
        }
        password = password(given, problems);
        loadUrls = loadUrls(given, problems);
        queryUrl = queryUrl(given, problems);
        database = name(given, Key.DATABASE, problems);
        table = name(given, Key.TABLE, problems);
        columns = columns(given, problems);
        keyColumns = Collections.unmodifiableList(given.strings(Key.KEY_COLUMNS));
        checkNames(problems);
        preSql = statements(given, Key.PRE_SQL, problems);
        postSql = statements(given, Key.POST_SQL, problems);
        maxBatchRows = (int) given.integer(Key.MAX_BATCH_ROWS, DEFAULT_MAX_BATCH_ROWS, 1, MOST_BATCH_ROWS);
        maxBatchSize = given.integer(Key.MAX_BATCH_SIZE, DEFAULT_MAX_BATCH_SIZE, 1, MOST_BATCH_SIZE);
        flushInterval = Duration.ofMillis(given.integer(Key.FLUSH_INTERVAL, 0, 0, LONGEST_WAIT_MS));
        headers = LoadHeaders.from(given, problems, told);
        if (!everyColumn()) {
            headers.checkWidth(columns.size(), problems);
        }
        labelPrefix = labelPrefix(given, problems);
        maxRetries = (int) given.integer(Key.MAX_RETRIES, DEFAULT_MAX_RETRIES, 0, 1_000);
        replyTimeout = Duration.ofMillis(given.integer(Key.REPLY_TIMEOUT_MS, DEFAULT_TIMEOUT_MS, 1, LONGEST_WAIT_MS));
        visibleTimeout =
                Duration.ofMillis(given.integer(Key.VISIBLE_TIMEOUT_MS, DEFAULT_TIMEOUT_MS, 1, LONGEST_WAIT_MS));
        RunParameters run = RunParameters.from(given, problems);
        runId = run.runId();
        attempt = run.attempt();
        manifestPath = run.manifestPath();
        targetTypes = Collections.unmodifiableMap(given.stringMap(Key.TARGET_TYPES));
        labelEpoch = given.string(Key.LABEL_EPOCH, "");
        tell(given, told);
        warnings = Collections.unmodifiableList(told);
    }

    private static void unknownNames(ParameterMap given) {
        Set<String> known = new HashSet<>();
        for (Parameter parameter : PARAMETERS) {
            known.add(parameter.name());
        }
        known.addAll(Arrays.asList(Key.DRY_RUN, Key.RUN_HANDLE, Key.TARGET_TYPES, Key.LABEL_EPOCH));
        given.refuseOthers(known, StarRocksWriterExt.NAME);
    }

    /** An empty password is legal in StarRocks, a forgotten one is not. */
    private static Secret password(ParameterMap given, Problems problems) {
        String text = given.string(Key.PASSWORD);
        if (text == null) {
            if (!given.has(Key.PASSWORD)) {
                problems.add(Key.PASSWORD, "is required (may be empty; better env:NAME or file:PATH)");
            }
            return Secret.of("");
        }
        if (!SecretReference.isReference(text)) {
            return Secret.of(text);
        }
        try {
            return Secret.of(SecretReference.parse(text).resolve());
        } catch (RuntimeException e) {
            problems.addWithCode(StarRocksWriterErrorCode.PASSWORD, Key.PASSWORD, String.valueOf(e.getMessage()));
            return Secret.of("");
        }
    }

    private static List<String> loadUrls(ParameterMap given, Problems problems) {
        List<String> urls = new ArrayList<>();
        Object raw = given.raw(Key.LOAD_URL);
        List<?> all = raw instanceof String ? Arrays.asList(((String) raw).split("[,;]")) : given.list(Key.LOAD_URL);
        int place = 0;
        for (Object each : all) {
            String where = Key.LOAD_URL + "[" + place++ + "]";
            try {
                Cluster.parseFrontEnd(String.valueOf(each));
                urls.add(String.valueOf(each));
            } catch (IllegalArgumentException e) {
                problems.add(where, String.valueOf(e.getMessage()));
            }
        }
        if (all.isEmpty()) {
            problems.add(Key.LOAD_URL, "is required: a list of host:port of the frontends' HTTP port");
        }
        return Collections.unmodifiableList(urls);
    }

    private static @Nullable QueryUrl queryUrl(ParameterMap given, Problems problems) {
        String text = given.string(Key.JDBC_URL);
        if (text == null || text.isEmpty()) {
            return null;
        }
        QueryUrl url = QueryUrl.parse(text);
        if (url == null) {
            // what was given is not shown: people put passwords into such addresses
            problems.add(Key.JDBC_URL, "must be jdbc:mysql://host:port[,host:port...]/[database][?name=value...]");
        }
        return url;
    }

    private static String name(ParameterMap given, String key, Problems problems) {
        String name = given.required(key);
        if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '`')) {
            problems.add(key, "must be a name without backticks and control characters", name);
        }
        return name;
    }

    /** The official plugin takes names in backticks. */
    private static List<WireColumn> columns(ParameterMap given, Problems problems) {
        if (!given.has(Key.COLUMN)) {
            problems.add(
                    Key.COLUMN, "is required: the table's columns in the order of what the reader selects, or [\"*\"]");
            return Collections.emptyList();
        }
        List<WireColumn> columns = new ArrayList<>();
        for (WireColumn column : ColumnList.from(given, problems)) {
            columns.add(new WireColumn(column.name().replace("`", ""), column.type()));
        }
        return Collections.unmodifiableList(columns);
    }

    private void checkNames(Problems problems) {
        if (everyColumn()) {
            if (queryUrl == null) {
                problems.add(Key.COLUMN, EVERY_COLUMN + " needs " + Key.JDBC_URL + ", to ask for the table's columns");
            }
            return;
        }
        for (WireColumn column : columns) {
            String name = column.name();
            if (name.equals(EVERY_COLUMN) || name.indexOf('"') >= 0 || name.indexOf('\\') >= 0) {
                problems.add(Key.COLUMN, "must hold names without '*', '\"' and '\\'", name);
            }
        }
        try {
            new RowSchema(columns, keyColumns);
        } catch (IllegalArgumentException e) {
            problems.add(Key.COLUMN + ", " + Key.KEY_COLUMNS, String.valueOf(e.getMessage()));
        }
    }

    private List<String> statements(ParameterMap given, String key, Problems problems) {
        List<String> statements = new ArrayList<>();
        for (String statement : given.strings(key)) {
            statements.add(statement.replace("@table", table));
        }
        if (!statements.isEmpty() && queryUrl == null) {
            problems.add(key, "needs " + Key.JDBC_URL);
        }
        return Collections.unmodifiableList(statements);
    }

    private static String labelPrefix(ParameterMap given, Problems problems) {
        String prefix = given.string(Key.LABEL_PREFIX, DEFAULT_LABEL_PREFIX);
        if (!prefix.matches("[A-Za-z0-9_-]{1," + ChunkLabels.LONGEST_PREFIX + "}")) {
            problems.add(
                    Key.LABEL_PREFIX,
                    "must be 1 to " + ChunkLabels.LONGEST_PREFIX + " of ASCII letters, digits, '_' and '-'",
                    prefix);
        }
        return prefix;
    }

    private void tell(ParameterMap given, List<String> told) {
        if (!flushInterval.isZero()) {
            told.add(Key.FLUSH_INTERVAL
                    + " ends loads by the clock: a job that is started again cuts its rows elsewhere, and"
                    + " only a primary-key table then has each of them once");
        }
        if (given.has(Key.FLUSH_QUEUE_LENGTH)) {
            told.add(Key.FLUSH_QUEUE_LENGTH + " has no effect: a task waits for each load, and nothing is queued");
        }
        if (runId != null && !preSql.isEmpty()) {
            told.add(Key.PRE_SQL + " may empty the table, so loads of an earlier start of run " + runId
                    + " do not count: all rows are loaded again");
        }
    }

    boolean everyColumn() {
        return columns.size() == 1 && columns.get(0).name().equals(EVERY_COLUMN);
    }

    RowSchema schema() {
        return new RowSchema(columns, everyColumn() ? Collections.emptyList() : keyColumns);
    }

    /** Rows that may be deletes do not add up to what the table holds. */
    boolean hasOperations() {
        return columns.stream().anyMatch(column -> column.name().equals(Operation.COLUMN));
    }

    Cluster cluster() {
        Cluster.Builder builder = Cluster.builder()
                .account(username, password)
                .replyTimeout(replyTimeout)
                .loadTimeout(headers.timeout())
                .visibleTimeout(visibleTimeout);
        loadUrls.forEach(builder::frontEnd);
        if (queryUrl != null) {
            queryUrl.hosts().forEach(builder::queryHost);
        }
        return builder.build();
    }

    /** For messages: {@code table d.t}. */
    String target() {
        return "table " + database + "." + table;
    }

    /** One line for the log; secrets are {@code [hidden]}. */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(Key.USERNAME, username);
        shown.put(Key.PASSWORD, password);
        shown.put(Key.LOAD_URL, loadUrls);
        shown.put(Key.JDBC_URL, queryUrl == null ? "none" : queryUrl);
        shown.put(Key.DATABASE, database);
        shown.put(Key.TABLE, table);
        shown.put(Key.COLUMN, columns);
        shown.put(Key.KEY_COLUMNS, keyColumns);
        shown.put(Key.PRE_SQL, preSql.size() + " statements");
        shown.put(Key.POST_SQL, postSql.size() + " statements");
        shown.put(Key.MAX_BATCH_ROWS, maxBatchRows);
        shown.put(Key.MAX_BATCH_SIZE, maxBatchSize);
        shown.put(Key.FLUSH_INTERVAL, flushInterval);
        shown.put(Key.LOAD_PROPS, headers);
        shown.put(Key.LABEL_PREFIX, labelPrefix);
        shown.put(Key.MAX_RETRIES, maxRetries);
        shown.put(Key.REPLY_TIMEOUT_MS, replyTimeout.toMillis());
        shown.put(Key.VISIBLE_TIMEOUT_MS, visibleTimeout.toMillis());
        shown.put(Key.RUN_ID, runId == null ? "generated" : runId);
        shown.put(Key.ATTEMPT, attempt);
        shown.put(Key.MANIFEST_PATH, manifestPath == null ? "none" : manifestPath);
        return shown.toString();
    }
}
