package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.binlog.ServerPosition;
import io.github.sluice.streamer.metrics.StreamerStatus;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One streamer's world in a test: settings, table files, topics, and engines that run in this JVM. */
final class StreamRig implements AutoCloseable {
    static final String KEY_HEX = "0123456789abcdef".repeat(4);
    static final DataKey KEY = DataKey.fromHex(KEY_HEX);
    static final String SOURCE = "rds1";
    static final Duration LIMIT = Duration.ofSeconds(90);
    static final Timings QUICK =
            new Timings(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(3));

    final Path folder;
    final Path tables;
    final String name;
    final KafkaBroker broker;
    final StreamLog log;
    private final List<MySqlServer> servers;
    private final List<Running> started = new ArrayList<>();
    private int commitRows = 500;
    private long serverId = 6001;
    private StreamerSettings.Envelope envelope = StreamerSettings.Envelope.V1;

    StreamRig(Path folder, String name, KafkaBroker broker, MySqlServer... servers) {
        this.folder = folder;
        this.name = name;
        this.broker = broker;
        this.servers = List.of(servers);
        this.tables = folder.resolve("tables");
        try {
            Files.createDirectories(tables);
            Files.writeString(folder.resolve("key"), KEY_HEX);
            Files.writeString(folder.resolve("password"), "streamer-pw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KeyRing ring = KeyRing.fromReference(keyReference(), warning -> {});
        this.log = new StreamLog(broker.bootstrapServers(), positionsTopic(), name, ring);
    }

    private String keyReference() {
        return "file:" + folder.resolve("key");
    }

    /** Replaces the key file by one with a new active key, as an operator does. */
    KeySet rotate() {
        KeySet rotated = KeyRing.fromReference(keyReference(), warning -> {})
                .keys()
                .rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.now(), new SecureRandom());
        try {
            Path fresh = Files.writeString(folder.resolve("key.new"), rotated.toJson());
            Files.move(
                    fresh, folder.resolve("key"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rotated;
    }

    StreamRig envelope(StreamerSettings.Envelope version) {
        envelope = version;
        return this;
    }

    /** The account that the streamer uses, with what it needs and no more. */
    static synchronized void createAccount(MySqlServer server) {
        if (one(server, "SELECT COUNT(*) FROM mysql.user WHERE user = 'streamer'")
                .equals("0")) {
            server.createUser("streamer", "streamer-pw", "SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.*");
        }
    }

    String positionsTopic() {
        return name + "-positions";
    }

    StreamRig commitRows(int rows) {
        commitRows = rows;
        return this;
    }

    StreamRig serverId(long id) {
        serverId = id;
        return this;
    }

    StreamerSettings settings() {
        List<Host> hosts = Stream.of(servers.toArray(MySqlServer[]::new))
                .map(server -> new Host("127.0.0.1", server.port()))
                .toList();
        return new StreamerSettings(
                folder.resolve("streamer.yaml"),
                name,
                List.of(new StreamerSettings.Source(
                        SOURCE,
                        hosts,
                        "streamer",
                        "file:" + folder.resolve("password"),
                        serverId,
                        "+08:00",
                        Map.of("sslMode", "DISABLED", "allowPublicKeyRetrieval", "true"))),
                new StreamerSettings.Kafka(broker.bootstrapServers(), Map.of(), 1),
                new StreamerSettings.Encryption(keyReference(), envelope),
                tables,
                new StreamerSettings.Positions(positionsTopic()),
                new StreamerSettings.Http("127.0.0.1", 0),
                new StreamerSettings.Commit(commitRows, Duration.ofMillis(200)),
                new StreamerSettings.Health(Duration.ofSeconds(60)),
                new StreamerSettings.Log(folder.resolve("streamer.log")));
    }

    /** Writes a table file by rename, as the coordinator does. */
    void tableFile(String key, String topic, String regex, Map<String, String> mapping, Map<String, Object> more) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("key", key);
        file.put("topic", topic);
        file.put("need_table", false);
        file.put("complete_regex", false);
        file.put("regex", regex);
        file.put("column_mapping", mapping);
        file.putAll(more);
        tableFile(key, Json.write(file));
    }

    void tableFile(String key, String json) {
        try {
            Path hidden = Files.writeString(tables.resolve("." + key + ".tmp"), json);
            Files.move(
                    hidden,
                    tables.resolve(key + ".json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An engine on threads of its own. */
    final class Running implements AutoCloseable {
        final StreamerStatus status;
        private final StreamerEngine engine;
        private final TableFiles files;
        private final CompletableFuture<ExitCode> ended;

        Running(Timings timings) {
            StreamerSettings settings = settings();
            files = TableFiles.load(settings.tables(), Set.of(SOURCE));
            files.watch(Duration.ofMillis(100));
            status = new StreamerStatus(name, List.of(SOURCE), settings.health().stuckAfter());
            engine = new StreamerEngine(settings, files, status, timings);
            ended = new CompletableFuture<>();
            new Thread(() -> ended.complete(engine.run()), "engine").start();
        }

        boolean isAlive() {
            return !ended.isDone();
        }

        /** Waits until it ends of itself. */
        ExitCode awaitEnd() {
            try {
                return ended.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("the engine did not end", e);
            }
        }

        ExitCode stop() {
            engine.stop();
            ExitCode code = awaitEnd();
            files.close();
            return code;
        }

        @Override
        public void close() {
            if (isAlive()) {
                stop();
            }
            files.close();
        }
    }

    Running start() {
        return start(QUICK);
    }

    Running start(Timings timings) {
        Running running = new Running(timings);
        started.add(running);
        return running;
    }

    /** Waits until everything that a server has executed by now is in the topics. */
    StreamPosition awaitLevel(MySqlServer server) {
        SourcePosition end = end(server);
        StreamPosition[] reached = new StreamPosition[1];
        Awaitility.await("the stream reaches " + end)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    reached[0] = log.position();
                    return reached[0] != null
                            && SourcePosition.parse(reached[0].gtidSet()).covers(end);
                });
        return reached[0];
    }

    /** Waits until the position says something. */
    StreamPosition awaitPosition(String what, java.util.function.Predicate<StreamPosition> condition) {
        StreamPosition[] reached = new StreamPosition[1];
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            reached[0] = log.position();
            return reached[0] != null && condition.test(reached[0]);
        });
        return reached[0];
    }

    private static SourcePosition end(MySqlServer server) {
        try (var connection = server.connect()) {
            return ServerPosition.now(connection);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String one(MySqlServer server, String query) {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @Override
    public void close() {
        started.forEach(Running::close);
        log.close();
    }
}
