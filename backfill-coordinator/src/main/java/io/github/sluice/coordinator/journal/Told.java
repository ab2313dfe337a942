package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a write tells, before the chain gives it number, writer and hash. Fields as in {@link JournalEntry}. */
record Told(
        EntryKind kind,
        String at,
        String table,
        String attempt,
        String step,
        String state,
        int code,
        String message,
        String evidence) {
    /** Names of what the evidence of some kinds holds; {@link Replay} reads them. */
    static final String NUMBER = "number";

    static final String KIND = "kind";
    static final String NAME = "name";
    static final String KEY = "key";
    static final String RECORDS = "records";
    static final String STARTS = "starts";

    static Told attempt(Attempt attempt, String at) {
        return plain(EntryKind.ATTEMPT, at, attempt.table(), attempt.id(), "", Map.of(NUMBER, attempt.number()));
    }

    static Told step(Attempt attempt, StepEntry entry, String at) {
        return new Told(
                EntryKind.STEP,
                at,
                attempt.table(),
                attempt.id(),
                entry.step(),
                entry.state().name(),
                entry.code().number(),
                entry.message(),
                entry.evidence());
    }

    /** The beginning of the step whose end this is. */
    Told begun(String started) {
        return new Told(
                kind, started, table, attempt, step, StepState.STARTED.name(), ExitCode.DONE.number(), "", "{}");
    }

    static Told resource(Resource resource, String at) {
        return plain(
                EntryKind.RESOURCE,
                at,
                "",
                resource.attemptId(),
                resource.origin().name(),
                place(resource.kind().name(), resource.name()));
    }

    static Told forgotten(Resource.Kind kind, String name, String at) {
        return plain(EntryKind.FORGOTTEN, at, "", "", "", place(kind.name(), name));
    }

    static Told keyUse(String user, String keyId, KeyUse use, String at) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put(KEY, keyId);
        evidence.put(RECORDS, use.records());
        evidence.put(STARTS, use.starts());
        return plain(EntryKind.KEY_USE, at, "", user, "", evidence);
    }

    static Told lock(String state, Map<String, ?> evidence) {
        return plain(EntryKind.LOCK, now(), "", "", state, evidence);
    }

    static Told instruction(String table, String verb, String id, String by) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("id", id);
        evidence.put("by", by);
        return plain(EntryKind.INSTRUCTION, now(), table, "", verb, evidence);
    }

    static Told imports(Map<String, ?> counts) {
        return plain(EntryKind.IMPORT, now(), "", "", "", counts);
    }

    static String now() {
        return Instant.now().toString();
    }

    private static Map<String, Object> place(String kind, String name) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put(KIND, kind);
        place.put(NAME, name);
        return place;
    }

    private static Told plain(
            EntryKind kind, String at, String table, String attempt, String state, Map<String, ?> evidence) {
        return new Told(kind, at, table, attempt, "", state, ExitCode.DONE.number(), "", Json.write(evidence));
    }
}
