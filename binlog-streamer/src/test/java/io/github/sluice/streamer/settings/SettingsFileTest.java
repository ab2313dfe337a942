package io.github.sluice.streamer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.key.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String LEAST = """
            name: shop
            sources:
              - name: rds1
                hosts: 10.0.0.5
                username: sluice
                password: env:SLUICE_MYSQL_PASSWORD
                serverId: 6001
            kafka: {bootstrapServers: "k1:9092,k2:9092"}
            encryption: {key: env:SLUICE_KEY}
            tables: tables
            """;

    @TempDir
    private Path folder;

    private StreamerSettings read(String yaml) throws IOException {
        return SettingsFile.read(Files.writeString(folder.resolve("streamer.yaml"), yaml));
    }

    private Failure faults(String yaml) {
        Failure failure = catchThrowableOfType(Failure.class, () -> read(yaml));
        assertThat(failure).as("a refusal").isNotNull();
        assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
        return failure;
    }

    @Test
    void whatMustBeThereIsEnoughAndTheRestHasDefaults() throws IOException {
        StreamerSettings settings = read(LEAST);

        Source source = settings.sources().get(0);
        assertThat(source.hosts()).containsExactly(new Host("10.0.0.5", 3306));
        assertThat(source.timeZone()).isEqualTo("+08:00");
        assertThat(source.properties()).isEmpty();
        assertThat(settings.kafka().replicationFactor()).isEqualTo(3);
        assertThat(settings.kafka().clientProperties()).isEqualTo(Map.of("bootstrap.servers", "k1:9092,k2:9092"));
        assertThat(settings.tables()).isEqualTo(folder.resolve("tables"));
        assertThat(settings.positions().topic()).isEqualTo("sluice_positions");
        assertThat(settings.http().bind()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(9325);
        assertThat(settings.commit().rows()).isEqualTo(2000);
        assertThat(settings.commit().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.health().stuckAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.log().file()).isEqualTo(folder.resolve("logs/binlog-streamer.log"));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        StreamerSettings settings = read("""
                name: shop
                sources:
                  - name: rds1
                    hosts: [10.0.0.5:3306, 10.0.0.6:3307]
                    username: sluice
                    password: file:/run/secrets/mysql
                    serverId: 4294967295
                    timeZone: "-03:30"
                    properties: {sslMode: required, connectTimeout: 5000}
                  - {name: rds2, hosts: [db2:3306], username: u, password: env:P, serverId: 1}
                kafka:
                  bootstrapServers: k1:9092
                  replicationFactor: 1
                  properties: {compression.type: zstd}
                encryption: {key: file:/run/secrets/key}
                tables: /etc/sluice/tables
                positions: {topic: my_positions}
                http: {bind: 0.0.0.0, port: 0}
                commit: {rows: 500, interval: 250ms}
                health: {stuckAfter: 5m}
                log: {file: /var/log/sluice/streamer.log}
                """);

        assertThat(settings.name()).isEqualTo("shop");
        assertThat(settings.sources()).hasSize(2);
        Source source = settings.sources().get(0);
        assertThat(source.hosts()).extracting(Host::toString).containsExactly("10.0.0.5:3306", "10.0.0.6:3307");
        assertThat(source.serverId()).isEqualTo(4294967295L);
        assertThat(source.timeZone()).isEqualTo("-03:30");
        assertThat(source.jdbcProperties()).isEqualTo(Map.of("sslMode", "required", "connectTimeout", "5000"));
        assertThat(settings.kafka().properties()).containsEntry("compression.type", "zstd");
        assertThat(settings.tables()).isEqualTo(Path.of("/etc/sluice/tables"));
        assertThat(settings.positions().topic()).isEqualTo("my_positions");
        assertThat(settings.http()).isEqualTo(new StreamerSettings.Http("0.0.0.0", 0));
        assertThat(settings.commit().rows()).isEqualTo(500);
        assertThat(settings.commit().interval()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.health().stuckAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.log().file()).isEqualTo(Path.of("/var/log/sluice/streamer.log"));
    }

    @Test
    void allFaultsComeAtOnceEachWithKeyRuleAndValue() {
        Failure failure = faults("""
                name: "no blanks"
                sources:
                  - {name: rds1, hosts: ["a b"], username: u, password: secret-in-clear, serverId: 0, timeZone: Asia/Shanghai}
                  - {name: rds1, hosts: [db:99999], username: u, password: env:P, serverId: x, wrong: 1}
                kafka: {bootstrapServers: nowhere, replicationFactor: many}
                tables: ""
                positions: {topic: "a b"}
                http: {port: 70000}
                commit: {rows: 0, interval: soon}
                health: {stuckAfter: 0s}
                extra: 1
                """);

        assertThat(failure.getMessage().lines().skip(1).map(String::strip))
                .containsExactlyInAnyOrder(
                        "name: must be 1 to 64 letters, digits, dots, hyphens or underscores, found 'no blanks'",
                        "sources[0].hosts: must be HOST:PORT, found 'a b'",
                        "sources[0].password: must be a reference, env:NAME or file:PATH, never the secret itself",
                        "sources[0].serverId: must be a whole number from 1 to 4294967295, found '0'",
                        "sources[0].timeZone: must be an offset such as +08:00, found 'Asia/Shanghai'",
                        "sources[1].hosts: must be HOST:PORT, found 'db:99999'",
                        "sources[1].serverId: must be a whole number from 1 to 4294967295, found 'x'",
                        "sources[1].wrong: is not a known key; known here: name, hosts, username, password, serverId,"
                                + " timeZone, properties",
                        "sources[1].name: must name one source only, found 'rds1'",
                        "kafka.bootstrapServers: must be HOST:PORT[,HOST:PORT...], found 'nowhere'",
                        "kafka.replicationFactor: must be a whole number from 1 to 32767, found 'many'",
                        "encryption.key: is required",
                        "tables: must not be blank",
                        "positions.topic: must be a legal topic name, found 'a b'",
                        "http.port: must be a whole number from 0 to 65535, found '70000'",
                        "commit.rows: must be a whole number from 1 to 1000000, found '0'",
                        "commit.interval: must be a time such as 500ms, 30s, 10m or 12h, found 'soon'",
                        "health.stuckAfter: must be a time such as 500ms, 30s, 10m or 12h, found '0s'",
                        "extra: is not a known key; known here: name, sources, kafka, encryption, tables, positions,"
                                + " http, commit, health, log");
        assertThat(failure.getMessage()).doesNotContain("secret-in-clear");
    }

    @Test
    void kafkaSettingsThatWouldLoseOrDoubleRowsAreRefused() {
        String message = faults(LEAST.replace(
                        "kafka: {bootstrapServers: \"k1:9092,k2:9092\"}",
                        "kafka: {bootstrapServers: \"k1:9092\", properties: {acks: 1, enable.idempotence: false,"
                                + " transactional.id: mine, ssl.key.password: pasted, sasl.jaas.config: env:JAAS}}"))
                .getMessage();

        assertThat(message)
                .contains("kafka.properties.acks: must be all")
                .contains("kafka.properties.enable.idempotence: must be true")
                .contains("kafka.properties.transactional.id: is decided by the streamer")
                .contains("kafka.properties.ssl.key.password: must be a reference")
                .doesNotContain("pasted")
                .doesNotContain("sasl.jaas.config");
    }

    @Test
    void oneServerMayBelongToOneSourceOnly() {
        String message = faults(LEAST.replace(
                        "kafka:",
                        "  - {name: rds2, hosts: [10.0.0.5:3306], username: u, password: env:P, serverId: 2}\nkafka:"))
                .getMessage();
        assertThat(message).contains("sources[1].hosts: must not list a server twice (also in source rds1)");
    }

    @Test
    void aWrongWordForTlsIsAFaultOfTheFile() {
        assertThat(faults(LEAST.replace("serverId: 6001", "serverId: 6001\n    properties: {sslMode: maybe}"))
                        .getMessage())
                .contains("sources[0].properties.sslMode: must be one of DISABLED, PREFERRED, REQUIRED");
    }

    @Test
    void aKeyThatIsThereTwiceAndAFileThatIsNoMappingAreRefused() {
        assertThat(faults("name: a\nname: b\n").getMessage()).contains("Duplicate");
        assertThat(faults("- a\n").getMessage()).contains("is not a YAML mapping");
        assertThatThrownBy(() -> SettingsFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.yaml: cannot be read");
    }

    @Test
    void theEnvelopeIsVersion1UnlessSaidOtherwise() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
        String yaml = LEAST.replace("{key: env:SLUICE_KEY}", "{key: \"file:" + key + "\"%s}");
        byte[] row = {'{', '}'};
        for (String version : List.of("", ", envelope: v1", ", envelope: v2")) {
            StreamerSettings.Encryption encryption =
                    read(yaml.formatted(version)).encryption();
            KeyRing ring = encryption.ring();
            byte[] sealed = encryption.sealer(ring).seal(row, "t", null);
            assertThat(EnvelopeV2.begins(sealed)).as(version).isEqualTo(version.endsWith("v2"));
            assertThat(Envelopes.opener(ring).open(sealed, "t", null)).isEqualTo(row);
        }
        assertThat(faults(yaml.formatted(", envelope: v3"))).hasMessageContaining("must be v1 or v2");
    }

    @Test
    void printingSettingsShowsNoSecret() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
        StreamerSettings settings = read(LEAST.replace("env:SLUICE_MYSQL_PASSWORD", "file:" + secret));

        assertThat(settings.sources().get(0).password()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void aReferenceThatLeadsNowhereIsAFaultOfTheSettings() throws IOException {
        StreamerSettings settings = read(LEAST.replace("env:SLUICE_KEY", "file:" + folder.resolve("nothing")));
        assertThatThrownBy(() -> settings.encryption().ring())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("encryption.key");
    }
}
