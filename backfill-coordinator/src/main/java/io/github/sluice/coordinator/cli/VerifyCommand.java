package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.Reverify;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice verify}: compares again and changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Compares manifest, topic (if it is still there) and StarRocks again. Changes nothing.")
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Backfill.Options options = new Backfill.Options(
                Side.TARGET,
                common.tables(settings),
                null,
                Step.VERIFY,
                false,
                common.planFolder(settings),
                common.journal(settings));
        List<TableOutcome> outcomes;
        try (Screen screen = Screen.open(spec.commandLine().getErr())) {
            outcomes = new Reverify(settings, options, screen).run();
        }
        new FinalTable(outcomes).print(spec.commandLine().getOut(), common.json());
        return Backfill.code(outcomes).number();
    }
}
