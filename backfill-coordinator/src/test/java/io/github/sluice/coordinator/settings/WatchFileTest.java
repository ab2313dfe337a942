package io.github.sluice.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import io.github.sluice.coordinator.settings.WatchSettings.Restarts;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchFileTest {
    @TempDir
    Path folder;

    private WatchSettings read(String yaml) throws IOException {
        return WatchFile.read(Files.writeString(folder.resolve("watch.yaml"), yaml));
    }

    @Test
    void theShippedExampleIsReadWhole() throws IOException {
        WatchSettings settings;
        try (InputStream in = WatchFile.class.getResourceAsStream("/sluice/templates/watch/watch.yaml")) {
            settings = read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(settings.name()).isEqualTo("box-1");
        assertThat(settings.every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.language()).isEqualTo("zh");
        assertThat(settings.stateFolder()).isEqualTo(folder.resolve(".sluice/watch"));
        assertThat(settings.processes())
                .containsExactly(
                        new Watched(
                                "streamer",
                                List.of(
                                        "/opt/sluice/bin/binlog-streamer",
                                        "run",
                                        "--config",
                                        "/etc/sluice/streamer.yaml"),
                                Path.of("/etc/sluice"),
                                Path.of("/etc/sluice/logs/streamer.out"),
                                folder.resolve(".sluice/watch/streamer.pid"),
                                URI.create("http://127.0.0.1:9325"),
                                null,
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(90),
                                new Restarts(
                                        5,
                                        Duration.ofHours(1),
                                        Duration.ofSeconds(10),
                                        Duration.ofMinutes(5),
                                        Set.of(10, 23, 40, 41, 42, 126, 127))),
                        new Watched(
                                "script",
                                List.of("/opt/py38/bin/python3", "mzt-transform-stream-kafka-rds1.py"),
                                Path.of("/opt/py38/data-job-stream"),
                                folder.resolve("logs/script.out"),
                                folder.resolve(".sluice/watch/script.pid"),
                                null,
                                Path.of("/opt/py38/data-job-stream/position.json"),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(90),
                                new Restarts(
                                        5,
                                        Duration.ofHours(1),
                                        Duration.ofSeconds(10),
                                        Duration.ofMinutes(5),
                                        Set.of(10, 23, 40, 41, 42, 126, 127))));
        assertThat(settings.alerts().repeatAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.alerts().channels())
                .containsExactly(
                        new Channel("ops", ChannelKind.DINGTALK, "env:WATCH_DINGTALK_URL", "env:WATCH_DINGTALK_SECRET"),
                        new Channel("wecom", ChannelKind.WECOM, "env:WATCH_WECOM_URL", null),
                        new Channel("feishu", ChannelKind.FEISHU, "env:WATCH_FEISHU_URL", "env:WATCH_FEISHU_SECRET"),
                        new Channel("slack", ChannelKind.SLACK, "file:/etc/sluice/slack.url", null),
                        new Channel("pager", ChannelKind.WEBHOOK, "file:/etc/sluice/pager.url", null));
    }

    @Test
    void theLeastFileHasDefaults() throws IOException {
        WatchSettings settings = read("name: box\nprocesses: [{name: a, start: sleep}]\n");
        Watched process = settings.processes().get(0);
        assertThat(process.start()).containsExactly("sleep");
        assertThat(process.folder()).isEqualTo(folder);
        assertThat(process.log()).isEqualTo(folder.resolve("logs/a.out"));
        assertThat(process.restarts().most()).isEqualTo(5);
        assertThat(settings.alerts().channels()).isEmpty();
        assertThat(settings.language()).isNull();
    }

    @Test
    void everyFaultIsReportedAtOnceAndNoSecretIsRepeated() {
        Failure failure = catchThrowableOfType(Failure.class, () -> read("""
                name: a name
                every: often
                language: fr
                speed: 1
                processes:
                  - {name: a, start: x, http: "https://h:1/live", pid: 3}
                  - {name: a, restarts: {most: -1, notAfter: [256]}}
                alerts:
                  channels:
                    - {name: c, type: pigeon, url: "https://oapi.dingtalk.com/robot/send?access_token=abc"}
                    - {name: d, type: slack, url: "env:U", secret: topsecret}
                    - {url: "env:U"}
                """));
        assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
        assertThat(failure)
                .hasMessageContaining(
                        "name: must be 1 to 64 letters, digits, dots, hyphens or underscores, found 'a name'")
                .hasMessageContaining("line 2: every: must be a time such as 30s, 10m or 12h, found 'often'")
                .hasMessageContaining("language: must be one of en, zh, found 'fr'")
                .hasMessageContaining("speed: is not a known key")
                .hasMessageContaining("processes[0].http: must be http://HOST:PORT, without a path")
                .hasMessageContaining("processes[0].pid: is not a known key")
                .hasMessageContaining("processes[1].name: must be another one than those before, found 'a'")
                .hasMessageContaining("processes[1].start: is required")
                .hasMessageContaining("processes[1].restarts.most: must be a whole number from 0 to 1000, found '-1'")
                .hasMessageContaining("processes[1].restarts.notAfter: must be a list of exit codes")
                .hasMessageContaining("alerts.channels[0].type: must be one of dingtalk, wecom, feishu, slack, webhook")
                .hasMessageContaining("alerts.channels[0].url: must be a reference")
                .hasMessageContaining("alerts.channels[1].secret: must be a reference")
                .hasMessageContaining("alerts.channels[1].secret: is for dingtalk and feishu")
                .hasMessageContaining("alerts.channels[2].name: is required")
                .hasMessageContaining("alerts.channels[2].type: is required")
                .hasMessageNotContaining("abc")
                .hasMessageNotContaining("topsecret");
        assertThat(catchThrowableOfType(Failure.class, () -> read("name: box\n")))
                .hasMessageContaining("processes: is required");
        assertThat(catchThrowableOfType(Failure.class, () -> read("- a\n"))).hasMessageContaining("not a YAML mapping");
        assertThat(catchThrowableOfType(Failure.class, () -> read("a: 1\na: 2\n")))
                .hasMessageContaining("is not YAML");
        assertThat(catchThrowableOfType(Failure.class, () -> WatchFile.read(folder.resolve("none.yaml"))))
                .hasMessageContaining("cannot be read");
    }
}
