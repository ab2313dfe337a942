package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.signoff.CanonicalJson;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.coordinator.signoff.ReportFolder;
import io.github.sluice.coordinator.signoff.SignOffGuard;
import io.github.sluice.coordinator.signoff.SignOffRules;
import io.github.sluice.coordinator.signoff.SignedStatement;
import io.github.sluice.coordinator.signoff.Subject;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports and sign-offs as both halves see them: in the half's own journal, and sealed on the control topic. Each signer has
 * a place of their own there, so that two who sign at once both stand. One thread.
 */
final class SignOffBook {
    /** The journal's entry of the decision that was relied upon. */
    static final String DECISION = "signoff";

    /** What the place of a signer's word begins with. */
    private static final String WORD = "signoff:";

    private static final Logger LOG = LoggerFactory.getLogger(SignOffBook.class);

    private final Workplace work;
    private final SignOffGuard guard;

    SignOffBook(Workplace work) {
        this.work = work;
        this.guard = new SignOffGuard(SignOffRules.of(work.settings()));
    }

    /** An attempt's report, and what it is to sign it. */
    record Verified(Attempt attempt, VerificationReport report, Subject subject) {}

    /**
     * The report of an attempt, from the journal or else from the control topic, checked against its hash.
     *
     * @return empty if the attempt was not verified yet
     * @throws Failure with {@link ExitCode#REFUSED} if journal, control topic and hash are not of one mind
     */
    Optional<Verified> verified(Attempt attempt) {
        Optional<VerificationReport> here =
                work.journal().step(attempt, Step.VERIFY.word()).flatMap(entry -> report(StepLedger.evidence(entry)));
        Optional<VerificationReport> told = work.control()
                .newest(attempt.table(), Step.VERIFY.word())
                .filter(word -> word.of(attempt.id()))
                .flatMap(word -> report(word.evidence()));
        if (here.isPresent() && told.isPresent() && !here.equals(told)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    attempt.table() + ": the journal has report " + here.get().hash() + ", the control topic "
                            + told.get().hash() + "; the attempt is worth nothing, run again with --restart");
        }
        return here.or(() -> told).map(report -> verified(attempt, report));
    }

    private Verified verified(Attempt attempt, VerificationReport report) {
        String run = work.settings().name();
        if (!report.of(run, attempt.table(), attempt.id())) {
            throw new Failure(
                    ExitCode.REFUSED,
                    attempt.table() + ": the report " + report.hash() + " is about another attempt; run again with"
                            + " --restart");
        }
        return new Verified(
                attempt,
                report,
                new Subject(run, attempt.table(), attempt.number(), attempt.id(), report.hash(), report.verdict()));
    }

    private static Optional<VerificationReport> report(Map<String, @Nullable Object> evidence) {
        if (!(evidence.get(ReportedVerification.REPORT) instanceof String text)) {
            return Optional.empty();
        }
        VerificationReport report = new VerificationReport(text);
        if (!report.hash().equals(evidence.get(ReportedVerification.HASH))) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "a report does not have the hash " + evidence.get(ReportedVerification.HASH)
                            + " that stands beside it; run again with --restart");
        }
        return Optional.of(report);
    }

    /** The same, for whoever goes no further without; the file in the state folder must be the report, too. */
    Verified verifiedOrRefuse(Attempt attempt) {
        Verified verified = verified(attempt)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        attempt.table() + ": attempt " + attempt.number()
                                + " has no verification report to sign off; run it up to step verify first"));
        new ReportFolder(work.stateFolder()).refuseIfChanged(attempt.table(), attempt.number(), verified.report());
        return verified;
    }

    /** Writes a word down and tells it to the other half. */
    void record(Attempt attempt, SignedStatement signed) {
        String place = WORD + CanonicalJson.sha256(signed.signer()).substring(0, 16);
        Map<String, @Nullable Object> evidence = signed.toTree();
        work.journal().done(attempt, place, Json.write(evidence));
        work.control().publish(Word.done(attempt.table(), place, attempt.number(), attempt.id(), evidence));
    }

    /** Everything said about a table, also about its earlier attempts: the guard tells why those do not count. */
    List<SignedStatement> said(Attempt attempt) {
        Map<String, SignedStatement> bySigner = new LinkedHashMap<>();
        for (StepEntry entry : work.journal().steps(attempt)) {
            if (entry.step().startsWith(WORD)) {
                read(StepLedger.evidence(entry)).ifPresent(signed -> bySigner.put(signed.signer(), signed));
            }
        }
        for (Word word : work.control().newestOf(attempt.table(), WORD)) {
            read(word.evidence()).ifPresent(signed -> bySigner.merge(signed.signer(), signed, SignOffBook::later));
        }
        return new ArrayList<>(bySigner.values());
    }

    private static SignedStatement later(SignedStatement one, SignedStatement other) {
        return other.statement().at().isBefore(one.statement().at()) ? one : other;
    }

    private static Optional<SignedStatement> read(Map<String, @Nullable Object> tree) {
        try {
            return Optional.of(SignedStatement.fromTree(tree));
        } catch (IllegalArgumentException e) {
            LOG.warn("a sign-off is ignored: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** What the policy says of an attempt as things are: by the decision that was relied upon, or else by all words. */
    Decision decide(Verified verified) {
        return relied(verified)
                .orElseGet(() -> guard.decide(verified.subject(), said(verified.attempt()), Instant.now()));
    }

    /** A decision holds on after its words have expired, but not once a signer's key has been taken out of the policy. */
    private Optional<Decision> relied(Verified verified) {
        Optional<StepEntry> entry =
                work.journal().step(verified.attempt(), DECISION).filter(found -> found.state() == StepState.DONE);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> evidence = StepLedger.evidence(entry.get());
        if (evidence.get("words") instanceof List<?> words && evidence.get("at") instanceof String at) {
            List<SignedStatement> said =
                    words.stream().map(SignedStatement::fromTree).toList();
            return Optional.of(guard.decide(verified.subject(), said, Instant.parse(at)))
                    .filter(Decision::granted);
        }
        return Optional.empty();
    }

    /** Writes down which words were relied upon, once. */
    Map<String, @Nullable Object> rely(Verified verified, Decision decision) {
        Attempt attempt = verified.attempt();
        Optional<StepEntry> before =
                work.journal().step(attempt, DECISION).filter(entry -> entry.state() == StepState.DONE);
        if (before.isPresent() && relied(verified).isPresent()) {
            return StepLedger.evidence(before.get());
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("who", decision.who());
        evidence.put("how", decision.how());
        evidence.put("at", Instant.now().toString());
        evidence.put("signedAt", decision.at().toString());
        evidence.put(ReportedVerification.HASH, verified.subject().report());
        evidence.put("verdict", verified.subject().verdict().name());
        evidence.put("waiver", decision.waiver());
        evidence.put(
                "words",
                decision.accepted().stream().map(SignedStatement::toTree).toList());
        work.journal().done(attempt, DECISION, Json.write(evidence));
        work.control().publish(Word.done(attempt.table(), DECISION, attempt.number(), attempt.id(), evidence));
        return evidence;
    }

    /** Whether an attempt's difference is waived, so that it goes on as it is. */
    boolean waived(Attempt attempt) {
        return verified(attempt)
                .filter(verified -> verified.subject().verdict() == Verdict.DIFF)
                .filter(verified -> decide(verified).granted())
                .isPresent();
    }
}
