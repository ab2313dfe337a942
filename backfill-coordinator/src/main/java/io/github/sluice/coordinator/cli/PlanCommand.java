package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.PlanFolder.Change;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice plan}: one YAML file to all files. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Reads MySQL's catalogue and writes table description, DDL, DataX job and connector of every table.")
public final class PlanCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--force", description = "Replace files that were edited by hand since they were written.")
    private boolean force;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Planner planner = new Planner(settings, new PlanFolder(common.planFolder(settings)));
        Map<String, Change> changes = planner.plan(common.tables(settings), force, dryRun);
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("folder", common.planFolder(settings).toString());
            Map<String, Object> files = new LinkedHashMap<>();
            changes.forEach((file, change) -> files.put(file, change.name()));
            json.put("files", files);
            out.println(Json.write(json));
        } else {
            changes.forEach((file, change) -> out.println(Messages.system().of("plan." + change.name()) + "  "
                    + common.planFolder(settings).resolve(file)));
        }
        out.flush();
        return ExitCode.DONE.number();
    }
}
