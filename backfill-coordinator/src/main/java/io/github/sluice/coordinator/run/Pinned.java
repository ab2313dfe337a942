package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a capture has pinned beside one MySQL. Immutable. The evidence of a capture holds these values itself, with the
 * MySQL's name as {@code source} if it has one; of a table in several MySQLs it holds them by name under {@code sources}.
 *
 * @param mysql its name; empty for the only one that has none
 * @param key how the streamer's position names the table
 * @param digest of the table file that the streamer goes by
 * @param since where the streamer began the table
 * @param from every change that is not before it stands behind the capture's {@code starts}
 * @param p0 the end of the server that DataX reads, after all before {@code from} could be seen
 * @param serverUuid that server
 */
record Pinned(String mysql, String key, String digest, String since, String from, String p0, String serverUuid) {
    private static final String SOURCES = "sources";
    private static final String SOURCE = "source";

    /** What a finished capture holds. */
    static List<Pinned> of(StepEntry captured) {
        if (!(Json.parse(captured.evidence()) instanceof Map<?, ?> evidence)) {
            throw new IllegalStateException("the evidence of a capture is a JSON object");
        }
        if (!(evidence.get(SOURCES) instanceof Map<?, ?> sources)) {
            Object mysql = evidence.get(SOURCE);
            return List.of(of(mysql == null ? "" : String.valueOf(mysql), evidence));
        }
        List<Pinned> all = new ArrayList<>();
        sources.forEach((mysql, values) -> {
            if (!(values instanceof Map<?, ?> one)) {
                throw new IllegalStateException("the evidence of a capture holds nothing of MySQL " + mysql);
            }
            all.add(of(String.valueOf(mysql), one));
        });
        return all;
    }

    private static Pinned of(String mysql, Map<?, ?> values) {
        return new Pinned(
                mysql,
                String.valueOf(values.get("key")),
                String.valueOf(values.get("digest")),
                String.valueOf(values.get("since")),
                String.valueOf(values.get("from")),
                String.valueOf(values.get("p0")),
                String.valueOf(values.get("serverUuid")));
    }

    /** The other way. */
    static Map<String, @Nullable Object> evidence(List<Pinned> all) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        if (all.size() > 1) {
            Map<String, @Nullable Object> sources = new LinkedHashMap<>();
            all.forEach(one -> sources.put(one.mysql(), one.values()));
            evidence.put(SOURCES, sources);
        } else {
            Pinned only = all.get(0);
            if (!only.mysql().isEmpty()) {
                evidence.put(SOURCE, only.mysql());
            }
            evidence.putAll(only.values());
        }
        return evidence;
    }

    private Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("key", key);
        values.put("digest", digest);
        values.put("since", since);
        values.put("from", from);
        values.put("p0", p0);
        values.put("serverUuid", serverUuid);
        return values;
    }
}
