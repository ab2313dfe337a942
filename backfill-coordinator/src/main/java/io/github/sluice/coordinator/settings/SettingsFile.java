package io.github.sluice.coordinator.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.PaceSettings.Parallel;
import io.github.sluice.coordinator.settings.PaceSettings.Throttle;
import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Connect;
import io.github.sluice.coordinator.settings.SluiceSettings.Control;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import io.github.sluice.coordinator.settings.SluiceSettings.Encryption;
import io.github.sluice.coordinator.settings.SluiceSettings.Envelope;
import io.github.sluice.coordinator.settings.SluiceSettings.Frame;
import io.github.sluice.coordinator.settings.SluiceSettings.Kafka;
import io.github.sluice.coordinator.settings.SluiceSettings.Naming;
import io.github.sluice.coordinator.settings.SluiceSettings.Policy;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.Sink;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.wire.key.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code sluice.yaml}: every key, type, default and check of the file stands here. All faults are reported at
 * once, each with line, key, rule and value found.
 */
public final class SettingsFile {
    /** A batch topic is read several times and dropped after the proof, so nothing may expire in between. */
    private static final Map<String, String> TOPIC_DEFAULTS =
            Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

    static final String HOST_AND_PORT = "[^\\s/:]+:\\d{1,5}";

    /** What StarRocks itself takes where the cluster has so many backends. */
    private static final int REPLICAS = 3;

    private static final String BY_SIZE = "auto";

    private SettingsFile() {}

    /**
     * Reads and checks the file.
     *
     * @throws Failure with {@link ExitCode#USAGE} when it cannot be read or anything in it is wrong
     */
    public static SluiceSettings read(Path file) {
        return read(file, new KnownKeys());
    }

    /** The same; {@code known} receives every key that the file may have where it has a mapping. */
    static SluiceSettings read(Path file, KnownKeys known) {
        String text = text(file);
        Map<String, @Nullable Object> document = parse(file, text);
        Problems problems = new Problems(lines(file, text));
        SluiceSettings settings = read(file, new YamlNode("", document, problems, known), problems);
        problems.throwIfAny(file.toString());
        return settings;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static YamlLines lines(Path file, String text) {
        try {
            return YamlLines.of(text);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + ": is not YAML: " + e.getMessage(), e);
        }
    }

