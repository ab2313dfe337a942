package io.github.sluice.coordinator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.ChannelFormat.Message;
import io.github.sluice.coordinator.alert.ChannelFormat.Reply;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import io.github.sluice.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies, signatures and answers as each tool's public documentation has them (inventory #118). */
class ChannelFormatTest {
    private static final Instant NOW = Instant.ofEpochSecond(1767225600);
    private static final Alert ALERT = new Alert(
            Kind.STUCK,
            "box-1",
            "streamer",
            OffsetDateTime.parse("2026-01-01T08:00:00+08:00"),
            List.of(Phrase.of("old", 300)),
            "1/5 (60 min)");

    private static final Wording WORDING = new Wording() {
        @Override
        public String title(Alert alert) {
            return alert.subject() + " <卡住> & \"stuck\"";
        }

        @Override
        public String reason(Alert alert) {
            return "position is " + alert.reasons().get(0).arguments().get(0) + " s old";
        }

        @Override
        public String text(Alert alert) {
            return reason(alert) + "\n" + alert.at();
        }
    };

    private static Message message(ChannelKind kind, String url, String secret) {
        return ChannelFormat.of(kind).message(ALERT, WORDING, url, secret, NOW);
    }

    private static Reply reply(ChannelKind kind, int status, String body) {
        return ChannelFormat.of(kind).reply(status, body);
    }

