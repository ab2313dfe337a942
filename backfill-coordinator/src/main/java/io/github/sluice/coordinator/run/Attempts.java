package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which attempt at a table counts. The source half decides: it goes on with the newest one while that can still end
 * EQUAL, and begins a fresh one when it cannot, because data of two attempts is never compared. The target half follows.
 */
final class Attempts {
    /** The word that announces an attempt; its evidence is the table's description. */
    static final String ATTEMPT = "attempt";

    /** The word that there will be no attempt, because the source half refused the table. */
    static final String REFUSAL = "refusal";

    private final Workplace work;

    Attempts(Workplace work) {
        this.work = work;
    }

    /**
     * The source half's attempt, old or new, announced to the target half: anew each time, so that a target half in the same
     * process knows that it is the one that counts now. A run that was killed may have left an attempt in the journal that
     * was never announced.
     *
     * @param snapshotSurvives whether a snapshot that was begun and not finished can still be finished
     * @param afresh whether a finished table is to be moved again
     * @throws Failure with {@link ExitCode#REFUSED} if another attempt would take away what {@link ProvenBatch} holds; both
     *     halves have heard of it, and of no other attempt
     */
    Attempt open(TableSpec spec, boolean afresh, Predicate<Attempt> snapshotSurvives) {
        Optional<Attempt> latest = work.journal().latestAttempt(spec.target());
        Attempt attempt = (afresh
                        ? Optional.<Attempt>empty()
                        : goesOn(spec.target(), known -> sameTable(known, spec), snapshotSurvives))
                .orElseGet(() -> new Attempt(
                        spec.target(),
                        1 + Math.max(latest.map(Attempt::number).orElse(0), newestNumber(spec.target())),
                        UUID.randomUUID().toString()));
        new ProvenBatch(work).against(spec.target(), spec.topic(), attempt.id()).ifPresent(refusal -> {
            refuse(spec.target(), refusal);
            throw refusal;
        });
        work.journal().remember(attempt);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("spec", Json.parse(spec.toJson()));
        work.control().publish(Word.done(attempt.table(), ATTEMPT, attempt.number(), attempt.id(), evidence));
        return attempt;
    }

    /**
     * The newest attempt while it can still end EQUAL; only looks.
     *
     * @param sameTable whether it was announced with the table as it is planned
     * @param snapshotSurvives as above
     */
    Optional<Attempt> goesOn(String table, Predicate<Attempt> sameTable, Predicate<Attempt> snapshotSurvives) {
        return work.journal()
                .latestAttempt(table)
                .filter(known -> sameTable.test(known) && usable(known, snapshotSurvives));
    }

    /** What was announced for an attempt holds for all of it; a table planned anew is another attempt. */
    private boolean sameTable(Attempt attempt, TableSpec spec) {
        return announced(work.control(), attempt.table())
                .filter(word -> word.of(attempt.id()))
                .map(word -> spec(word).equals(spec))
                .orElse(true);
    }

    private boolean usable(Attempt attempt, Predicate<Attempt> snapshotSurvives) {
        for (Step ofTheOtherHalf : new Step[] {Step.LOAD, Step.VERIFY, Step.STREAM}) {
            Optional<Word> word = work.control()
                    .newest(attempt.table(), ofTheOtherHalf.word())
                    .filter(said -> said.of(attempt.id()));
            boolean spoilt = word.isPresent() && word.get().code().spoilsAttempt();
            if (spoilt && !(ofTheOtherHalf == Step.VERIFY && new SignOffBook(work).waived(attempt))) {
                return false;
            }
        }
        Optional<StepEntry> capture = work.journal().step(attempt, Step.CAPTURE.word());
        if (capture.isPresent() && capture.get().code().spoilsAttempt()) {
            return false;
        }
        Optional<StepEntry> snapshot = work.journal().step(attempt, Step.SNAPSHOT.word());
        if (snapshot.isEmpty() || snapshot.get().state() == StepState.DONE) {
            return true;
        }
        return !snapshot.get().code().spoilsAttempt() && snapshotSurvives.test(attempt);
    }

    /**
     * The description of an attempt whose changes are being captured: physical tables that appear from then on come by
     * the stream, so that the attempt goes on without them.
     */
    Optional<TableSpec> captured(String table) {
        return work.journal()
                .latestAttempt(table)
                .filter(attempt -> work.journal()
                        .step(attempt, Step.CAPTURE.word())
                        .filter(entry -> entry.state() == StepState.DONE)
                        .isPresent())
                .flatMap(attempt -> announced(work.control(), table).filter(word -> word.of(attempt.id())))
                .map(Attempts::spec);
    }

    private int newestNumber(String table) {
        return announced(work.control(), table).map(Word::attempt).orElse(0);
    }

    /** What the target half follows: an attempt and the table's description. */
    record Announced(Attempt attempt, TableSpec spec) {}

    /**
     * Waits for an attempt that the target half has not yet found spoilt.
     *
     * @param over whether this half is through with an attempt and only a newer one counts
     * @param fresh whether only what was announced in this process's lifetime counts: the source half is in this process
     *     too, and what stands on the control topic may be older than its journal
     */
    Announced follow(String table, Predicate<Attempt> over, boolean fresh) {
        Word word = work.control()
                .await(
                        "an attempt at " + table + " by the source half",
                        work.settings().control().patience(),
                        control -> {
                            Optional<Word> refusal = control.newest(table, REFUSAL);
                            if (refusal.isPresent() && control.fresh(table, REFUSAL)) {
                                return refusal;
                            }
                            return announced(control, table)
                                    .filter(said -> !fresh || control.sinceStart(table, ATTEMPT))
                                    .filter(said -> !over.test(attempt(said)));
                        });
        if (!word.isDone()) {
            throw StepLedger.failureOf(word);
        }
        Attempt attempt = attempt(word);
        work.journal().remember(attempt);
        return new Announced(attempt, spec(word));
    }

    /** Tells the target half that there will be no attempt. */
    void refuse(String table, Failure failure) {
        work.control()
                .publish(new Word(
                        table,
                        REFUSAL,
                        0,
                        "",
                        Word.State.FAILED,
                        failure.code(),
                        failure.getMessage(),
                        new LinkedHashMap<>()));
    }

    static void throwIfSuperseded(ControlTopic control, Attempt attempt) {
        Optional<Word> newest = announced(control, attempt.table());
        if (newest.isPresent() && newest.get().attempt() > attempt.number()) {
            throw new Superseded(attempt.table() + ": attempt " + attempt.number() + " is superseded by "
                    + newest.get().attempt());
        }
    }

    static Optional<Word> announced(ControlTopic control, String table) {
        return control.newest(table, ATTEMPT);
    }

    static Attempt attempt(Word word) {
        return new Attempt(word.table(), word.attempt(), word.attemptId());
    }

    static TableSpec spec(Word word) {
        try {
            return TableSpec.fromJson(Json.write(word.evidence().get("spec")));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.REFUSED,
                    word.table() + ": the source half's description cannot be read; do both halves have one version?",
                    e);
        }
    }
}
