package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.verify.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One person's word that a batch may be let go of. Its {@link #text} is what is signed.
 *
 * @param signer a name of {@code policy.signoff.keys}, or {@code user@host} where there are none
 * @param at to the second
 * @param waiver why a difference is accepted; empty if nothing is waived
 */
public record Statement(Subject subject, String signer, Instant at, String waiver) {
    private static final String FORMAT = "sluice-signoff/1";

    /** Canonical JSON of all of it, without a line end. */
    public String text() {
        return CanonicalJson.text(toTree());
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("run", subject.run());
        tree.put("table", subject.table());
        tree.put("attempt", subject.attempt());
        tree.put("attemptId", subject.attemptId());
        tree.put("report", subject.report());
        tree.put("verdict", subject.verdict().name());
        tree.put("signer", signer);
        tree.put("at", at.toString());
        tree.put("waiver", waiver);
        return tree;
    }

    /**
     * Reads {@link #toTree}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Statement fromTree(Map<?, ?> tree) {
        if (FORMAT.equals(tree.get("format"))
                && tree.get("run") instanceof String run
                && tree.get("table") instanceof String table
                && tree.get("attempt") instanceof Number attempt
                && tree.get("attemptId") instanceof String attemptId
                && tree.get("report") instanceof String report
                && tree.get("verdict") instanceof String verdict
                && tree.get("signer") instanceof String signer
                && tree.get("at") instanceof String at
                && tree.get("waiver") instanceof String waiver) {
            try {
                return new Statement(
                        new Subject(run, table, attempt.intValue(), attemptId, report, Verdict.valueOf(verdict)),
                        signer,
                        Instant.parse(at),
                        waiver);
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException("not the time of a sign-off", e);
            }
        }
        throw new IllegalArgumentException("not a sign-off of format " + FORMAT);
    }
}
