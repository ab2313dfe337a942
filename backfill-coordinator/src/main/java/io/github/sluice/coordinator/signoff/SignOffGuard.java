package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.verify.Verdict;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides, by the policy alone, which words count for a verified attempt. Looks at no clock and no file, so the same words
 * are decided alike by both halves. Immutable.
 */
public final class SignOffGuard {
    /** Clocks of two machines are never quite the same. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final SignOffRules rules;

    public SignOffGuard(SignOffRules rules) {
        this.rules = rules;
    }

    /**
     * Decides.
     *
     * @param said everything that was said, also about other attempts
     * @param at when it is relied upon: now, or when it was accepted
     */
    public Decision decide(Subject subject, List<SignedStatement> said, Instant at) {
        List<String> refusals = new ArrayList<>();
        Map<String, SignedStatement> accepted = new LinkedHashMap<>();
        for (SignedStatement signed : said) {
            Optional<String> refusal = fault(subject, signed, at);
            if (refusal.isPresent()) {
                refusals.add(refusal.get());
            } else if (accepted.putIfAbsent(signed.signer(), signed) != null) {
                refusals.add(
                        "the second word of " + signed.signer() + " counts for nothing; another approver must sign");
            }
        }
        Optional<String> bar = bar(subject);
        bar.ifPresent(reason -> refusals.add(0, reason));
        if (bar.isEmpty() && accepted.size() < rules.approvers()) {
            refusals.add(wayOut(subject));
        }
        return new Decision(subject, List.copyOf(accepted.values()), refusals, rules.approvers(), bar.isPresent());
    }

    /** What no signature can mend. */
    private Optional<String> bar(Subject subject) {
        if (subject.verdict() == Verdict.UNKNOWN) {
            return Optional.of("a side could not be read to its end, so nobody knows what would be waived; run again");
        }
        if (subject.verdict() == Verdict.DIFF && !rules.waivers()) {
            return Optional.of("a difference is waived only where policy.signoff.waivers is true; run again for a"
                    + " fresh attempt, or set it in both halves");
        }
        return Optional.empty();
    }

    private String wayOut(Subject subject) {
        String command = "sluice signoff " + subject.table()
                + (rules.keys().isEmpty() ? "" : " --key FILE")
                + (subject.verdict() == Verdict.EQUAL ? "" : " --waive REASON");
        return rules.keys().isEmpty() && subject.verdict() == Verdict.EQUAL
                ? "look at the report and say " + command + ", or run again with --yes (or set policy.cutover: auto)"
                : "have " + command + " said by " + signers();
    }

    private String signers() {
        return rules.keys().isEmpty()
                ? "somebody"
                : String.join(" or ", new TreeSet<>(rules.keys().keySet()));
    }

    private Optional<String> fault(Subject subject, SignedStatement signed, Instant at) {
        Statement statement = signed.statement();
        Subject other = statement.subject();
        String whose = "the word of " + statement.signer();
        if (!other.run().equals(subject.run()) || !other.table().equals(subject.table())) {
            return Optional.of(whose + " is about table " + other.table() + " of run " + other.run()
                    + ", not about this one; sign this one");
        }
        if (!other.attemptId().equals(subject.attemptId()) || other.attempt() != subject.attempt()) {
            return Optional.of(whose + " is about attempt " + other.attempt() + " (" + other.attemptId()
                    + "), not about this one; sign again");
        }
        if (!other.report().equals(subject.report()) || other.verdict() != subject.verdict()) {
            return Optional.of(whose + " is about report " + brief(other.report()) + " (" + other.verdict()
                    + "), the report is " + brief(subject.report()) + " (" + subject.verdict()
                    + "); look at it and sign again");
        }
        return keyFault(signed, whose).or(() -> timeFault(statement, at, whose)).or(() -> waiverFault(statement));
    }

    private Optional<String> keyFault(SignedStatement signed, String whose) {
        if (rules.keys().isEmpty()) {
            return Optional.empty();
        }
        PublicKey key = rules.keys().get(signed.signer());
        if (key == null) {
            return Optional.of(
                    whose + " does not count: policy.signoff.keys has no key of that name; have it signed by "
                            + signers() + ", or add the key in the settings of both halves");
        }
        if (!Ed25519.verify(key, signed.statement().text(), signed.signature())) {
            return Optional.of(whose + " does not carry a signature that fits policy.signoff.keys." + signed.signer()
                    + "; sign again with the private key of that one");
        }
        return Optional.empty();
    }

    private Optional<String> timeFault(Statement statement, Instant at, String whose) {
        if (statement.at().isAfter(at.plus(CLOCKS_APART))) {
            return Optional.of(whose + " is of " + statement.at() + ", and now it is " + at
                    + "; set the clocks right and sign again");
        }
        if (at.isAfter(statement.at().plus(rules.expires()))) {
            return Optional.of(whose + " of " + statement.at() + " has expired (policy.signoff.expires is "
                    + rules.expires().toString().substring(2).toLowerCase(java.util.Locale.ROOT) + "); sign again");
        }
        return Optional.empty();
    }

    private static Optional<String> waiverFault(Statement statement) {
        boolean equal = statement.subject().verdict() == Verdict.EQUAL;
        if (!equal && statement.waiver().isBlank()) {
            return Optional.of("the word of " + statement.signer()
                    + " waives nothing; a difference is signed with --waive REASON or not at all");
        }
        return equal && !statement.waiver().isEmpty()
                ? Optional.of("the word of " + statement.signer()
                        + " waives a difference where there is none; sign without --waive")
                : Optional.empty();
    }

    private static String brief(String hash) {
        return hash.length() > 12 ? hash.substring(0, 12) + "..." : hash;
    }
}
