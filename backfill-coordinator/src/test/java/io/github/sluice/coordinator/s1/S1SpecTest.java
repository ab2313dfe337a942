package io.github.sluice.coordinator.s1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.s1.S1Tables.LeftOut;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Sink;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code s1/depot} is a whole folder as the scripts leave it. */
class S1SpecTest {
    private static final Path DEPOT = Path.of("src/test/resources/s1/depot");
    private static final ImportWords ENGLISH = new ImportWords(Locale.ROOT);

    @TempDir
    Path folder;

    @Test
    void theWholeFolderBecomesOnePage() throws IOException {
        S1Spec spec = spec(DEPOT, Optional.empty());
        assertThat(spec.yaml()).isEqualTo(Files.readString(Path.of("src/test/resources/s1/depot-expected.yaml")));
        assertThat(spec.yaml()).doesNotContain("pfirsich", "quittenbrot", "9f8e7d6c");
        assertThat(spec.variables())
                .containsExactly("SLUICE_MYSQL_PASSWORD", "SLUICE_KEY", "SLUICE_STARROCKS_PASSWORD");
        assertThat(spec.tables()).containsExactly("ods_parcel", "ods_people", "ods_returns", "ods_scan");
        assertThat(spec.leftOut())
                .extracting(LeftOut::target)
                .containsExactly("crate", "ods_ghost", "ods_invoice", "ods_odd");
        assertThat(spec(DEPOT, Optional.empty()).yaml()).as("again").isEqualTo(spec.yaml());
    }

    @Test
    void thePageIsReadOnceItIsFilledIn() {
        S1Spec spec = spec(DEPOT, Optional.empty());
        SluiceSettings settings = read(filledIn(spec.yaml()));
        assertThat(againstSchema(filledIn(spec.yaml()))).isEmpty();
        assertThat(settings.name()).isEqualTo("ods_depot-import");
        assertThat(settings.sources().get(0).address()).isEqualTo("10.20.0.4:3306");
        assertThat(settings.sources().get(0).credentials().username()).isEqualTo("depot_reader");
        assertThat(settings.sources().get(0).credentials().passwordReference()).isEqualTo("env:SLUICE_MYSQL_PASSWORD");
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("203.0.113.5:19092,203.0.113.5:19093");
        assertThat(settings.encryption().keyReference()).isEqualTo("env:SLUICE_KEY");
        assertThat(settings.dataxOrRefuse().command()).containsExactly("python3", "/srv/datax/bin/datax.py");
        assertThat(settings.connectOrRefuse().sink()).isEqualTo(Sink.OFFICIAL);
        assertThat(settings.starrocksOrRefuse().http()).containsExactly("10.30.0.2:8030", "10.30.0.3:8030");
        assertThat(settings.starrocksOrRefuse().query()).isEqualTo("10.30.0.2:9030");
        assertThat(settings.starrocksOrRefuse().database()).isEqualTo("ods_depot");
        assertThat(settings.streamerOrRefuse().source()).isEqualTo("rds7");
        Table parcel = settings.tables().get(0);
        assertThat(parcel.sourceText()).isEqualTo("depot.parcel");
        assertThat(List.of(
                        parcel.target(),
                        parcel.topic(),
                        parcel.connector(),
                        parcel.stream().topic()))
                .containsExactly("ods_parcel", "px_hist.parcel", "px_hist.parcel-connect", "px_live.ods_parcel");
        assertThat(parcel.rename()).isEqualTo(Map.of("SENDER", "s_e_n_d_e_r"));
        Table people = settings.tables().get(1);
        assertThat(List.of(people.target(), people.topic(), people.stream().topic()))
                .containsExactly("ods_people", "px_hist.driver", "people_changes");
        assertThat(people.rename()).isEqualTo(Map.of("name", "full_name"));
        Table returns = settings.tables().get(2);
        assertThat(returns.source().matches("depot", "depot_returns")).isTrue();
        assertThat(returns.source().matches("depot", "shed_returns")).isFalse();
        Table scan = settings.tables().get(3);
        assertThat(scan.sharded()).isTrue();
        assertThat(scan.sourceText()).as("as re.match did").isEqualTo("databases depot_\\d+, tables scan_\\d+.*");
        assertThat(List.of(scan.target(), scan.topic(), scan.stream().topic()))
                .containsExactly("ods_scan", "px_hist.scan", "px_live.ods_scan");
        assertThat(scan.key()).containsExactly("table_name", "scan_no");
        assertThat(scan.rename()).isEmpty();
    }

    @Test
    void untilThenEachMissingKeyIsNamedAndNothingElse() {
        S1Spec spec = spec(DEPOT, Optional.empty());
        assertThat(spec.toFill()).containsExactly("connect.url", "starrocks.query", "streamer.name", "streamer.tables");
        Failure failure = catchThrowableOfType(Failure.class, () -> read(spec.yaml()));
        assertThat(failure.getMessage()
                        .lines()
                        .skip(1)
                        .map(String::trim)
                        .map(line -> line.replaceAll("^line \\d+: |: .*$", "")))
                .containsExactlyInAnyOrderElementsOf(spec.toFill());
    }

    @Test
    void anotherMySqlIsTakenWhenAskedFor() {
        S1Spec spec = spec(DEPOT, Optional.of("10.20.0.8:3307"));
        assertThat(spec.tables()).contains("ods_invoice").doesNotContain("ods_parcel", "ods_scan");
        assertThat(spec.leftOut()).extracting(LeftOut::target).contains("ods_parcel", "ods_scan");
        SluiceSettings settings = read(filledIn(spec.yaml()));
        assertThat(settings.sources().get(0).address()).isEqualTo("10.20.0.8:3307");
    }

