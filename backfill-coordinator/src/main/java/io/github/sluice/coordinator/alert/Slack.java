package io.github.sluice.coordinator.alert;

import io.github.sluice.wire.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incoming webhook of Slack (api.slack.com, "incoming webhooks"): {@code {"text": ...}}, with {@code &}, {@code <} and
 * {@code >} escaped. The status tells; 429 means later.
 */
final class Slack implements ChannelFormat {
    @Override
    public Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now) {
        String text = "*" + escaped(wording.title(alert)) + "*\n" + escaped(wording.text(alert));
        return new Message(url, Json.write(ChannelFormat.map("text", text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public Reply reply(int status, String body) {
        return ChannelFormat.byStatus(status, body);
    }
}
