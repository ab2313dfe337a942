package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.demo.data.Markers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No plaintext value, record key or secret in the broker's log folder, in any log, in any process's
 * arguments, in the plan or the manifest.
 */
@Timeout(360)
class LeakIT {
    @Test
    void nothingOfTheDataOrTheSecretsStandsAnywhereInClear(@TempDir Path folder) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        TreeSet<String> commandLines = new TreeSet<>();
        Thread watcher = new Thread(() -> watchCommandLines(running, commandLines), "command-line-watcher");
        watcher.start();
        try (QuickstartRun run = QuickstartRun.start(
                folder, "--rows", "1440", "--seed", "13", "--stay", "--break", Fault.CHANGED_VALUE.word())) {
            assertThat(run.exitCode()).as(run.messages()).isEqualTo(Fault.CHANGED_VALUE.exitCode());
            assertThat(run.messages() + run.result())
                    .as("the planted fault, named")
                    .contains(DemoProject.ORDERS)
                    .contains("changed")
                    .contains("amount")
                    .contains("t_order_7");
            running.set(false);
            watcher.join();

            Map<String, byte[]> secrets = secrets(run.work().resolve("secrets"));
            Map<String, byte[]> values = new LinkedHashMap<>();
            Markers.texts().forEach(text -> values.put(text, text.getBytes(StandardCharsets.UTF_8)));
            Endpoints endpoints = run.endpoints();
            Path kafka = Path.of(endpoints.text("kafka", "dataFolder"));
            Path mysql = Path.of(endpoints.text("mysql", "dataFolder"));

            assertThat(findings(List.of(mysql), Map.of("control", values.get("MARKER-LONGTEXT"))))
                    .as("the search finds what is there: the source holds the markers")
                    .isNotEmpty();

            List<Path> everywhere = filesBelow(run.work(), "/secrets/", "/data/");
            everywhere.addAll(filesBelow(kafka));
            everywhere.addAll(filesBelow(folder, "/quickstart/"));
            assertThat(everywhere)
                    .as("what is searched: segments, logs, plan, manifests")
                    .anyMatch(file -> file.toString().endsWith(".log") && file.startsWith(kafka))
                    .anyMatch(file -> file.toString().contains("datax"))
                    .anyMatch(file -> file.getFileName().toString().contains("manifest"))
                    .anyMatch(file -> file.getFileName().toString().endsWith("_connect.json"));
            assertThat(findings(everywhere, values)).as("values in clear").isEmpty();
            assertThat(findings(everywhere, secrets)).as("secrets in clear").isEmpty();
            assertThat(findings(
                            filesBelow(kafka), Map.of("a shard's name", "t_order_7".getBytes(StandardCharsets.UTF_8))))
                    .as("key columns in the broker's log folder")
                    .isEmpty();

            assertThat(commandLines)
                    .as("the watcher saw the processes")
                    .anyMatch(line -> line.contains("datax"))
                    .anyMatch(line -> line.contains("mysqld"));
            secrets.forEach((name, secret) -> assertThat(commandLines)
                    .as("%s in a process's arguments", name)
                    .noneMatch(line -> line.contains(new String(secret, StandardCharsets.UTF_8))));
        } finally {
            running.set(false);
        }
    }

    private static void watchCommandLines(AtomicBoolean running, TreeSet<String> seen) {
        while (running.get()) {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                processes
                        .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                        .forEach(path -> {
                            try {
                                seen.add(new String(Files.readAllBytes(path.resolve("cmdline")), StandardCharsets.UTF_8)
                                        .replace('\0', ' '));
                            } catch (IOException ended) {
                                // the process has ended between the listing and the look
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    private static Map<String, byte[]> secrets(Path folder) throws IOException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                secrets.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        assertThat(secrets).containsKeys("data.key", "mysql.password", "starrocks.password");
        return secrets;
    }

    private static List<Path> filesBelow(Path folder, String... without) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(without).noneMatch(file.toString()::contains))
                    .toList());
        }
    }

    private static List<String> findings(List<Path> places, Map<String, byte[]> wanted) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path place : places) {
            for (Path file : Files.isDirectory(place) ? filesBelow(place) : List.of(place)) {
                byte[] content = Files.readAllBytes(file);
                wanted.forEach((name, bytes) -> {
                    if (contains(content, bytes)) {
                        findings.add(name + " in " + file);
                    }
                });
            }
        }
        return findings;
    }

    private static boolean contains(byte[] content, byte[] wanted) {
        for (int from = 0; from + wanted.length <= content.length; from++) {
            int i = 0;
            while (i < wanted.length && content[from + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
