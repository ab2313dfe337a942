package io.github.sluice.coordinator.cli;

import java.util.Locale;

/** What became, or with {@code --dry-run} would become, of one connector. */
enum ConnectOutcome {
    CREATED,
    UPDATED,
    UNCHANGED,
    REFUSED,
    PAUSED,
    RESUMED,
    RESTARTED,
    NOTHING_FAILED,
    DELETED,
    ABSENT;

    /** For operators. */
    String text(boolean dryRun) {
        return Messages.system().of((dryRun ? "connect.would." : "connect.outcome.") + name());
    }

    /** For machines; stable. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
