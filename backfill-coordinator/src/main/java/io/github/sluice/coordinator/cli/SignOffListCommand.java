package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice signoff list}: what is verified, and who has signed it. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Shows for every table whether it is verified, by which report, and who has signed. Changes nothing.")
public final class SignOffListCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Only these tables (default: all).")
    private List<String> tables = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        List<SignOffDesk.Page> pages = pages(settings, TablesOption.chosen(settings, tables));
        SignOffPages shown = new SignOffPages(spec.commandLine().getOut());
        if (common.json()) {
            shown.json(pages);
        } else {
            shown.list(pages);
        }
        return ExitCode.DONE.number();
    }

    private List<SignOffDesk.Page> pages(SluiceSettings settings, List<String> targets) {
        Optional<SignOffDesk> there = SignOffDesk.openIfThere(settings, common.journal(settings));
        if (there.isEmpty()) {
            return targets.stream().map(SignOffDesk.Page::ofNothing).toList();
        }
        try (SignOffDesk desk = there.get()) {
            return targets.stream().map(desk::page).toList();
        }
    }
}
