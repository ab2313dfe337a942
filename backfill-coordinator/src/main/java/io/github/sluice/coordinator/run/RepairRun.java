package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveCompare;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.compare.RepairJournal;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sluice repair}: compares a table whose stream has taken over, and sends the rows that differ anew through the
 * stream. StarRocks is never written to directly. The half beside MySQL writes down in its journal how many rows it is
 * about to send, and how many it has sent.
 */
public final class RepairRun {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final SluiceSettings settings;
    private final Backfill.Options options;
    private final Board board;

    public RepairRun(SluiceSettings settings, Backfill.Options options, Board board) {
        this.settings = settings;
        this.options = options;
        this.board = board;
    }

    /**
     * Repairs one table.
     *
     * @param apply whether anything is sent; otherwise it is only said what would be
     * @return on the target half all of it; a source half alone knows only the verdict
     * @throws Failure 40 if the table's stream has not taken over, or the key that would seal is used up
     */
    public Repaired run(Table table, boolean apply) {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        try (ControlTopic control =
                ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root())) {
            Journal journal = Journal.open(options.journal(), settings.name());
            Workplace work = new Workplace(
                    settings,
                    ring,
                    kafka,
                    control,
                    journal,
                    new Planner(settings, new PlanFolder(options.planFolder())),
                    board);
            Procedure.DECLARED.refuseUnlessLegal(
                    Procedure.Act.REPAIR, Standing.told(control, table.target(), settings.streamer() != null));
            Word announced = Attempts.announced(control, table.target()).orElseThrow();
            if (apply && options.side().hasSource()) {
                new KeyGuard(work).refuseIfUsedUp();
            }
            return run(work, Attempts.spec(announced), Attempts.attempt(announced), apply);
        }
    }

    private Repaired run(Workplace work, TableSpec spec, Attempt attempt, boolean apply) {
        LiveSpec live = Cutover.live(work, spec);
        CompareProgress progress = new Cutover.Shown(board, spec.target(), Step.VERIFY);
        Side side = options.side();
        board.begins(spec.target(), Step.VERIFY);
        Repaired repaired = new LiveHalves(side)
                .run(
                        LiveCompare.repairingSource(settings, work.kafka(), work.ring(), new Written(work, attempt)),
                        live,
                        progress,
                        () -> LiveCompare.target(settings, work.kafka(), work.ring())
                                .repair(
                                        live,
                                        ConnectClient.group(
                                                spec.streamOrRefuse().connector()),
                                        apply,
                                        progress),
                        told -> new Repaired(told, List.of(), told));
        board.ends(spec.target(), Step.VERIFY, repaired.after().verdict().name());
        return repaired;
    }

    /** The exit code of a verdict, the same for a comparison and for a repair. */
    public static ExitCode code(Comparison found) {
        return switch (found.verdict()) {
            case EQUAL -> ExitCode.DONE;
            case DIFF -> ExitCode.LIVE_DIFF;
            case UNKNOWN -> ExitCode.UNKNOWN;
        };
    }

    /** One journal row per batch of rows that is sent. */
    private static final class Written implements RepairJournal {
        /** A row that changes while it is sent is sent again. */
        private static final long SENT_AGAIN = 2;

        private final Journal journal;
        private final KeyRing ring;
        private final Attempt attempt;
        private String step = "";
        private long rows;

        Written(Workplace work, Attempt attempt) {
            this.journal = work.journal();
            this.ring = work.ring();
            this.attempt = attempt;
        }

        @Override
        public void sends(long count) {
            step = "repair-" + WHEN.format(Instant.now());
            rows = count;
            journal.remember(attempt);
            journal.started(attempt, step);
            journal.note(attempt, step, evidence(null));
            seals(SENT_AGAIN * rows);
        }

        @Override
        public void sent(long upserts, long deletes, long moving) {
            journal.done(attempt, step, evidence(List.of(upserts, deletes, moving)));
            seals(upserts + deletes);
        }

        /** No manifest tells what a repair seals; said before it does, so that a kill makes nobody forget it. */
        private void seals(long records) {
            journal.remember(
                    step + "-" + attempt.id().substring(0, 8),
                    Map.of(ring.active().id(), new KeyUse(records, 1)));
        }

        private String evidence(@Nullable List<Long> sent) {
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("rows", rows);
            if (sent != null) {
                evidence.put("upserts", sent.get(0));
                evidence.put("deletes", sent.get(1));
                evidence.put("moving", sent.get(2));
            }
            return Json.write(evidence);
        }
    }
}
