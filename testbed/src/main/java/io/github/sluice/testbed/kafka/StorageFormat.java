package io.github.sluice.testbed.kafka;

import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.JavaServer;
import io.github.sluice.testbed.process.ServerClassPath;
import io.github.sluice.testbed.process.ServerFolder;
import io.github.sluice.testbed.process.SharedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Formats a data folder with Kafka's own tool, which KRaft wants before the first start. The tool takes a JVM of its
 * own, nearly half of a broker's start-up time, and writes two small files that depend on the node id alone: so they
 * are made once and copied, unless the overrides touch what the tool looks at.
 */
final class StorageFormat {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A cluster id is 16 bytes in base64: the name of the testbed. */
    private static final String CLUSTER_ID = "c2x1aWNlLXRlc3RiZWQhIQ";

    private static final Set<String> LOOKED_AT =
            Set.of("process.roles", "log.dir", "log.dirs", "metadata.log.dir", "inter.broker.protocol.version");

    private StorageFormat() {}

    static void format(
            Map<String, String> properties, Map<String, String> overrides, Path propertiesFile, Path workDir) {
        if (overrides.keySet().stream().anyMatch(LOOKED_AT::contains)) {
            run(propertiesFile, workDir);
            return;
        }
        String version = ServerClassPath.jars().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith("kafka_"))
                .findFirst()
                .orElseThrow()
                .replace(".jar", "");
        Path data = Path.of(properties.get("log.dirs"));
        Path formatted = SharedCache.entry(version + "-node-" + properties.get("node.id"), folder -> {
            run(propertiesFile, workDir);
            copy(data, folder);
            ServerFolder.delete(data);
        });
        try {
            copy(formatted, Files.createDirectory(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + formatted + " to " + data, e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void run(Path propertiesFile, Path workDir) {
        List<String> arguments = List.of("format", "-t", CLUSTER_ID, "-c", propertiesFile.toString());
        try (ChildProcess tool = JavaServer.start(
                "kafka-format", workDir, Map.of(), "kafka.tools.StorageTool", arguments.toArray(String[]::new))) {
            tool.awaitSuccess(LIMIT);
        }
    }
}
