package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Sluice;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.alert.ChatServer;
import io.github.sluice.coordinator.alert.ChatServer.Answer;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code sluice watch}, with a real process and a real HTTP server as the chat tool. */
@Timeout(60)
class WatchCommandTest {
    @TempDir
    Path folder;

    private ChatServer chat;

    @BeforeEach
    void start() throws IOException {
        chat = new ChatServer();
    }

    @AfterEach
    void stop() throws IOException {
        chat.close();
        Messages.choose("en");
        Path pid = folder.resolve("a.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Spoken watch(String start, String... more) throws IOException {
        Path yaml = Files.writeString(folder.resolve("watch.yaml"), """
                name: box
                language: zh
                processes: [{name: a, start: %s, pidFile: a.pid}]
                alerts:
                  channels:
                    - {name: ding, type: dingtalk, url: "%s", secret: "%s"}
                    - {name: hook, type: webhook, url: "%s"}
                """.formatted(
                        start,
                        ChatServer.reference(folder, "ding.url", chat.url("/robot/send?access_token=t0ken-of-ding")),
                        ChatServer.reference(folder, "ding.secret", "SECret"),
                        ChatServer.reference(folder, "hook.url", chat.url("/hook"))));
        String[] words = new String[more.length + 3];
        words[0] = "watch";
        words[1] = "--watch";
        words[2] = yaml.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return Spoken.of(words);
    }

    @Test
    void onceStartsWhatIsDeadAndThenFindsItWell() throws IOException {
        Spoken first = watch("[sleep, '300']", "--once");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.lines().get(0)).isEqualTo("[sluice] box：a 未在运行");
        assertThat(first.lines()).contains("a: 已启动 (没有该进程)");
        assertThat(chat.asked).hasSize(2);
        assertThat(chat.asked.get(0).uri()).startsWith("/robot/send?access_token=t0ken-of-ding&timestamp=");
        assertThat(chat.asked.get(0).body())
                .contains("\"title\":\"[sluice] box：a 未在运行\"", "原因：没有该进程", "重启次数：1/5 (60 min)");

        Spoken second = watch("[sleep, '300']", "--once", "--output", "json", "--lang", "en");
        assertThat(second.code()).isZero();
        Map<?, ?> event = (Map<?, ?>) Json.parse(second.lines().get(0));
        assertThat(event.get("event")).isEqualTo("RECOVERED");
        Map<?, ?> state = (Map<?, ?>) Json.parse(second.lines().get(1));
        assertThat(state.get("state")).isEqualTo("WELL");
        assertThat(state.get("pid"))
                .isEqualTo(
                        Long.parseLong(Files.readString(folder.resolve("a.pid")).strip()));
        assertThat(chat.asked).hasSize(4);
        assertThat(chat.asked.get(3).body()).contains("[sluice] box: a is well again");
    }

    @Test
    void aDryRunDoesAndSaysNothing() throws IOException {
        Spoken spoken = watch("[sleep, '300']", "--dry-run", "--lang", "en");
        assertThat(spoken.code()).isZero();
        assertThat(spoken.lines())
                .containsExactly(
                        "a: would say DIED", "a: would start sleep 300", "a: started (there is no such process)");
        assertThat(chat.asked).isEmpty();
        assertThat(folder.resolve("a.pid")).doesNotExist();
        assertThat(folder.resolve(".sluice/watch")).doesNotExist();
    }

    @Test
    void whatStaysDownEndsWith28AndAnAlertThatReachesNobodyWith30() throws IOException {
        Spoken none = watch("[sleep, '300'], restarts: {most: 0}", "--once", "--lang", "en");
        assertThat(none.code()).isEqualTo(28);
        assertThat(none.lines()).contains("a: DOWN (there is no such process)");
        assertThat(folder.resolve("a.pid")).doesNotExist();

        for (int i = 0; i < 2; i++) {
            chat.answers.add(new Answer(403, "no"));
        }
        Spoken unheard = watch("[sleep, '300']", "--once", "--lang", "en");
        assertThat(unheard.code()).isEqualTo(30);
        assertThat(unheard.err()).contains("2 messages were not delivered");
    }

    @Test
    void aTestAlertGoesToEachChannelAndTellsHowItWas() throws IOException {
        Spoken good = watch("sleep", "--test-alert", "--lang", "en");
        assertThat(good.code()).isZero();
        assertThat(good.lines()).containsExactly("ding: delivered", "hook: delivered");
        assertThat(chat.asked.get(0).body()).contains("[sluice] box: a test", "Alerts reach this channel.");

        chat.answers.add(new Answer(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"));
        Spoken refused = watch("sleep", "--test-alert", "--lang", "en");
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.lines())
                .containsExactly("ding: NOT delivered: errcode 310000 sign not match", "hook: delivered");

        chat.close();
        Spoken away = watch("sleep", "--test-alert", "--lang", "en", "--output", "json");
        assertThat(away.code()).isEqualTo(30);
        assertThat(((Map<?, ?>) Json.parse(away.lines().get(0))).get("delivered"))
                .isEqualTo(false);
        assertThat(good.out() + refused.out() + away.out())
                .doesNotContain("t0ken")
                .doesNotContain("SECret");
        assertThat(folder.resolve("a.pid")).doesNotExist();
    }

    /** A scheduler that stops it reads its values as those of every other command. */
    @Test
    void oneThatIsStoppedPublishesItsValues() throws Exception {
        watch("[sleep, '300']", "--dry-run");
        Path said = folder.resolve("said");
        Process watch = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sluice.class.getName(),
                        "watch",
                        "--ds",
                        "--watch",
                        folder.resolve("watch.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> !chat.asked.isEmpty() && Files.exists(folder.resolve("a.pid")));
            watch.destroy();
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(Files.readAllLines(said))
                .filteredOn(line -> line.startsWith("${setValue("))
                .hasSize(TaskValue.values().length)
                .contains("${setValue(sluiceVerdict=DONE)}", "${setValue(sluiceExitCode=0)}");
    }

    @Test
    void wrongCommandLinesEndWith10() throws IOException {
        assertThat(watch("sleep", "--once", "--dry-run").code()).isEqualTo(10);
        assertThat(watch("sleep", "--lang", "fr").code()).isEqualTo(10);
        assertThat(Spoken.of("watch", "--watch", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(10);
    }
}
