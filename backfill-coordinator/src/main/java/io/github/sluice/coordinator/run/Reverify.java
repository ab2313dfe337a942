package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveCompare;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sluice verify}: before the stream has taken over, compares once more, from the target half, what the newest
 * attempt's sealed manifest says with topic and StarRocks; afterwards MySQL with StarRocks, row by row, while both go on.
 * Changes nothing and says nothing on the control topic.
 */
public final class Reverify {
    private static final Logger LOG = LoggerFactory.getLogger(Reverify.class);

    private final SluiceSettings settings;
    private final Backfill.Options options;
    private final Board board;
    private final Map<String, Comparison> compared = new LinkedHashMap<>();

    public Reverify(SluiceSettings settings, Backfill.Options options, Board board) {
        this.settings = settings;
        this.options = options;
        this.board = board;
    }

    public List<TableOutcome> run() {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        try (ControlTopic control =
                ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root())) {
            Workplace work = new Workplace(
                    settings,
                    ring,
                    kafka,
                    control,
                    Journal.open(options.journal(), settings.name()),
                    new Planner(settings, new PlanFolder(options.planFolder())),
                    board);
            List<TableOutcome> outcomes = new ArrayList<>();
            for (Table table : options.tables()) {
                outcomes.add(verify(work, table));
            }
            return outcomes;
        }
    }

    private TableOutcome verify(Workplace work, Table table) {
        Instant start = Instant.now();
        Failure found = null;
        board.begins(table.target(), Step.VERIFY);
        try {
            compare(work, table);
            board.ends(table.target(), Step.VERIFY, Verdict.EQUAL.name());
        } catch (Failure failure) {
            found = failure;
            LOG.error("{}: verify", table.target(), failure);
            board.fails(table.target(), Step.VERIFY, failure.getMessage());
        }
        return TableOutcome.of(table.target(), work.control(), found, TableOutcome.since(start));
    }

    private void compare(Workplace work, Table table) {
        Procedure.DECLARED.refuseUnlessLegal(
                Procedure.Act.VERIFY, Standing.told(work.control(), table.target(), settings.streamer() != null));
        Word announced = Attempts.announced(work.control(), table.target()).orElseThrow();
        if (isLive(work.control(), announced)) {
            compareLive(work, Attempts.spec(announced));
            return;
        }
        if (!options.side().hasTarget()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table.target() + ": its stream has not taken over yet; until then the target half verifies alone");
        }
        Word snapshot = work.control()
                .newest(table.target(), Step.SNAPSHOT.word())
                .filter(word -> word.of(announced.attemptId()) && word.isDone())
                .orElseThrow();
        RunManifest manifest =
                RunManifest.fromJson(Json.write(snapshot.evidence().get("manifest")));
        TableSpec spec = Attempts.spec(announced);
        Verification verification = new Verification(work, new Warehouse(settings.starrocksOrRefuse()));
        boolean topicThere;
        try (Topics topics = new Topics(work.kafka())) {
            topicThere = topics.shape(spec.topic()).isPresent();
        }
        if (topicThere) {
            verification.withTopic(spec, manifest);
        } else {
            verification.withoutTopic(spec, manifest);
        }
    }

    /** Whether the stream connector has loaded into StarRocks, so that the batch's manifest says nothing any more. */
    static boolean isLive(ControlTopic control, Word announced) {
        return control.newest(announced.table(), Step.STREAM.word())
                .filter(word -> word.of(announced.attemptId()) && word.isDone())
                .isPresent();
    }

    private void compareLive(Workplace work, TableSpec spec) {
        LiveSpec live = Cutover.live(work, spec);
        CompareProgress progress = new Cutover.Shown(board, spec.target(), Step.VERIFY);
        Comparison found = new LiveHalves(options.side())
                .run(
                        LiveCompare.source(settings, work.kafka(), work.ring()),
                        live,
                        progress,
                        () -> LiveCompare.target(settings, work.kafka(), work.ring())
                                .compare(
                                        live,
                                        ConnectClient.group(
                                                spec.streamOrRefuse().connector()),
                                        progress),
                        told -> told);
        compared.put(spec.target(), found);
        Cutover.refuseUnlessEqual(spec, found);
    }

    /** What the live comparisons of {@link #run} found, by table; a table that is not live has none. */
    public Map<String, Comparison> compared() {
        return Collections.unmodifiableMap(compared);
    }
}
