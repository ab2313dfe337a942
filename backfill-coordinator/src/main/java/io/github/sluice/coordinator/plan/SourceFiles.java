package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
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
        List<PlannedFile> files = new ArrayList<>();
        List<String> scripts = new ArrayList<>();
        for (String mysql : spec.sources()) {
            String script = script(table, spec, mysql);
            scripts.add(script);
            files.add(job(table, spec, mysql));
            files.add(new PlannedFile(
                    script,
                    DataxScript.of(
                            Planner.jobFile(table, spec.sources().size() > 1, mysql), settings, settings.source(mysql)),
                    true));
        }
        if (scripts.size() > 1) {
            files.add(new PlannedFile(Planner.scriptFile(table), DataxScript.ofAll(scripts), true));
        }
        return files;
    }

    /** The job that reads the table's part in one MySQL. */
    PlannedFile job(Table table, TableSpec spec, String mysql) {
        return new PlannedFile(
                Planner.jobFile(table, spec.sources().size() > 1, mysql),
                Template.print(DataxJob.of(spec.in(mysql), settings, settings.source(mysql))),
                false);
    }

    private static String script(Table table, TableSpec spec, String mysql) {
        return spec.sources().size() == 1 ? Planner.scriptFile(table) : table.topic() + "_" + mysql + "_datax_shell.sh";
    }

    /** A table file for each source of the streamer in which the table is. */
    List<PlannedFile> streamTables(Table table, TableSpec spec) {
        return spec.sources().stream()
                .map(mysql -> streamTable(table, spec, mysql))
                .toList();
    }

    /** The table file of the table's part in one MySQL. */
    PlannedFile streamTable(Table table, TableSpec spec, String mysql) {
        return new PlannedFile(
                Planner.streamTableFile(settings, table, mysql),
                Template.print(StreamTable.of(
                        spec.in(mysql), table, settings.streamerOrRefuse().sourceNamed(mysql))),
                false);
    }
}
