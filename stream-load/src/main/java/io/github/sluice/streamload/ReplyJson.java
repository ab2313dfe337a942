package io.github.sluice.streamload;

import io.github.sluice.wire.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads StarRocks' JSON replies. Names are matched without regard to case: they differ between FE, BE and versions. */
final class ReplyJson {
    /** Replies name columns and types, and can be long; what is kept goes into logs. */
    private static final int MAX_TEXT = 500;

    private ReplyJson() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String operation, HttpReply reply) throws BadReplyException {
        Object parsed;
        try {
            parsed = Json.parse(reply.body());
        } catch (RuntimeException e) {
            throw new BadReplyException(operation + ": HTTP " + reply.status() + " from "
                    + reply.answeredBy().getAuthority() + " with a body that is not JSON");
        }
        if (!(parsed instanceof Map)) {
            throw new BadReplyException(operation + ": HTTP " + reply.status() + " from "
                    + reply.answeredBy().getAuthority() + " with a body that is not a JSON object");
        }
        return (Map<String, Object>) parsed;
    }

    /** Empty when absent or null; at most {@value #MAX_TEXT} characters. */
    static String text(Map<String, Object> fields, String name) {
        Object value = find(fields, name);
        String text = value == null ? "" : value.toString();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    /** -1 when absent or not a number. */
    static long number(Map<String, Object> fields, String name) {
        Object value = find(fields, name);
        return value instanceof Number ? ((Number) value).longValue() : -1;
    }

    private static @Nullable Object find(Map<String, Object> fields, String name) {
        Object exact = fields.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return null;
    }
}
