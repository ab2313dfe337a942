package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a table's newest attempt when something is asked for: a half's own steps by its journal, the other
 * half's by their words. Immutable.
 *
 * @param attempt its number; 0 without one
 * @param live whether the run has a streamer
 * @param done the steps that have ended well
 * @param equal whether the verdict over the batch is EQUAL, or its difference was waived
 * @param spoilt whether a step has ended in a way after which no EQUAL can be reached, and that nobody has waived
 * @param dropped whether the batch topic has been deleted after it was proven
 */
record Standing(
        String table,
        int attempt,
        boolean live,
        Set<Step> done,
        boolean equal,
        boolean signedOff,
        boolean spoilt,
        boolean dropped) {
    Standing {
        done = done.isEmpty() ? Set.of() : EnumSet.copyOf(done);
    }

    /** Nobody has announced an attempt. */
    static Standing nothing(String table, boolean live) {
        return new Standing(table, 0, live, Set.of(), false, false, false, false);
    }

    /** As the half sees it that is about to act. */
    static Standing of(Workplace work, Attempt attempt, Side half) {
        boolean live = work.settings().streamer() != null;
        Set<Step> done = EnumSet.noneOf(Step.class);
        boolean spoilt = false;
        boolean equal = false;
        boolean dropped = false;
        for (Step step : Step.ofRun(live)) {
            Optional<Word> said = said(work.control(), attempt.table(), attempt.id(), step.word());
            Optional<StepEntry> own = work.journal().step(attempt, step.word());
            boolean here = step.half() == half;
            boolean isDone =
                    here ? own.filter(entry -> entry.state() == StepState.DONE).isPresent() : isDone(said);
            if (isDone) {
                done.add(step);
            }
            boolean fails = own.filter(entry -> entry.state() == StepState.FAILED
                                    && entry.code().spoilsAttempt())
                            .isPresent()
                    || (!here && spoils(said));
            spoilt |= fails && !(step == Step.VERIFY && new SignOffBook(work).waived(attempt));
            if (isDone && (step == Step.VERIFY || step == Step.DROP)) {
                Object evidence = here
                        ? Json.parse(own.orElseThrow().evidence())
                        : said.orElseThrow().evidence();
                equal |= step == Step.VERIFY && isEqual(evidence);
                dropped |= step == Step.DROP && LettingGo.isDropped(evidence);
            }
        }
        boolean signedOff = work.journal()
                        .step(attempt, SignOff.WORD)
                        .filter(entry -> entry.state() == StepState.DONE)
                        .isPresent()
                || isDone(said(work.control(), attempt.table(), attempt.id(), SignOff.WORD));
        return new Standing(attempt.table(), attempt.number(), live, done, equal, signedOff, spoilt, dropped);
    }

    /** As the control topic tells it, without any journal. */
    static Standing told(ControlTopic control, String table, boolean live) {
        Optional<Word> announced = Attempts.announced(control, table);
        if (announced.isEmpty()) {
            return nothing(table, live);
        }
        String id = announced.get().attemptId();
        Set<Step> done = EnumSet.noneOf(Step.class);
        boolean spoilt = false;
        for (Step step : Step.ofRun(live)) {
            Optional<Word> said = said(control, table, id, step.word());
            if (isDone(said)) {
                done.add(step);
            }
            spoilt |= spoils(said);
        }
        boolean equal = done.contains(Step.VERIFY)
                && said(control, table, id, Step.VERIFY.word())
                        .filter(word -> isEqual(word.evidence()))
                        .isPresent();
        return new Standing(
                table,
                announced.get().attempt(),
                live,
                done,
                equal,
                isDone(said(control, table, id, SignOff.WORD)),
                spoilt,
                said(control, table, id, Step.DROP.word())
                        .filter(word -> word.isDone() && LettingGo.isDropped(word.evidence()))
                        .isPresent());
    }

    private static Optional<Word> said(ControlTopic control, String table, String attemptId, String step) {
        return control.newest(table, step).filter(word -> word.of(attemptId));
    }

    private static boolean isDone(Optional<Word> said) {
        return said.filter(Word::isDone).isPresent();
    }

    private static boolean spoils(Optional<Word> said) {
        return said.filter(word -> !word.isDone() && word.code().spoilsAttempt())
                .isPresent();
    }

    private static boolean isEqual(@Nullable Object evidence) {
        return evidence instanceof Map<?, ?> map
                && (Verdict.EQUAL.name().equals(map.get("verdict")) || map.get("waiver") != null);
    }

    /** Whether an attempt has been announced. */
    boolean known() {
        return attempt > 0;
    }

    boolean done(Step step) {
        return done.contains(step);
    }

    /** Whether a batch is proven and its topic still there, as far as anybody has said. */
    boolean batchStands() {
        return done(Step.VERIFY) && equal && !spoilt && !dropped;
    }

    /** The state that the longest unbroken row of steps has reached. */
    Procedure.State state() {
        if (!known()) {
            return Procedure.State.PLANNED;
        }
        if (spoilt) {
            return Procedure.State.SPOILT;
        }
        Procedure.State reached = Procedure.State.OPENED;
        for (Step step : Step.ofRun(live)) {
            if (!done(step)) {
                break;
            }
            reached = Procedure.DECLARED.row(Procedure.Act.of(step)).to();
        }
        return reached == Procedure.State.VERIFIED && signedOff && equal ? Procedure.State.SIGNED_OFF : reached;
    }
}
