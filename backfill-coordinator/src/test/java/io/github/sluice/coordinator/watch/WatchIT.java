package io.github.sluice.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.alert.Alert;
import io.github.sluice.coordinator.alert.ChatServer;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.alert.Wording;
import io.github.sluice.coordinator.settings.WatchSettings;
import io.github.sluice.coordinator.settings.WatchSettings.Alerts;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import io.github.sluice.coordinator.settings.WatchSettings.Restarts;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.coordinator.watch.Sighting.State;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that die, hang and come back, an address that answers like the streamer's, and a chat tool that records
 * what it is told. Only time is the test's (inventory #117, #118, #203).
 */
@Timeout(60)
class WatchIT {
    private static final Wording WORDING = new Wording() {
        @Override
        public String title(Alert alert) {
            return alert.kind() + " " + alert.subject();
        }

        @Override
        public String reason(Alert alert) {
            return alert.reasons().toString();
        }

        @Override
        public String text(Alert alert) {
            return "";
        }
    };

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final AtomicReference<String> metrics = new AtomicReference<>("");
    private final AtomicReference<Integer> live = new AtomicReference<>(200);
    private ChatServer chat;
    private HttpServer streamer;

    @BeforeEach
    void start() throws IOException {
        chat = new ChatServer();
        streamer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        streamer.createContext("/", exchange -> {
            if (ProcessTable.pid(pidFile()) == null) {
                // an address answers as long as its process lives
                exchange.close();
                return;
            }
            boolean asksLife = exchange.getRequestURI().getPath().equals("/live");
            byte[] body = (asksLife
                            ? "{\"sources\":[{\"name\":\"m\",\"state\":\"unreachable\",\"why\":\"not connected\"}]}"
                            : metrics.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asksLife ? live.get() : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        streamer.start();
    }

    @AfterEach
    void stop() throws IOException {
        streamer.stop(0);
        chat.close();
        Long pid = ProcessTable.pid(pidFile());
        if (pid != null && pid != ProcessHandle.current().pid()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Path pidFile() {
        return folder.resolve("a.pid");
    }

    private ProcessHandle process() {
        Long pid = ProcessTable.pid(pidFile());
        assertThat(pid).isNotNull();
        return ProcessHandle.of(pid).orElseThrow();
    }

    private WatchSettings settings(URI http, Path heartbeat, String... start) throws IOException {
        Watched watched = new Watched(
                "a",
                List.of(start),
                folder,
                folder.resolve("logs/a.out"),
                pidFile(),
                http,
                heartbeat,
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                Duration.ofSeconds(90),
                new Restarts(5, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMinutes(5), Set.of(41, 127)));
        Channel channel =
                new Channel("chat", ChannelKind.WEBHOOK, ChatServer.reference(folder, "url", chat.url("/hook")), null);
        return new WatchSettings(
                folder.resolve("watch.yaml"),
                "box",
                Duration.ofMillis(20),
                null,
                List.of(watched),
                new Alerts(Duration.ofHours(1), List.of(channel)));
    }

    private Watch watch(WatchSettings settings) {
        return new Watch(settings, WORDING, List.of(), clock, alert -> {});
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + streamer.getAddress().getPort());
    }

    /** Of the source {@code m}; the other one is always well, and the worst of them counts. */
    private void committed(Instant at) {
        String committed = "sluice_streamer_last_commit_timestamp_seconds{source=\"%s\"} %s\n";
        metrics.set("# TYPE x gauge\n"
                + committed.formatted(
                        "other", clock.instant().plus(Duration.ofDays(9)).getEpochSecond())
                + committed.formatted("m", at.toEpochMilli() / 1000.0));
    }

    private static State once(Watch watch) {
        return watch.once().get(0).state();
    }

    private List<String> told() {
        return chat.asked.stream()
                .map(asked -> String.valueOf(((Map<?, ?>) Json.parse(asked.body())).get("event")))
                .toList();
    }

    @Test
    void aDeadProcessIsStartedAndItsRecoveryIsTold() throws Exception {
        try (Watch watch = watch(settings(null, null, "sleep", "300"))) {
            assertThat(once(watch)).isEqualTo(State.STARTED);
            ProcessHandle first = process();
            assertThat(once(watch)).isEqualTo(State.WELL);
            assertThat(told()).containsExactly("DIED", "RECOVERED");

            first.destroyForcibly();
            first.onExit().get(10, TimeUnit.SECONDS);
            clock.pass(Duration.ofHours(2));
            Sighting again = watch.once().get(0);
            assertThat(again.state()).isEqualTo(State.STARTED);
            assertThat(again.reasons()).containsExactly(Phrase.of("watch.reason.exit", 137));
            assertThat(process().pid()).isNotEqualTo(first.pid());
            assertThat(once(watch)).isEqualTo(State.WELL);
            assertThat(told()).containsExactly("DIED", "RECOVERED", "DIED", "RECOVERED");
        }
    }

    /** Nothing that the terminal of the watch gets reaches the process, and the watch's end does not either. */
    @Test
    void theProcessOutlivesTheWatchInASessionOfItsOwn() throws Exception {
        WatchSettings settings = settings(null, null, "sh", "-c", "echo to the log; exec sleep 300");
        try (Watch watch = watch(settings)) {
            assertThat(once(watch)).isEqualTo(State.STARTED);
        }
        ProcessHandle process = process();
        assertThat(process.isAlive()).isTrue();
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (Files.exists(stat)) {
            awaitTrue(() -> Files.readString(stat).contains("(sleep)"));
            String[] fields = Files.readString(stat).replaceAll("^.*\\) ", "").split(" ");
            assertThat(fields[3]).as("session").isEqualTo(Long.toString(process.pid()));
        }
        assertThat(folder.resolve("logs/a.out")).hasContent("to the log");
        try (Watch next = watch(settings)) {
            assertThat(once(next)).isEqualTo(State.WELL);
        }
        assertThat(process().pid()).isEqualTo(process.pid());
    }

    private static void awaitTrue(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(condition);
    }

    /** Everything answers, and the position stands still: what no process list shows (inventory #203). */
    @Test
    void aStuckStreamerIsEndedAndStartedAgain() throws Exception {
        committed(clock.instant());
        try (Watch watch = watch(settings(address(), null, "sleep", "300"))) {
            once(watch);
            assertThat(once(watch)).isEqualTo(State.WELL);
            ProcessHandle first = process();
            clock.pass(Duration.ofMinutes(2));
            assertThat(once(watch)).isEqualTo(State.WELL);

            clock.pass(Duration.ofSeconds(1));
            assertThat(once(watch)).as("stopped and started by one call").isEqualTo(State.STARTED);
            assertThat(first.isAlive()).isFalse();
            assertThat(process().pid()).isNotEqualTo(first.pid());
            assertThat(once(watch)).as("an old position has time to move").isEqualTo(State.STARTING);
            committed(clock.instant());
            assertThat(once(watch)).isEqualTo(State.WELL);
            assertThat(told()).containsExactly("DIED", "RECOVERED", "STUCK", "RECOVERED");
            assertThat(chat.asked.get(2).body()).contains("watch.reason.position, arguments=[m, 121]", "2/5 (60 min)");
        }
    }

    @Test
    void aStreamerThatSaysItIsNotWellIsStuckOnlyAfterAWhile() throws Exception {
        committed(clock.instant());
        try (Watch watch = watch(settings(address(), null, "sleep", "300"))) {
            once(watch);
            clock.pass(Duration.ofMinutes(1));
            live.set(503);
            Sighting ill = watch.once().get(0);
            assertThat(ill.state()).isEqualTo(State.ILL);
            assertThat(ill.reasons())
                    .containsExactly(Phrase.of(
                            "watch.reason.status", address() + "/live", 503, ", source m unreachable: not connected"));
            clock.pass(Duration.ofSeconds(119));
            committed(clock.instant());
            assertThat(once(watch)).isEqualTo(State.ILL);
            clock.pass(Duration.ofSeconds(1));
            assertThat(once(watch)).isEqualTo(State.STARTED);
        }
    }

    @Test
    void oneThatIgnoresItsEndIsKilled() throws Exception {
        Path heartbeat = folder.resolve("heartbeat");
        try (Watch watch = watch(settings(
                null, heartbeat, "sh", "-c", "trap '' TERM; echo alive > heartbeat; while :; do sleep 0.05; done"))) {
            once(watch);
            awaitTrue(() -> Files.exists(heartbeat));
            ProcessHandle first = process();
            Files.setLastModifiedTime(heartbeat, FileTime.from(clock.instant().minus(Duration.ofMinutes(3))));
            clock.pass(Duration.ofMinutes(1));
            assertThat(watch.look().get(0).state()).isEqualTo(State.STOPPING);
            assertThat(watch.look().get(0).state()).isEqualTo(State.STOPPING);
            assertThat(first.isAlive()).isTrue();
            clock.pass(Duration.ofSeconds(90));
            assertThat(once(watch)).isEqualTo(State.STARTED);
            assertThat(first.isAlive()).isFalse();
        }
    }

    @Test
    void aCommandThatIsNotThereIsGivenUp() throws Exception {
        try (Watch watch = watch(settings(null, null, "/no/such/program"))) {
            once(watch);
            awaitTrue(() -> ProcessTable.pid(pidFile()) == null);
            Sighting down = watch.once().get(0);
            assertThat(down.state()).isEqualTo(State.GIVEN_UP);
            assertThat(down.reasons()).contains(Phrase.of("watch.reason.exit", 127));
            assertThat(told()).containsExactly("DIED", "GAVE_UP");
            assertThat(folder.resolve("logs/a.out")).content().contains("/no/such/program");
        }
    }

    @Test
    void oneWatchIsEnough() throws Exception {
        WatchSettings settings = settings(null, null, "sleep", "300");
        try (Watch first = watch(settings)) {
            assertThatThrownBy(() -> watch(settings)).isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code())
                    .isEqualTo(ExitCode.REFUSED));
        }
        watch(settings).close();
    }

    /** A file that is older than the process of its number speaks of another one. */
    @Test
    void aNumberThatWentToALaterProcessIsNobodys() throws IOException {
        long self = ProcessHandle.current().pid();
        Files.writeString(pidFile(), self + "\n");
        assertThat(ProcessTable.pid(pidFile())).isEqualTo(self);
        Instant born = ProcessHandle.current().info().startInstant().orElseThrow();
        Files.setLastModifiedTime(pidFile(), FileTime.from(born.minusSeconds(10)));
        assertThat(ProcessTable.pid(pidFile())).isNull();
        for (String text : new String[] {"", "no number", "99999999", "-1"}) {
            Files.writeString(pidFile(), text);
            assertThat(ProcessTable.pid(pidFile())).as(text).isNull();
        }
        Files.delete(pidFile());
        assertThat(ProcessTable.pid(pidFile())).isNull();
    }

    @Test
    void itStaysUntilItIsToldToEnd() throws Exception {
        try (Watch watch = watch(settings(null, null, "sleep", "300"))) {
            CountDownLatch well = new CountDownLatch(1);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> watch.run(sightings -> {
                if (sightings.get(0).state() == State.WELL) {
                    well.countDown();
                }
            }));
            assertThat(well.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(running).isNotDone();
            watch.end();
            running.get(10, TimeUnit.SECONDS);
            assertThat(process().isAlive()).isTrue();
        }
    }
}
