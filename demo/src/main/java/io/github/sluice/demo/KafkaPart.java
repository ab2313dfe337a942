package io.github.sluice.demo;

import io.github.sluice.testbed.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Kafka: the only thing that both networks reach, by a listener for each. */
final class KafkaPart extends ServerPart {
    private final Path folder;
    private final Networks networks;
    private @Nullable KafkaBroker broker;

    KafkaPart(Path work, Networks networks, Consumer<String> told) {
        super(told);
        this.folder = work.resolve("servers");
        this.networks = networks;
    }

    @Override
    void start() throws IOException {
        SortedMap<String, String> listeners = new TreeMap<>();
        for (Side side : Side.values()) {
            listeners.put(side.name(), networks.kafkaHost(side));
        }
        broker = timed("Kafka", () -> own(KafkaBroker.startListening(folder, listeners, Map.of())));
    }

    @Override
    boolean needsKafka() {
        return false;
    }

    @Override
    void join(String bootstrapServers) {
        throw new IllegalStateException("Kafka waits for no Kafka");
    }

    KafkaBroker broker() {
        return Objects.requireNonNull(broker);
    }

    @Override
    void describe(Endpoints endpoints) {
        endpoints
                .server("kafka")
                .put("bootstrapServers", broker().bootstrapServers(Side.SOURCE.name()))
                .put("sourceBootstrapServers", broker().bootstrapServers(Side.SOURCE.name()))
                .put("targetBootstrapServers", broker().bootstrapServers(Side.TARGET.name()))
                .put("pid", broker().pid())
                .put("dataFolder", broker().logDir().toString())
                .put("log", broker().logFile().toString());
    }
}
