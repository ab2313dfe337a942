package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;

/**
 * How many buckets a StarRocks table gets. The number is in the DDL, because StarRocks chooses one by itself only since
 * 2.5.7, and it can't be altered later without writing the table anew.
 *
 * <p>By size it is one bucket for every GiB that the rows take in InnoDB. StarRocks keeps them in about a third of that,
 * so a bucket begins at a few hundred MiB, may grow severalfold, and is still within the 1 to 10 GB that StarRocks
 * advises. The number is the next power of two, so that an estimate that wavers seldom changes it, and a number that
 * stands in the folder is kept (see {@link Planner}).
 */
public final class Buckets {
    private static final long BYTES_OF_ONE = 1L << 30;

    /** So that a small table, too, is loaded and read by several threads. */
    private static final int FEWEST = 4;

    private static final int MOST = 1024;

    private Buckets() {}

    /**
     * The number for so many bytes in MySQL.
     *
     * @return a power of two, from 4 to 1024
     */
    static int bySize(long bytes) {
        int buckets = FEWEST;
        while (buckets < MOST && (long) buckets * BYTES_OF_ONE < bytes) {
            buckets *= 2;
        }
        return buckets;
    }

    /**
     * The number that a description in the folder has. One that was written before there were such numbers has none, and
     * its table has the four buckets of that time.
     *
     * @param otherwise where the text is no description
     */
    static int in(String description, int otherwise) {
        try {
            return TableSpec.fromJson(description).buckets();
        } catch (IllegalArgumentException e) {
            // somebody has edited it, which the run and the plan say in their own way
            return otherwise;
        }
    }

    /** The number in the DDL: that of the settings, else that of the description, and none less than there are backends. */
    public static int of(TableSpec spec, StarRocks starrocks) {
        if (starrocks.buckets() > 0) {
            return starrocks.buckets();
        }
        int buckets = Math.max(FEWEST, spec.buckets());
        while (buckets < Math.min(starrocks.backends(), MOST)) {
            buckets *= 2;
        }
        return buckets;
    }
}
