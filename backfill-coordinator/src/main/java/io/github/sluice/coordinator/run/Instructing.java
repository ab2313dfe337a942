package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.control.Said;
import io.github.sluice.coordinator.control.Word;
import java.util.Optional;

/** Whether an operator's instruction on a table makes sense, by what both halves have said so far. Immutable. */
public final class Instructing {
    private final Said said;
    private final Step last;

    /** @param streaming whether the run has a streamer */
    public Instructing(Said said, boolean streaming) {
        this.said = said;
        this.last = Step.last(streaming);
    }

    /** What is to be done about an instruction. */
    public enum Answer {
        /** It is to be said. */
        SAY,
        /** It holds already. */
        ALREADY,
        /** It makes no sense. */
        REFUSED
    }

    /**
     * An answer.
     *
     * @param reason why it is refused, and what to do instead; empty otherwise
     */
    public record Judged(Answer answer, String reason) {}

    /** Judges one instruction on one table. */
    public Judged judge(String table, Verb verb) {
        Optional<Verb> before = Instruction.newest(said, table).map(Instruction::verb);
        boolean paused = before.filter(Verb.PAUSE::equals).isPresent();
        boolean skipped = before.filter(Verb.SKIP::equals).isPresent();
        return switch (verb) {
            case RESUME -> paused || skipped ? say() : already();
            case PAUSE -> {
                if (paused) {
                    yield already();
                }
                if (skipped) {
                    yield refused(table + " is skipped, so that no step of it begins; sluice resume " + table
                            + " first if it is to be paused instead");
                }
                yield isDone(table) ? done(table) : say();
            }
            case SKIP -> skipped ? already() : isDone(table) ? done(table) : say();
            case RETRY -> {
                if (skipped || hasFailed(table)) {
                    yield say();
                }
                yield refused(table + (isDone(table) ? " is done" : paused ? " is paused" : " has not failed")
                        + "; only a table that has failed or is skipped is tried again"
                        + (isDone(table) ? ": sluice run --restart --tables " + table + " moves it anew" : "")
                        + (paused ? ": sluice resume " + table : ""));
            }
        };
    }

    private static Judged say() {
        return new Judged(Answer.SAY, "");
    }

    private static Judged already() {
        return new Judged(Answer.ALREADY, "");
    }

    private static Judged refused(String reason) {
        return new Judged(Answer.REFUSED, reason);
    }

    private static Judged done(String table) {
        return refused(table + " is done: no step of it is left");
    }

    private boolean isDone(String table) {
        return ofNewestAttempt(table, last).filter(Word::isDone).isPresent();
    }

    private boolean hasFailed(String table) {
        if (said.newest(table, Attempts.REFUSAL).isPresent() && said.sinceRetry(table, Attempts.REFUSAL)) {
            return true;
        }
        for (Step step : Step.values()) {
            if (ofNewestAttempt(table, step).filter(word -> !word.isDone()).isPresent()
                    && said.sinceRetry(table, step.word())) {
                return true;
            }
        }
        return false;
    }

    private Optional<Word> ofNewestAttempt(String table, Step step) {
        String attempt =
                said.newest(table, Attempts.ATTEMPT).map(Word::attemptId).orElse("");
        return said.newest(table, step.word()).filter(word -> word.of(attempt));
    }
}
