package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that look at several tables and their generated files. */
public final class CommonOptions extends BaseOptions {
    @Option(
            names = {"-o", "--plan"},
            paramLabel = "DIR",
            description = "Folder of the generated files (default: sluice-plan beside the settings file).")
    private @Nullable Path planFolder;

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "TARGET",
            description = "Only these logical tables, by their names in StarRocks (default: all).")
    private List<String> tables = new ArrayList<>();

    Path planFolder(SluiceSettings settings) {
        return planFolder != null ? planFolder : settings.stateFolder().resolveSibling("sluice-plan");
    }

    /** The tables asked for, in the order of the settings file. */
    List<Table> tables(SluiceSettings settings) {
        tables.forEach(name -> TablesOption.one(settings, name));
        return settings.tables().stream()
                .filter(table -> tables.isEmpty() || tables.contains(table.target()))
                .toList();
    }
}
