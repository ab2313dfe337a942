package io.github.sluice.coordinator.alert;

import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A custom bot of Feishu or Lark (open.feishu.cn, "custom bot guide"): text; with signing on, the time in seconds and
 * {@code base64(HmacSHA256(key = time + "\n" + secret, ""))} go into the body. {@code code} tells; bots made long ago answer
 * with {@code StatusCode} alone.
 */
final class Feishu implements ChannelFormat {
    /** The body must be under 20 KB; JSON may double what it escapes. */
    private static final int LARGEST = 8 * 1024;

    /** Too many messages. */
    private static final Set<String> BUSY = Set.of("11232");

    @Override
    public Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (secret != null) {
            long time = now.getEpochSecond();
            body.put("timestamp", String.valueOf(time));
            body.put("sign", Hmac.sign(time + "\n" + secret, ""));
        }
        body.put("msg_type", "text");
        String text = wording.title(alert) + "\n" + wording.text(alert);
        body.put("content", ChannelFormat.map("text", ChannelFormat.fit(text, LARGEST)));
        return new Message(url, Json.write(body));
    }

    @Override
    public Reply reply(int status, String body) {
        Reply reply = ChannelFormat.byNumber(status, body, "code", "msg", BUSY);
        return reply.text().startsWith("an answer without")
                ? ChannelFormat.byNumber(status, body, "StatusCode", "StatusMessage", BUSY)
                : reply;
    }
}
