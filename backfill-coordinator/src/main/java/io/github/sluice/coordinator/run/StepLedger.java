package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.wire.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs steps: once per attempt, written to the journal before and after, and told to the other half. A step that the
 * journal has as done is not repeated; one that was begun is performed again, and its action looks at the world first.
 */
final class StepLedger {
    /** Evidence that names primary keys: it travels sealed and stays out of the journal. */
    static final String DIFFERENCES = "differences";

    private static final Logger LOG = LoggerFactory.getLogger(StepLedger.class);

    private final Workplace work;

    StepLedger(Workplace work) {
        this.work = work;
    }

    /** Does the step and returns its evidence, JSON values by name. */
    interface Action {
        Map<String, @Nullable Object> perform();
    }

    /** Performs a step that needs nothing but what the procedure declares. */
    void perform(Attempt attempt, Step step, Action action) {
        perform(attempt, step, () -> {}, action, Map::of);
    }

    /**
     * Performs a step, unless {@link Procedure} refuses it: then nothing is begun, and the other half is told why.
     *
     * @param beforehand what the procedure wants first and a person may have to give; not asked for a step that is done
     */
    void perform(Attempt attempt, Step step, Runnable beforehand, Action action) {
        perform(attempt, step, beforehand, action, Map::of);
    }

    /** @param evidenceOfFailure asked if the step fails: what is kept and told beside the failure */
    void perform(
            Attempt attempt,
            Step step,
            Runnable beforehand,
            Action action,
            Supplier<Map<String, @Nullable Object>> evidenceOfFailure) {
        Optional<StepEntry> before = work.journal().step(attempt, step.word());
        if (before.isPresent() && before.get().state() == StepState.DONE) {
            // the word may have been lost between the journal's commit and its sending
            if (said(attempt, step).filter(Word::isDone).isEmpty()) {
                work.control().publish(word(attempt, step, Word.State.DONE, null, evidence(before.get())));
            }
            work.board().ends(attempt.table(), step, "");
            return;
        }
        admit(attempt, step);
        try {
            begin(attempt, step, beforehand, action, evidenceOfFailure);
        } finally {
            work.traffic().leave(attempt.table(), step);
        }
    }

    /** Until the step may begin: nobody has paused the table, and there is room for it. */
    private void admit(Attempt attempt, Step step) {
        try {
            work.traffic().enter(attempt.table(), step);
        } catch (Failure heldBack) {
            throw failed(attempt, step, heldBack);
        }
    }

    private void begin(
            Attempt attempt,
            Step step,
            Runnable beforehand,
            Action action,
            Supplier<Map<String, @Nullable Object>> evidenceOfFailure) {
        work.board().begins(attempt.table(), step);
        try {
            beforehand.run();
        } catch (Failure refused) {
            throw failed(attempt, step, refused);
        }
        try {
            refuseUnlessLegal(Procedure.Act.of(step), attempt, step.half());
        } catch (Failure refused) {
            // if the other half has failed meanwhile, that is the reason, and not what the operator asked for
            Side other = step.half() == Side.SOURCE ? Side.TARGET : Side.SOURCE;
            throw failed(
                    attempt,
                    step,
                    earlierFailure(attempt, other, step)
                            .map(StepLedger::failureOf)
                            .orElse(refused));
        }
        LOG.info("{} attempt {}: {} begins", attempt.table(), attempt.number(), step.word());
        work.journal().started(attempt, step.word());
        Map<String, @Nullable Object> evidence;
        try {
            evidence = action.perform();
            work.journal().done(attempt, step.word(), Json.write(evidence));
        } catch (Superseded | Voided anotherAttempt) {
            throw anotherAttempt;
        } catch (Failure failure) {
            throw failed(attempt, step, failure, evidenceOfFailure.get());
        } catch (RuntimeException e) {
            throw failed(attempt, step, new Failure(ExitCode.UNKNOWN, step.word() + ": " + e, e), Map.of());
        }
        tell(attempt, step, evidence);
        LOG.info("{} attempt {}: {} done", attempt.table(), attempt.number(), step.word());
        work.board().ends(attempt.table(), step, String.valueOf(evidence.getOrDefault("note", "")));
    }

