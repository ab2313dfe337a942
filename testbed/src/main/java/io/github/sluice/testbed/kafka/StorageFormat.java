package io.github.sluice.testbed.kafka;

import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.testbed.process.JavaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Formats a data folder with Kafka's own tool, which KRaft wants before the first start. */
final class StorageFormat {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A cluster id is 16 bytes in base64: the name of the testbed. */
    private static final String CLUSTER_ID = "c2x1aWNlLXRlc3RiZWQhIQ";

    private StorageFormat() {}

    static void format(Map<String, String> properties, Path propertiesFile, Path folder) {
        run(propertiesFile, folder);
    }

    private static void run(Path propertiesFile, Path folder) {
        try (ChildProcess tool = JavaServer.start(
                "kafka-format",
                folder,
                Map.of(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                CLUSTER_ID,
                "-c",
                propertiesFile.toString())) {
            tool.awaitSuccess(LIMIT);
        }
    }
}
