package io.github.sluice.benchmarks.stream;

import io.github.sluice.benchmarks.rival.DebeziumRival;
import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.ServerClassPath;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.row.RowCodec;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debezium's embedded engine with {@code benchmarks/debezium} around it, on the class path that Debezium was built
 * with. Offset and schema history are stored once, before the first change, and copied for each round.
 */
final class DebeziumContender implements Contender {
    /** One of Debezium's two engines. */
    enum Engine {
        /** Of 3.6.1, the only one that it has. */
        ASYNC("debezium", "/io/github/sluice/testbed/debezium.list", "debezium", 7_200),
        /** Of 2.7.4, the last that has it. */
        SYNC("debezium-sync", "/io/github/sluice/benchmarks/debezium-sync.list", "debezium-sync", 7_210);

        private final String label;
        private final String list;
        private final String module;
        private final int serverId;

        Engine(String label, String list, String module, int serverId) {
            this.label = label;
            this.list = list;
            this.module = module;
            this.serverId = serverId;
        }
    }

    private static final String OFFSETS = "offsets.dat";
    private static final String HISTORY = "history.dat";
    private static final String PRIMER = WideTables.DATABASE + ".primer";
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private final Path project;
    private final House house;
    private final Engine engine;
    private final List<String> jvmOptions;
    private final long rows;

    DebeziumContender(Path project, House house, Engine engine, List<String> jvmOptions, long rows) {
        this.project = project;
        this.house = house;
        this.engine = engine;
        this.jvmOptions = jvmOptions;
        this.rows = rows;
    }

    @Override
    public String name() {
        return engine.label;
    }

    @Override
    public void prime(int rounds) throws Exception {
        Path folder = folder("primed");
        house.mysql().execute("CREATE TABLE IF NOT EXISTS " + PRIMER + " (id BIGINT AUTO_INCREMENT PRIMARY KEY)");
        byte[] offsets;
        try (ChildProcess process = launch(folder, name() + "-primed", "200")) {
            // the engine stores an offset only once it has seen a change
            process.awaitReady(START_LIMIT, () -> {
                house.mysql().execute("INSERT INTO " + PRIMER + " VALUES ()");
                return holdsOffset(stored(folder));
            });
            offsets = stored(folder);
            while (!holdsOffset(offsets)) {
                offsets = stored(folder); // it is being written again
            }
        }
        for (int round = 0; round < rounds; round++) {
            house.create(topics(round), Map.of());
            Path copy = folder(String.valueOf(round));
            Files.write(copy.resolve(OFFSETS), offsets);
            Files.copy(folder.resolve(HISTORY), copy.resolve(HISTORY));
        }
    }

    private static byte[] stored(Path folder) throws IOException {
        Path file = folder.resolve(OFFSETS);
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    /** Whether this is the whole of what Connect's FileOffsetBackingStore writes, with an offset in it. */
    private static boolean holdsOffset(byte[] bytes) throws ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject() instanceof Map<?, ?> offsets && !offsets.isEmpty();
        } catch (IOException half) {
            return false;
        }
    }

    private Path folder(String which) throws IOException {
        return Files.createDirectories(house.folder().resolve(name() + "-" + which));
    }

    @Override
    public ChildProcess start(int round) throws IOException {
        return launch(folder(String.valueOf(round)), name() + round, "5000");
    }

    private ChildProcess launch(Path folder, String prefix, String flushMillis) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("keyFile", house.keyFile().toString());
        settings.put("engine", engineProperties(folder, flushMillis));
        settings.put("producer", producerProperties());
        settings.put("tables", tables(prefix));
        Path file = Files.writeString(folder.resolve("rival.json"), Json.write(settings));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", classPath(), DebeziumRival.class.getName()));
        line.add(file.toString());
        return ChildProcess.start(new ChildCommand(
                // as the streamer's package has it: it lessens the memory that is measured
                name(), line, Map.of("MALLOC_ARENA_MAX", "2"), folder, folder.resolve("rival.out")));
    }

    /** Its own code, ours for rows and envelopes, then Debezium's jars. */
    private String classPath() throws IOException {
        Path code = project.resolve("benchmarks").resolve(engine.module).resolve("target/classes");
        if (!Files.isDirectory(code)) {
            throw new IOException(code + ": is not built; run benchmarks/run, which builds it");
        }
        List<String> entries = new ArrayList<>(List.of(code.toString(), location(RowCodec.class)));
        entries.addAll(
                ServerClassPath.jars(engine.list).stream().map(Path::toString).toList());
        return String.join(File.pathSeparator, entries);
    }

    private static String location(Class<?> of) {
        return of.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private Map<String, String> engineProperties(Path folder, String flushMillis) throws IOException {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("name", "rival");
        p.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        p.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        p.put("offset.storage.file.filename", folder.resolve(OFFSETS).toString());
        p.put("offset.flush.interval.ms", flushMillis);
        p.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
        p.put("schema.history.internal.file.filename", folder.resolve(HISTORY).toString());
        p.put("schema.history.internal.store.only.captured.databases.ddl", "true");
        p.put("schema.history.internal.store.only.captured.tables.ddl", "true");
        p.put("topic.prefix", "rival");
        p.put("database.hostname", "127.0.0.1");
        p.put("database.port", String.valueOf(house.mysql().port()));
        p.put("database.user", house.mysql().username());
        p.put("database.password", house.mysql().password());
        p.put("database.server.id", String.valueOf(engine.serverId));
        p.put("database.include.list", WideTables.DATABASE);
        p.put("database.ssl.mode", "disabled");
        p.put("driver.allowPublicKeyRetrieval", "true");
        p.put("snapshot.mode", "no_data");
        p.put("snapshot.locking.mode", "none");
        p.put("include.schema.changes", "false");
        p.put("tombstones.on.delete", "false");
        p.put("decimal.handling.mode", "string");
        p.put("bigint.unsigned.handling.mode", "long");
        p.put("max.batch.size", "2048");
        p.put("max.queue.size", "8192");
        p.put("poll.interval.ms", "100");
        return p;
    }

    /** The streamer's, but for the transactions: without them it has less to do. */
    private Map<String, String> producerProperties() {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("bootstrap.servers", house.bootstrapServers());
        p.put("acks", "all");
        p.put("enable.idempotence", "true");
        p.put("linger.ms", "50");
        p.put("batch.size", String.valueOf(256 * 1024));
        p.put("buffer.memory", String.valueOf(48 * 1024 * 1024));
        p.put("max.request.size", String.valueOf(10 * 1024 * 1024));
        p.put("enable.metrics.push", "false");
        return p;
    }

    private static List<Map<String, Object>> tables(String prefix) {
        List<Map<String, Object>> tables = new ArrayList<>();
        List<String> topics = House.topics(prefix);
        for (int i = 0; i < topics.size(); i++) {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("topic", topics.get(i));
            table.put("partitions", House.PARTITIONS);
            table.put("regex", WideTables.expression(i));
            table.put("column_mapping", WideTables.mapping());
            table.put("types", WideTables.types());
            table.put("key_columns", WideTables.KEY);
            tables.add(table);
        }
        return tables;
    }

    @Override
    public boolean isDone(int round) throws Exception {
        return house.offsets(topics(round)) >= rows;
    }

    @Override
    public boolean isComparable() {
        return true;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() {}
}
