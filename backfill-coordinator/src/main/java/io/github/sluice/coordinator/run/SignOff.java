package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings.CutoverPolicy;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.coordinator.signoff.Signer;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word, over the verification report, that a batch may be let go of and that the stream may take over: who, how,
 * when and over which hash, in the journal and on the control topic. Asked for once per attempt, also when the run is killed
 * right after it. One thread.
 */
final class SignOff {
    /** The name in journal and control topic, and among the evidence of the steps that needed it. */
    static final String WORD = SignOffBook.DECISION;

    private final Workplace work;
    private final StepLedger steps;
    private final Backfill.Gate gate;
    private final SignOffBook book;

    SignOff(Workplace work, StepLedger steps, Backfill.Gate gate) {
        this.work = work;
        this.steps = steps;
        this.gate = gate;
        this.book = new SignOffBook(work);
    }

    /**
     * Returns once there is one: given before by {@code sluice signoff}, given at this run, or by policy.
     *
     * @return the decision as it was written down
     * @throws Failure with {@link ExitCode#REFUSED} if nobody gives it, what was given does not count, or there is nothing yet to
     *     sign off
     */
    Map<String, @Nullable Object> require(Attempt attempt) {
        if (!steps.isDone(attempt, Step.VERIFY)) {
            steps.refuseUnlessLegal(Procedure.Act.SIGN, attempt, Side.TARGET);
        }
        SignOffBook.Verified verified = book.verifiedOrRefuse(attempt);
        Decision decision = book.decide(verified);
        if (!decision.granted() && mayBeGivenHere(verified)) {
            Optional<String> how = work.settings().policy().cutover() == CutoverPolicy.AUTO
                    ? Optional.of("policy.cutover: auto")
                    : gate.approval(attempt.table());
            if (how.isPresent()) {
                book.record(attempt, Signer.account(how.get()).sign(verified.subject(), Instant.now(), ""));
                decision = book.decide(verified);
            }
        }
        if (!decision.granted()) {
            throw decision.refusal();
        }
        return book.rely(verified, decision);
    }

    /**
     * Writes the policy down where nothing is let go of and nobody's word is needed; a word that was given stays.
     *
     * @param why what the policy is
     */
    void byPolicy(Attempt attempt, String why) {
        boolean given = work.journal()
                .step(attempt, WORD)
                .filter(entry -> entry.state() == StepState.DONE)
                .isPresent();
        if (!given) {
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
            evidence.put("who", "policy");
            evidence.put("how", why);
            evidence.put("at", Instant.now().toString());
            evidence.put("words", List.of());
            work.journal().done(attempt, WORD, Json.write(evidence));
            work.control().publish(Word.done(attempt.table(), WORD, attempt.number(), attempt.id(), evidence));
        }
    }

    /** A run signs with no key and waives nothing. */
    private boolean mayBeGivenHere(SignOffBook.Verified verified) {
        return work.settings().policy().signoff().keys().isEmpty()
                && verified.subject().verdict() == Verdict.EQUAL;
    }

    /**
     * What step verify says of an attempt whose difference is waived.
     *
     * @return empty if there is nothing waived
     */
    Optional<Map<String, @Nullable Object>> waived(Attempt attempt) {
        Optional<SignOffBook.Verified> differing =
                book.verified(attempt).filter(verified -> verified.subject().verdict() == Verdict.DIFF);
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        SignOffBook.Verified verified = differing.get();
        Decision decision = book.decide(verified);
        if (!decision.granted()) {
            return Optional.empty();
        }
        book.rely(verified, decision);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("verdict", Verdict.DIFF.name());
        evidence.put("waiver", decision.waiver());
        verified.report().rows("topic").ifPresent(rows -> evidence.put("topicRows", rows));
        verified.report().rows("starrocks").ifPresent(rows -> evidence.put("targetRows", rows));
        evidence.put(ReportedVerification.REPORT, verified.report().text());
        evidence.put(ReportedVerification.HASH, verified.report().hash());
        evidence.put("note", "DIFF, waived by " + decision.who());
        return Optional.of(evidence);
    }
}
