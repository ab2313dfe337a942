package io.github.sluice.coordinator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.ChatServer.Answer;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AlertDeskTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Phrase> GONE = List.of(Phrase.of("gone"));
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> heard = new ArrayList<>();
    private ChatServer chat;
    private AlertSender sender;

    @BeforeEach
    void start() throws IOException {
        chat = new ChatServer();
        Channel channel =
                new Channel("c", ChannelKind.WEBHOOK, ChatServer.reference(folder, "url", chat.url("/")), null);
        sender = new AlertSender(List.of(channel), AlertSenderTest.WORDING, List.of(), clock);
    }

    @AfterEach
    void stop() {
        sender.close();
        chat.close();
    }

    private AlertDesk desk() {
        return new AlertDesk(
                folder.resolve("alerts.json"),
                "box",
                HOUR,
                sender,
                clock,
                alert -> heard.add(alert.kind() + " " + alert.subject()));
    }

    @Test
    void theSameAlertIsSaidOncePerRepeatTime() {
        AlertDesk desk = desk();
        desk.raise(Kind.DIED, "a", GONE, "");
        clock.pass(Duration.ofMinutes(59));
        desk.raise(Kind.DIED, "a", GONE, "");
        desk.raise(Kind.STUCK, "a", GONE, "");
        desk.raise(Kind.DIED, "b", GONE, "");
        clock.pass(Duration.ofMinutes(1));
        desk.raise(Kind.DIED, "a", GONE, "");
        assertThat(heard).containsExactly("DIED a", "STUCK a", "DIED b", "DIED a");
        assertThat(desk.await(SOON)).isTrue();
        assertThat(chat.asked).hasSize(4);
    }

    @Test
    void goodNewsComesOnceAndOnlyAfterBadNews() {
        AlertDesk desk = desk();
        desk.settle(Kind.RECOVERED, "a", List.of());
        desk.raise(Kind.DIED, "a", GONE, "");
        desk.settle(Kind.RECOVERED, "a", List.of());
        desk.settle(Kind.RECOVERED, "a", List.of());
        // dead again within the hour: neither is said
        desk.raise(Kind.DIED, "a", GONE, "");
        desk.settle(Kind.RECOVERED, "a", List.of());
        assertThat(heard).containsExactly("DIED a", "RECOVERED a");
    }

    /** Cron starts a new watch each minute. */
    @Test
    void anotherDeskRemembersWhatWasSaid() throws IOException {
        AlertDesk first = desk();
        first.raise(Kind.DIED, "a", GONE, "");
        assertThat(first.await(SOON)).isTrue();
        first.save();
        AlertDesk second = desk();
        second.raise(Kind.DIED, "a", GONE, "");
        second.settle(Kind.RECOVERED, "a", List.of());
        assertThat(heard).containsExactly("DIED a", "RECOVERED a");
        assertThat(Files.list(folder).map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("alerts.json", "url");
        Files.writeString(folder.resolve("alerts.json"), "not JSON");
        desk().raise(Kind.DIED, "a", GONE, "");
        assertThat(heard).hasSize(3);
    }

    @Test
    void whatReachedNobodyWasNotSaid() {
        AlertDesk desk = desk();
        chat.answers.add(new Answer(500, ""));
        desk.raise(Kind.DIED, "a", GONE, "");
        assertThat(desk.await(SOON)).isTrue();
        assertThat(sender.undelivered()).isEqualTo(1);
        desk.raise(Kind.DIED, "a", GONE, "");
        assertThat(desk.await(SOON)).isTrue();
        assertThat(chat.asked).hasSize(2);
        chat.answers.add(new Answer(500, ""));
        desk.settle(Kind.RECOVERED, "a", List.of());
        assertThat(desk.await(SOON)).isTrue();
        assertThat(desk.open()).containsExactly("a");
        desk.settle(Kind.RECOVERED, "a", List.of());
        assertThat(desk.await(SOON)).isTrue();
        assertThat(desk.open()).isEmpty();
        assertThat(chat.asked).hasSize(4);
    }
}
