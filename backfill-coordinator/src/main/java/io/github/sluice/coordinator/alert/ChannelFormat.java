package io.github.sluice.coordinator.alert;

import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one chat tool is spoken to, and how it answers. Implementations are immutable and thread-safe. */
interface ChannelFormat {
    /**
     * What to POST, as JSON in UTF-8.
     *
     * @param url with everything that the channel wants in it; a secret
     */
    record Message(String url, String body) {}

    /**
     * What the channel made of it.
     *
     * @param again whether the same message may be taken later
     * @param text what the channel said; empty if it took the message
     */
    record Reply(boolean delivered, boolean again, String text) {
        static final Reply DELIVERED = new Reply(true, false, "");
    }

    /**
     * Fills in the channel's form.
     *
     * @param url as the channel gave it out
     * @param secret what messages are signed with; null for a channel that does not ask for it
     */
    Message message(Alert alert, Wording wording, String url, @Nullable String secret, Instant now);

    /** Reads the channel's answer. */
    Reply reply(int status, String body);

    /** The format of a kind. */
    static ChannelFormat of(ChannelKind kind) {
        switch (kind) {
            case DINGTALK:
                return new DingTalk();
            case WECOM:
                return new WeCom();
            case FEISHU:
                return new Feishu();
            case SLACK:
                return new Slack();
            default:
                return new Webhook();
        }
    }

    /** The answer of a channel that says with the status alone whether it took the message. */
    static Reply byStatus(int status, String body) {
        if (status >= 200 && status < 300) {
            return Reply.DELIVERED;
        }
        return new Reply(false, status == 429 || status >= 500, "HTTP " + status + " " + excerpt(body));
    }

    /**
     * The answer of a channel that says it with a number in a body of JSON, under status 200.
     *
     * @param busy numbers that mean "later"
     */
    static Reply byNumber(int status, String body, String number, String words, Set<String> busy) {
        Reply http = byStatus(status, body);
        if (!http.delivered()) {
            return http;
        }
        try {
            if (Json.parse(body) instanceof Map<?, ?> map && map.get(number) != null) {
                String code = String.valueOf(map.get(number));
                return code.equals("0")
                        ? Reply.DELIVERED
                        : new Reply(
                                false,
                                busy.contains(code),
                                number + " " + code + " " + excerpt(String.valueOf(map.get(words))));
            }
        } catch (IllegalArgumentException notJson) {
            // said below
        }
        return new Reply(false, false, "an answer without " + number + ": " + excerpt(body));
    }

    /** The beginning of a text, on one line. */
    static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** A text of at most so many bytes in UTF-8, cut between characters. */
    static String fit(String text, int bytes) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            used += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (used > bytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return text;
    }

    /** A map that keeps its order, from keys and values in turn. */
    static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }
}
