package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tables of every MySQL that the settings name. Thread-safe. */
final class SourceCatalogues {
    private final SluiceSettings settings;
    private final Function<Source, Catalogue> mysql;

    /** @param mysql how the tables of one are looked up */
    SourceCatalogues(SluiceSettings settings, Function<Source, Catalogue> mysql) {
        this.settings = settings;
        this.mysql = mysql;
    }

    /** Whether this half has a MySQL. */
    boolean isThere() {
        return !settings.sources().isEmpty();
    }

    /**
     * The wanted tables, MySQL by MySQL in the settings' order, and by name. Each MySQL is read once, and only if a table
     * may be in it.
     */
    List<PhysicalTable> tables(List<SourceTables> wanted) {
        List<PhysicalTable> found = new ArrayList<>();
        for (Source source : settings.sources()) {
            List<SourceTables> here = wanted.stream()
                    .filter(one -> one.sources().isEmpty() || one.sources().contains(source.name()))
                    .toList();
            if (!here.isEmpty()) {
                refuseToStream(source);
                found.addAll(mysql.apply(source).tables(here));
            }
        }
        return found;
    }

    private void refuseToStream(Source source) {
        if (settings.streamer() != null && mysql.apply(source).isMariaDb()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "MySQL " + source.address() + " is a MariaDB, whose binlog the streamer does not read; leave the"
                            + " section streamer out of sluice.yaml: a backfill goes without it");
        }
    }

    /** The longest value of a text column in UTF-8 bytes. */
    long longestBytes(PhysicalTable table, String column) {
        return mysql.apply(settings.source(table.source())).longestBytes(table.database(), table.name(), column);
    }
}