    /**
     * The signature is what {@code printf '1767225600000\nSEC0123456789abcdef' | openssl dgst -sha256 -hmac
     * SEC0123456789abcdef -binary | base64} prints, URL-encoded by hand.
     */
    @Test
    void dingTalkIsSignedInTheQuery() {
        Message message = message(
                ChannelKind.DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=abc", "SEC0123456789abcdef");
        assertThat(message.url())
                .isEqualTo("https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1767225600000"
                        + "&sign=B0RWzLp5DJ68eWPlqN2is7j%2FCJw7WP3nV1RkTFHU%2BF4%3D");
        assertThat(message.body())
                .isEqualTo("{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"streamer <卡住> & \\\"stuck\\\"\","
                        + "\"text\":\"#### streamer <卡住> & \\\"stuck\\\"\\n\\nposition is 300 s old\\n\\n"
                        + "2026-01-01T08:00+08:00\"}}");
        assertThat(message(ChannelKind.DINGTALK, "https://x/robot/send?access_token=abc", null)
                        .url())
                .isEqualTo("https://x/robot/send?access_token=abc");
        assertThat(message(ChannelKind.DINGTALK, "https://proxy/dingtalk", "s").url())
                .startsWith("https://proxy/dingtalk?timestamp=1767225600000&sign=");
    }

    /**
     * The key is time and secret, the message empty: {@code printf '' | openssl dgst -sha256 -mac HMAC -macopt
     * hexkey:$(printf '1767225600\nfeishu-secret-01' | xxd -p) -binary | base64}.
     */
    @Test
    void feishuIsSignedInTheBody() {
        Message message =
                message(ChannelKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/abc", "feishu-secret-01");
        assertThat(message.url()).isEqualTo("https://open.feishu.cn/open-apis/bot/v2/hook/abc");
        assertThat(message.body())
                .isEqualTo("{\"timestamp\":\"1767225600\",\"sign\":\"dDqMcVhvBrMrzH3l4Pd7SSiUWeWrP/Dbf3yjlhiGuRc=\","
                        + "\"msg_type\":\"text\",\"content\":{\"text\":\"streamer <卡住> & \\\"stuck\\\"\\n"
                        + "position is 300 s old\\n2026-01-01T08:00+08:00\"}}");
        assertThat(message(ChannelKind.FEISHU, "https://x/", null).body())
                .startsWith("{\"msg_type\":\"text\",\"content\":");
    }

    @Test
    void weComIsMarkdownOfAtMost4096Bytes() {
        assertThat(message(ChannelKind.WECOM, "https://x/send?key=abc", null))
                .isEqualTo(new Message(
                        "https://x/send?key=abc",
                        "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"### <font color=\\\"comment\\\">streamer"
                                + " <卡住> & \\\"stuck\\\"</font>\\nposition is 300 s old\\n2026-01-01T08:00+08:00\"}}"));
        Wording wordy = new Wording() {
            @Override
            public String title(Alert alert) {
                return "t";
            }

            @Override
            public String reason(Alert alert) {
                return "";
            }

            @Override
            public String text(Alert alert) {
                return "表".repeat(5000);
            }
        };
        Map<?, ?> body = (Map<?, ?>) Json.parse(
                new WeCom().message(ALERT, wordy, "https://x/", null, NOW).body());
        String content = String.valueOf(((Map<?, ?>) body.get("markdown")).get("content"));
        assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(4093, 4096);
        assertThat(content).endsWith("表");
    }

    @Test
    void slackIsTextWithItsThreeCharactersEscaped() {
        assertThat(message(ChannelKind.SLACK, "https://hooks.slack.com/services/T/B/x", null)
                        .body())
                .isEqualTo("{\"text\":\"*streamer &lt;卡住&gt; &amp; \\\"stuck\\\"*\\nposition is 300 s old\\n"
                        + "2026-01-01T08:00+08:00\"}");
    }

    @Test
    void aWebhookGetsTheEventWithItsParts() {
        assertThat(message(ChannelKind.WEBHOOK, "https://x/", null).body())
                .isEqualTo("{\"event\":\"STUCK\",\"severity\":\"warning\",\"watch\":\"box-1\",\"subject\":\"streamer\","
                        + "\"at\":\"2026-01-01T08:00:00+08:00\",\"reason\":\"position is 300 s old\","
                        + "\"restarts\":\"1/5 (60 min)\",\"title\":\"streamer <卡住> & \\\"stuck\\\"\","
                        + "\"text\":\"position is 300 s old\\n2026-01-01T08:00+08:00\"}");
    }

    /** DingTalk, WeCom and Feishu answer 200 to what they refuse. */
    @Test
    void aRefusalUnder200IsNoSuccess() {
        assertThat(reply(ChannelKind.DINGTALK, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}"))
                .isEqualTo(Reply.DELIVERED);
        assertThat(reply(ChannelKind.DINGTALK, 200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"))
                .isEqualTo(new Reply(false, false, "errcode 310000 sign not match"));
        assertThat(reply(ChannelKind.DINGTALK, 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}")
                        .again())
                .isTrue();
        assertThat(reply(ChannelKind.WECOM, 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}"))
                .isEqualTo(new Reply(false, false, "errcode 93000 invalid webhook url"));
        assertThat(reply(ChannelKind.WECOM, 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}")
                        .again())
                .isTrue();
        assertThat(reply(ChannelKind.FEISHU, 200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}"))
                .isEqualTo(Reply.DELIVERED);
        assertThat(reply(ChannelKind.FEISHU, 200, "{\"Extra\":null,\"StatusCode\":0,\"StatusMessage\":\"success\"}"))
                .isEqualTo(Reply.DELIVERED);
        assertThat(reply(
                        ChannelKind.FEISHU,
                        200,
                        "{\"code\":19021,\"data\":{},\"msg\":\"sign match fail or timestamp is not within one hour\"}"))
                .isEqualTo(new Reply(false, false, "code 19021 sign match fail or timestamp is not within one hour"));
        assertThat(reply(ChannelKind.FEISHU, 200, "{\"code\":11232,\"msg\":\"frequency limited\"}")
                        .again())
                .isTrue();
        for (ChannelKind kind : new ChannelKind[] {ChannelKind.DINGTALK, ChannelKind.WECOM, ChannelKind.FEISHU}) {
            assertThat(reply(kind, 200, "<html>login</html>").delivered())
                    .as("%s", kind)
                    .isFalse();
            assertThat(reply(kind, 502, "").again()).as("%s", kind).isTrue();
        }
    }

    @Test
    void slackAndWebhooksTellByTheirStatus() {
        for (ChannelKind kind : new ChannelKind[] {ChannelKind.SLACK, ChannelKind.WEBHOOK}) {
            assertThat(reply(kind, 200, "ok")).isEqualTo(Reply.DELIVERED);
            assertThat(reply(kind, 204, "")).isEqualTo(Reply.DELIVERED);
            assertThat(reply(kind, 403, "invalid_token")).isEqualTo(new Reply(false, false, "HTTP 403 invalid_token"));
            assertThat(reply(kind, 302, "").delivered()).isFalse();
            assertThat(reply(kind, 429, "").again()).isTrue();
            assertThat(reply(kind, 500, "rollup_error").again()).isTrue();
        }
    }
}
