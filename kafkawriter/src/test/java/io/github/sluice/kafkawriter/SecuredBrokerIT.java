package io.github.sluice.kafkawriter;

import static io.github.sluice.kafkawriter.WriterHouse.constant;
import static io.github.sluice.kafkawriter.WriterHouse.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.datax.DataxResult;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that lets nobody in from outside without TLS, a SCRAM password and an ACL. */
@Timeout(180)
class SecuredBrokerIT {
    private static final String PASSWORD = "right-Pass0rd";
    private static final String WRONG = "wrong-Pass0rd";
    private static final String STORE_PASSWORD = "store-Pass0rd";

    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        Path store = certificate();
        Map<String, String> overrides = new TreeMap<>();
        overrides.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,OUTSIDE:SASL_SSL");
        overrides.put("listener.name.outside.ssl.keystore.location", store.toString());
        overrides.put("listener.name.outside.ssl.keystore.type", "PKCS12");
        overrides.put("listener.name.outside.ssl.keystore.password", STORE_PASSWORD);
        overrides.put("listener.name.outside.ssl.key.password", STORE_PASSWORD);
        overrides.put("listener.name.outside.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        overrides.put(
                "listener.name.outside.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        overrides.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        overrides.put("super.users", "User:ANONYMOUS");
        KafkaBroker broker = KafkaBroker.startListening(
                folder, new TreeMap<>(Map.of("INSIDE", "127.0.0.1", "OUTSIDE", "127.0.0.1")), overrides);
        house = WriterHouse.open(folder, DataxHome.standIn(folder.resolve("datax")), broker);
        try (Admin admin = house.admin()) {
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("writer", scram, PASSWORD)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            List<AclBinding> rights = new ArrayList<>();
            for (AclOperation operation :
                    List.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS)) {
                rights.add(right("allowed", operation));
                rights.add(right("transactional", operation));
            }
            rights.add(right("read-only", AclOperation.READ));
            admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
            admin.createTopics(List.of(new NewTopic("read-only", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    private static AclBinding right(String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:writer", "*", operation, AclPermissionType.ALLOW));
    }

    /** A key of the broker's own, and {@code ca.pem} for those who trust it. */
    private static Path certificate() throws Exception {
        Path store = folder.resolve("broker.p12");
        keytool(
                "-genkeypair -alias broker -keyalg EC -dname CN=broker -ext SAN=ip:127.0.0.1 -validity 2"
                        + " -storetype PKCS12 -storepass:env STORE_PASSWORD -keystore",
                store.toString());
        keytool(
                "-exportcert -rfc -alias broker -storepass:env STORE_PASSWORD -file " + folder.resolve("ca.pem")
                        + " -keystore",
                store.toString());
        return store;
    }

    private static void keytool(String arguments, String last) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.add(last);
        Path output = folder.resolve("keytool.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("STORE_PASSWORD", STORE_PASSWORD);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static DataxResult run(String topic, String password, boolean dryRun, Object... parameters)
            throws Exception {
        Map<String, Object> security = map(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "env:SLUICE_TEST_JAAS",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                folder.resolve("ca.pem").toString());
        Map<String, Object> writer = house.writer(
                topic,
                Key.BOOTSTRAP_SERVERS,
                house.broker.bootstrapServers("OUTSIDE"),
                Key.PREPARE_TIMEOUT_MS,
                20_000,
                Key.PRODUCER_PROPERTIES,
                security);
        writer.putAll(map(parameters));
        Map<String, Object> setting = map("speed", map("channel", 1), "dryRun", dryRun);
        Path job = house.job(setting, map(), WriterHouse.stream(5, constant("long", "1")), writer);
        assertThat(Json.parse(Files.readString(job)).toString()).doesNotContain(password);
        String jaas = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"writer\" password=\""
                + password + "\";";
        return house.home.run(job, Map.of("SLUICE_TEST_JAAS", jaas));
    }

    @Test
    void rowsGoThroughAListenerWithTlsAndAPasswordFromTheEnvironment() throws Exception {
        DataxResult checked = run("allowed", PASSWORD, true);
        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output()).contains("the job would create it, and the broker would let it");

        DataxResult result = run("allowed", PASSWORD, false);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(house.size("allowed")).isEqualTo(5);
        assertThat(result.output()).doesNotContain(PASSWORD);
    }

    @Test
    void aWrongPasswordEndsWithWhatToCorrectAndIsNotInTheLog() throws Exception {
        DataxResult result = run("allowed", WRONG, false);

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output())
                .contains("KafkaWriter-04")
                .contains("SaslAuthenticationException")
                .doesNotContain(WRONG);
    }

    @Test
    void aDryRunFindsThatTheUserMayNotWrite() throws Exception {
        DataxResult noWrite = run("read-only", PASSWORD, true);
        assertThat(noWrite.exitCode()).as(noWrite.output()).isEqualTo(1);
        assertThat(noWrite.output())
                .contains("KafkaWriter-04")
                .contains("topic read-only: this user may not write to it");
    }

    @Test
    void aDryRunFindsThatTheUserMayNotUseTransactions() throws Exception {
        Object[] transactional = {Key.DELIVERY_GUARANTEE, "transactional", Key.RUN_ID, "r1"};

        DataxResult refused = run("transactional", PASSWORD, true, transactional);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output())
                .contains("KafkaWriter-04")
                .contains("operation Write on the transactional ids that begin with sluice/");

        try (Admin admin = house.admin()) {
            AclBinding use = new AclBinding(
                    new ResourcePattern(ResourceType.TRANSACTIONAL_ID, TransactionalIds.ALL, PatternType.PREFIXED),
                    new AccessControlEntry("User:writer", "*", AclOperation.WRITE, AclPermissionType.ALLOW));
            admin.createAcls(List.of(use)).all().get(30, TimeUnit.SECONDS);
        }
        DataxResult allowed = run("transactional", PASSWORD, true, transactional);
        assertThat(allowed.exitCode()).as(allowed.output()).isZero();
        assertThat(allowed.output()).contains("may not read the brokers' transaction.max.timeout.ms");

        DataxResult written = run("transactional", PASSWORD, false, transactional);
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(house.committed("transactional")).hasSize(5);
    }
}
