package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script is run by a real shell; in DataX's place stands one that writes down what it was given (inventory #76, #208). */
@Timeout(60)
class DataxScriptTest {
    private static final String PASSWORD = "o'p\"en \\ $HOME `x` 芝麻";

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    @TempDir
    Path elsewhere;

    private Path plan;

    @BeforeEach
    void plan() throws IOException {
        plan = Files.createDirectory(folder.resolve("it's the plan"));
        Path datax = executable("datax", """
                echo "$@" >"$SEEN/arguments"
                ls -l "$2" >"$SEEN/mode"
                cp "$2" "$SEEN/job"
                [ -z "${HANG:-}" ] || { echo $$ >"$SEEN/pid"; exec sleep 100; }
                exit 7
                """);
        Files.writeString(folder.resolve("mysql secret"), PASSWORD + "\n");
        Path yaml =
                Files.writeString(folder.resolve("sluice.yaml"), """
                name: test
                source: {host: mysql, username: reader, password: "file:%s"}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: ["%s"], jvm: "-Xms1g -Xmx1g"}
                tables: [{source: shop.orders}]
                """.formatted(folder.resolve("mysql secret"), datax));
        SluiceSettings settings = SettingsFile.read(yaml);
        TableSpec spec = Sample.plan(settings, table("shop", "orders", List.of(required("id", "int")), "id"));
        new PlanFolder(plan)
                .write(
                        new Planner(settings, new PlanFolder(plan))
                                .files(settings.tables().get(0), spec),
                        false,
                        false);
    }

    private Path executable(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        plan.resolve("sluice_all.orders_datax_shell.sh").toString())
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("SEEN", folder.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int run(Map<String, String> environment) throws Exception {
        Process process = start(environment);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void itEndsAsDataxEndsAndThePasswordIsInTheJobAlone() throws Exception {
        assertThat(run(Map.of("SLUICE_RUN_ID", "nightly", "SLUICE_MANIFEST", "/a \"b\"/m.json")))
                .isEqualTo(7);

        String arguments = Files.readString(folder.resolve("arguments"));
        assertThat(arguments).startsWith("--jvm=-Xms1g -Xmx1g ").doesNotContain("open", "o'p");
        assertThat(Files.readString(folder.resolve("mode"))).startsWith("-rw------- ");
        String job = Files.readString(folder.resolve("job"));
        Map<?, ?> content =
                (Map<?, ?>) ((List<?>) map(map(Json.parse(job)).get("job")).get("content")).get(0);
        assertThat(parameter(content, "reader").get("password")).isEqualTo(PASSWORD);
        Map<?, ?> writer = parameter(content, "writer");
        assertThat(writer.get("runId")).isEqualTo("nightly");
        assertThat(writer.get("attempt")).isEqualTo("1");
        assertThat(writer.get("manifestPath")).isEqualTo("/a \"b\"/m.json");
        assertThat(writer.get("encryptionKey")).isEqualTo("env:SLUICE_KEY");
        assertThat(temporary).as("the copy is gone").isEmptyDirectory();
        try (Stream<Path> files = Files.list(plan)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("芝麻");
            }
        }
    }

    @Test
    void aPasswordThatCannotBeReadStartsNothing() throws Exception {
        Files.delete(folder.resolve("mysql secret"));
        assertThat(run(Map.of())).isEqualTo(10);
        assertThat(folder.resolve("arguments")).doesNotExist();
        assertThat(Files.readString(folder.resolve("output"))).contains("MySQL password file:", "cannot be read");
    }

    @Test
    void aSignalEndsDataxTooAndTheCopyGoes() throws Exception {
        Process process = start(Map.of("HANG", "1"));
        Path pid = folder.resolve("pid");
        Awaitility.await()
                .until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
        ProcessHandle datax =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        Awaitility.await().until(() -> !datax.isAlive());
        assertThat(temporary).isEmptyDirectory();
    }

    private static Map<?, ?> parameter(Map<?, ?> content, String side) {
        return map(map(content.get(side)).get("parameter"));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
