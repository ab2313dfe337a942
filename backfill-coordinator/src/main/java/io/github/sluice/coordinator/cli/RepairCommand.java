package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.Repair;
import io.github.sluice.coordinator.compare.Repaired;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.RepairRun;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice repair}: sends rows that differ anew through the stream. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a table whose stream has taken over, row by row, and sends the rows that differ anew: as sealed"
                    + " records into the stream topic, never into StarRocks directly.",
            "Run it with --side source and --side target where no machine reaches both."
        })
public final class RepairCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", description = "The logical table, by its name in StarRocks.")
    private String table = "";

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private What what;

    /** One of the two must be said. */
    static final class What {
        @Option(
                names = {"--plan", "--dry-run"},
                description = "Say what would be sent, and send nothing.")
        private boolean plan;

        @Option(names = "--apply", description = "Send it, wait until it is loaded, and compare those rows again.")
        private boolean apply;
    }

    @Mixin
    private SideOption side = new SideOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Table chosen = TablesOption.one(settings, table);
        Side here = side.of(settings);
        Backfill.Options options = new Backfill.Options(
                here,
                List.of(chosen),
                null,
                Step.VERIFY,
                false,
                settings.stateFolder().resolveSibling("sluice-plan"),
                common.journal(settings));
        Repaired repaired;
        try (Screen screen = Screen.open(spec.commandLine().getErr())) {
            repaired = new RepairRun(settings, options, screen).run(chosen, what.apply);
        }
        print(repaired, here);
        return RepairRun.code(repaired.after()).number();
    }

    private void print(Repaired repaired, Side here) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.write(json(repaired)));
        } else {
            if (here.hasTarget()) {
                Messages words = Messages.system();
                out.println(table + ": " + text(repaired.before()));
                repaired.before().differences().forEach(row -> out.println("  " + row));
                repaired.repairs()
                        .forEach(row ->
                                out.println("  " + words.of(what.apply ? "repair.sent" : "repair.would") + " " + row));
            }
            if (what.apply || !here.hasTarget()) {
                out.println(table + ": " + Messages.system().of("repair.after") + " " + text(repaired.after()));
                repaired.after().differences().forEach(row -> out.println("  " + row));
            }
        }
        out.flush();
    }

    private static String text(Comparison found) {
        return found.verdict().name() + (found.reason().isEmpty() ? "" : " (" + found.reason() + ")");
    }

    private Map<String, @Nullable Object> json(Repaired repaired) {
        List<Object> rows = new ArrayList<>();
        for (Repair row : repaired.repairs()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("action", row.action().name().toLowerCase(Locale.ROOT));
            one.put("key", row.key());
            rows.add(one);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", table);
        json.put("applied", what.apply);
        json.put("before", json(repaired.before()));
        json.put("rows", rows);
        json.put("after", what.apply ? json(repaired.after()) : null);
        json.put("exitCode", RepairRun.code(repaired.after()).number());
        return json;
    }

    private static Map<String, Object> json(Comparison found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", found.verdict().name());
        json.put("rows", found.rows());
        json.put("targetRows", found.targetRows());
        json.put("differing", found.differing());
        json.put(
                "differences",
                found.differences().stream().map(RowDifference::toString).toList());
        json.put("unsettled", found.unsettled());
        json.put("reason", found.reason());
        return json;
    }
}
