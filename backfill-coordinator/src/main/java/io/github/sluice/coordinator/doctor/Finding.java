package io.github.sluice.coordinator.doctor;

import java.util.List;

/**
 * What a check came to. What was expected and how to mend it are in {@link DoctorWords}, by the id. Immutable.
 *
 * @param severity FAIL or WARN: what the check is worth when it does not hold
 * @param evidence what was found; may be empty
 * @param reason of SKIPPED: a key of the words; else empty
 * @param sources the MySQLs that this was found of, where there are several; else empty
 */
public record Finding(
        String id,
        Subject subject,
        String severity,
        Verdict verdict,
        String evidence,
        String reason,
        List<String> sources) {
    /** The outcome. */
    public enum Verdict {
        OK,
        WARN,
        FAIL,
        SKIPPED
    }

    public Finding {
        sources = List.copyOf(sources);
    }
}
