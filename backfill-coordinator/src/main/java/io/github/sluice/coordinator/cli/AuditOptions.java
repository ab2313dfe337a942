package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.settings.SluiceSettings;

/** Options of the commands that look at a journal and change nothing in it. */
public final class AuditOptions extends BaseOptions {
    /** @throws Failure with {@link ExitCode#USAGE} where there is none; none is made */
    Journal journal() {
        SluiceSettings settings = open();
        String where = journal(settings);
        if (!Journal.exists(where)) {
            throw new Failure(
                    ExitCode.USAGE, "there is no journal of run " + settings.name() + " here yet: run it first");
        }
        return Journal.open(where, settings.name());
    }
}
