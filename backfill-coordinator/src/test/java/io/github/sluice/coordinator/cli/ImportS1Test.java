package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice plan --import-s1} on a command line; nothing that it says or writes holds a secret. */
class ImportS1Test {
    private static final String DEPOT = "src/test/resources/s1/depot";

    @TempDir
    Path folder;

    private final List<Spoken> said = new ArrayList<>();

    private Spoken sluice(String... arguments) {
        Spoken spoken = Spoken.of(arguments);
        said.add(spoken);
        return spoken;
    }

    private Path yaml() {
        return folder.resolve("sluice.yaml");
    }

    @AfterEach
    void nothingHoldsASecret() throws IOException {
        Messages.choose("en");
        StringBuilder everything = new StringBuilder();
        said.forEach(spoken -> everything.append(spoken.out()).append(spoken.err()));
        everything.append(Files.exists(yaml()) ? Files.readString(yaml()) : "");
        assertThat(everything.toString()).doesNotContain("pfirsich", "quittenbrot", "9f8e7d6c");
    }

    @Test
    void oneCommandWritesThePageAndListsTheFaults() throws IOException {
        Spoken spoken = sluice("plan", "--import-s1", DEPOT, "-f", yaml().toString(), "--lang", "en");
        assertThat(spoken.err()).isEmpty();
        assertThat(spoken.code()).isZero();
        assertThat(yaml()).hasSameTextualContentAs(Path.of("src/test/resources/s1/depot-expected.yaml"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(yaml())))
                .isEqualTo("rw-------");
        assertThat(spoken.lines())
                .anyMatch(line -> line.matches("#185 +config/ods_parcel_create_table.sql:6 .*"))
                .anyMatch(line -> line.matches("#204 +config/px_hist.driver_connect.json:\\d+ .*The file is not JSON"))
                .anyMatch(line ->
                        line.matches("  config/px_hist.driver_connect.json:\\d+:\\d+  the file ends too early, }"
                                + " is missing;.*"))
                .anyMatch(line -> line.matches("  #191  `datax.channels`.*"))
                .anyMatch(line -> line.matches(" +… \\d+ more; --output json lists all"))
                .anyMatch(line -> line.startsWith("  ods_invoice: its MySQL is 10.20.0.8:3307"))
                .contains(
                        "JSON that is none of the known files, passed over: config/other.json",
                        yaml() + ": written with 4 tables",
                        "To fill in: connect.url, starrocks.query, streamer.name, streamer.tables",
                        "To set before a run: SLUICE_MYSQL_PASSWORD, SLUICE_KEY, SLUICE_STARROCKS_PASSWORD");
        assertThat(spoken.lines().stream().filter(line -> line.startsWith("#206 ")))
                .as("places shown of one fault")
                .hasSize(3);
    }

    @Test
    void aSettingsFileIsNeverOverwritten() throws IOException {
        Files.writeString(yaml(), "name: mine\n");
        Spoken spoken = sluice("plan", "--import-s1", DEPOT, "-f", yaml().toString());
        assertThat(spoken.code()).isEqualTo(40);
        assertThat(spoken.err()).contains("is there already and is not overwritten");
        assertThat(yaml()).hasContent("name: mine\n");
        Spoken look = sluice("plan", "--import-s1", DEPOT, "-f", yaml().toString(), "--dry-run", "--lang", "en");
        assertThat(look.code()).isZero();
        assertThat(look.lines()).contains(yaml() + ": would be written with 4 tables");
        assertThat(yaml()).hasContent("name: mine\n");
    }

    @Test
    void machinesGetEveryPlace() {
        Spoken spoken =
                sluice("plan", "--import-s1", DEPOT, "-f", yaml().toString(), "--output", "json", "--lang", "en");
        assertThat(spoken.code()).isZero();
        assertThat(spoken.lines()).hasSize(1);
        Map<?, ?> json = (Map<?, ?>) Json.parse(spoken.out());
        assertThat(json.get("written")).isEqualTo(true);
        assertThat(json.get("tables")).isEqualTo(List.of("ods_parcel", "ods_people", "ods_returns", "ods_scan"));
        assertThat((List<?>) json.get("unreadable")).hasSize(1).first().satisfies(one -> assertThat((Map<?, ?>) one)
                .extracting("file")
                .isEqualTo("config/px_hist.driver_connect.json"));
        assertThat((List<?>) json.get("faults")).allSatisfy(fault -> assertThat(((Map<?, ?>) fault).keySet())
                .map(String::valueOf)
                .containsExactly("fault", "file", "line", "evidence", "title", "instead"));
        long secrets = ((List<?>) json.get("faults"))
                .stream()
                        .filter(fault -> Long.valueOf(206).equals(((Map<?, ?>) fault).get("fault")))
                        .count();
        assertThat(secrets)
                .as("password and key of every job, password and key of every connector")
                .isGreaterThan(15);
    }

    @Test
    void theSameInChinese() {
        Spoken spoken = sluice("plan", "--import-s1", DEPOT, "-f", yaml().toString(), "--lang", "zh");
        assertThat(spoken.code()).isZero();
        assertThat(spoken.lines()).anyMatch(line -> line.startsWith("故障")).contains(yaml() + "：已写入，共 4 张表");
        assertThat(yaml()).content().contains("# FILL IN: Kafka Connect worker 地址");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String file = yaml().toString();
        assertThat(sluice("plan", "--import-s1", folder.resolve("none").toString(), "-f", file)
                        .code())
                .isEqualTo(10);
        Spoken nothing = sluice("plan", "--import-s1", empty.toString(), "-f", file, "--lang", "en");
        assertThat(nothing.code()).isEqualTo(10);
        assertThat(nothing.out()).contains("No known fault was found.");
        assertThat(nothing.err()).contains("was not written");
        assertThat(sluice("plan", "--import-s1", empty.toString(), "-f", file, "--dry-run")
                        .code())
                .isZero();
        assertThat(sluice("plan", "--s1-source", "h:1", "-f", file).err()).contains("goes with --import-s1");
        Spoken unknown = sluice("plan", "--import-s1", DEPOT, "--s1-source", "10.9.9.9:3306", "-f", file);
        assertThat(unknown.code()).isEqualTo(10);
        assertThat(unknown.err()).contains("10.9.9.9:3306", "10.20.0.4:3306", "10.20.0.8:3307");
        Spoken forced = sluice("plan", "--import-s1", DEPOT, "--force", "-f", file);
        assertThat(forced.code()).isEqualTo(10);
        assertThat(forced.err()).contains("--force has no meaning beside --import-s1");
        assertThat(yaml()).doesNotExist();
    }

    @Test
    void anUnreadableFileKeepsNoOtherFromBeingRead() throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve("a.json"), "{\"key\": \"d.t\", \"topic\": \"x.t\" \"regex\": \"\"}");
        Files.write(files.resolve("b.py"), new byte[] {(byte) 0xff, (byte) 0xff, 0, 1});
        Files.writeString(
                files.resolve("c.json"),
                "{\"key\": \"d.t\", \"topic\": \"x.t\", \"need_table\": false, \"complete_regex\": true, \"regex\": \"\","
                        + " \"column_mapping\": {\"id\": \"id\"}}");
        Spoken spoken = sluice("plan", "--import-s1", files.toString(), "-f", yaml().toString(), "--lang", "en");
        assertThat(spoken.code()).isZero();
        assertThat(spoken.lines())
                .contains(
                        "  a.json:1:31  this is not JSON, or a key stands twice; look at this place and the one before it",
                        "  b.py  neither UTF-8 nor GB18030; save the file as UTF-8",
                        yaml() + ": written with 1 tables");
    }
}
