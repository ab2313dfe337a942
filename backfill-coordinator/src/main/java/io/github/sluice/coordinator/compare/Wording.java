package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.SourceSide.Chunk;
import io.github.sluice.coordinator.compare.SourceSide.KeyDigest;
import io.github.sluice.coordinator.compare.SourceSide.Listed;
import io.github.sluice.coordinator.compare.SourceSide.Look;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of questions and answers as JSON trees. Reading refuses what it does not know. Immutable. */
final class Wording {
    /** What is asked. */
    enum Ask {
        HELLO,
        CHUNK,
        ROWS,
        LOOK,
        REPAIR,
        END
    }

    /** Form of the messages; halves of different forms refuse each other. */
    static final long VERSION = 1;

    private static final String FAILED = "failed";

    private final KeyOrder order;

    Wording(KeyOrder order) {
        this.order = order;
    }

    static Map<String, @Nullable Object> question(Ask ask) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("ask", ask.name());
        return body;
    }

    static Ask ask(Map<String, @Nullable Object> question) {
        return Ask.valueOf(String.valueOf(question.get("ask")));
    }

    @Nullable
    Object key(@Nullable RowKey key) {
        return key == null ? null : key.list();
    }

    @Nullable
    RowKey key(@Nullable Object json) {
        return json == null ? null : order.parse(json);
    }

    List<Object> keys(Collection<RowKey> keys) {
        List<Object> list = new ArrayList<>();
        keys.forEach(key -> list.add(key.list()));
        return list;
    }

    List<RowKey> keys(@Nullable Object json) {
        List<RowKey> keys = new ArrayList<>();
        list(json).forEach(key -> keys.add(order.parse(key)));
        return keys;
    }

    Map<String, @Nullable Object> chunk(Chunk chunk) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("upto", key(chunk.upto()));
        body.put("count", chunk.sum().count());
        body.put("sum", chunk.sum().sum().hex());
        return body;
    }

    Chunk chunk(Map<String, @Nullable Object> body) {
        return new Chunk(key(body.get("upto")), new ChunkSum(number(body.get("count")), digest(body.get("sum"))));
    }

    Map<String, @Nullable Object> listed(Listed listed) {
        List<Object> rows = new ArrayList<>();
        listed.rows()
                .forEach(row -> rows.add(List.of(row.key().list(), row.digest().hex())));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("upto", key(listed.upto()));
        body.put("rows", rows);
        return body;
    }

    Listed listed(Map<String, @Nullable Object> body) {
        List<KeyDigest> rows = new ArrayList<>();
        for (Object row : list(body.get("rows"))) {
            List<?> pair = list(row);
            rows.add(new KeyDigest(order.parse(pair.get(0)), digest(pair.get(1))));
        }
        return new Listed(key(body.get("upto")), rows);
    }

    Map<String, @Nullable Object> look(Look look) {
        List<Object> rows = new ArrayList<>();
        look.rows().forEach((key, seen) -> {
            Digest digest = seen.digest();
            rows.add(List.of(key.list(), (long) seen.count(), digest == null ? "" : digest.hex(), seen.columns()));
        });
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("visible", look.visible().toTree());
        body.put("captured", look.captured().toTree());
        body.put("rows", rows);
        return body;
    }

    Look look(Map<String, @Nullable Object> body) {
        Map<RowKey, Seen> rows = new HashMap<>();
        for (Object row : list(body.get("rows"))) {
            List<?> parts = list(row);
            rows.put(
                    order.parse(parts.get(0)),
                    new Seen((int) number(parts.get(1)), digest(parts.get(2)), texts(parts.get(3))));
        }
        return new Look(Offsets.fromTree(body.get("visible")), Offsets.fromTree(body.get("captured")), rows);
    }

    Map<String, @Nullable Object> acted(Map<RowKey, Repair.Action> actions) {
        List<Object> list = new ArrayList<>();
        actions.forEach((key, action) -> list.add(List.of(key.list(), action.name())));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("actions", list);
        return body;
    }

    Map<RowKey, Repair.Action> actions(Map<String, @Nullable Object> body) {
        Map<RowKey, Repair.Action> actions = new LinkedHashMap<>();
        for (Object one : list(body.get("actions"))) {
            List<?> parts = list(one);
            actions.put(order.parse(parts.get(0)), Repair.Action.valueOf(String.valueOf(parts.get(1))));
        }
        return actions;
    }

    /** The asked half could not answer. */
    static Map<String, @Nullable Object> failed(Failure failure) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(FAILED, failure.getMessage());
        body.put("code", failure.code().number());
        return body;
    }

    /** Throws what {@link #failed} says, if it is that. */
    static void throwIfFailed(Map<String, @Nullable Object> answer) {
        if (answer.get(FAILED) instanceof String message) {
            throw new Failure(ExitCode.of((int) number(answer.get("code"))), message);
        }
    }

    static Map<String, @Nullable Object> comparison(Comparison comparison) {
        List<Object> differences = new ArrayList<>();
        for (RowDifference row : comparison.differences()) {
            differences.add(List.of(row.kind().name(), row.key(), row.columns()));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("verdict", comparison.verdict().name());
        body.put("rows", comparison.rows());
        body.put("targetRows", comparison.targetRows());
        body.put("looked", comparison.looked());
        body.put("differing", comparison.differing());
        body.put("differences", differences);
        body.put("unsettled", comparison.unsettled());
        body.put("reason", comparison.reason());
        return body;
    }

    static Comparison comparison(Map<String, @Nullable Object> body) {
        List<RowDifference> differences = new ArrayList<>();
        for (Object row : list(body.get("differences"))) {
            List<?> parts = list(row);
            differences.add(new RowDifference(
                    RowDifference.Kind.valueOf(String.valueOf(parts.get(0))),
                    texts(parts.get(1)),
                    texts(parts.get(2))));
        }
        return new Comparison(
                Verdict.valueOf(String.valueOf(body.get("verdict"))),
                number(body.get("rows")),
                number(body.get("targetRows")),
                number(body.get("looked")),
                number(body.get("differing")),
                differences,
                texts(body.get("unsettled")),
                String.valueOf(body.get("reason")));
    }

    static long number(@Nullable Object json) {
        if (json instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("a number is missing");
    }

    static List<?> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is missing");
    }

    private static List<String> texts(@Nullable Object json) {
        return list(json).stream().map(String::valueOf).toList();
    }

    private static Digest digest(@Nullable Object json) {
        return Digest.parse(String.valueOf(json));
    }
}
