package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.wire.key.SecretReference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One quickstart as a user runs it: a process of its own, on the packaged artefacts. */
final class QuickstartRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path work;
    private final Path output;
    private final Path messages;
    private final Process process;

    private QuickstartRun(Path work, Path output, Path messages, Process process) {
        this.work = work;
        this.output = output;
        this.messages = messages;
        this.process = process;
    }

    /**
     * Starts it with few rows and JSON output.
     *
     * @param folder of the test; the work folder is made in it
     */
    static QuickstartRun start(Path folder, String... options) throws IOException {
        return startBehind(List.of(), folder, options);
    }

    /** The same behind a command that runs it. */
    static QuickstartRun startBehind(List<String> prefix, Path folder, String... options) throws IOException {
        Path work = folder.resolve("quickstart");
        Path output = folder.resolve("output.json");
        Path messages = folder.resolve("messages.txt");
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dlogback.configurationFile=quickstart-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--work",
                work.toString(),
                "--output",
                "json"));
        line.addAll(List.of(options));
        Process process = new ProcessBuilder(line)
                .directory(Path.of("..").toFile())
                .redirectOutput(output.toFile())
                .redirectError(messages.toFile())
                .start();
        return new QuickstartRun(work, output, messages, process);
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("quickstart ends within %s; it said:%n%s", LIMIT, messages())
                .isTrue();
        return process.exitValue();
    }

    /** Waits until it has said something on standard error. */
    void awaitMessage(String part) {
        Awaitility.await(part)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .failFast("quickstart has ended", () -> !process.isAlive())
                .until(() -> messages().contains(part));
    }

    /** Presses Enter. */
    void pressEnter() throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write('\n');
        keyboard.flush();
    }

    /** What it printed on standard output. */
    JsonNode result() throws IOException {
        return new ObjectMapper().readTree(output.toFile());
    }

    /** What it said on standard error. */
    String messages() {
        try {
            return Files.readString(messages, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Endpoints endpoints() throws IOException {
        return Endpoints.read(work.resolve(Keepers.ENDPOINTS));
    }

    /** A connection to MySQL as root, as the application has it; the caller closes it. */
    Connection mysql() throws IOException, SQLException {
        Endpoints endpoints = endpoints();
        return DriverManager.getConnection(
                "jdbc:mysql://" + endpoints.text("mysql", "host") + ":" + endpoints.text("mysql", "port")
                        + "/?useSSL=false&allowPublicKeyRetrieval=true",
                "root",
                SecretReference.parse(endpoints.text("mysql", "rootPassword")).resolve());
    }

    /** A connection to StarRocks, in the database of the tables; the caller closes it. */
    Connection starRocks() throws IOException, SQLException {
        Endpoints endpoints = endpoints();
        return DriverManager.getConnection(
                "jdbc:mysql://" + endpoints.text("starrocks", "query") + "/" + DemoProject.DATABASE,
                endpoints.text("starrocks", "username"),
                SecretReference.parse(endpoints.text("starrocks", "password")).resolve());
    }

    Path work() {
        return work;
    }

    /** Ends it, but not servers that stayed. */
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Ends it, and the servers if they stayed. */
    @Override
    public void close() throws IOException, InterruptedException {
        end();
        Keepers.stopStaying(work);
    }
}
