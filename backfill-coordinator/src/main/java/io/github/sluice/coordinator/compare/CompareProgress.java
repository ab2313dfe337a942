package io.github.sluice.coordinator.compare;

/** Told now and then how far a comparison is. Called by the thread that compares. */
public interface CompareProgress {
    /**
     * @param rows rows of MySQL compared so far
     * @param expected MySQL's estimate of them; 0 if unknown
     */
    void rows(long rows, long expected);

    /** Keys that look different are being looked at again until they are settled. */
    void settling(int keys);

    /** The other half is waited for. */
    void waiting();
}
