package io.github.sluice.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the servers when the JVM that started them ends without closing them. */
@Timeout(300)
class OrphanIT {
    @TempDir
    private Path work;

    /** Starts servers, freezes the last one, and exits without closing them when its standard input is closed. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Path work = Path.of(arguments[0]);
            List<Long> pids = new ArrayList<>();
            pids.add(MySqlServer.start(work.resolve("servers")).pid());
            KafkaBroker kafka = KafkaBroker.start(work.resolve("servers"), Map.of());
            pids.add(kafka.pid());
            if (arguments[1].equals("with-connect")) {
                ConnectWorker connect = ConnectWorker.start(
                        work.resolve("servers"),
                        kafka.bootstrapServers(),
                        Files.createDirectory(work.resolve("plugins")),
                        Map.of(),
                        Map.of());
                pids.add(connect.pid());
                connect.freeze();
            } else {
                kafka.freeze();
            }
            Files.write(
                    work.resolve("pids.tmp"), pids.stream().map(String::valueOf).toList());
            Files.move(work.resolve("pids.tmp"), work.resolve("pids"));
            System.in.read();
            System.exit(0);
        }
    }

    @Test
    void nothingIsLeftWhenTheParentIsKilled() throws Exception {
        Process parent = startParent("with-connect");
        List<Long> pids = pidsOf(parent);
        assertThat(pids).hasSize(3);
        parent.destroyForcibly().waitFor();
        nothingIsLeft(pids);
    }

    @Test
    void nothingIsLeftWhenTheParentExitsWithoutClosing() throws Exception {
        Process parent = startParent("without-connect");
        List<Long> pids = pidsOf(parent);
        parent.getOutputStream().close();
        assertThat(parent.waitFor()).isZero();
        // the shutdown hook has done it before the JVM was gone
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        try (Stream<Path> left = Files.list(work.resolve("servers"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void nothingIsLeftWhenTheParentIsKilledWhileAServerStarts() throws Exception {
        Process parent = startParent("without-connect");
        Path servers = work.resolve("servers");
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    assertThat(parent.isAlive()).isTrue();
                    return Files.isDirectory(servers)
                            && names(servers).stream().anyMatch(name -> name.startsWith("kafka"));
                });
        List<Long> pids = parent.descendants().map(ProcessHandle::pid).toList();
        parent.destroyForcibly().waitFor();
        nothingIsLeft(pids);
    }

    private Process startParent(String servers) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        work.toString(),
                        servers)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(work.resolve("parent.log").toFile()))
                .start();
    }

    private List<Long> pidsOf(Process parent) throws Exception {
        Path file = work.resolve("pids");
        await().atMost(Duration.ofSeconds(180)).until(() -> {
            assertThat(parent.isAlive())
                    .as(Files.readString(work.resolve("parent.log")))
                    .isTrue();
            return Files.exists(file);
        });
        List<Long> pids = Files.readAllLines(file).stream().map(Long::valueOf).toList();
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isPresent());
        return pids;
    }

    private void nothingIsLeft(List<Long> pids) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            assertThat(names(work.resolve("servers"))).isEmpty();
        });
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
