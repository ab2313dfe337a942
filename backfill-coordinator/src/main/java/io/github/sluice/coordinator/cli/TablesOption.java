package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.List;

/** Tables named on a command line. */
final class TablesOption {
    private TablesOption() {}

    /** The targets asked for, in the order of the settings file; all of them if none is named. */
    static List<String> chosen(SluiceSettings settings, List<String> names) {
        names.forEach(name -> one(settings, name));
        return settings.tables().stream()
                .map(Table::target)
                .filter(target -> names.isEmpty() || names.contains(target))
                .toList();
    }

    /** The table with this target. */
    static Table one(SluiceSettings settings, String name) {
        return settings.tables().stream()
                .filter(table -> table.target().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        name + " is no target of " + settings.file() + "; known: "
                                + settings.tables().stream().map(Table::target).toList()));
    }
}
