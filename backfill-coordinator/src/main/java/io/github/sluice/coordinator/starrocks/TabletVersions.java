package io.github.sluice.coordinator.starrocks;

import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import java.util.OptionalLong;

/**
 * How many versions the tablets of a table have piled up. A load adds one, compaction takes them away, and StarRocks
 * refuses loads above its limit, 1000 by default. {@code information_schema.be_tablets} has them from 3.1 on, for
 * accounts that may read it. Thread-safe.
 */
public final class TabletVersions {
    private final Warehouse warehouse;

    public TabletVersions(StarRocks settings) {
        this.warehouse = new Warehouse(settings);
    }

    /**
     * Of the tablet that has most of them; empty if the table is not there.
     *
     * @throws io.github.sluice.coordinator.Failure if StarRocks cannot be asked or does not know the view
     */
    public OptionalLong most(String table) {
        return warehouse.mostVersions(table);
    }
}
