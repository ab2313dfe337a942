package io.github.sluice.coordinator.control;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.ChainHead;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one half says of one step of one table. The newest word on a step replaces the older ones (the topic is
 * compacted); a word counts only for the attempt whose id it carries, so an old record put back changes nothing.
 *
 * @param evidence JSON values: manifest, counts, verdict
 */
public record Word(
        String table,
        String step,
        int attempt,
        String attemptId,
        State state,
        ExitCode code,
        String message,
        Map<String, @Nullable Object> evidence) {

    /** The head of the speaker's journal when it spoke, {@code SEQ:HASH}. */
    public static final String JOURNAL_HEAD = "journalHead";

    /** How the step ended. */
    public enum State {
        DONE,
        FAILED
    }

    public static Word done(
            String table, String step, int attempt, String attemptId, Map<String, @Nullable Object> evidence) {
        return new Word(table, step, attempt, attemptId, State.DONE, ExitCode.DONE, "", evidence);
    }

    /** The same word with a journal's head. */
    Word at(ChainHead head) {
        Map<String, @Nullable Object> noted = new LinkedHashMap<>(evidence);
        noted.put(JOURNAL_HEAD, head.toString());
        return new Word(table, step, attempt, attemptId, state, code, message, noted);
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /** Whether it belongs to the attempt with this id. */
    public boolean of(String id) {
        return attemptId.equals(id);
    }

    String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("attempt", attempt);
        json.put("attemptId", attemptId);
        json.put("state", state.name());
        json.put("code", code.number());
        json.put("message", message);
        json.put("evidence", evidence);
        return Json.write(json);
    }

    /**
     * Reads {@link #toJson}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Word fromJson(String table, String step, String text) {
        if (Json.parse(text) instanceof Map<?, ?> json
                && json.get("attempt") instanceof Long attempt
                && json.get("attemptId") instanceof String attemptId
                && json.get("state") instanceof String state
                && json.get("code") instanceof Long code
                && json.get("message") instanceof String message
                && json.get("evidence") instanceof Map<?, ?> found) {
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
            found.forEach((key, value) -> evidence.put(String.valueOf(key), value));
            return new Word(
                    table,
                    step,
                    attempt.intValue(),
                    attemptId,
                    State.valueOf(state),
                    ExitCode.of(code.intValue()),
                    message,
                    evidence);
        }
        throw new IllegalArgumentException("not a word of a step");
    }
}
