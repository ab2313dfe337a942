package io.github.sluice.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.process.StartFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KafkaBrokerIT {
    @TempDir
    private static Path work;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(work, Map.of("message.max.bytes", "3000000"));
    }

    @AfterAll
    static void closeLeavesNoProcessAndNoFolder() throws Exception {
        long pid = broker.pid();
        broker.close();
        broker.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void itsClassesComeFromTheSharedArchive() throws Exception {
        assertThat(Path.of("/proc", String.valueOf(broker.pid()), "maps"))
                .content()
                .as("mapped files of the broker's JVM: HotSpot passes over an archive that does not fit")
                .contains("classes.jsa");
    }

    @Test
    void keepsWhatWasAcknowledgedThroughAKill() throws Exception {
        create("kept");
        produce("kept", "one", "中文😀");
        long pid = broker.pid();
        String address = broker.bootstrapServers();
        broker.kill();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        broker.restart();
        assertThat(broker.bootstrapServers()).isEqualTo(address);
        produce("kept", "three"); // at once: a restarted broker has leaders
        assertThat(consume("kept", 3)).containsExactly("one", "中文😀", "three");
    }

    @Test
    void whoComesInByAListenerIsSentOnToThatListener() throws Exception {
        Map<String, String> hosts = Map.of("SOURCE", "127.0.0.1", "TARGET", "127.0.0.2");
        try (KafkaBroker listening = KafkaBroker.startListening(work, new TreeMap<>(hosts), Map.of())) {
            assertThat(listening.bootstrapServers()).as("the first").isEqualTo(listening.bootstrapServers("SOURCE"));
            for (Map.Entry<String, String> listener : hosts.entrySet()) {
                String address = listening.bootstrapServers(listener.getKey());
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                    assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                            .singleElement()
                            .satisfies(node -> {
                                assertThat(node.host()).isEqualTo(listener.getValue());
                                assertThat(node.host() + ":" + node.port()).isEqualTo(address);
                            });
                }
            }
        }
    }

    @Test
    void keepsWhatWasAcknowledgedThroughAnOrderlyRestart() throws Exception {
        create("restarted");
        produce("restarted", "one");
        broker.restart();
        assertThat(consume("restarted", 1)).containsExactly("one");
    }

    @Test
    void aFrozenBrokerAcknowledgesNothingUntilItIsResumed() throws Exception {
        create("frozen");
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>("frozen", "before")).get(30, TimeUnit.SECONDS);
            broker.freeze();
            var sent = producer.send(new ProducerRecord<>("frozen", "while frozen"));
            assertThatThrownBy(() -> sent.get(2, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            broker.resume();
            assertThat(sent.get(60, TimeUnit.SECONDS).offset()).isEqualTo(1);
        }
        assertThat(consume("frozen", 2)).containsExactly("before", "while frozen");
    }

    @Test
    void transactionsWorkOnOneBroker() throws Exception {
        create("transactions");
        try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "t1"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "committed"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "aborted"));
            producer.abortTransaction();
        }
        produce("transactions", "after");
        assertThat(consume("transactions", 2)).containsExactly("committed", "after");
    }

    @Test
    void aTopicIsNotCreatedByBeingUsed() {
        try (KafkaProducer<String, String> producer = producer(Map.of("max.block.ms", "2000"))) {
            assertThatThrownBy(() ->
                            producer.send(new ProducerRecord<>("absent", "x")).get())
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        try (Admin admin = admin()) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("absent"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void overridesReachTheBroker() throws Exception {
        try (Admin admin = admin()) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, "1");
            var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            assertThat(config.get("message.max.bytes").value()).isEqualTo("3000000");
            assertThat(config.get("auto.create.topics.enable").value()).isEqualTo("false");
        }
    }

    @Test
    void runsOnItsOwnClassPathAndInASmallHeap() throws Exception {
        List<String> arguments = Files.readAllLines(broker.logFile().resolveSibling("kafka.java"));
        assertThat(arguments)
                .contains("\"-XX:TieredStopAtLevel=1\"", "\"-XX:+UseSerialGC\"", "\"-Xmx512m\"", "\"kafka.Kafka\"");
        String[] classPath = arguments
                .get(arguments.indexOf("\"-cp\"") + 1)
                .replace("\"", "")
                .split(":");
        assertThat(classPath)
                .extracting(jar -> Path.of(jar).getFileName().toString())
                .contains("kafka_2.13-3.9.1.jar", "connect-runtime-3.9.1.jar")
                .containsOnlyOnce("slf4j-api-2.0.17.jar")
                .noneMatch(jar -> jar.startsWith("junit") || jar.startsWith("mysql") || jar.startsWith("sluice"))
                .filteredOn(jar -> jar.startsWith("slf4j-") || jar.startsWith("logback-classic"))
                .hasSize(2); // the API and one binding
    }

    @Test
    void segmentsLieInTheLogDir() throws Exception {
        create("on-disk");
        produce("on-disk", "a marker to be found");
        try (Stream<Path> files = Files.walk(broker.logDir().resolve("on-disk-0"))) {
            Path segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(segment, StandardCharsets.ISO_8859_1)).contains("a marker to be found");
        }
    }

    @Test
    void aStartThatFailsTellsTheLogAndLeavesNothing(@TempDir Path own) throws Exception {
        assertThatThrownBy(() -> KafkaBroker.start(own, Map.of("num.network.threads", "0")))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("num.network.threads");
        try (Stream<Path> left = Files.list(own)) {
            assertThat(left).isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(own.toString())))
                .isEmpty();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void create(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void produce(String topic, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> consume(String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "reader-of-" + topic,
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<String> values = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
