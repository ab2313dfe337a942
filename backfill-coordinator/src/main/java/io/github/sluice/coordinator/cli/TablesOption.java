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
        List<String> known = settings.tables().stream().map(Table::target).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new Failure(ExitCode.USAGE, name + " is no target of " + settings.file() + "; known: " + known);
            }
        }
        return names.isEmpty() ? known : known.stream().filter(names::contains).toList();
    }
}
