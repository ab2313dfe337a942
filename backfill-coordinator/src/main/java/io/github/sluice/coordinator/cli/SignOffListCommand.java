package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.ArrayList;
import java.util.List;
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
        List<SignOffDesk.Page> pages;
        try (SignOffDesk desk = SignOffDesk.open(settings, common.journal(settings))) {
            pages = TablesOption.chosen(settings, tables).stream()
                    .map(desk::page)
                    .toList();
        }
        SignOffPages shown = new SignOffPages(spec.commandLine().getOut());
        if (common.json()) {
            shown.json(pages);
        } else {
            shown.list(pages);
        }
        return ExitCode.DONE.number();
    }
}