    @Test
    void whatIsNotToldIsAskedFor() throws IOException {
        write("a.json", """
                {"key": "yes.no", "topic": "t", "need_table": false, "complete_regex": true, "regex": "",
                 "column_mapping": {"a: b": "on", "客户": "'x'", "Ä#": "null", "line\\nbreak": "b"}}
                """);
        S1Spec spec = spec(folder, Optional.empty());
        assertThat(spec.toFill())
                .contains(
                        "source.host",
                        "source.username",
                        "kafka.bootstrapServers",
                        "datax.command",
                        "connect.url",
                        "starrocks.http",
                        "starrocks.query",
                        "starrocks.username",
                        "starrocks.database",
                        "streamer.name",
                        "streamer.source",
                        "streamer.tables");
        Table table = read(filledIn(spec.yaml())).tables().get(0);
        assertThat(table.sourceText()).isEqualTo("yes.no");
        assertThat(table.target()).isEqualTo("t");
        assertThat(table.rename()).isEqualTo(Map.of("a: b", "on", "客户", "'x'", "Ä#", "null", "line\nbreak", "b"));
    }

    @Test
    void shardsThatAreNamedOneByOneAreMergedWhenTheyHaveOneTopic() throws IOException {
        for (String key : List.of("a.t_1", "a.t_2", "b.t_1")) {
            write(key + ".json", """
                    {"key": "%s", "topic": "x.t", "need_table": true, "complete_regex": true, "regex": "",
                     "column_mapping": {"id": "id"}}
                    """.formatted(key));
        }
        S1Spec spec = spec(folder, Optional.empty());
        Table table = read(filledIn(spec.yaml())).tables().get(0);
        assertThat(table.sourceText()).isEqualTo("a.t_1, a.t_2, b.t_1");
        assertThat(spec.yaml()).doesNotContain("CHECK: the expression");
    }

    @Test
    void referencesStayReferences() throws IOException {
        write("x.t_connect.json", """
                {"name": "x.t-connect", "config": {"connector.class": "com.starrocks.connector.kafka.StarRocksSinkConnector",
                  "topics": "x.t", "starrocks.topic2table.map": "x.t:ods_t", "starrocks.http.url": "fe:8030",
                  "starrocks.username": "u", "starrocks.password": "${directory:/run/secrets:starrocks}",
                  "starrocks.database.name": "ods", "transforms.open.secret.key.ref": "env:DEPOT_KEY"}}
                """);
        write("x.t_datax_config.json", """
                {"job": {"content": [{
                  "reader": {"name": "mysqlreader", "parameter": {"username": "r", "password": "file:/run/secrets/mysql",
                    "column": ["id"], "connection": [{"table": ["t"], "jdbcUrl": ["jdbc:mysql://db/d"]}]}},
                  "writer": {"name": "kafkawriter", "parameter": {"topic": "x.t", "encryptionKey": "env:DEPOT_KEY",
                    "bootstrapServers": "k:9092", "column": ["id"]}}}]}}
                """);
        S1Spec spec = spec(folder, Optional.empty());
        assertThat(spec.variables()).containsExactly("DEPOT_KEY");
        SluiceSettings settings = read(filledIn(spec.yaml()));
        assertThat(settings.sources().get(0).address()).isEqualTo("db:3306");
        assertThat(settings.sources().get(0).credentials().passwordReference()).isEqualTo("file:/run/secrets/mysql");
        assertThat(settings.encryption().keyReference()).isEqualTo("env:DEPOT_KEY");
        assertThat(settings.starrocksOrRefuse().credentials().passwordReference())
                .isEqualTo("file:/run/secrets/starrocks");
        assertThat(spec.yaml()).doesNotContain("in clear");
    }

    @Test
    void withoutStreamTheRunEndsWithTheBatch() throws IOException {
        Files.copy(DEPOT.resolve("config/px_hist.scan_connect.json"), folder.resolve("px_hist.scan_connect.json"));
        Files.copy(
                DEPOT.resolve("config/px_hist.parcel_datax_config.json"),
                folder.resolve("px_hist.parcel_datax_config.json"));
        S1Spec spec = spec(folder, Optional.empty());
        SluiceSettings settings = read(filledIn(spec.yaml()));
        assertThat(settings.streamer()).isNull();
        Table parcel = settings.tables().get(0);
        assertThat(parcel.sourceText()).isEqualTo("depot.parcel");
        assertThat(parcel.rename()).as("by the job's two lists of columns").isEqualTo(Map.of("SENDER", "s_e_n_d_e_r"));
        assertThat(spec.yaml()).contains("CHECK: no connector says which table topic px_hist.parcel is loaded into");
    }

    /** The lines that wait for a value hold a value that would do. */
    static String filledIn(String yaml) {
        return yaml.replaceAll("(?m)^(\\s*)#(\\S.*?)\\s{3}# FILL IN.*$", "$1$2");
    }

    private static Set<ValidationMessage> againstSchema(String yaml) {
        try (InputStream schema = SettingsFile.class.getResourceAsStream("/sluice/templates/sluice.schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S1Spec spec(Path folder, Optional<String> address) {
        S1Folder read = S1Folder.read(folder);
        return S1Spec.of(read, S1Tables.of(read), address, ENGLISH);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private SluiceSettings read(String yaml) {
        try {
            Path file = Files.createTempFile(folder, "sluice", ".yaml");
            Files.writeString(file, yaml);
            return SettingsFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
