package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.Reverify;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice verify}: compares again and changes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Before the stream has taken over: compares manifest, topic (if it is still there) and StarRocks again.",
            "Afterwards: compares MySQL and StarRocks row by row while both go on; each half runs where it can reach its"
                    + " side. Changes nothing."
        })
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private SideOption side = new SideOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Backfill.Options options = new Backfill.Options(
                side.of(settings),
                common.tables(settings),
                null,
                Step.VERIFY,
                false,
                common.planFolder(settings),
                common.journal(settings));
        List<TableOutcome> outcomes;
        Map<String, Comparison> compared;
        try (Screen screen = Screen.open(spec.commandLine().getErr())) {
            Reverify verify = new Reverify(settings, options, screen);
            outcomes = verify.run();
            compared = verify.compared();
        }
        new FinalTable(outcomes, compared).print(spec.commandLine().getOut(), common.json());
        common.values().outcomes(outcomes);
        if (!compared.isEmpty()) {
            common.values()
                    .rows(compared.values().stream()
                            .mapToLong(Comparison::targetRows)
                            .sum());
        }
        return Backfill.code(outcomes).number();
    }
}
