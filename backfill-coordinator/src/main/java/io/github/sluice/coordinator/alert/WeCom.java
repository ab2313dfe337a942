package io.github.sluice.coordinator.alert;

import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group robot of WeCom (developer.work.weixin.qq.com, "group robot configuration"): markdown of at most 4,096 bytes. The
 * address alone is the proof of who speaks. Everything is answered with 200; {@code errcode} tells. A robot takes 20
 * messages a minute.
 */
final class WeCom implements ChannelFormat {
    private static final int LARGEST = 4096;

    /** Busy; more than 20 messages a minute. */
    private static final Set<String> BUSY = Set.of("-1", "45009");

    @Override
    public Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now) {
        String colour =
                switch (alert.kind().severity()) {
                    case GOOD -> "info";
                    case WARNING -> "comment";
                    case CRITICAL -> "warning";
                };
        String title = "### <font color=\"" + colour + "\">" + wording.title(alert) + "</font>\n";
        return new Message(
                url,
                Json.write(ChannelFormat.map(
                        "msgtype",
                        "markdown",
                        "markdown",
                        ChannelFormat.map("content", ChannelFormat.fit(title + wording.text(alert), LARGEST)))));
    }

    @Override
    public Reply reply(int status, String body) {
        return ChannelFormat.byNumber(status, body, "errcode", "errmsg", BUSY);
    }
}
