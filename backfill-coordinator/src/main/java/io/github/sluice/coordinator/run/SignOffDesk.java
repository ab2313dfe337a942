package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Holder;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.ProcessLock;
import io.github.sluice.coordinator.journal.TableLocks;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.coordinator.signoff.SignOffRules;
import io.github.sluice.coordinator.signoff.SignedStatement;
import io.github.sluice.coordinator.signoff.Signer;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.key.KeyRing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sluice signoff} and {@code sluice drop-batch}: shows the evidence of verified attempts and takes people's words, on
 * either side of the two networks; lets go of kept batches beside StarRocks. It needs no half to be running. One thread;
 * closed by its opener.
 */
public final class SignOffDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignOffDesk.class);
    private static final String TARGET = "target";

    private final Workplace work;
    private final SignOffBook book;
    private final SignOffRules rules;

    private SignOffDesk(Workplace work) {
        this.work = work;
        this.book = new SignOffBook(work);
        this.rules = SignOffRules.of(work.settings());
    }

    /** Opens journal and control topic. */
    public static SignOffDesk open(SluiceSettings settings, String journal) {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        return at(
                settings,
                ring,
                kafka,
                ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root()),
                journal);
    }

    /**
     * As {@link #open}, but makes neither journal nor control topic.
     *
     * @return empty if there is no control topic, so that nothing was ever announced
     */
    public static Optional<SignOffDesk> openIfThere(SluiceSettings settings, String journal) {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        return ControlTopic.openIfThere(kafka, settings.control().topic(), settings.name(), ring.root())
                .map(control ->
                        at(settings, ring, kafka, control, Journal.exists(journal) ? journal : Journal.NOWHERE));
    }

    /**
     * As {@link #openIfThere}, for a dry run.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if there is no control topic
     */
    public static SignOffDesk openToLook(SluiceSettings settings, String journal) {
        return openIfThere(settings, journal)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        "there is no control topic " + settings.control().topic()
                                + ", so no table has been verified; run it first"));
    }

    private static SignOffDesk at(
            SluiceSettings settings, KeyRing ring, KafkaClients kafka, ControlTopic control, String journal) {
        try {
            return new SignOffDesk(new Workplace(
                    settings,
                    ring,
                    kafka,
                    control,
                    Journal.open(journal, settings.name()),
                    new Planner(settings, new PlanFolder(settings.stateFolder().resolveSibling("sluice-plan"))),
                    new Silence()));
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    /** Who may sign, and how many must. */
    public SignOffRules rules() {
        return rules;
    }

    /**
     * A table's newest attempt and how far its sign-off is.
     *
     * @param report empty while it is not verified
     * @param decision as above
     */
    public record Page(String table, int attempt, Optional<VerificationReport> report, Optional<Decision> decision) {
        /** Of a table of which nobody has heard. */
        public static Page ofNothing(String table) {
            return new Page(table, 0, Optional.empty(), Optional.empty());
        }

        /** Whether its batch may be let go of. */
        public boolean granted() {
            return decision.isPresent() && decision.get().granted();
        }
    }

    /** The page of a table, as things are. */
    public Page page(String table) {
        Optional<Attempt> attempt = newest(table);
        Optional<SignOffBook.Verified> verified = attempt.flatMap(book::verified);
        return new Page(
                table,
                attempt.map(Attempt::number).orElse(0),
                verified.map(SignOffBook.Verified::report),
                verified.map(book::decide));
    }

    private Optional<Attempt> newest(String table) {
        return Attempts.announced(work.control(), table).map(Attempts::attempt);
    }

    private Attempt newestOrRefuse(String table) {
        return newest(table)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED, table + ": the control topic knows no attempt at it; run it first"));
    }

    /**
     * Refuses what no word of this signer could do, before anybody is asked.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if there is no report, it was changed, it is not EQUAL and nothing is
     *     waived, or this signer has signed already
     */
    public Page refuseUnlessOpen(String table, Signer signer, String waiver) {
        SignOffBook.Verified verified = book.verifiedOrRefuse(newestOrRefuse(table));
        Verdict verdict = verified.subject().verdict();
        if (verdict == Verdict.UNKNOWN) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": the verdict is UNKNOWN: a side could not be read to its end, so nobody can say what a"
                            + " signature would accept; run again");
        }
        if (verdict == Verdict.DIFF && waiver.isBlank()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": the verdict is DIFF; sign it with --waive REASON, or run again for a fresh attempt");
        }
        if (verdict == Verdict.EQUAL && !waiver.isBlank()) {
            throw new Failure(ExitCode.REFUSED, table + ": the verdict is EQUAL; there is nothing to waive");
        }
        Decision decision = book.decide(verified);
        boolean already =
                decision.accepted().stream().map(SignedStatement::signer).anyMatch(signer.name()::equals);
        if (already && !decision.granted()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table + ": " + signer.name() + " has signed already, and " + decision.needed()
                            + " different approvers are needed; have another one sign");
        }
        return page(table);
    }

    /** Takes the signer's word, writes it down, and tells it to the other half. */
    public Page sign(String table, Signer signer, String waiver) {
        refuseUnlessOpen(table, signer, waiver);
        Attempt attempt = newestOrRefuse(table);
        SignOffBook.Verified verified = book.verifiedOrRefuse(attempt);
        work.journal().remember(attempt);
        book.record(attempt, signer.sign(verified.subject(), Instant.now(), waiver));
        return page(table);
    }

    /**
     * Lets go of a kept batch, or says what stands against it. No run of the target half works at the table meanwhile.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if one does
     */
    public BatchEnding drop(String table, boolean lookOnly) {
        if (lookOnly) {
            return dropHeld(table, true);
        }
        Path folder = work.stateFolder();
        ProcessLock half = Backfill.lock(folder, TARGET);
        try (TableLocks held = work.journal().lock(Holder.here(folder), List.of(TARGET), List.of(table))) {
            LOG.info("{}", held);
            return dropHeld(table, false);
        } finally {
            half.close();
        }
    }

    private BatchEnding dropHeld(String table, boolean lookOnly) {
        Attempt attempt = newestOrRefuse(table);
        Word announced = Attempts.announced(work.control(), table)
                .filter(word -> word.of(attempt.id()))
                .orElseThrow(
                        () -> new Failure(ExitCode.UNKNOWN, table + ": a newer attempt has just begun; run again"));
        return new KeptBatch(work, book).drop(attempt, Attempts.spec(announced), lookOnly);
    }

    @Override
    public void close() {
        work.control().close();
    }
}
