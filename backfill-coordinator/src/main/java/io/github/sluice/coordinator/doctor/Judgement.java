package io.github.sluice.coordinator.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check decides. Immutable.
 *
 * @param evidence what was found, as names and values that are the same in every language; empty where nothing was seen
 * @param reason of {@link State#SKIPPED}: a key of the words; else empty
 * @param sources the MySQLs of which this holds, where there are several; else empty
 */
public record Judgement(State state, String evidence, String reason, List<String> sources) {
    /** Of these it is not known whether the check holds; what is skipped for any other reason need not hold. */
    private static final Set<String> IN_THE_DARK = Set.of("unreachable", "unseen");

    /** How the facts stand to what is expected. */
    public enum State {
        HOLDS,
        BROKEN,
        SKIPPED
    }

    public Judgement {
        sources = List.copyOf(sources);
    }

    static Judgement when(boolean holds, String evidence) {
        return new Judgement(holds ? State.HOLDS : State.BROKEN, evidence, "", List.of());
    }

    static Judgement skipped(String reason, String evidence) {
        return new Judgement(State.SKIPPED, evidence, reason, List.of());
    }

    /**
     * One of several: the worst, with the name of every MySQL that is so. What is broken goes before what is not known, and
     * that before what holds.
     *
     * @param bySource at least one, by the name of the MySQL; with one alone it is that
     */
    static Judgement ofAll(Map<String, Judgement> bySource) {
        List<Judgement> all = new ArrayList<>(bySource.values());
        Judgement worst = all.get(0);
        if (all.size() == 1) {
            return worst;
        }
        for (Judgement one : all) {
            worst = one.rank() < worst.rank() ? one : worst;
        }
        Map<String, List<String>> byEvidence = new LinkedHashMap<>();
        List<String> sources = new ArrayList<>();
        for (Map.Entry<String, Judgement> one : bySource.entrySet()) {
            if (one.getValue().isLike(worst)) {
                sources.add(one.getKey());
                byEvidence
                        .computeIfAbsent(one.getValue().evidence(), evidence -> new ArrayList<>())
                        .add(one.getKey());
            }
        }
        String evidence = byEvidence.entrySet().stream()
                .map(one -> String.join(", ", one.getValue()) + (one.getKey().isEmpty() ? "" : ": " + one.getKey()))
                .collect(Collectors.joining("; "));
        return new Judgement(worst.state(), evidence, worst.reason(), sources);
    }

    private int rank() {
        return switch (state) {
            case BROKEN -> 0;
            case SKIPPED -> IN_THE_DARK.contains(reason) ? 1 : 3;
            case HOLDS -> 2;
        };
    }

    private boolean isLike(Judgement other) {
        return state == other.state && reason.equals(other.reason);
    }
}
