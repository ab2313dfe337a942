package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.Reverify;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--side",
            paramLabel = "source|target|both",
            description = "Which half runs here (default: those whose sections the settings file has).")
    private @Nullable Side side;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Backfill.Options options = new Backfill.Options(
                sideOf(side, settings),
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
        return Backfill.code(outcomes).number();
    }

    /** What was asked for, or else what the settings can reach. */
    static Side sideOf(@Nullable Side asked, SluiceSettings settings) {
        if (asked != null) {
            return asked;
        }
        if (settings.starrocks() == null) {
            return Side.SOURCE;
        }
        return settings.source() == null ? Side.TARGET : Side.BOTH;
    }
}
