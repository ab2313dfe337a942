package io.github.sluice.coordinator.alert;

import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Anything that takes JSON: the event with its parts, and worded. Any status from 200 to 299 is success. */
final class Webhook implements ChannelFormat {
    @Override
    public Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now) {
        return new Message(
                url,
                Json.write(ChannelFormat.map(
                        "event",
                        alert.kind().name(),
                        "severity",
                        alert.kind().severity().name().toLowerCase(Locale.ROOT),
                        "watch",
                        alert.speaker(),
                        "subject",
                        alert.subject(),
                        "at",
                        alert.at().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                        "reason",
                        wording.reason(alert),
                        "restarts",
                        alert.budget(),
                        "title",
                        wording.title(alert),
                        "text",
                        wording.text(alert))));
    }

    @Override
    public Reply reply(int status, String body) {
        return ChannelFormat.byStatus(status, body);
    }
}
