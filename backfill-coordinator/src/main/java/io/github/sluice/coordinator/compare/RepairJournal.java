package io.github.sluice.coordinator.compare;

/** Told what a repair sends, before and after, in numbers only: keys go into no journal. */
public interface RepairJournal {
    /** So many rows are about to be sent. */
    void sends(long rows);

    /** So many records were sent and acknowledged; of so many rows it is not certain that they stand last. */
    void sent(long upserts, long deletes, long moving);
}
