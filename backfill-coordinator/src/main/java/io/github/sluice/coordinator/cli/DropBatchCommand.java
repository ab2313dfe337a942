package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.BatchEnding;
import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice drop-batch}: lets go of batches that a run has kept. */
@Command(
        name = "drop-batch",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes connector, group and batch topic of tables whose batch was kept, beside StarRocks: only if the attempt"
                    + " is verified and signed off, the report is unchanged, all is loaded, nobody has written into the"
                    + " topic since, and it is our own. A tombstone says what was there.",
            "One that is gone already is no fault. Where something does not hold, nothing is deleted (40)."
        })
public final class DropBatchCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", arity = "1..*", description = "The tables, by their names in StarRocks.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--dry-run", description = "Look at everything, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        settings.connectOrRefuse();
        PrintWriter out = spec.commandLine().getOut();
        List<Object> endings = new ArrayList<>();
        try (SignOffDesk desk = dryRun
                ? SignOffDesk.openToLook(settings, common.journal(settings))
                : SignOffDesk.open(settings, common.journal(settings))) {
            for (String table : TablesOption.chosen(settings, tables)) {
                BatchEnding ending = desk.drop(table, dryRun);
                endings.add(json(ending));
                if (!common.json()) {
                    out.println(ending.table() + ": "
                            + Messages.system()
                                    .of(
                                            (dryRun ? "dropBatch.would." : "dropBatch.") + ending.word(),
                                            ending.topic(),
                                            String.valueOf(ending.tombstone().get("droppedAt"))));
                    ending.foretold().forEach(change -> out.println("      - " + change));
                    out.flush();
                }
            }
        } finally {
            if (common.json()) {
                out.println(Json.write(endings));
                out.flush();
            }
        }
        return ExitCode.DONE.number();
    }

    private Map<String, @Nullable Object> json(BatchEnding ending) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", ending.table());
        json.put("attempt", ending.attempt());
        json.put("topic", ending.topic());
        json.put("outcome", ending.word());
        if (dryRun) {
            json.put("changes", ending.foretold());
        }
        json.put("tombstone", ending.tombstone().isEmpty() ? null : ending.tombstone());
        return json;
    }
}