    static Map<String, @Nullable Object> parse(Path file, String text) {
        ObjectMapper mapper = YAMLMapper.builder(new YAMLFactory())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            Object document = mapper.readValue(text, Object.class);
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            if (document instanceof Map<?, ?> found) {
                found.forEach((k, v) -> map.put(String.valueOf(k), v));
                return map;
            }
            throw new Failure(ExitCode.USAGE, file + ": is not a YAML mapping");
        } catch (JsonProcessingException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + ": is not YAML: " + e.getOriginalMessage() + " (line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ")");
        }
    }

    private static SluiceSettings read(Path file, YamlNode root, Problems problems) {
        String name = root.required("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9._-]{1,64}")) {
            problems.add("name", "must be 1 to 64 letters, digits, dots, hyphens or underscores", name);
        }
        List<Source> sources = SourceSettings.read(root, problems);
        Kafka kafka = kafka(root.sectionOrEmpty("kafka"));
        Connect connect = connect(root.section("connect"), kafka.batchPartitions());
        StarRocks starrocks = starrocks(root.section("starrocks"));
        YamlNode encryption = root.sectionOrEmpty("encryption");
        String key = encryption.required("key");
        if (!key.isEmpty()) {
            reference(encryption, "key", key);
        }
        Envelope envelope = encryption.word("envelope", Envelope.V1, Envelope.class);
        YamlNode frameNode = encryption.section("frame");
        Frame frame = frameNode == null
                ? null
                : new Frame(
                        frameNode.integer("rows", 1_000, 1, 100_000),
                        frameNode.integer("bytes", 512 * 1024, 1, 64 * 1024 * 1024));
        if (frameNode != null) {
            frameNode.refuseUnknownKeys();
        }
        if (frame != null && envelope != Envelope.V2) {
            problems.add("encryption.frame", "needs encryption.envelope v2");
        }
        if (frame != null && connect != null && connect.sink() != Sink.SLUICE) {
            problems.add("encryption.frame", "needs connect.sink sluice: no other sink unpacks frames");
        }
        encryption.refuseUnknownKeys();
        Datax datax = datax(root.section("datax"));
        Streamer streamer = StreamerSettings.read(root.section("streamer"), sources, problems);
        Policy policy = PolicySettings.read(root.sectionOrEmpty("policy"), kafka.topicConfig());
        YamlNode control = root.sectionOrEmpty("control");
        String controlTopic = control.textOr("topic", "sluice_control");
        TableSettings.checkKafkaName(control.path("topic"), controlTopic, problems);
        Duration wait = duration(control, "wait", Duration.ofHours(12));
        control.refuseUnknownKeys();
        YamlNode naming = root.sectionOrEmpty("naming");
        ColumnNaming columns = naming.word("columns", ColumnNaming.SNAKE_CASE, ColumnNaming.class);
        TableSettings tables = new TableSettings(
                naming.textOr("target", "{table}"),
                naming.textOr("batchTopic", "sluice_all.{table}"),
                naming.textOr("streamTopic", "sluice_stream.{table}"),
                naming.textOr("connector", "{topic}-connect"),
                streamer != null,
                sources.stream().map(Source::name).filter(one -> !one.isEmpty()).toList());
        tables.reserve("control.topic", controlTopic, problems);
        if (streamer != null) {
            tables.reserve("streamer.positions", streamer.positions(), problems);
        }
        naming.refuseUnknownKeys();
        List<SluiceSettings.Table> logical = tables.read(root.sections("tables"), problems);
        Parallel parallel =
                PaceSettings.parallel(root.sectionOrEmpty("parallel"), datax == null ? 1 : datax.channels());
        Throttle throttle = PaceSettings.throttle(root.sectionOrEmpty("throttle"), sources.size() > 1);
        root.refuseUnknownKeys();
        return new SluiceSettings(
                file,
                name,
                kafka,
                connect,
                starrocks,
                new Encryption(key, envelope, frame),
                datax,
                streamer,
                logical,
                policy,
                new Control(controlTopic, wait),
                new Naming(columns),
                sources,
                parallel,
                throttle);
    }

    private static Kafka kafka(YamlNode node) {
        String servers = node.required("bootstrapServers");
        for (String server : servers.isEmpty() ? new String[0] : servers.split(",")) {
            if (!server.trim().matches(HOST_AND_PORT)) {
                node.problems().add(node.path("bootstrapServers"), "must be HOST:PORT[,HOST:PORT...]", servers);
                break;
            }
        }
        Map<String, String> topicConfig = new LinkedHashMap<>(new java.util.TreeMap<>(TOPIC_DEFAULTS));
        topicConfig.putAll(node.textMap("topicConfig"));
        if (!"delete".equals(topicConfig.get("cleanup.policy"))) {
            node.problems()
                    .add(
                            node.path("topicConfig.cleanup.policy"),
                            "must be delete: compaction would drop rows before they are compared",
                            topicConfig.get("cleanup.policy"));
        }
        Map<String, String> properties = node.textMap("properties");
        properties.forEach((name, value) -> {
            // generated files hold these properties, so what is secret among them must be a reference
            if (name.matches("(?i).*(password|jaas\\.config|secret|token)")) {
                reference(node, "properties." + name, value);
            }
        });
        Kafka kafka = new Kafka(
                servers,
                properties,
                node.integer("replicationFactor", 3, 1, 32767),
                node.integer("batchPartitions", 4, 1, 10_000),
                java.util.Collections.unmodifiableMap(topicConfig));
        node.refuseUnknownKeys();
        return kafka;
    }

    private static @Nullable Connect connect(@Nullable YamlNode node, int partitions) {
        if (node == null) {
            return null;
        }
        List<String> urls = node.texts("url");
        if (urls.isEmpty()) {
            node.problems().add(node.path("url"), "is required");
        }
        for (String url : urls) {
            if (!url.matches("https?://[^\\s/]+(/.*)?")) {
                node.problems().add(node.path("url"), "must be http(s)://HOST:PORT", url);
            }
        }
        Connect connect = new Connect(
                urls,
                node.word("sink", Sink.SLUICE, Sink.class),
                node.integer("tasks", Math.min(partitions, 4), 1, 1000),
                duration(node, "stallLimit", Duration.ofMinutes(10)),
                node.textMap("properties"));
        node.refuseUnknownKeys();
        return connect;
    }

    private static @Nullable StarRocks starrocks(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        List<String> http = node.texts("http");
        if (http.isEmpty()) {
            node.problems().add(node.path("http"), "is required");
        }
        for (String address : http) {
            if (!address.matches(HOST_AND_PORT)) {
                node.problems().add(node.path("http"), "must be HOST:PORT of a frontend's HTTP port", address);
            }
        }
        String query = node.required("query");
        if (!query.isEmpty() && !query.matches(HOST_AND_PORT)) {
            node.problems().add(node.path("query"), "must be HOST:PORT of a frontend's MySQL port", query);
        }
        String database = node.required("database");
        // starrocks.md 10.4
        if (!database.isEmpty() && !database.matches("[a-zA-Z][\\w-]{0,255}|_[a-zA-Z0-9][\\w-]{0,254}")) {
            node.problems().add(node.path("database"), "is not a legal StarRocks database name", database);
        }
        int backends = node.integer("backends", 0, 1, 10_000);
        int replicas = backends == 0 ? REPLICAS : Math.min(REPLICAS, backends);
        StarRocks starrocks = new StarRocks(
                http,
                query,
                credentials(node, false),
                database,
                node.integer("replicationNum", replicas, 1, 100),
                buckets(node),
                backends);
        if (backends > 0 && starrocks.replicationNum() > backends) {
            node.problems()
                    .add(
                            node.path("replicationNum"),
                            "must not be more than starrocks.backends, " + backends,
                            starrocks.replicationNum());
        }
        node.refuseUnknownKeys();
        return starrocks;
    }

    /** 0 stands for the table's size. */
    private static int buckets(YamlNode node) {
        return node.isText("buckets") && BY_SIZE.equals(node.text("buckets", null))
                ? 0
                : node.integer("buckets", 0, 1, 10_000);
    }

    private static @Nullable Datax datax(@Nullable YamlNode node) {
        if (node == null) {
            return null;
        }
        List<String> command = node.texts("command");
        if (command.isEmpty()) {
            node.problems().add(node.path("command"), "is required, such as [python3, /opt/datax/bin/datax.py]");
        }
        Datax datax = new Datax(command, node.integer("channels", 2, 1, 1000), node.text("jvm", null));
        node.refuseUnknownKeys();
        return datax;
    }

    /** DataX's reader refuses an empty password, StarRocks' root has one by default. */
    static Secret credentials(YamlNode node, boolean passwordRequired) {
        String username = node.required("username");
        String password = passwordRequired ? node.required("password") : node.text("password", null);
        if (password != null && !password.isEmpty()) {
            reference(node, "password", password);
        }
        return new Secret(username, password);
    }

    /** The value itself is not printed: somebody may have pasted the secret. */
    private static void reference(YamlNode node, String key, String text) {
        if (!SecretReference.isReference(text) || text.matches("env:|file:")) {
            node.problems().add(node.path(key), "must be a reference, env:NAME or file:PATH, never the secret itself");
        }
    }

    static Duration duration(YamlNode node, String key, Duration otherwise) {
        Duration duration = node.parsed(key, SettingsFile::duration);
        return duration == null ? otherwise : duration;
    }

    static Duration duration(String text) {
        if (!text.matches("[1-9]\\d{0,5}[smh]")) {
            throw new IllegalArgumentException("must be a time such as 30s, 10m or 12h, found '" + text + "'");
        }
        return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
}
