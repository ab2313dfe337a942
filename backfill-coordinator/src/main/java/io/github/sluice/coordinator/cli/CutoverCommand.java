package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.CutoverRun;
import io.github.sluice.coordinator.run.DryRun;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice cutover}: the last step of one table, when its batch has been let go of. */
@Command(
        name = "cutover",
        mixinStandardHelpOptions = true,
        description = {
            "Lets the stream of a table take over and cuts it over, when its batch is verified, signed off and let go of;"
                    + " refused with 40 before that, with the list of what is possible instead.",
            "Run it with --side source and --side target where no machine reaches both."
        })
public final class CutoverCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", description = "The logical table, by its name in StarRocks.")
    private String table = "";

    @Mixin
    private SideOption side = new SideOption();

    @Option(names = "--dry-run", description = "Look at everything, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Table chosen = TablesOption.one(settings, table);
        if (settings.streamer() == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cutover needs a streamer section in the settings; without one a table is done with its batch");
        }
        Backfill.Options options = new Backfill.Options(
                side.of(settings),
                List.of(chosen),
                null,
                Step.CUTOVER,
                false,
                settings.stateFolder().resolveSibling("sluice-plan"),
                common.journal(settings));
        if (dryRun) {
            try (DryRun dry = CutoverRun.dry(settings, options)) {
                new DryRunPage(dry).print(spec.commandLine().getOut(), common.json());
                return dry.code().number();
            }
        }
        List<TableOutcome> outcomes;
        try (Screen screen = Screen.open(spec.commandLine().getErr())) {
            outcomes = new CutoverRun(settings, options, screen).run();
        }
        new FinalTable(outcomes).print(spec.commandLine().getOut(), common.json());
        common.values().outcomes(outcomes);
        return Backfill.code(outcomes).number();
    }
}
