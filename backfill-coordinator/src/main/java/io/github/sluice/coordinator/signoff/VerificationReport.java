package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one comparison found, as the bytes that somebody signs: canonical JSON and a line end, so that {@code sha256sum} of
 * the file is the {@link #hash}. Holds counts, sums and offsets; no key and no row. Immutable.
 *
 * @param text never changed once it is written
 */
public record VerificationReport(String text) {
    /** Names the form; a reader refuses any other. */
    public static final String FORMAT = "sluice-report/1";

    /** Report of these facts. */
    public static VerificationReport of(Map<String, @Nullable Object> facts) {
        Map<String, @Nullable Object> tree = new TreeMap<>(facts);
        tree.put("format", FORMAT);
        return new VerificationReport(CanonicalJson.text(tree) + "\n");
    }

    /** SHA-256 of the text. */
    public String hash() {
        return CanonicalJson.sha256(text);
    }

    /**
     * The facts.
     *
     * @throws IllegalArgumentException if the text is no report
     */
    public Map<String, @Nullable Object> facts() {
        if (Json.parse(text) instanceof Map<?, ?> found && FORMAT.equals(found.get("format"))) {
            Map<String, @Nullable Object> facts = new LinkedHashMap<>();
            found.forEach((key, value) -> facts.put(String.valueOf(key), value));
            return facts;
        }
        throw new IllegalArgumentException("not a report of format " + FORMAT);
    }

    /** What was found. */
    public Verdict verdict() {
        return Verdict.valueOf(String.valueOf(facts().get("verdict")));
    }

    /** Whether it is about this attempt. */
    public boolean of(String run, String table, String attemptId) {
        Map<String, @Nullable Object> facts = facts();
        return run.equals(facts.get("run"))
                && table.equals(facts.get("table"))
                && attemptId.equals(facts.get("attemptId"));
    }

    /** Rows of one hop: {@code read}, {@code acked}, {@code topic}, {@code starrocks}; empty if they were not counted. */
    public OptionalLong rows(String hop) {
        return facts().get("counts") instanceof Map<?, ?> counts && counts.get(hop) instanceof Long rows
                ? OptionalLong.of(rows)
                : OptionalLong.empty();
    }

    /** The next offset of every partition of the batch topic, as it was when the rows were counted. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new TreeMap<>();
        if (facts().get("topic") instanceof Map<?, ?> topic && topic.get("partitions") instanceof List<?> partitions) {
            for (Object one : partitions) {
                if (one instanceof Map<?, ?> partition
                        && partition.get("partition") instanceof Long number
                        && partition.get("end") instanceof Long end) {
                    ends.put(number.intValue(), end);
                }
            }
        }
        return ends;
    }
}
