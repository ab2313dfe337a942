package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.testbed.starrocks.load.LoadOptions;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MySQL, the StarRocks stand-in, and a DataX home with the packaged plugin and hook, for one class of tests. */
final class WriterHouse implements AutoCloseable {
    static final String PASSWORD = "s3cret-of-the-test";
    /** mysqlreader takes no empty one. */
    private static final String READER_PASSWORD = "reader";

    private static final Path PACKAGED = Path.of("target", "datax");

    final Path folder;
    final DataxHome home;
    final StarRocksStandIn starRocks;
    final String source;
    private final AtomicInteger names = new AtomicInteger();

    private WriterHouse(Path folder, DataxHome home, StarRocksStandIn starRocks, String source) {
        this.folder = folder;
        this.home = home;
        this.starRocks = starRocks;
        this.source = source;
    }

    static WriterHouse open(Path folder, Class<?> test) throws IOException, SQLException {
        DataxHome home = DataxHome.create(folder.resolve("datax"));
        assertThat(PACKAGED.resolve("plugin/writer/starrockswriterext/plugin.json"))
                .as("packaged by phase package, which comes before integration-test")
                .exists();
        home.install(PACKAGED.resolve("plugin/writer/starrockswriterext"));
        home.install(PACKAGED.resolve("hook/sluice"));
        home.pollEvery(Duration.ofMillis(200));
        LoadOptions defaults = LoadOptions.defaults();
        LoadOptions impatient = new LoadOptions(
                defaults.transactions(),
                defaults.maxBodyBytes(),
                defaults.maxJsonBytes(),
                Duration.ofMillis(300),
                defaults.memoryBytes(),
                defaults.maxHeaderBytes());
        StarRocksStandIn starRocks = StarRocksStandIn.start(
                SharedServers.mysql(),
                StandInOptions.defaults().withRootPassword(PASSWORD).withDefaultReplicationNum(1),
                impatient);
        String source = SharedServers.database(test);
        SharedServers.mysql().createUser(source, READER_PASSWORD, "SELECT ON " + source + ".*");
        WriterHouse house = new WriterHouse(folder, home, starRocks, source);
        house.sql("CREATE DATABASE d");
        return house;
    }

    /** Makes a table and returns its name, which no other test has. */
    String table(String columnsAndKeys) throws SQLException {
        String name = "t" + names.incrementAndGet();
        sql("CREATE TABLE d." + name + " " + columnsAndKeys);
        return name;
    }

    /** A source table of ids from 1 and a text of each, ordered by its primary key. */
    String sourceRows(int count) {
        String name = "s" + names.incrementAndGet();
        SharedServers.mysql()
                .execute(
                        "CREATE TABLE " + source + "." + name + " (id BIGINT PRIMARY KEY, name VARCHAR(100))",
                        "SET SESSION cte_max_recursion_depth = 1000000",
                        "INSERT INTO " + source + "." + name
                                + " WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1" + " FROM n WHERE i < "
                                + count + ") SELECT i, CONCAT('row ', i) FROM n");
        return name;
    }

    Map<String, Object> reader(String table, Object... columns) {
        return map(
                "name",
                "mysqlreader",
                "parameter",
                map(
                        "username",
                        source,
                        "password",
                        READER_PASSWORD,
                        "column",
                        columns.length == 0 ? List.of("id", "name") : List.of(columns),
                        "connection",
                        List.of(map(
                                "table",
                                List.of(table),
                                "jdbcUrl",
                                List.of(SharedServers.mysql().jdbcUrl(source))))));
    }

    /** Writer parameters that reach the stand-in and, in pairs, others. */
    Map<String, Object> writer(String table, Object... pairs) {
        Map<String, Object> parameters = map(
                Key.USERNAME,
                "root",
                Key.PASSWORD,
                "env:STARROCKS_TEST_PASSWORD",
                Key.LOAD_URL,
                List.of(starRocks.feHttp()),
                Key.DATABASE,
                "d",
                Key.TABLE,
                table,
                Key.COLUMN,
                List.of("id", "name"));
        parameters.putAll(map(pairs));
        return parameters;
    }

    String jdbcUrl() {
        return "jdbc:mysql://" + starRocks.query() + "/";
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    Path job(Map<String, Object> reader, Map<String, Object> writer) throws IOException {
        return job(map("speed", map("channel", 1)), reader, writer);
    }

    /** A job file in ASCII: DataX reads it in the JVM's default encoding. */
    Path job(Map<String, Object> setting, Map<String, Object> reader, Map<String, Object> writer) throws IOException {
        Map<String, Object> content =
                map("reader", reader, "writer", map("name", "starrockswriterext", "parameter", writer));
        String json = Json.write(map("job", map("setting", setting, "content", List.of(content))));
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return Files.writeString(folder.resolve("job-" + names.incrementAndGet() + ".json"), ascii);
    }

    DataxResult run(Path job) throws IOException, InterruptedException {
        DataxResult result = home.run(job, environment());
        assertThat(result.output()).doesNotContain(PASSWORD);
        return result;
    }

    DataxResult run(Map<String, Object> reader, Map<String, Object> writer) throws IOException, InterruptedException {
        return run(job(reader, writer));
    }

    /** Starts a job without waiting for it; end it with {@link DataxHome#kill}. */
    Process start(Path job, Path output) throws IOException {
        return home.start(job, environment(), output);
    }

    private static Map<String, String> environment() {
        return Map.of("STARROCKS_TEST_PASSWORD", PASSWORD);
    }

    /** A place for a manifest that nobody has used. */
    Path manifestPlace() {
        return folder.resolve("manifest-" + names.incrementAndGet() + ".json");
    }

    static RunManifest manifest(Path place) throws IOException {
        return RunManifest.fromJson(Files.readString(place));
    }

    /** A statement to StarRocks. */
    void sql(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A question to StarRocks; a row's values are joined by {@code |}. */
    List<String> rows(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    long count(String table) throws SQLException {
        return Long.parseLong(rows("SELECT COUNT(*) FROM d." + table).get(0));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), "root", PASSWORD);
    }

    @Override
    public void close() {
        starRocks.close();
    }
}
