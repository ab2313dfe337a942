package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.StreamerKeyUses;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.PositionRecords;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No run begins on the source side with a key that is used up, whoever used it: DataX, in whatever attempt, or streamers. */
@Timeout(180)
class KeyUseIT {
    @TempDir
    Path folder;

    private House house;
    private Path keyFile;
    private String active;

    @BeforeEach
    void house() throws Exception {
        house = new House(folder);
        keyFile = folder.resolve("key.secret");
    }

    /** The ring with limits; its root stays the house's key. */
    private void ring(long maxRecords, Duration age, Instant created) throws Exception {
        KeySet keys = KeyRing.fromReference(house.reference("key"), warning -> {})
                .keys()
                .rotated(
                        KeyAlgorithm.AES_GCM,
                        new KeyLimits(maxRecords, KeyLimits.MAX_STARTS, age),
                        created,
                        new SecureRandom());
        Files.writeString(keyFile, keys.toJson());
        active = keys.active().id();
    }

    private static void refuses(SluiceSettings settings, String... words) {
        assertThatThrownBy(() -> House.run(settings, House.options(settings, Side.SOURCE)))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
                    assertThat(failure.getMessage()).contains(words);
                });
    }

    @Test
    void whatDataxSealedIsCountedOnceAndEndsTheKey() throws Exception {
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY)",
                "INSERT INTO " + house.database + ".orders VALUES (1), (2), (3), (4)");
        ring(5, null, Instant.now());
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        Backfill.Options options = House.until(House.options(settings, Side.SOURCE), Step.SNAPSHOT);
        Journal journal = Journal.open(options.journal(), settings.name());
        LoggedBoard fresh = new LoggedBoard();
        LoggedBoard near = new LoggedBoard();
        try (TargetVoice target = new TargetVoice(house, settings)) {
            assertThat(House.run(settings, options, fresh).get(0).message()).isEmpty();
            KeyUse used = journal.keyUses().get(active);
            assertThat(used.records()).isEqualTo(4);
            assertThat(used.starts()).isPositive();

            assertThat(House.run(settings, options, near).get(0).message())
                    .as("a warning stops nothing")
                    .isEmpty();
            assertThat(journal.keyUses()).as("the same manifest").containsEntry(active, used);

            assertThat(House.run(settings, House.afresh(options)).get(0).message())
                    .isEmpty();
            assertThat(journal.keyUses().get(active).records()).isEqualTo(8);
        }
        assertThat(fresh.lines).noneMatch(line -> line.contains("warning"));
        assertThat(near.lines)
                .filteredOn(line -> line.startsWith("warning"))
                .singleElement()
                .asString()
                .contains(active, "RECORDS", "sluice keys rotate " + keyFile);
        refuses(settings, "key " + active, "RECORDS 8 of at most 5", "sluice keys rotate " + keyFile);
        Spoken refused =
                Spoken.of("run", "--side", "source", "-f", settings.file().toString());
        assertThat(refused.code()).isEqualTo(40);
        assertThat(refused.err()).contains("sluice keys rotate " + keyFile);

        assertThat(Spoken.of("keys", "rotate", keyFile.toString(), "--max-records", "1000")
                        .code())
                .isZero();
        try (TargetVoice target = new TargetVoice(house, settings)) {
            assertThat(House.run(settings, options).get(0).message()).isEmpty();
        }
        assertThat(journal.keyUses().get(active).records())
                .as("nothing is forgotten")
                .isEqualTo(8);
    }

    @Test
    void whatStreamersSealedIsAddedAndAnOldKeyIsUsedUpToo() throws Exception {
        ring(1000, Duration.ofDays(10), Instant.now().minus(Duration.ofDays(9)));
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}")
                + HandStreamer.section(folder, house.run + "-positions"));
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        String positions = house.run + "-positions";
        assertThat(StreamerKeyUses.read(kafka, positions, ring.root())).isEmpty();
        try (Topics topics = new Topics(kafka);
                Producer<byte[], byte[]> producer = kafka.writer("test")) {
            topics.create(positions, new Topics.Shape(1, 1, Map.of("cleanup.policy", "compact")));
            PositionRecords sealer = new PositionRecords(ring.root());
            PositionRecords forger = new PositionRecords(DataKey.fromHex("ff".repeat(16)));
            for (ProducerRecord<byte[], byte[]> record : List.of(
                    position(positions, sealer, "hand", "rds1", 100),
                    position(positions, sealer, "hand", "rds2", 200),
                    position(positions, sealer, "other", "rds1", 300),
                    position(positions, sealer, "hand", "rds1", 400),
                    position(positions, sealer, "hand", "rds1", 150), // an old one, put there again
                    position(positions, forger, "hand", "rds3", 500))) {
                producer.send(record).get();
            }
        }
        assertThat(StreamerKeyUses.read(kafka, positions, ring.root()))
                .containsOnlyKeys(active)
                .containsEntry(active, new KeyUse(900, 3));
        Journal journal = Journal.open(House.options(settings, Side.SOURCE).journal(), settings.name());
        journal.remember("an attempt", Map.of(active, new KeyUse(100, 1)));
        refuses(settings, "key " + active, "RECORDS 1000 of at most 1000");
        Spoken listed = Spoken.of("keys", "list", "-f", settings.file().toString(), "--lang", "en");
        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.lines().get(1)).startsWith(active).endsWith("100 %");

        ring(1000, Duration.ofDays(10), Instant.now().minus(Duration.ofDays(11)));
        refuses(settings, "key " + active, "AGE 11 of at most 10 days");
    }

    /** A kill -9 of both DataX and sluice: what stood in the journal when DataX began, and a topic with records. */
    @Test
    void whatAKilledSnapshotSealedIsCountedByItsTopic() throws Exception {
        ring(3, null, Instant.now());
        SluiceSettings settings = house.settings(house.sourceYaml("{source: " + house.database + ".orders}"));
        String topic = settings.tables().get(0).topic();
        Attempt killed = new Attempt(
                settings.tables().get(0).target(), 1, UUID.randomUUID().toString());
        Journal journal = Journal.open(House.options(settings, Side.SOURCE).journal(), settings.name());
        journal.remember(killed);
        journal.remember(new Resource(Resource.Kind.TOPIC, topic, Resource.Origin.CREATED, killed.id()));
        journal.remember(killed.id(), Map.of(active, new KeyUse(0, 1)));
        KafkaClients kafka = new KafkaClients(settings.kafka());
        try (Topics topics = new Topics(kafka);
                Producer<byte[], byte[]> producer = kafka.writer("test")) {
            topics.create(topic, new Topics.Shape(2, 1, Map.of("cleanup.policy", "delete")));
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, null, new byte[] {1}))
                        .get();
            }
        }
        refuses(settings, "key " + active, "RECORDS 3 of at most 3");
        KeyUse counted = journal.keyUses().get(active);
        refuses(settings, "key " + active);
        assertThat(journal.keyUses()).as("once").containsEntry(active, counted);
    }

    private ProducerRecord<byte[], byte[]> position(
            String topic, PositionRecords sealer, String streamer, String source, long records) {
        StreamPosition position = new StreamPosition(
                "w", "", "", "", 0, null, Instant.now(), null, 0, Map.of(), Map.of(active, new KeyUse(records, 1)));
        return new ProducerRecord<>(
                topic, PositionRecords.key(streamer, source), sealer.seal(streamer, source, position));
    }
}
