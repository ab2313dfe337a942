package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.kafka.BrokerProxy;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.process.Port;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.protocol.Errors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract in the testbed's runner, which loads the packaged folders as DataX does, its old libraries first; and the
 * faults that need rows which are known one by one, with the writer in this JVM. Of each of those: the job fails, or the
 * rows in the topic are the source's. A run is repeated with {@code -Dseed=} and the number that it prints.
 */
@Timeout(180)
class BrokerTroubleIT extends TroubleContract {
    private static final String USER = "writer";
    private static final String PASSWORD = "right-Pass0rd";

    @TempDir
    static Path folder;

    private static WriterHouse house;
    private static BrokerProxy proxy;
    private static final Port[] PORTS = {Port.claim(), Port.claim(), Port.claim()};

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeAll
    static void open() throws Exception {
        proxy = new BrokerProxy(PORTS[1].number());
        house = WriterHouse.open(folder, DataxHome.standIn(folder.resolve("datax")), broker());
        letIn();
    }

    /** INSIDE is open to all, PROXIED behind the proxy and a password. */
    private static KafkaBroker broker() {
        Map<String, String> overrides = new TreeMap<>();
        String inside = "INSIDE://127.0.0.1:" + PORTS[0].number();
        String controller = "127.0.0.1:" + PORTS[2].number();
        overrides.put(
                "listeners", inside + ",PROXIED://127.0.0.1:" + PORTS[1].number() + ",CONTROLLER://" + controller);
        overrides.put("advertised.listeners", inside + ",PROXIED://127.0.0.1:" + proxy.port());
        overrides.put("controller.quorum.voters", "1@" + controller);
        overrides.put("inter.broker.listener.name", "INSIDE");
        overrides.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,PROXIED:SASL_PLAINTEXT");
        overrides.put("listener.name.proxied.sasl.enabled.mechanisms", "SCRAM-SHA-256");
        overrides.put(
                "listener.name.proxied.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        return KafkaBroker.start(folder, overrides);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        for (Port port : PORTS) {
            port.close();
        }
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @Override
    WriterHouse house() {
        return house;
    }

    private static void letIn() throws Exception {
        try (Admin admin = house.admin()) {
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, scram, PASSWORD)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void shutOut() throws Exception {
        try (Admin admin = house.admin()) {
            admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialDeletion(USER, ScramMechanism.SCRAM_SHA_256)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        proxy.cut();
    }

    private static void deleteTopic(String topic) throws Exception {
        try (Admin admin = house.admin()) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** One job that something happens to, and what is left of it. */
    private final class Struck {
        final String topic;
        final DeliveryGuarantee guarantee;
        final RowsOnTheWire form;
        final Map<String, Object> writer;
        final Path place = house.manifestPlace();
        final SourceRows source;
        JobHere.Ended ended;

        Struck(String fault, DeliveryGuarantee guarantee, RowsOnTheWire form, int largestText, SourceRows.Event event) {
            this.topic = fault + "-" + guarantee + "-" + form;
            this.guarantee = guarantee;
            this.form = form;
            this.source = new SourceRows(random, largestText, event);
            Map<String, Object> limits = new LinkedHashMap<>(map("retry.backoff.ms", 50, "linger.ms", 5));
            this.writer = house.writer(
                    topic,
                    Key.DELIVERY_GUARANTEE,
                    guarantee.toString(),
                    Key.RUN_ID,
                    "run-" + topic,
                    Key.MANIFEST_PATH,
                    place.toString(),
                    Key.BATCH_SIZE,
                    4_000,
                    Key.PREPARE_TIMEOUT_MS,
                    20_000,
                    Key.CLOSE_TIMEOUT_MS,
                    20_000,
                    Key.PRODUCER_PROPERTIES,
                    limits);
            form.addTo(writer);
        }

        @SuppressWarnings("unchecked")
        Struck with(String property, Object value) {
            ((Map<String, Object>) writer.get(Key.PRODUCER_PROPERTIES)).put(property, value);
            return this;
        }

        /** For what the writer can only find by waiting. */
        Struck impatient() {
            writer.put(Key.CLOSE_TIMEOUT_MS, 500);
            return with("delivery.timeout.ms", 2_000)
                    .with("request.timeout.ms", 1_000)
                    .with("max.block.ms", 5_000);
        }

        Struck throughTheProxy() {
            writer.put(Key.BOOTSTRAP_SERVERS, "127.0.0.1:" + proxy.port());
            return with("security.protocol", "SASL_PLAINTEXT")
                    .with("sasl.mechanism", "SCRAM-SHA-256")
                    .with(
                            "sasl.jaas.config",
                            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER
                                    + "\" password=\"" + PASSWORD + "\";");
        }

        Struck run() throws Exception {
            ended = JobHere.run(writer, List.of(source));
            System.out.printf(
                    "%s: at row %d of %d, seed %d: exit code %d%n",
                    topic, source.eventAt, SourceRows.COUNT, seed, ended.exitCode());
            return this;
        }

        List<String> rows() throws Exception {
            return form.read(
                    guarantee == DeliveryGuarantee.TRANSACTIONAL ? house.committed(topic) : house.records(topic));
        }

        private String context() {
            return topic + ", rerun with -Dseed=" + seed + ": " + ended.output();
        }

        /** Every row arrived, once: the producer is idempotent. */
        void assertComplete() throws Exception {
            assertThat(ended.exitCode()).as(context()).isZero();
            assertThat(rows()).as(context()).containsExactlyInAnyOrderElementsOf(source.rows());
            assertThat(WriterHouse.manifest(place).outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
            assertThat(WriterHouse.manifest(place).acked()).isEqualTo(SourceRows.COUNT);
        }

        /** The manifest claims no row that is not there; a transaction has left none. */
        void assertFailed(String code) throws Exception {
            assertThat(ended.exitCode()).as(context()).isEqualTo(1);
            assertThat(ended.output()).contains(code).doesNotContain(Jobs.HEX_KEY, PASSWORD);
            RunManifest manifest = WriterHouse.manifest(place);
            assertThat(manifest.outcome()).as(context()).isEqualTo(RunManifest.Outcome.FAILED);
            if (guarantee == DeliveryGuarantee.TRANSACTIONAL) {
                assertThat(manifest.acked()).as(context()).isZero();
            }
        }

        void assertRowsAreWhatTheManifestClaims() throws Exception {
            List<String> rows = rows();
            assertThat(source.rows()).as(context()).containsAll(rows);
            if (guarantee == DeliveryGuarantee.TRANSACTIONAL) {
                assertThat(rows).as(context()).isEmpty();
            } else {
                assertThat(rows).as(context()).hasSizeGreaterThanOrEqualTo((int)
                        WriterHouse.manifest(place).acked());
            }
        }
    }

    private Struck struck(String fault, DeliveryGuarantee guarantee, SourceRows.Event event) {
        return new Struck(fault, guarantee, RowsOnTheWire.JSON_V2, 100, event);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutBetweenARowAndItsAnswerLosesAndDoublesNothingInAnyForm(RowsOnTheWire form) throws Exception {
        Struck job = new Struck("cut", DeliveryGuarantee.AT_LEAST_ONCE, form, 100, () -> {}).throughTheProxy();
        int before = proxy.cuts();
        proxy.cutAtAnswer(BrokerProxy.PRODUCE, random.nextInt(20), false);

        job.run();

        assertThat(proxy.cuts()).isGreaterThan(before);
        job.assertComplete();
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "TEXT_V1", "JSON_V2", "JSON_FRAMED"})
    void aConnectionCutBetweenARowAndItsAnswerLosesAndDoublesNothingInATransaction(RowsOnTheWire form)
            throws Exception {
        Struck job = new Struck("cut", DeliveryGuarantee.TRANSACTIONAL, form, 100, () -> {}).throughTheProxy();
        int before = proxy.cuts();
        proxy.cutAtAnswer(BrokerProxy.PRODUCE, random.nextInt(20), false);

        job.run();

        assertThat(proxy.cuts()).isGreaterThan(before);
        job.assertComplete();
    }

    /** Of frames nothing is acknowledged before all of it is, and a transaction leaves none of its rows in any form. */
    @ParameterizedTest
    @CsvSource({
        "AT_LEAST_ONCE,JSON_V2",
        "AT_LEAST_ONCE,JSON_FRAMED",
        "TRANSACTIONAL,JSON_V2",
        "TRANSACTIONAL,JSON_FRAMED",
        "TRANSACTIONAL,TEXT"
    })
    void aConnectionThatStaysCutFailsTheJob(DeliveryGuarantee guarantee, RowsOnTheWire form) throws Exception {
        Struck job = new Struck("cut-for-good", guarantee, form, 100, () -> {})
                .throughTheProxy()
                .impatient();
        proxy.cutAtAnswer(BrokerProxy.PRODUCE, random.nextInt(20), true);
        job.run().assertFailed("KafkaWriter-10");
        job.assertRowsAreWhatTheManifestClaims();
    }

    @Test
    void aConnectionCutBetweenACommitAndItsAnswerIsAskedAgain() throws Exception {
        Struck job =
                struck("commit-cut", DeliveryGuarantee.TRANSACTIONAL, () -> {}).throughTheProxy();
        int before = proxy.cuts();
        proxy.cutAtAnswer(BrokerProxy.END_TXN, 0, false);

        job.run();

        assertThat(proxy.cuts()).isGreaterThan(before);
        job.assertComplete();
    }

    @Test
    void aCommitThatIsDoneButNeverAnsweredIsUnknownAndNotSuccess() throws Exception {
        Struck job = struck("commit-unknown", DeliveryGuarantee.TRANSACTIONAL, () -> {})
                .throughTheProxy()
                .impatient();
        proxy.cutAtAnswer(BrokerProxy.END_TXN, 0, true);

        job.run();

        assertThat(job.ended.exitCode()).isEqualTo(1);
        assertThat(job.ended.output()).contains("KafkaWriter-15");
        RunManifest manifest = WriterHouse.manifest(job.place);
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.UNKNOWN);
        assertThat(manifest.reason()).contains("nobody knows");
        assertThat(manifest.acked()).isZero();
        assertThat(job.rows())
                .as("they were committed, and the writer could not know")
                .containsExactlyInAnyOrderElementsOf(job.source.rows());
    }

    /** The proxy refuses: one broker never does, because it takes min.insync.replicas for no more than the replicas are. */
    @ParameterizedTest
    @EnumSource
    void tooFewReplicasFailTheJob(DeliveryGuarantee guarantee) throws Exception {
        Struck job = struck("replicas", guarantee, () -> proxy.refuseRecords(Errors.NOT_ENOUGH_REPLICAS))
                .throughTheProxy()
                .impatient();
        job.run().assertFailed("KafkaWriter-10");
        proxy.heal();
        job.assertRowsAreWhatTheManifestClaims();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatOnlyTheBrokerFindsTooLargeFailsAJobWithErrorLimitNone(DeliveryGuarantee guarantee) throws Exception {
        Struck job =
                new Struck("large", guarantee, RowsOnTheWire.JSON_V2, 9_000, () -> {}).with("compression.type", "gzip");
        job.writer.put(Key.TOPIC_CONFIG, map("max.message.bytes", 4_000));

        job.run();

        assertThat(job.ended.exitCode()).isEqualTo(1);
        assertThat(job.ended.output()).contains("larger than the max message size", "row " + (job.source.eventAt + 1));
        if (guarantee == DeliveryGuarantee.TRANSACTIONAL) {
            job.assertFailed("KafkaWriter-10");
        }
        job.assertRowsAreWhatTheManifestClaims();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerThatStandsStillLongerThanADeliveryMayTakeFailsTheJob(DeliveryGuarantee guarantee) throws Exception {
        Struck job = struck("still", guarantee, house.broker::freeze).impatient();
        try {
            job.run();
        } finally {
            house.broker.resume();
        }
        job.assertFailed("KafkaWriter-10");
        job.assertRowsAreWhatTheManifestClaims();
    }

    @ParameterizedTest
    @EnumSource
    void credentialsThatAreRefusedUnderWayFailTheJob(DeliveryGuarantee guarantee) throws Exception {
        Struck job = struck("refused", guarantee, BrokerTroubleIT::shutOut)
                .throughTheProxy()
                .impatient();
        try {
            job.run().assertFailed("KafkaWriter-");
        } finally {
            letIn();
        }
        job.assertRowsAreWhatTheManifestClaims();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicThatIsDeletedUnderWayFailsTheJob(DeliveryGuarantee guarantee) throws Exception {
        AtomicReference<Struck> self = new AtomicReference<>();
        Struck job = struck("deleted", guarantee, () -> deleteTopic(self.get().topic))
                .impatient();
        self.set(job);
        job.run().assertFailed("KafkaWriter-");
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatIsInterruptedFailsTheJob(DeliveryGuarantee guarantee) throws Exception {
        Struck job =
                struck("interrupted", guarantee, () -> Thread.currentThread().interrupt());
        job.run().assertFailed("KafkaWriter-13");
        job.assertRowsAreWhatTheManifestClaims();
        assertThat(house.size(job.topic)).isPositive();
        Awaitility.await("its transaction is aborted and holds no reader back")
                .until(() -> house.stableSize(job.topic) == house.size(job.topic));
    }

    /**
     * Not a full disk but the nearest that needs no rights: a limit on the size of the broker's files, beyond which each
     * write fails. To the broker both are an I/O error of its log folder.
     */
    @Test
    void aBrokerThatCannotWriteToItsDiskFailsTheJob() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit to limit files with");
        Struck job = struck("disk", DeliveryGuarantee.AT_LEAST_ONCE, () -> {
                    Process limit = new ProcessBuilder(
                                    "/usr/bin/prlimit", "--pid", Long.toString(house.broker.pid()), "--fsize=1000:")
                            .inheritIO()
                            .start();
                    assertThat(limit.waitFor()).isZero();
                })
                .impatient();
        try {
            job.run();
        } finally {
            house.broker.restart();
        }
        job.assertFailed("KafkaWriter-10");
        job.assertRowsAreWhatTheManifestClaims();
    }

    @Test
    void aSecondJobOfTheSameTaskShutsTheFirstOneOut() throws Exception {
        AtomicReference<Struck> self = new AtomicReference<>();
        AtomicReference<SourceRows> second = new AtomicReference<>();
        Struck first = struck("zombie", DeliveryGuarantee.TRANSACTIONAL, () -> {
            SourceRows rows = new SourceRows(random, 100, () -> {});
            second.set(rows);
            Map<String, Object> same = new LinkedHashMap<>(self.get().writer);
            same.remove(Key.MANIFEST_PATH);
            assertThat(JobHere.run(same, List.of(rows)).exitCode()).isZero();
        });
        self.set(first);

        first.run().assertFailed("KafkaWriter-16");

        assertThat(first.rows())
                .containsExactlyInAnyOrderElementsOf(second.get().rows());
    }

    @Test
    void aKilledJobsRowsAreNeverSeenAndTheNextAttemptDoesNotWaitForThem() throws Exception {
        Path place = house.manifestPlace();
        Map<String, Object> killed = writer("kill-9-transactional", place, 1);
        killed.put(Key.DELIVERY_GUARANTEE, "transactional");
        Process process = house.start(house.job(2, rows(ENDLESS), killed), folder.resolve("kill-9-t.log"));
        try {
            awaitRecords("kill-9-transactional");
        } finally {
            DataxHome.kill(process);
        }
        assertThat(process.exitValue()).isNotZero();
        assertThat(place).doesNotExist();
        assertThat(house.committed("kill-9-transactional")).isEmpty();
        assertThat(house.size("kill-9-transactional")).isGreaterThan(1_000);

        Map<String, Object> again = writer("kill-9-transactional", place, 2);
        again.put(Key.DELIVERY_GUARANTEE, "transactional");
        DataxResult result = house.run(house.job(2, rows(500), again));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("shut out 2 tasks that earlier attempts left");
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        house.committed("kill-9-transactional"))
                .hasSize(1_000));
        assertThat(WriterHouse.manifest(place).acked()).isEqualTo(1_000);
    }
}
