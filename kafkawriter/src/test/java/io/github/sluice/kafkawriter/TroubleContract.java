package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.constant;
import static io.github.sluice.kafkawriter.WriterHouse.map;
import static io.github.sluice.kafkawriter.WriterHouse.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loss is found: whatever happens to broker or job, exit code and manifest never claim a row that is not there. */
abstract class TroubleContract {
    static final long ENDLESS = 1_000_000_000L;

    abstract WriterHouse house();

    Map<String, Object> writer(String topic, Path manifest, int attempt) {
        Map<String, Object> limits = map("delivery.timeout.ms", 4_000, "request.timeout.ms", 2_000);
        return house().writer(
                        topic,
                        Key.WRITE_TYPE,
                        "json",
                        Key.COLUMN,
                        List.of("id", "text"),
                        Key.KEY_COLUMNS,
                        List.of("id"),
                        Key.ENCRYPTION_KEY,
                        "env:SLUICE_TEST_KEY",
                        Key.ENVELOPE,
                        "v2",
                        Key.RUN_ID,
                        "run-" + topic,
                        Key.ATTEMPT,
                        attempt,
                        Key.MANIFEST_PATH,
                        manifest.toString(),
                        Key.PREPARE_TIMEOUT_MS,
                        5_000,
                        Key.CLOSE_TIMEOUT_MS,
                        5_000,
                        Key.PRODUCER_PROPERTIES,
                        limits);
    }

    static Map<String, Object> rows(long count) {
        return WriterHouse.stream(count, random("long", "0, 1000000000"), constant("string", "x".repeat(200)));
    }

    void awaitRecords(String topic) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> house().size(topic) > 1_000);
    }

    private static String failureOf(Process process, Path output) throws Exception {
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("the job ends by itself")
                    .isTrue();
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isEqualTo(1);
            return text;
        } finally {
            DataxHome.kill(process);
        }
    }

    @Test
    @DisplayName(
            "inventory #167: a broker that dies half-way ends the job with exit 1; a rerun ends in the right state")
    void aBrokerKilledHalfWay() throws Exception {
        Path place = house().manifestPlace();
        Path output = house().folder.resolve("killed.log");
        Process process = house().start(house().job(2, rows(ENDLESS), writer("killed", place, 1)), output);
        awaitRecords("killed");
        house().broker.kill();
        try {
            assertThat(failureOf(process, output)).contains("KafkaWriter-10").doesNotContain(Jobs.HEX_KEY);
        } finally {
            house().broker.restart();
        }
        RunManifest failed = WriterHouse.manifest(place);
        assertThat(failed.outcome()).isEqualTo(RunManifest.Outcome.FAILED);
        assertThat(failed.reason()).contains("was not acknowledged");
        assertThat(failed.acked()).isPositive().isLessThan(failed.pulled());
        assertThat(house().size("killed")).isGreaterThanOrEqualTo(failed.acked());

        rerunIsComplete("killed", place);
    }

    @Test
    @DisplayName("inventory #167: a broker that stands still ends the job when the delivery time-out has passed")
    void aBrokerFrozenHalfWay() throws Exception {
        Path place = house().manifestPlace();
        Path output = house().folder.resolve("frozen.log");
        Process process = house().start(house().job(1, rows(ENDLESS), writer("frozen", place, 1)), output);
        awaitRecords("frozen");
        house().broker.freeze();
        try {
            assertThat(failureOf(process, output)).contains("KafkaWriter-10");
        } finally {
            house().broker.resume();
        }
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void aBrokerThatIsNotThere() throws Exception {
        Path place = house().manifestPlace();
        Map<String, Object> writer = writer("absent", place, 1);
        writer.put(Key.BOOTSTRAP_SERVERS, "127.0.0.1:1");

        DataxResult result = house().run(house().job(1, rows(10), writer));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("KafkaWriter-03").contains("no answer within 5000 ms");
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void aJobThatIsKilledLeavesNoManifestThatClaimsToBeComplete() throws Exception {
        Path place = house().manifestPlace();
        assertThat(house().run(house().job(1, rows(10), writer("before-kill", place, 1)))
                        .exitCode())
                .isZero();
        assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        Path output = house().folder.resolve("kill-9.log");
        Process process = house().start(house().job(2, rows(ENDLESS), writer("kill-9", place, 1)), output);
        try {
            awaitRecords("kill-9");
        } finally {
            DataxHome.kill(process);
        }
        assertThat(place).as("the earlier run's manifest is not there any more").doesNotExist();

        rerunIsComplete("kill-9", place);
    }

    /** Each attempt begins with an empty topic; the manifest of the last one is the only one. */
    private void rerunIsComplete(String topic, Path place) throws Exception {
        try (var admin = house().admin()) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.listTopics().names().get().contains(topic));
        }
        DataxResult result = house().run(house().job(2, rows(500), writer(topic, place, 2)));
        assertThat(result.exitCode()).as(result.output()).isZero();
        RunManifest manifest = WriterHouse.manifest(place);
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(manifest.attempt()).isEqualTo(2);
        assertThat(manifest.acked()).isEqualTo(1_000);
        assertThat(house().records(topic)).hasSize(1_000);
    }
}
