package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.PlanFolder.Change;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Warehouse;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice plan}: one YAML file to all files. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Reads MySQL's catalogue and writes all files of every table: description, DDL, topics, DataX job"
                + " and its script, connectors, what is compared, privileges.")
public final class PlanCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ImportS1 importing = new ImportS1();

    @Option(names = "--force", description = "Replace files that were edited by hand since they were written.")
    private boolean force;

    @Option(
            names = "--refresh",
            description = "Choose the numbers of buckets anew by today's sizes; else those in the folder are kept.")
    private boolean refresh;

    @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--check",
            description = "Write nothing; end with 31 if sluice plan would change a file. For a review's build.")
    private boolean check;

    @Option(
            names = "--diff",
            description =
                    "Write nothing; show how the files would change, edited ones too, and what is to be done to the"
                            + " tables in StarRocks. With --check it ends with 31 if there is anything.")
    private boolean diff;

    @Option(
            names = "--explain",
            paramLabel = "TABLE[.COLUMN]",
            description = "Say why a column has its type: of the table with this name in StarRocks.")
    private @Nullable String explain;

    @ArgGroup(exclusive = false, heading = "A first settings file:%n")
    private @Nullable InitPlan init;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (importing.asked()) {
            return importing.run(common, dryRun, spec.commandLine());
        }
        if (init != null) {
            return init.write(
                    common.file(), dryRun, common.json(), spec.commandLine().getOut());
        }
        SluiceSettings settings = common.open();
        if (Stream.of(diff || check, explain != null, dryRun || force)
                        .filter(chosen -> chosen)
                        .count()
                > 1) {
            throw new Failure(
                    ExitCode.USAGE, "--diff and --check, --explain, and --dry-run or --force exclude each other");
        }
        Planner planner = new Planner(settings, new PlanFolder(common.planFolder(settings)), refresh);
        PrintWriter out = spec.commandLine().getOut();
        ExitCode code;
        if (explain != null) {
            code = new Explanation(settings, planner).print(explain, common.json(), out);
        } else if (diff) {
            code = differences(settings, planner, out);
        } else {
            code = plan(settings, planner, out);
        }
        out.flush();
        return code.number();
    }

    private ExitCode plan(SluiceSettings settings, Planner planner, PrintWriter out) {
        Map<String, Change> changes = planner.plan(common.tables(settings), force, dryRun || check);
        if (common.json()) {
            Map<String, Object> files = new LinkedHashMap<>();
            changes.forEach((file, change) -> files.put(file, change.name()));
            out.println(Json.write(document(settings, Map.of("files", files))));
        } else {
            String prefix = check || dryRun ? "plan.would." : "plan.";
            changes.forEach((file, change) -> out.println(Messages.system().of(prefix + change.name()) + "  "
                    + common.planFolder(settings).resolve(file)));
        }
        return check && (changes.containsValue(Change.WRITTEN) || changes.containsValue(Change.OBSOLETE))
                ? ExitCode.STALE_PLAN
                : ExitCode.DONE;
    }

    private ExitCode differences(SluiceSettings settings, Planner planner, PrintWriter out) {
        List<Table> tables = common.tables(settings);
        Map<String, String> files = planner.differences(tables);
        if (!common.json()) {
            files.values().forEach(out::println);
            out.flush();
        }
        Map<String, List<String>> target = Map.of();
        String unseen = "";
        try {
            target = target(settings, planner, tables);
        } catch (Failure failure) {
            unseen = unseen(failure);
        }
        if (common.json()) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("differences", files);
            both.put("target", target);
            both.put("targetUnseen", unseen);
            out.println(Json.write(document(settings, both)));
        } else {
            if (!unseen.isEmpty()) {
                out.println(Messages.system().of("plan.diff.unseen", unseen));
            }
            target.values().forEach(lines -> lines.forEach(out::println));
        }
        return check && !(files.isEmpty() && target.isEmpty()) ? ExitCode.STALE_PLAN : ExitCode.DONE;
    }

    /** Whoever plans beside MySQL may have no way to StarRocks, or not its password; a check must not pass for that. */
    private String unseen(Failure failure) {
        boolean outOfReach = failure.code() == ExitCode.UNKNOWN || failure.code() == ExitCode.USAGE;
        if (check || !outOfReach) {
            throw failure;
        }
        return String.valueOf(failure.getMessage());
    }

    /** Proposals by table, for those that stand in StarRocks and differ; nothing where this half has no StarRocks. */
    private static Map<String, List<String>> target(SluiceSettings settings, Planner planner, List<Table> tables) {
        StarRocks starrocks = settings.starrocks();
        return starrocks == null ? Map.of() : planner.targetDifferences(tables, new Warehouse(starrocks)::standing);
    }

    private Map<String, Object> document(SluiceSettings settings, Map<String, ?> content) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", common.planFolder(settings).toString());
        json.putAll(content);
        return json;
    }
}
