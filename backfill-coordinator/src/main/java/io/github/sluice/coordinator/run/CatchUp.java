package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.settings.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Step 7's question and its answer. The target half asks how far the stream must be loaded to hold all that MySQL holds
 * at the moment of asking; the source half waits until the streamer has sent as much and tells the ends of the topic.
 * Each question has an id of its own, so that either half may be killed, and asks or answers again. One thread per half.
 */
final class CatchUp {
    private static final String QUESTION = "stream-question";
    private static final String ANSWER = "stream-answer";
    private static final String ID = "id";

    private final Workplace work;
    private final StepLedger steps;

    CatchUp(Workplace work, StepLedger steps) {
        this.work = work;
        this.steps = steps;
    }

    /**
     * All changes of the table before a position, in text form, are in the stream topic below {@code ends}. The position may
     * be ahead of what a SELECT saw when it was asked for, which only makes the stream load more.
     */
    record Mark(String position, Map<Integer, Long> ends) {}

    /** How the source half finds a mark. */
    interface Source {
        Mark mark();
    }

    /**
     * The target half's part.
     *
     * @throws Failure as the source half's, if it cannot answer
     */
    Mark ask(Attempt attempt) {
        String id = UUID.randomUUID().toString();
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put(ID, id);
        work.board().waits(attempt.table(), Step.STREAM);
        work.control().publish(Word.done(attempt.table(), QUESTION, attempt.number(), attempt.id(), evidence));
        Word answer = work.control()
                .await(
                        "the end of the stream of " + attempt.table() + " by the source half",
                        work.settings().control().patience(),
                        control -> {
                            Attempts.throwIfSuperseded(control, attempt);
                            return control.newest(attempt.table(), ANSWER)
                                    .filter(word -> word.of(attempt.id())
                                            && id.equals(word.evidence().get(ID)))
                                    .or(() -> steps.earlierFailure(attempt, Side.SOURCE, Step.STREAM));
                        });
        if (!answer.isDone()) {
            throw StepLedger.failureOf(answer);
        }
        return new Mark(
                String.valueOf(answer.evidence().get("position")),
                Offsets.fromJson(answer.evidence().get("ends")));
    }

    /**
     * The source half's part: answers until the target half has ended the step.
     *
     * @throws Failure if the step failed there, or the mark cannot be found here, which the target half is told
     */
    void answerUntilOver(Attempt attempt, Source source) {
        work.traffic().waits(attempt.table(), Step.STREAM);
        String answered = "";
        while (true) {
            String last = answered;
            Word word = work.control()
                    .await(
                            "step stream of " + attempt.table() + " by the target half",
                            work.settings().control().patience(),
                            control -> {
                                Attempts.throwIfSuperseded(control, attempt);
                                work.traffic().throwIfSkipped(attempt.table());
                                return steps.ended(attempt, Step.STREAM).or(() -> control.newest(
                                                attempt.table(), QUESTION)
                                        .filter(asked -> asked.of(attempt.id())
                                                && !last.equals(asked.evidence().get(ID))));
                            });
            if (!word.step().equals(QUESTION)) {
                if (!word.isDone()) {
                    throw StepLedger.failureOf(word);
                }
                return;
            }
            answered = String.valueOf(word.evidence().get(ID));
            answer(attempt, answered, source);
        }
    }

    private void answer(Attempt attempt, String id, Source source) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put(ID, id);
        try {
            Mark mark = source.mark();
            evidence.put("position", mark.position());
            evidence.put("ends", Offsets.toJson(mark.ends()));
            work.control().publish(Word.done(attempt.table(), ANSWER, attempt.number(), attempt.id(), evidence));
        } catch (Voided anotherAttempt) {
            throw anotherAttempt;
        } catch (RuntimeException e) {
            Failure failure = e instanceof Failure known
                    ? known
                    : new Failure(ExitCode.UNKNOWN, attempt.table() + ": end of the stream: " + e, e);
            work.control()
                    .publish(new Word(
                            attempt.table(),
                            ANSWER,
                            attempt.number(),
                            attempt.id(),
                            Word.State.FAILED,
                            failure.code(),
                            failure.getMessage(),
                            evidence));
            throw failure;
        }
    }
}
