package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyRing;
import java.util.List;

/**
 * {@code sluice cutover}: step 7 of a table whose batch has been let go of, and nothing before it. Whatever {@code sluice
 * run} guards is guarded here too, because the same halves do it.
 */
public final class CutoverRun {
    private final SluiceSettings settings;
    private final Backfill.Options options;
    private final Board board;

    /** @param options as of a run to its end */
    public CutoverRun(SluiceSettings settings, Backfill.Options options, Board board) {
        this.settings = settings;
        this.options = options;
        this.board = board;
    }

    /**
     * Runs to the end of step 7; at once for a table that is cut over.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if a table is not as far, before anything is done to any
     */
    public List<TableOutcome> run() {
        KeyRing ring = References.keyRing(settings);
        try (ControlTopic control = ControlTopic.open(
                new KafkaClients(settings.kafka()), settings.control().topic(), settings.name(), ring.root())) {
            options.tables().forEach(table -> refuseUnlessLetGo(control, settings, table));
        }
        return new Backfill(settings, options, board, step -> {}).run();
    }

    /**
     * What {@link #run} would do; changes nothing.
     *
     * @return closed by the caller
     * @throws Failure as there
     */
    public static DryRun dry(SluiceSettings settings, Backfill.Options options) {
        try (ControlTopic control = ControlTopic.openIfThere(
                        new KafkaClients(settings.kafka()),
                        settings.control().topic(),
                        settings.name(),
                        References.keyRing(settings).root())
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        "there is no control topic " + settings.control().topic()
                                + ", so no table has come to its cutover; run it first"))) {
            options.tables().forEach(table -> refuseUnlessLetGo(control, settings, table));
        }
        return DryRun.open(settings, options);
    }

    static void refuseUnlessLetGo(ControlTopic control, SluiceSettings settings, Table table) {
        Standing standing = Standing.told(control, table.target(), settings.streamer() != null);
        boolean under = Procedure.DECLARED.legal(standing).contains(Procedure.Act.GO_LIVE)
                || standing.state() == Procedure.State.IS_CUT_OVER;
        if (!under) {
            Procedure.DECLARED.refuseUnlessLegal(Procedure.Act.CUT_OVER, standing);
        }
    }
}