    /**
     * Says that a step is done, once more if nobody knows whether it was heard. Never that it failed: the other half may
     * have gone on from there. Where it can't be said, the next run says it.
     */
    private void tell(Attempt attempt, Step step, Map<String, @Nullable Object> evidence) {
        Word done = word(attempt, step, Word.State.DONE, null, evidence);
        try {
            work.control().publish(done);
        } catch (Failure unknown) {
            LOG.warn(
                    "{} attempt {}: {} is done and is said again",
                    attempt.table(),
                    attempt.number(),
                    step.word(),
                    unknown);
            try {
                work.control().publish(done);
            } catch (Failure untold) {
                untold.addSuppressed(unknown);
                work.board().fails(attempt.table(), step, untold.getMessage());
                throw untold;
            }
        }
    }

    /** @throws Failure with {@link ExitCode#REFUSED} if the procedure does not allow it as things stand */
    void refuseUnlessLegal(Procedure.Act act, Attempt attempt, Side half) {
        Procedure.DECLARED.refuseUnlessLegal(act, Standing.of(work, attempt, half));
    }

    /** Writes down and tells that a step has failed. */
    Failure failed(Attempt attempt, Step step, Failure failure) {
        return failed(attempt, step, failure, Map.of());
    }

    private Failure failed(Attempt attempt, Step step, Failure failure, Map<String, @Nullable Object> kept) {
        LOG.error("{} attempt {}: {} failed", attempt.table(), attempt.number(), step.word(), failure);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>(kept);
        evidence.put(DIFFERENCES, failure.details());
        try {
            work.journal().failed(attempt, step.word(), failure.code(), failure.getMessage(), Json.write(kept));
            work.control().publish(word(attempt, step, Word.State.FAILED, failure, evidence));
        } catch (Failure untold) {
            failure.addSuppressed(untold);
        }
        work.board().fails(attempt.table(), step, failure.getMessage());
        return failure;
    }

    /** Whether this half's journal has the step of this attempt as done. */
    boolean isDone(Attempt attempt, Step step) {
        return work.journal()
                .step(attempt, step.word())
                .filter(entry -> entry.state() == StepState.DONE)
                .isPresent();
    }

    /** The word that was said on this step in this attempt, if any. */
    Optional<Word> said(Attempt attempt, Step step) {
        return work.control().newest(attempt.table(), step.word()).filter(word -> word.of(attempt.id()));
    }

    /**
     * Waits until the other half has done a step of this attempt.
     *
     * @throws Failure with the other half's code if it says, in this process's lifetime, that the step failed
     * @throws Superseded if a newer attempt begins meanwhile
     */
    Word awaitOther(Attempt attempt, Step step) {
        work.traffic().waits(attempt.table(), step);
        String what = "step " + step.word() + " of " + attempt.table() + " (attempt " + attempt.number() + ") by the "
                + step.half().name().toLowerCase(java.util.Locale.ROOT) + " half";
        Word word = work.control().await(what, work.settings().control().patience(), control -> {
            Attempts.throwIfSuperseded(control, attempt);
            work.traffic().throwIfSkipped(attempt.table());
            return ended(attempt, step);
        });
        if (!word.isDone()) {
            throw failureOf(word);
        }
        return word;
    }

    /** How a step of the other half has ended: done, or failed in this process's lifetime, also by an earlier failure. */
    Optional<Word> ended(Attempt attempt, Step step) {
        return said(attempt, step)
                .filter(said -> said.isDone() || work.control().fresh(attempt.table(), step.word()))
                .or(() -> earlierFailure(attempt, step.half(), step));
    }

    /** A step before the awaited one may have failed in a half; then the awaited one never comes. */
    Optional<Word> earlierFailure(Attempt attempt, Side half, Step awaited) {
        return Arrays.stream(Step.values())
                .filter(step -> step.compareTo(awaited) < 0 && step.half() == half)
                .flatMap(step -> said(attempt, step).stream())
                .filter(word -> !word.isDone() && work.control().fresh(word.table(), word.step()))
                .findFirst();
    }

    /** The other half's failure, as if it had happened here. */
    static Failure failureOf(Word word) {
        List<String> details = word.evidence().get(DIFFERENCES) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new Failure(word.code(), word.message(), null, details);
    }

    private static Word word(
            Attempt attempt,
            Step step,
            Word.State state,
            @Nullable Failure failure,
            Map<String, @Nullable Object> evidence) {
        return new Word(
                attempt.table(),
                step.word(),
                attempt.number(),
                attempt.id(),
                state,
                failure == null ? ExitCode.DONE : failure.code(),
                failure == null ? "" : failure.getMessage(),
                evidence);
    }

    /** An entry's evidence, JSON values by name. */
    static Map<String, @Nullable Object> evidence(StepEntry entry) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        if (Json.parse(entry.evidence()) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> evidence.put(String.valueOf(key), value));
        }
        return evidence;
    }
}
