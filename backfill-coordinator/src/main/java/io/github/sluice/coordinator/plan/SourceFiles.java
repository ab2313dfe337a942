package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table needs once beside every MySQL that it is in: a DataX job, because a job has one account, and a table file
 * for the streamer's source of the same name.
 */
final class SourceFiles {
    private final SluiceSettings settings;

    SourceFiles(SluiceSettings settings) {
        this.settings = settings;
    }

    /** A job and its script; for several MySQLs one of each for each of them, and a script for all. */
    List<PlannedFile> jobs(Table table, TableSpec spec) {
        if (spec.sources().size() == 1) {
            return job(Planner.jobFile(table), Planner.scriptFile(table), spec);
        }
        List<PlannedFile> files = new ArrayList<>();
        List<String> scripts = new ArrayList<>();
        for (String name : spec.sources()) {
            String before = table.topic() + "_" + name;
            scripts.add(before + "_datax_shell.sh");
            files.addAll(job(before + "_datax_config.json", before + "_datax_shell.sh", spec.in(name)));
        }
        files.add(new PlannedFile(Planner.scriptFile(table), DataxScript.ofAll(scripts), true));
        return files;
    }

    private List<PlannedFile> job(String job, String script, TableSpec spec) {
        Source source = SourceCatalogues.source(settings, spec.sources().get(0));
        return List.of(
                new PlannedFile(job, Template.print(DataxJob.of(spec, settings, source)), false),
                new PlannedFile(script, DataxScript.of(job, settings, source), true));
    }

    /** A table file for each source of the streamer in which the table is. */
    List<PlannedFile> streamTables(Table table, TableSpec spec) {
        return spec.sources().stream()
                .map(name -> new PlannedFile(
                        table.target() + "_" + name + "_stream.json",
                        Template.print(StreamTable.of(spec.in(name), table, name)),
                        false))
                .toList();
    }
}
