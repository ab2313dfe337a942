package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.wire.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/** A Kafka as a child process, a data key, and DataX homes. One thread. */
final class House implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int KEY_BYTES = 16;
    private static final long LIMIT_SECONDS = 60;
    /** DataX's own is ten seconds, to which every job's end would be rounded up. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** Looks for what a topic may forget as soon as it has begun, twice a second, and deletes it soon. */
    private static final Map<String, String> FORGETFUL = Map.of(
            "log.initial.task.delay.ms", "0",
            "log.retention.check.interval.ms", "500",
            "log.segment.delete.delay.ms", "500");

    /**
     * Records are counted by their offsets and of no other use. All of a long lap's would be written to disk while it lasts, and the
     * disk be measured.
     */
    private static final Map<String, String> KEEPS_LITTLE =
            Map.of(TopicConfig.RETENTION_BYTES_CONFIG, "67108864", TopicConfig.SEGMENT_BYTES_CONFIG, "67108864");

    private final Path folder;
    private final KafkaBroker kafka;
    private final Admin admin;
    private final String keyHex;
    private int topics;

    private House(Path folder, KafkaBroker kafka, String keyHex) {
        this.folder = folder;
        this.kafka = kafka;
        this.keyHex = keyHex;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** @param folder made if missing; gets {@code key} */
    static House open(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        String keyHex = HexFormat.of().formatHex(key);
        Files.writeString(folder.resolve("key"), keyHex);
        KafkaBroker kafka = KafkaBroker.start(folder.resolve("servers"), FORGETFUL);
        return new House(folder, kafka, keyHex);
    }

    Path folder() {
        return folder;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Path keyFile() {
        return folder.resolve("key");
    }

    String keyHex() {
        return keyHex;
    }

    /** A home like those of all others, with one plugin more. */
    DataxHome home(String name, Path plugin) throws IOException {
        DataxHome home = DataxHome.create(folder.resolve("datax-" + name)).pollEvery(LOOK_AGAIN);
        home.install(plugin);
        return home;
    }

    /** A view of a whole installation. */
    DataxHome viewOf(String name, Path installation) throws IOException {
        return DataxHome.viewOf(installation, folder.resolve("datax-" + name)).pollEvery(LOOK_AGAIN);
    }

    /** Runs a job to its end. */
    static Finished run(String name, DataxHome home, String jvm, String job, Path runFolder) throws IOException {
        Files.createDirectories(runFolder);
        Path file = Files.writeString(runFolder.resolve("job.json"), job);
        List<String> program = new ArrayList<>(home.command());
        program.addAll(List.of("-j", jvm, file.toString()));
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        String path = java + File.pathSeparator + System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Finished.run(name, program, Map.of("PATH", path), runFolder);
    }

    /** A job of {@code streamreader} and a writer. */
    static String job(
            Columns columns, long rowsPerChannel, int channels, String writer, Map<String, Object> parameter) {
        Map<String, Object> reader = new LinkedHashMap<>();
        reader.put("sliceRecordCount", rowsPerChannel);
        reader.put("column", columns.forReader());
        Map<String, Object> content = Map.of(
                "reader", Map.of("name", "streamreader", "parameter", reader),
                "writer", Map.of("name", writer, "parameter", parameter));
        return Json.write(Map.of(
                "job",
                Map.of(
                        "setting",
                        Map.of("speed", Map.of("channel", (long) channels), "errorLimit", Map.of("record", 0L)),
                        "content",
                        List.of(content))));
    }

    /** A topic that nobody has used. */
    String newTopic() throws Exception {
        String topic = "t" + ++topics;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(KEEPS_LITTLE)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return topic;
    }

    /** How many records a topic has taken. */
    long records(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            wanted.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        return admin.listOffsets(wanted).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
