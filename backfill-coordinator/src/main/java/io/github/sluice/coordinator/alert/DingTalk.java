package io.github.sluice.coordinator.alert;

import io.github.sluice.wire.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A custom robot of DingTalk (open.dingtalk.com, "custom robot access"): markdown; with signing on, the time in
 * milliseconds and {@code base64(HmacSHA256(key = secret, time + "\n" + secret))} go into the query. Everything is
 * answered with 200; {@code errcode} tells. A robot takes 20 messages a minute.
 */
final class DingTalk implements ChannelFormat {
    /** Busy; more than 20 messages a minute. */
    private static final Set<String> BUSY = Set.of("-1", "130101");

    @Override
    public Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now) {
        String title = wording.title(alert);
        String text = "#### " + title + "\n\n" + wording.text(alert).replace("\n", "\n\n");
        return new Message(
                secret == null ? url : signed(url, secret, now),
                Json.write(ChannelFormat.map(
                        "msgtype", "markdown", "markdown", ChannelFormat.map("title", title, "text", text))));
    }

    private static String signed(String url, String secret, Instant now) {
        long time = now.toEpochMilli();
        String sign = URLEncoder.encode(Hmac.sign(secret, time + "\n" + secret), StandardCharsets.UTF_8);
        return url + (url.indexOf('?') < 0 ? "?" : "&") + "timestamp=" + time + "&sign=" + sign;
    }

    @Override
    public Reply reply(int status, String body) {
        return ChannelFormat.byNumber(status, body, "errcode", "errmsg", BUSY);
    }
}
