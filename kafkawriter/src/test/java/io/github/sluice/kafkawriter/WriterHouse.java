package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker and a DataX home with the packaged plugin and hook, for one class of tests. */
final class WriterHouse implements AutoCloseable {
    private static final Path PACKAGED = Path.of("target", "datax");

    final Path folder;
    final KafkaBroker broker;
    final DataxHome home;
    private final AtomicInteger jobs = new AtomicInteger();

    private WriterHouse(Path folder, KafkaBroker broker, DataxHome home) {
        this.folder = folder;
        this.broker = broker;
        this.home = home;
    }

    /** @param home new; plugin and hook are installed into it */
    static WriterHouse open(Path folder, DataxHome home) throws IOException {
        install(home);
        return new WriterHouse(folder, KafkaBroker.start(folder, Map.of()), home);
    }

    /** With a broker of the caller's own, closed with the house. */
    static WriterHouse open(Path folder, DataxHome home, KafkaBroker broker) throws IOException {
        install(home);
        return new WriterHouse(folder, broker, home);
    }

    private static void install(DataxHome home) throws IOException {
        assertThat(PACKAGED.resolve("plugin/writer/kafkawriter/plugin.json"))
                .as("packaged by phase package, which comes before integration-test")
                .exists();
        home.install(PACKAGED.resolve("plugin/writer/kafkawriter"));
        home.install(PACKAGED.resolve("hook/sluice"));
        home.pollEvery(Duration.ofMillis(200));
    }

    /** Writer parameters that reach this broker and, in pairs, others. */
    Map<String, Object> writer(String topic, Object... pairs) {
        Map<String, Object> parameters = map(pairs);
        parameters.putIfAbsent(Key.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        parameters.put(Key.TOPIC, topic);
        return parameters;
    }

    /** A streamreader that makes so many rows in each task. */
    static Map<String, Object> stream(long rowsPerTask, Object... columns) {
        return map(
                "name", "streamreader", "parameter", map("sliceRecordCount", rowsPerTask, "column", List.of(columns)));
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    Path job(int channels, Map<String, Object> reader, Map<String, Object> writer) throws IOException {
        return job(map("speed", map("channel", channels)), map(), reader, writer);
    }

    /** A job file in ASCII: DataX reads it in the JVM's default encoding. */
    Path job(
            Map<String, Object> setting,
            Map<String, Object> core,
            Map<String, Object> reader,
            Map<String, Object> writer)
            throws IOException {
        Map<String, Object> content = map("reader", reader, "writer", map("name", "kafkawriter", "parameter", writer));
        String json = Json.write(map("core", core, "job", map("setting", setting, "content", List.of(content))));
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return Files.writeString(folder.resolve("job-" + jobs.incrementAndGet() + ".json"), ascii);
    }

    DataxResult run(Path job, String... options) throws IOException, InterruptedException {
        return home.run(job, Map.of("SLUICE_TEST_KEY", Jobs.HEX_KEY), options);
    }

    /** Starts a job without waiting for it; end it with {@link DataxHome#kill}. */
    Process start(Path job, Path output, String... options) throws IOException {
        return home.start(job, Map.of("SLUICE_TEST_KEY", Jobs.HEX_KEY), output, options);
    }

    /** A place for a manifest that nobody has used. */
    Path manifestPlace() {
        return folder.resolve("manifest-" + jobs.incrementAndGet() + ".json");
    }

    static RunManifest manifest(Path place) throws IOException {
        return RunManifest.fromJson(Files.readString(place));
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    }

    /** Everything in a topic up to its present end, also what was aborted. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records(topic, "read_uncommitted");
    }

    /** What a topic holds for readers of committed records, up to the first transaction that has no end. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        return records(topic, "read_committed");
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, String isolation) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                assertThat(System.nanoTime()).as("reading %s to its end", topic).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** How many records, markers of transactions included, a topic holds now; 0 while it does not exist. */
    long size(String topic) {
        return size(topic, "read_uncommitted");
    }

    /** As {@link #size}, of those that no open transaction holds back. */
    long stableSize(String topic) {
        return size(topic, "read_committed");
    }

    private long size(String topic, String isolation) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            if (consumer.listTopics().containsKey(topic)) {
                consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
            }
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** A streamreader column. */
    static Map<String, Object> constant(String type, String value) {
        return map("type", type, "value", value);
    }

    /** A streamreader column of values in a range. */
    static Map<String, Object> random(String type, String range) {
        return map("type", type, "random", range);
    }

    static List<Object> list(Object... elements) {
        return Arrays.asList(elements);
    }

    @Override
    public void close() {
        broker.close();
    }
}
