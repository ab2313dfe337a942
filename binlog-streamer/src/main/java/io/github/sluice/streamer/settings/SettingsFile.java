package io.github.sluice.streamer.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings.Commit;
import io.github.sluice.streamer.settings.StreamerSettings.Encryption;
import io.github.sluice.streamer.settings.StreamerSettings.Health;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Http;
import io.github.sluice.streamer.settings.StreamerSettings.Kafka;
import io.github.sluice.streamer.settings.StreamerSettings.Log;
import io.github.sluice.streamer.settings.StreamerSettings.Positions;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code streamer.yaml}: every key, type, default and check of the file stands here. All faults are reported at
 * once, each with key, rule and value found.
 */
public final class SettingsFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String NAME_RULE = "must be 1 to 64 letters, digits, dots, hyphens or underscores";
    private static final Pattern HOST = Pattern.compile("([^\\s/:]+)(?::(\\d{1,5}))?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/:]+:\\d{1,5}");
    private static final Pattern OFFSET = Pattern.compile("[+-](0\\d|1[0-4]):[0-5]\\d");
    private static final Pattern SECRET_PROPERTY = Pattern.compile("(?i).*(password|jaas\\.config|secret|token)");
    private static final long LARGEST_SERVER_ID = 0xFFFF_FFFFL;

    /** The MySQL driver's words for how much TLS there must be. */
    private static final List<String> SSL_MODES =
            List.of("DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY");

    /** What the streamer itself must decide, or rows could be lost, doubled or written by two. */
    private static final Set<String> OWN_KAFKA_PROPERTIES = Set.of(
            "bootstrap.servers",
            "transactional.id",
            "key.serializer",
            "value.serializer",
            "partitioner.class",
            "key.deserializer",
            "value.deserializer",
            "isolation.level",
            "enable.auto.commit",
            "group.id");

    private SettingsFile() {}

    /**
     * Reads and checks the file.
     *
     * @throws Failure with {@link ExitCode#USAGE} when it cannot be read or anything in it is wrong
     */
    public static StreamerSettings read(Path file) {
        return read(file, key -> {});
    }

    /** As {@link #read(Path)}, telling the path of every key that it knows. */
    static StreamerSettings read(Path file, Consumer<String> asked) {
        Problems problems = new Problems();
        StreamerSettings settings = settings(file, new YamlNode("", parse(file), problems, asked));
        problems.throwIfAny(file.toString());
        return settings;
    }

    private static Map<String, @Nullable Object> parse(Path file) {
        ObjectMapper mapper = YAMLMapper.builder(new YAMLFactory())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            Object document = mapper.readValue(Files.readString(file), Object.class);
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
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + ": cannot be read: " + e, e);
        }
    }

    private static StreamerSettings settings(Path file, YamlNode root) {
        String name = root.matching("name", NAME, NAME_RULE);
        List<Source> sources = sources(root);
        Kafka kafka = kafka(root.section("kafka"));
        YamlNode encryption = root.section("encryption");
        String key = encryption.reference("key");
        String envelope = encryption.text("envelope", "v1");
        if (!envelope.equals("v1") && !envelope.equals("v2")) {
            encryption.problem("envelope", "must be v1 or v2", envelope);
        }
        encryption.refuseUnknownKeys();
        String tables = root.required("tables");
        YamlNode positions = root.section("positions");
        String topic = positions.text("topic", "sluice_positions");
        // Kafka's own rule
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.equals(".") || topic.equals("..")) {
            positions.problem("topic", "must be a legal topic name", topic);
        }
        positions.refuseUnknownKeys();
        YamlNode http = root.section("http");
        Http endpoint = new Http(http.text("bind", "127.0.0.1"), (int) http.whole("port", 9325, 0, 65535));
        http.refuseUnknownKeys();
        YamlNode commit = root.section("commit");
        Commit commits = new Commit(
                (int) commit.whole("rows", 2000, 1, 1_000_000), commit.duration("interval", Duration.ofSeconds(1)));
        commit.refuseUnknownKeys();
        YamlNode health = root.section("health");
        Duration stuckAfter = health.duration("stuckAfter", Duration.ofSeconds(60));
        health.refuseUnknownKeys();
        YamlNode log = root.section("log");
        String logFile = log.text("file", "logs/binlog-streamer.log");
        log.refuseUnknownKeys();
        root.refuseUnknownKeys();
        return new StreamerSettings(
                file,
                name,
                sources,
                kafka,
                new Encryption(
                        key, envelope.equals("v2") ? StreamerSettings.Envelope.V2 : StreamerSettings.Envelope.V1),
                beside(file, tables),
                new Positions(topic),
                endpoint,
                commits,
                new Health(stuckAfter),
                new Log(beside(file, logFile)));
    }

    /** A relative path starts at the settings file's own folder. */
    private static Path beside(Path file, String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    private static List<Source> sources(YamlNode root) {
        List<YamlNode> nodes = root.sections("sources");
        if (nodes.isEmpty()) {
            root.problem("sources", "is required, with at least one source");
        }
        List<Source> sources = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Map<String, String> addresses = new HashMap<>();
        for (YamlNode node : nodes) {
            Source source = source(node);
            if (!source.name().isEmpty() && !names.add(source.name())) {
                node.problem("name", "must name one source only", source.name());
            }
            for (Host host : source.hosts()) {
                String other = addresses.putIfAbsent(host.toString(), source.name());
                if (other != null) {
                    node.problem("hosts", "must not list a server twice (also in source " + other + ")", host);
                }
            }
            sources.add(source);
        }
        return sources;
    }

    private static Source source(YamlNode node) {
        String name = node.matching("name", NAME, NAME_RULE);
        List<String> written = node.texts("hosts");
        if (written.isEmpty()) {
            node.problem("hosts", "is required, such as [10.0.0.5:3306]");
        }
        List<Host> hosts = new ArrayList<>();
        for (String text : written) {
            Matcher host = HOST.matcher(text);
            int port = !host.matches() ? 0 : host.group(2) == null ? 3306 : Integer.parseInt(host.group(2));
            if (port < 1 || port > 65535) {
                node.problem("hosts", "must be HOST:PORT", text);
            } else {
                hosts.add(new Host(host.group(1), port));
            }
        }
        String username = node.required("username");
        String password = node.reference("password");
        long serverId = node.whole("serverId", 1, LARGEST_SERVER_ID);
        String timeZone = node.text("timeZone", "+08:00");
        if (!OFFSET.matcher(timeZone).matches()) {
            node.problem("timeZone", "must be an offset such as +08:00", timeZone);
        }
        Map<String, String> properties = node.textMap("properties");
        properties.forEach((key, value) -> {
            if (SECRET_PROPERTY.matcher(key).matches()) {
                node.checkReference("properties." + key, value);
            }
        });
        String sslMode = properties.getOrDefault("sslMode", "PREFERRED");
        if (!SSL_MODES.contains(sslMode.toUpperCase(Locale.ROOT))) {
            node.problem("properties.sslMode", "must be one of " + String.join(", ", SSL_MODES), sslMode);
        }
        node.refuseUnknownKeys();
        return new Source(name, hosts, username, password, serverId, timeZone, properties);
    }

    private static Kafka kafka(YamlNode node) {
        String servers = node.required("bootstrapServers");
        for (String server : servers.isEmpty() ? new String[0] : servers.split(",")) {
            if (!HOST_AND_PORT.matcher(server.trim()).matches()) {
                node.problem("bootstrapServers", "must be HOST:PORT[,HOST:PORT...]", servers);
                break;
            }
        }
        Map<String, String> properties = node.textMap("properties");
        properties.forEach((key, value) -> {
            if (SECRET_PROPERTY.matcher(key).matches()) {
                node.checkReference("properties." + key, value);
            } else if (OWN_KAFKA_PROPERTIES.contains(key)) {
                node.problem("properties." + key, "is decided by the streamer and cannot be set");
            } else if (key.equals("acks") && !value.equals("all") && !value.equals("-1")) {
                node.problem("properties.acks", "must be all: anything less loses rows when a broker fails", value);
            } else if (key.equals("enable.idempotence") && !value.equals("true")) {
                node.problem("properties.enable.idempotence", "must be true: a retry would double rows", value);
            }
        });
        Kafka kafka = new Kafka(servers, properties, (int) node.whole("replicationFactor", 3, 1, 32767));
        node.refuseUnknownKeys();
        return kafka;
    }
}
