package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connect delete}: connectors go; their topics and the offsets of their groups stay. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes connectors, after a question. Topics stay, and so do the committed offsets: a connector that is made"
                    + " again under the same name goes on there.",
            "One that is gone already is no fault. One that an unfinished run of the settings file has made is refused (40)."
        })
public final class ConnectDeleteCommand implements Callable<Integer> {
    @Mixin
    private ConnectOptions common = new ConnectOptions();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The connectors.")
    private Set<String> names = new LinkedHashSet<>();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--dry-run",
            description = "Look whether they are there, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConnectClient connect = common.connect();
        common.settings().ifPresent(this::refuseThoseOfAnUnfinishedRun);
        List<String> there = names.stream()
                .filter(name -> ConnectOptions.asked(() -> connect.config(name)).isPresent())
                .toList();
        if (!dryRun && !there.isEmpty()) {
            refuseUnlessApproved(there);
        }
        try (ConnectOutcomes outcomes = new ConnectOutcomes(spec.commandLine().getOut(), common.json(), dryRun)) {
            for (String name : names) {
                if (there.contains(name)) {
                    ConnectOptions.told(() -> outcomes.acting(connect).delete(name));
                }
                outcomes.add(name, there.contains(name) ? ConnectOutcome.DELETED : ConnectOutcome.ABSENT);
            }
        }
        return ExitCode.DONE.number();
    }

    private void refuseThoseOfAnUnfinishedRun(SluiceSettings settings) {
        String where = common.journal(settings);
        if (!Journal.exists(where)) {
            return;
        }
        Journal journal = Journal.open(where, settings.name());
        Step last = Step.last(settings.streamer() != null);
        for (String name : names) {
            Optional<Resource> made =
                    journal.resource(Resource.Kind.CONNECTOR, name).filter(Resource::ours);
            if (made.isEmpty()) {
                continue;
            }
            for (Table table : settings.tables()) {
                Optional<Attempt> attempt = journal.latestAttempt(table.target())
                        .filter(known -> known.id().equals(made.get().attemptId()));
                boolean unfinished = attempt.isPresent()
                        && journal.step(attempt.get(), last.word())
                                .filter(step -> step.state() == StepState.DONE)
                                .isEmpty();
                if (unfinished) {
                    throw new Failure(
                            ExitCode.REFUSED,
                            "connector " + Printable.line(name) + " is that of table " + table.target()
                                    + ", whose run has not come to step " + last.word()
                                    + " yet; 'sluice run' deletes it when it is no longer needed. Nothing was deleted");
                }
            }
        }
    }

    private void refuseUnlessApproved(List<String> there) {
        if (yes) {
            return;
        }
        if (System.console() == null) {
            throw new Failure(ExitCode.REFUSED, "nobody is at a terminal to be asked; say --yes to delete " + there);
        }
        PrintWriter err = spec.commandLine().getErr();
        there.forEach(name -> err.println("  " + Printable.line(name)));
        err.println(Messages.system().of("connect.delete.ask", there.size()));
        err.flush();
        String answer = System.console().readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|是")) {
            throw new Failure(ExitCode.REFUSED, "nothing was deleted");
        }
    }
}
