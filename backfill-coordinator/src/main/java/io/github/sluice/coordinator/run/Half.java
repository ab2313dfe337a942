package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.SluiceSettings.Table;

/** One half of the coordinator. Thread-safe for different tables; a table has one thread at a time. */
interface Half {
    /**
     * Performs this half's steps of a stretch for one table, waiting for the other half's where they must come first.
     *
     * @param afresh whether a finished table is to be moved again
     */
    void run(Table table, Stretch stretch, boolean afresh);
}
