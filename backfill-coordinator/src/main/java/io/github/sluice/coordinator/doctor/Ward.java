package io.github.sluice.coordinator.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One subject with its checks. The first check is whether it can be seen at all; where it can't, that one fails and the
 * others are skipped. One thread.
 */
final class Ward<F> {
    private final Subject subject;
    private final List<Check<F>> checks;

    Ward(Subject subject, List<Check<F>> checks) {
        this.subject = subject;
        this.checks = List.copyOf(checks);
    }

    /** Whether a subject answers at all. */
    static Check<Seen<String>> reachable(Subject subject) {
        return Check.fail(
                subject.word() + "-reachable",
                seen -> Judgement.when(seen.value() != null, seen.value() == null ? seen.trouble() : seen.value()));
    }

    Subject subject() {
        return subject;
    }

    List<Check<F>> checks() {
        return checks;
    }

    /** Ids and severities, the one of reachability first. */
    List<Check<?>> all() {
        List<Check<?>> all = new ArrayList<>();
        all.add(reachable(subject));
        all.addAll(checks);
        return all;
    }

    /** Nothing is looked at, for this reason. */
    List<Finding> skipped(String reason, Set<String> wanted) {
        return all().stream()
                .filter(check -> wanted.contains(check.id()))
                .map(check -> check.of(subject, Judgement.skipped(reason, "")))
                .toList();
    }

    /**
     * Judges what was seen.
     *
     * @param address for the evidence
     * @param facts or why there are none
     */
    List<Finding> judged(String address, Seen<F> facts, Set<String> wanted) {
        List<Finding> findings = new ArrayList<>();
        F value = facts.value();
        Check<Seen<String>> reachable = reachable(subject);
        if (wanted.contains(reachable.id())) {
            Seen<String> sight = value == null ? Seen.not(address + ": " + facts.trouble()) : Seen.of(address);
            findings.add(reachable.of(subject, reachable.judge().apply(sight)));
        }
        for (Check<F> check : checks) {
            if (wanted.contains(check.id())) {
                findings.add(check.of(
                        subject,
                        value == null
                                ? Judgement.skipped("unreachable", "")
                                : check.judge().apply(value)));
            }
        }
        return findings;
    }
}
