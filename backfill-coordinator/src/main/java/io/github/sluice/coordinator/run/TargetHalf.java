package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.run.Attempts.Announced;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The half beside StarRocks and Connect. For each table: make the StarRocks table ready, wait for a proven snapshot, load
 * it, prove topic = StarRocks, and only then, with somebody's sign-off, let go of topic and connector; then let the
 * stream take over, and prove MySQL = StarRocks. Without a streamer the road ends there.
 */
final class TargetHalf implements Half {
    private final Workplace work;
    private final StepLedger steps;
    private final Attempts attempts;
    private final TargetTable targetTable;
    private final BatchLoad load;
    private final Verification verification;
    private final SignOff signOff;
    private final LettingGo lettingGo;
    private final StreamLoad stream;
    private final Cutover cutover;
    private final LiveTarget live;
    private final boolean beside;

    /** Attempts of this run, by their ids. */
    private final Set<String> followed = ConcurrentHashMap.newKeySet();

    /** @param beside whether the source half runs in this process too */
    TargetHalf(Workplace work, Backfill.Gate gate, boolean beside) {
        this.work = work;
        this.beside = beside;
        this.steps = new StepLedger(work);
        this.attempts = new Attempts(work);
        TargetServer warehouse = work.world().starrocks();
        this.load = new BatchLoad(work);
        this.targetTable = new TargetTable(work, warehouse, load);
        this.verification = new Verification(work, warehouse);
        this.signOff = new SignOff(work, steps, gate);
        this.lettingGo = new LettingGo(work, steps, load, signOff);
        this.stream = new StreamLoad(work, new CatchUp(work, steps));
        this.cutover = new Cutover(work, steps);
        this.live = work.world().liveTarget();
    }

    @Override
    public void run(Table table, Stretch stretch, boolean afresh) {
        Stretch left = stretch;
        while (true) {
            Announced announced = attempts.follow(
                    table.target(),
                    attempt -> isOver(work, attempt, afresh && !followed.contains(attempt.id())),
                    beside);
            followed.add(announced.attempt().id());
            refuseUnlessOfOneMind(announced);
            try {
                run(table, announced.attempt(), announced.spec(), left);
                return;
            } catch (Superseded newer) {
                // the source half has begun again; so does this half, with the newer attempt
                work.board().waits(table.target(), Step.TABLE);
                left = stretch.fromTheStart();
            }
        }
    }

    /** Both halves move a table with its live changes, or both without. */
    private void refuseUnlessOfOneMind(Announced announced) {
        boolean here = work.settings().streamer() != null;
        boolean there = announced.spec().stream() != null;
        if (here != there) {
            throw steps.failed(
                    announced.attempt(),
                    Step.TABLE,
                    new Failure(
                            ExitCode.REFUSED,
                            announced.spec().target() + ": the settings of the source half have "
                                    + (there ? "a" : "no") + " streamer section, those of the target half have "
                                    + (here ? "one" : "none")
                                    + "; both or neither must have it (streamer: {} is enough beside StarRocks)"));
        }
    }

    /** Whether a target half is through with an attempt, so that only a newer one counts; only looks. */
    static boolean isOver(Workplace work, Attempt attempt, boolean afresh) {
        return work.journal().steps(attempt).stream()
                .anyMatch(entry -> (entry.state() == StepState.FAILED
                                && entry.code().spoilsAttempt()
                                && !isWaived(work, attempt, entry))
                        || (afresh
                                && entry.state() == StepState.DONE
                                && entry.step().equals(Step.DROP.word())));
    }

    private static boolean isWaived(Workplace work, Attempt attempt, StepEntry entry) {
        return entry.step().equals(Step.VERIFY.word()) && new SignOffBook(work).waived(attempt);
    }

    private void run(Table table, Attempt attempt, TableSpec spec, Stretch stretch) {
        for (Step step : Step.ofRun(spec.stream() != null)) {
            if (stretch.includes(step)) {
                play(step, table, attempt, spec);
            }
        }
    }

    /** This half's part in a step of the road; the other half's steps are waited for where their evidence is needed. */
    private void play(Step step, Table table, Attempt attempt, TableSpec spec) {
        switch (step) {
            case TABLE -> steps.perform(attempt, step, () -> targetTable.makeReady(attempt, table, spec));
            case LOAD -> {
                RunManifest manifest = manifest(attempt);
                steps.perform(attempt, step, () -> load.untilDrained(attempt, table, spec, manifest));
            }
            case VERIFY -> {
                RunManifest manifest = manifest(attempt);
                verify(attempt, spec, manifest);
            }
            case DROP -> {
                steps.perform(
                        attempt,
                        step,
                        () -> lettingGo.allow(attempt, spec),
                        () -> lettingGo.perform(attempt, spec, () -> manifest(attempt)));
                lettingGo.performIfDue(attempt, spec, () -> manifest(attempt));
            }
            case STREAM -> {
                Map<Integer, Long> starts = Offsets.fromJson(
                        steps.awaitOther(attempt, Step.CAPTURE).evidence().get("starts"));
                steps.perform(attempt, step, () -> goLive(attempt, table, spec, starts));
            }
            case CUTOVER -> steps.perform(attempt, step, () -> cutover.prove(spec, live));
            case TOPICS, CAPTURE, SNAPSHOT -> {}
        }
    }

    /** An attempt whose difference was waived is not compared again: its report is what was signed. */
    private void verify(Attempt attempt, TableSpec spec, RunManifest manifest) {
        boolean done = steps.isDone(attempt, Step.VERIFY);
        Optional<Map<String, @Nullable Object>> waived = done ? Optional.empty() : waived(attempt);
        ReportedVerification reported = new ReportedVerification(work, load, verification);
        steps.perform(
                attempt,
                Step.VERIFY,
                () -> {},
                () -> waived.orElseGet(() -> reported.perform(attempt, spec, manifest)),
                reported::reported);
    }

    private Optional<Map<String, @Nullable Object>> waived(Attempt attempt) {
        try {
            return signOff.waived(attempt);
        } catch (Failure refused) {
            throw steps.failed(attempt, Step.VERIFY, refused);
        }
    }

    private RunManifest manifest(Attempt attempt) {
        Word snapshot = steps.awaitOther(attempt, Step.SNAPSHOT);
        RunManifest manifest =
                RunManifest.fromJson(Json.write(snapshot.evidence().get("manifest")));
        work.journal().remember(attempt.id(), manifest.keyUses());
        return manifest;
    }

    /** Step 7: the stream takes over from a batch that is verified and let go of, with somebody's word. */
    private Map<String, @Nullable Object> goLive(
            Attempt attempt, Table table, TableSpec spec, Map<Integer, Long> starts) {
        Map<String, @Nullable Object> signedOff = signOff.require(attempt);
        load.removeBeforeStream(spec);
        Map<String, @Nullable Object> evidence = stream.untilCaughtUp(attempt, table, spec, starts);
        evidence.put(SignOff.WORD, signedOff);
        return evidence;
    }
}
