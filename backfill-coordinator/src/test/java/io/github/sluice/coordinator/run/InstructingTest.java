package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.control.Said;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.run.Instructing.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstructingTest {
    private final SaidByHand said = new SaidByHand();
    private final Instructing judge = new Instructing(said, false);

    /** What was said, in the order in which a test says it. Thread-safe. */
    static final class SaidByHand implements Said {
        private final Map<String, Word> words = new HashMap<>();
        private final Map<String, Integer> places = new HashMap<>();
        private int next;

        synchronized void say(Word word) {
            words.put(word.table() + word.step(), word);
            places.put(word.table() + word.step(), next++);
        }

        synchronized void instruct(String table, Verb verb) {
            Instruction instruction = new Instruction(verb, "id" + next, "li@box", "2026-01-01T00:00:00Z");
            say(instruction.word(table, "instruction"));
            if (verb == Verb.RESUME || verb == Verb.RETRY) {
                say(instruction.word(table, "again"));
            }
        }

        void attempt(String table, int number) {
            say(Word.done(table, Attempts.ATTEMPT, number, "a" + number, new HashMap<>()));
        }

        void done(String table, Step step, int attempt) {
            say(Word.done(table, step.word(), attempt, "a" + attempt, new HashMap<>()));
        }

        void failed(String table, Step step, int attempt) {
            say(new Word(
                    table,
                    step.word(),
                    attempt,
                    "a" + attempt,
                    Word.State.FAILED,
                    ExitCode.UNKNOWN,
                    "no answer",
                    new HashMap<>()));
        }

        @Override
        public synchronized Optional<Word> newest(String table, String step) {
            return Optional.ofNullable(words.get(table + step));
        }

        @Override
        public synchronized boolean fresh(String table, String step) {
            return sinceRetry(table, step);
        }

        @Override
        public synchronized boolean sinceRetry(String table, String step) {
            Integer word = places.get(table + step);
            return word != null && word > places.getOrDefault(table + "again", -1);
        }
    }

    private Answer answer(Verb verb) {
        return judge.judge("t", verb).answer();
    }

    private String reason(Verb verb) {
        assertThat(answer(verb)).isEqualTo(Answer.REFUSED);
        return judge.judge("t", verb).reason();
    }

    @Test
    void aTableThatNobodyInstructedCanBePausedAndSkippedAndHasNothingToResume() {
        assertThat(answer(Verb.PAUSE)).isEqualTo(Answer.SAY);
        assertThat(answer(Verb.SKIP)).isEqualTo(Answer.SAY);
        assertThat(answer(Verb.RESUME)).isEqualTo(Answer.ALREADY);
        assertThat(reason(Verb.RETRY)).startsWith("t has not failed; only a table that has failed");
    }

    @Test
    void againIsHarmless() {
        said.instruct("t", Verb.PAUSE);
        assertThat(answer(Verb.PAUSE)).isEqualTo(Answer.ALREADY);
        assertThat(answer(Verb.RESUME)).isEqualTo(Answer.SAY);
        said.instruct("t", Verb.SKIP);
        assertThat(answer(Verb.SKIP)).isEqualTo(Answer.ALREADY);
        assertThat(reason(Verb.PAUSE)).contains("sluice resume t first");
        said.instruct("t", Verb.RESUME);
        assertThat(answer(Verb.RESUME)).isEqualTo(Answer.ALREADY);
    }

    @Test
    void aFailedTableIsTriedAgainOnceForEachFailure() {
        said.attempt("t", 1);
        said.failed("t", Step.LOAD, 1);
        assertThat(answer(Verb.RETRY)).isEqualTo(Answer.SAY);
        said.instruct("t", Verb.RETRY);
        assertThat(reason(Verb.RETRY)).contains("t has not failed");
        said.failed("t", Step.LOAD, 1);
        assertThat(answer(Verb.RETRY)).isEqualTo(Answer.SAY);
    }

    @Test
    void theFailureOfAnOlderAttemptIsHistory() {
        said.attempt("t", 1);
        said.failed("t", Step.LOAD, 1);
        said.attempt("t", 2);
        assertThat(reason(Verb.RETRY)).contains("t has not failed");
    }

    @Test
    void aTableThatIsDoneTakesNoInstruction() {
        said.attempt("t", 1);
        said.done("t", Step.DROP, 1);
        assertThat(reason(Verb.PAUSE)).contains("t is done");
        assertThat(reason(Verb.SKIP)).contains("t is done");
        assertThat(reason(Verb.RETRY)).contains("sluice run --restart --tables t");
        // in a run with live changes the road goes on
        assertThat(new Instructing(said, true).judge("t", Verb.PAUSE).answer()).isEqualTo(Answer.SAY);
    }

    @Test
    void aRefusedTableHasFailedToo() {
        said.say(new Word(
                "t", Attempts.REFUSAL, 0, "", Word.State.FAILED, ExitCode.STALE_PLAN, "plan again", new HashMap<>()));
        assertThat(answer(Verb.RETRY)).isEqualTo(Answer.SAY);
    }
}
