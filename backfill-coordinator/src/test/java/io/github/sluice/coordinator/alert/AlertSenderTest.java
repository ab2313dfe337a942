package io.github.sluice.coordinator.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.AlertSender.Delivery;
import io.github.sluice.coordinator.alert.ChatServer.Answer;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delivery to a real HTTP server that answers as chat tools do. */
@Timeout(30)
class AlertSenderTest {
    private static final Alert ALERT = new Alert(
            Kind.DIED,
            "box-1",
            "streamer",
            OffsetDateTime.parse("2026-01-01T08:00:00+08:00"),
            List.of(Phrase.of("gone")),
            "");
    private static final List<Duration> TWICE_MORE = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

    static final Wording WORDING = new Wording() {
        @Override
        public String title(Alert alert) {
            return alert.kind() + " " + alert.subject();
        }

        @Override
        public String reason(Alert alert) {
            return alert.reasons().stream().map(Phrase::key).collect(Collectors.joining());
        }

        @Override
        public String text(Alert alert) {
            return reason(alert);
        }
    };

    @TempDir
    Path folder;

    private ChatServer chat;

    @BeforeEach
    void start() throws IOException {
        chat = new ChatServer();
    }

    @AfterEach
    void stop() {
        chat.close();
    }

    private Channel channel(ChannelKind kind, String path) throws IOException {
        return new Channel(kind.name(), kind, ChatServer.reference(folder, kind + ".url", chat.url(path)), null);
    }

    private List<Delivery> send(List<Channel> channels) throws Exception {
        try (AlertSender sender = new AlertSender(channels, WORDING, TWICE_MORE, Clock.systemUTC())) {
            List<Delivery> deliveries = sender.send(ALERT).get(20, TimeUnit.SECONDS);
            assertThat(sender.undelivered())
                    .isEqualTo(
                            deliveries.stream().filter(one -> !one.delivered()).count());
            return deliveries;
        }
    }

    @Test
    void everyChannelGetsItsOwnForm() throws Exception {
        Channel signed = new Channel(
                "ding",
                ChannelKind.DINGTALK,
                ChatServer.reference(folder, "ding.url", chat.url("/robot/send?access_token=token-of-robot")),
                ChatServer.reference(folder, "ding.secret", "SECret-of-robot"));
        List<Delivery> deliveries = send(List.of(
                signed, channel(ChannelKind.WECOM, "/wecom?key=k"), channel(ChannelKind.SLACK, "/services/T/B/x")));
        assertThat(deliveries)
                .containsExactly(
                        new Delivery("ding", true, false, ""),
                        new Delivery("WECOM", true, false, ""),
                        new Delivery("SLACK", true, false, ""));
        assertThat(chat.asked).hasSize(3);
        assertThat(chat.asked).allSatisfy(one -> assertThat(one.method() + one.contentType())
                .isEqualTo("POSTapplication/json; charset=utf-8"));
        assertThat(chat.asked.get(0).uri())
                .matches("/robot/send\\?access_token=token-of-robot&timestamp=\\d{13}&sign=[A-Za-z0-9%]+");
        assertThat(chat.asked.get(2).body()).isEqualTo("{\"text\":\"*DIED streamer*\\ngone\"}");
    }

    @Test
    void whatIsBusyIsTriedAgainAndARefusalIsNot() throws Exception {
        chat.answers.add(new Answer(503, ""));
        chat.answers.add(new Answer(200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}"));
        assertThat(send(List.of(channel(ChannelKind.DINGTALK, "/robot"))).get(0).delivered())
                .isTrue();
        assertThat(chat.asked).hasSize(3);

        chat.answers.add(new Answer(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"));
        assertThat(send(List.of(channel(ChannelKind.DINGTALK, "/robot"))))
                .containsExactly(new Delivery("DINGTALK", false, true, "errcode 310000 sign not match"));
        assertThat(chat.asked).hasSize(4);

        for (int i = 0; i < 3; i++) {
            chat.answers.add(new Answer(500, "oops"));
        }
        assertThat(send(List.of(channel(ChannelKind.WEBHOOK, "/"))))
                .containsExactly(new Delivery("WEBHOOK", false, false, "HTTP 500 oops"));
        assertThat(chat.asked).hasSize(7);
    }

    @Test
    void oneChannelThatIsAwayDoesNotKeepTheOthersFromKnowing() throws Exception {
        Channel away;
        try (ChatServer gone = new ChatServer()) {
            away = new Channel(
                    "away", ChannelKind.WEBHOOK, ChatServer.reference(folder, "gone", gone.url("/secret-path")), null);
        }
        List<Delivery> deliveries = send(List.of(away, channel(ChannelKind.WEBHOOK, "/")));
        assertThat(deliveries.get(0).delivered()).isFalse();
        assertThat(deliveries.get(0).refused()).isFalse();
        assertThat(deliveries.get(0).text()).startsWith("no answer (").doesNotContain("secret-path");
        assertThat(deliveries.get(1).delivered()).isTrue();
    }

    @Test
    void whatAChannelRepeatsOfItsAddressIsHidden() throws Exception {
        chat.answers.add(new Answer(404, "no hook 0123456789abcdef here"));
        assertThat(send(List.of(channel(ChannelKind.WEBHOOK, "/hook/0123456789abcdef"))))
                .containsExactly(new Delivery("WEBHOOK", false, true, "HTTP 404 no hook [hidden] here"));
    }

    @Test
    void referencesAreLookedAtBeforeAnythingIsSaid() throws IOException {
        Channel none = new Channel("a", ChannelKind.SLACK, "env:SLUICE_NO_SUCH_VARIABLE", null);
        Channel noUrl = new Channel("b", ChannelKind.SLACK, ChatServer.reference(folder, "b", "my-token"), null);
        assertThatThrownBy(() -> new AlertSender(List.of(none, noUrl), WORDING, List.of(), Clock.systemUTC()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("channel a: secret env:SLUICE_NO_SUCH_VARIABLE")
                .hasMessageContaining("channel b: file:")
                .hasMessageNotContaining("my-token");
    }

    /** A new token needs no restart. */
    @Test
    void addressesAreReadAnewEachTime() throws Exception {
        Channel channel = channel(ChannelKind.SLACK, "/old");
        try (AlertSender sender = new AlertSender(List.of(channel), WORDING, List.of(), Clock.systemUTC())) {
            sender.send(ALERT).get(20, TimeUnit.SECONDS);
            Files.writeString(folder.resolve("SLACK.url"), chat.url("/new"));
            sender.send(ALERT).get(20, TimeUnit.SECONDS);
        }
        assertThat(chat.asked).extracting(ChatServer.Asked::uri).containsExactly("/old", "/new");
    }
}
