package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.run.SignOffWait;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice signoff wait}: the task of a scheduler between a run that ended with 40 and the run that goes on. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until the tables are signed off, as the policy wants it: 0 then, 40 when the time is over.",
            "A table that is not verified yet is waited for, too. Changes nothing."
        })
public final class SignOffWaitCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Only these tables (default: all).")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "8h",
            converter = ShortDuration.class,
            description = "How long, such as 30m or 8h (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofHours(8);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        List<SignOffDesk.Page> pages;
        try (SignOffDesk desk = SignOffDesk.open(settings, common.journal(settings))) {
            pages = new SignOffWait(desk::page, Clock.systemUTC(), Pause.SLEEP)
                    .await(TablesOption.chosen(settings, tables), timeout);
        }
        SignOffPages shown = new SignOffPages(spec.commandLine().getOut());
        if (common.json()) {
            shown.json(pages);
        } else {
            shown.list(pages);
        }
        List<String> open = pages.stream()
                .filter(page -> !page.granted())
                .map(SignOffDesk.Page::table)
                .toList();
        common.values().tables(pages.size(), open);
        common.values().verdict(open.isEmpty() ? "SIGNED" : "OPEN");
        if (!open.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "nobody has signed off " + open
                            + " in time; look with sluice signoff list, then sluice signoff TABLE");
        }
        return ExitCode.DONE.number();
    }
}
