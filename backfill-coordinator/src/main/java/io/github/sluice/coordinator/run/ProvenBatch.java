package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.Topics.Range;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.coordinator.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the source half from taking away a batch topic that was proven and that nobody has let go of. Such a topic goes by a
 * sign-off, in step drop or by {@code drop-batch}, and not because another attempt wants its name. Only looks. One thread.
 *
 * <p>What was never proven, or is worth nothing any more, is replaced without asking: an attempt that is spoilt, whose report
 * does not stand, or that was given up before its proof was told.
 */
final class ProvenBatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProvenBatch.class);

    private final Workplace work;
    private final SignOffBook book;

    ProvenBatch(Workplace work) {
        this.work = work;
        this.book = new SignOffBook(work);
    }

    /**
     * What stands against another attempt at a table; asked before that one is announced.
     *
     * @param topic the batch topic of that attempt
     * @param attemptId its id; empty if it has none yet
     * @return a refusal with {@link ExitCode#REFUSED}, saying what to do
     */
    Optional<Failure> against(String table, String topic, String attemptId) {
        return owner(topic).filter(owner -> !owner.equals(attemptId)).flatMap(owner -> held(table, topic, owner));
    }

    /**
     * The last look before the topic is deleted.
     *
     * @throws Failure as {@link #against} returns it
     */
    void refuseToDelete(String table, String topic) {
        owner(topic).flatMap(owner -> held(table, topic, owner)).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** The id of the attempt that made the topic, by this half's journal; what is not ours nobody here deletes. */
    private Optional<String> owner(String topic) {
        return work.journal()
                .resource(Resource.Kind.TOPIC, topic)
                .filter(Resource::ours)
                .map(Resource::attemptId);
    }

    private Optional<Failure> held(String table, String topic, String owner) {
        work.control().hearAll();
        Optional<Attempt> attempt = Attempts.announced(work.control(), table)
                .filter(word -> word.of(owner))
                .map(Attempts::attempt)
                .filter(known -> isProven(known) && !isSpoilt(known) && !isDropped(known));
        return attempt.flatMap(this::report).flatMap(verified -> refusal(verified, topic));
    }

    private boolean isProven(Attempt attempt) {
        return said(attempt, Step.VERIFY.word())
                .map(Word::evidence)
                .filter(evidence ->
                        Verdict.EQUAL.name().equals(evidence.get("verdict")) || evidence.get("waiver") != null)
                .isPresent();
    }

    private boolean isSpoilt(Attempt attempt) {
        boolean here = work.journal().steps(attempt).stream()
                .anyMatch(entry ->
                        entry.state() == StepState.FAILED && entry.code().spoilsAttempt());
        return here
                || Step.ofRun(true).stream()
                        .flatMap(step -> work.control().newest(attempt.table(), step.word()).stream())
                        .anyMatch(word -> word.of(attempt.id())
                                && !word.isDone()
                                && word.code().spoilsAttempt());
    }

    private boolean isDropped(Attempt attempt) {
        return said(attempt, Step.DROP.word())
                .filter(word -> LettingGo.isDropped(word.evidence()))
                .isPresent();
    }

    /** What was said to be done in an attempt. */
    private Optional<Word> said(Attempt attempt, String step) {
        return work.control().newest(attempt.table(), step).filter(word -> word.of(attempt.id()) && word.isDone());
    }

    /** Where report, hash and journal are not of one mind nobody can sign, and a fresh attempt is the way out. */
    private Optional<SignOffBook.Verified> report(Attempt attempt) {
        try {
            return book.verified(attempt);
        } catch (Failure worthNothing) {
            if (worthNothing.code() != ExitCode.REFUSED) {
                throw worthNothing;
            }
            LOG.warn("{} attempt {} counts as not proven", attempt.table(), attempt.number(), worthNothing);
            return Optional.empty();
        }
    }

    private Optional<Failure> refusal(SignOffBook.Verified verified, String topic) {
        Attempt attempt = verified.attempt();
        Optional<Map<Integer, Long>> ends = ends(topic);
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        boolean unchanged = ends.get().equals(verified.report().ends());
        if (!unchanged && isSigned(verified)) {
            LOG.warn("topic {} is not what was proven, and attempt {} is signed off", topic, attempt.number());
            return Optional.empty();
        }
        return Optional.of(new Failure(
                ExitCode.REFUSED,
                attempt.table() + ": topic " + topic + " is not taken away for another attempt: it holds the batch of"
                        + " attempt " + attempt.number() + ", " + proven(verified.report())
                        + ", and nobody has let go of it. "
                        + (unchanged ? wayOut(attempt) : signFirst(attempt, ends.get()))
                        + "; then sluice run --restart"));
    }

    /** Empty if there is no such topic. */
    private Optional<Map<Integer, Long>> ends(String topic) {
        try (TopicsAndGroups topics = work.world().topics()) {
            if (topics.shape(topic).isEmpty()) {
                return Optional.empty();
            }
            Map<Integer, Long> ends = new TreeMap<>();
            Map<Integer, Range> ranges = topics.ranges(topic);
            ranges.forEach((partition, range) -> ends.put(partition, range.end()));
            return Optional.of(ends);
        }
    }

    /** By people's words; a policy that keeps the topic lets go of nothing. */
    private boolean isSigned(SignOffBook.Verified verified) {
        boolean relied = said(verified.attempt(), SignOffBook.DECISION)
                .filter(word -> word.evidence().get("words") instanceof List<?> words && !words.isEmpty())
                .isPresent();
        return relied || book.decide(verified).granted();
    }

    private static String proven(VerificationReport report) {
        return report.verdict() == Verdict.EQUAL ? "which was proven EQUAL" : "whose difference was waived";
    }

    private String wayOut(Attempt attempt) {
        String table = attempt.table();
        Optional<Word> drop = said(attempt, Step.DROP.word());
        if (drop.isEmpty()) {
            return "Sign it off (sluice signoff " + table + ") and let the target half end with it (sluice run --side"
                    + " target --until drop; a batch that the policy keeps goes by sluice drop-batch " + table + ")";
        }
        Object until = drop.get().evidence().get(LettingGo.UNTIL);
        return "It goes by sluice drop-batch " + table + ", which needs its sign-off (sluice signoff " + table + ")"
                + (until == null ? "" : " and, while policy.batchTopic says ttl, waits until " + until);
    }

    /** {@code drop-batch} takes nothing away that nobody has compared; somebody's name must stand under it all the same. */
    private static String signFirst(Attempt attempt, Map<Integer, Long> ends) {
        return "Somebody has written into it since: it ends at " + ends
                + " by partition, and not where it was verified."
                + " Find out who, and sign the attempt off (sluice signoff " + attempt.table() + ")";
    }
}
