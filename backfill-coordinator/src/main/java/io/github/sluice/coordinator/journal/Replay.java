package io.github.sluice.coordinator.journal;

import io.github.sluice.wire.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays entries from the first on and knows what rows the current state must have by them. One thread. */
final class Replay {
    private static final String NO_TIME = "NULL";

    private final String run;
    private final Map<StateRow.Place, StateRow> rows = new HashMap<>();
    private final Map<StateRow.Place, Long> takenAway = new HashMap<>();

    Replay(String run) {
        this.run = run;
    }

    /** @throws IllegalArgumentException if the evidence is not what an entry of its kind has */
    void tell(JournalEntry entry) {
        if (entry.kind().equals(EntryKind.STEP.name())) {
            step(entry);
            return;
        }
        Map<?, ?> evidence = Json.parse(entry.evidence()) instanceof Map<?, ?> map ? map : Map.of();
        if (entry.kind().equals(EntryKind.ATTEMPT.name())) {
            attempt(entry, evidence);
        } else if (entry.kind().equals(EntryKind.RESOURCE.name())) {
            put(new StateRow(
                    "sluice_resource",
                    resource(evidence),
                    StateRow.columns("origin", entry.state(), "attempt", entry.attempt()),
                    entry.seq()));
        } else if (entry.kind().equals(EntryKind.FORGOTTEN.name())) {
            StateRow.Place place = new StateRow.Place("sluice_resource", resource(evidence));
            rows.remove(place);
            takenAway.put(place, entry.seq());
        } else if (entry.kind().equals(EntryKind.KEY_USE.name())) {
            keyUse(entry, evidence);
        }
        // locks come and go with their holders, instructions have no row, and an import's is told by the entries after
        // it
    }

    private void attempt(JournalEntry entry, Map<?, ?> evidence) {
        List<String> key = List.of(entry.table(), text(evidence, Told.NUMBER));
        String created = first(new StateRow.Place("sluice_attempt", key), "created_at", entry.at());
        put(new StateRow(
                "sluice_attempt", key, StateRow.columns("id", entry.attempt(), "created_at", created), entry.seq()));
    }

    private void step(JournalEntry entry) {
        List<String> key = List.of(entry.table(), entry.attempt(), entry.step());
        String started = first(new StateRow.Place("sluice_step", key), "started_at", entry.at());
        put(new StateRow(
                "sluice_step",
                key,
                StateRow.columns(
                        "state",
                        entry.state(),
                        "code",
                        Integer.toString(entry.code()),
                        "message",
                        entry.message(),
                        "evidence",
                        entry.evidence(),
                        "started_at",
                        started,
                        "ended_at",
                        entry.state().equals(StepState.STARTED.name()) ? NO_TIME : entry.at()),
                entry.seq()));
    }

    /** The larger word counts; another run's entry has no number in this chain. */
    private void keyUse(JournalEntry entry, Map<?, ?> evidence) {
        List<String> key = List.of(entry.attempt(), text(evidence, Told.KEY));
        StateRow known = rows.get(new StateRow.Place("sluice_key_use", key));
        long seq = entry.run().equals(run) ? entry.seq() : 0;
        put(new StateRow(
                "sluice_key_use",
                key,
                StateRow.columns(
                        "record_count",
                        larger(known, "record_count", text(evidence, Told.RECORDS)),
                        "start_count",
                        larger(known, "start_count", text(evidence, Told.STARTS))),
                known == null ? seq : Math.max(seq, known.seq())));
    }

    private static String larger(@Nullable StateRow known, String column, String told) {
        String before = known == null ? null : known.columns().get(column);
        return before == null || Long.parseLong(before) < Long.parseLong(told) ? told : before;
    }

    private static List<String> resource(Map<?, ?> evidence) {
        return List.of(text(evidence, Told.KIND), text(evidence, Told.NAME));
    }

    private static String text(Map<?, ?> evidence, String name) {
        return String.valueOf(evidence.get(name));
    }

    private String first(StateRow.Place place, String column, String fresh) {
        StateRow known = rows.get(place);
        String before = known == null ? null : known.columns().get(column);
        return before == null ? fresh : before;
    }

    private void put(StateRow row) {
        rows.put(row.place(), row);
        takenAway.remove(row.place());
    }

    /** The rows that must be there. */
    Map<StateRow.Place, StateRow> rows() {
        return rows;
    }

    /** The number of the entry that took a row away; 0 if none did. */
    long takenAway(StateRow.Place place) {
        Long seq = takenAway.get(place);
        return seq == null ? 0 : seq;
    }
}
