package io.github.sluice.coordinator.control;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of one table, whatever its steps say. The newest one counts for both halves, in this run and in
 * later ones. It is no evidence: nothing is compared, dropped or cut over because of it. Immutable.
 *
 * @param id tells this one from any other
 * @param by user and machine
 * @param at an ISO time
 */
public record Instruction(Verb verb, String id, String by, String at) {
    /** The place of the newest one among the words on a table. */
    static final String PLACE = "instruction";

    /** The place of the newest one that has a table tried again: failures before it are history. */
    static final String AGAIN = "again";

    /** What is wanted. */
    public enum Verb {
        /** No step begins; the one under way ends. */
        PAUSE,
        /** Neither paused nor skipped any more. */
        RESUME,
        /** The table is left out. */
        SKIP,
        /** A failed table is tried again. */
        RETRY;

        /** The name in commands and records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The newest instruction on a table. */
    public static Optional<Instruction> newest(Said said, String table) {
        return said.newest(table, PLACE).flatMap(Instruction::of);
    }

    /** Identifies the last time that somebody had the table tried again; empty if nobody had. */
    public static String again(Said said, String table) {
        return said.newest(table, AGAIN)
                .flatMap(Instruction::of)
                .map(Instruction::id)
                .orElse("");
    }

    /** Says it to both halves. */
    public void publish(ControlTopic control, String table) {
        control.publish(word(table, PLACE));
        if (verb == Verb.RETRY || verb == Verb.RESUME) {
            control.publish(word(table, AGAIN));
        }
    }

    /** It as a word, which no attempt owns. */
    public Word word(String table, String place) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("verb", verb.name());
        evidence.put("id", id);
        evidence.put("by", by);
        evidence.put("at", at);
        return Word.done(table, place, 0, "", evidence);
    }

    private static Optional<Instruction> of(Word word) {
        if (word.evidence().get("verb") instanceof String verb
                && word.evidence().get("id") instanceof String id
                && word.evidence().get("by") instanceof String by
                && word.evidence().get("at") instanceof String at) {
            try {
                return Optional.of(new Instruction(Verb.valueOf(verb), id, by, at));
            } catch (IllegalArgumentException ofNewerVersion) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
