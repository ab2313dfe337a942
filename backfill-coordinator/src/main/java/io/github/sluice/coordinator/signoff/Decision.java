package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a batch may be let go of.
 *
 * @param accepted the words that count, one per signer
 * @param refusals why others do not count, or what else stands against it; a sentence each, with the way out
 * @param needed different signers that the policy wants
 * @param barred whether no number of words would be enough
 */
public record Decision(
        Subject subject, List<SignedStatement> accepted, List<String> refusals, int needed, boolean barred) {
    public Decision {
        accepted = List.copyOf(accepted);
        refusals = List.copyOf(refusals);
    }

    public boolean granted() {
        return !barred && accepted.size() >= needed;
    }

    /** Who signed, in words. */
    public String who() {
        return accepted.stream().map(SignedStatement::signer).collect(Collectors.joining(", "));
    }

    /** How they signed, in words. */
    public String how() {
        return accepted.stream().map(SignedStatement::how).distinct().collect(Collectors.joining(", "));
    }

    /** What they waived; empty if nothing. */
    public String waiver() {
        return accepted.stream()
                .map(signed -> signed.statement().waiver())
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** When the last of them signed. */
    public Instant at() {
        return accepted.stream()
                .map(signed -> signed.statement().at())
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** What to end with where it is not granted. */
    public Failure refusal() {
        String missing = accepted.isEmpty()
                ? "nobody has signed off"
                : who() + " signed off, " + needed + " different approvers are needed";
        String why = refusals.isEmpty() ? "" : ": " + String.join("; ", refusals);
        return new Failure(
                ExitCode.REFUSED,
                subject.table() + ": attempt " + subject.attempt() + " is verified " + subject.verdict()
                        + (barred ? "" : ", and " + missing + " that its batch is let go of") + why);
    }
}
