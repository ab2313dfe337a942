package io.github.sluice.coordinator.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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
        return judged(List.of(new Place<>("", address, facts)), wanted);
    }

    /** Judges what was seen of every place, at least one, to one finding of each check. */
    List<Finding> judged(List<Place<F>> places, Set<String> wanted) {
        List<Finding> findings = new ArrayList<>();
        Check<Seen<String>> reachable = reachable(subject);
        if (wanted.contains(reachable.id())) {
            findings.add(reachable.of(
                    subject, ofAll(places, place -> reachable.judge().apply(sight(place)))));
        }
        for (Check<F> check : checks) {
            if (wanted.contains(check.id())) {
                findings.add(check.of(subject, ofAll(places, place -> judgement(check, place))));
            }
        }
        return findings;
    }

    private static <F> Judgement ofAll(List<Place<F>> places, Function<Place<F>, Judgement> judge) {
        Map<String, Judgement> byName = new LinkedHashMap<>();
        places.forEach(place -> byName.put(place.name(), judge.apply(place)));
        return Judgement.ofAll(byName);
    }

    private static <F> Seen<String> sight(Place<F> place) {
        return place.facts().value() == null
                ? Seen.not(place.address() + ": " + place.facts().trouble())
                : Seen.of(place.address());
    }

    private static <F> Judgement judgement(Check<F> check, Place<F> place) {
        F facts = place.facts().value();
        return facts == null
                ? Judgement.skipped("unreachable", "")
                : check.judge().apply(facts);
    }
}
