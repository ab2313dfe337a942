package io.github.sluice.writer.hook;

import io.github.sluice.wire.manifest.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * DataX's own counters beside a manifest. Immutable.
 *
 * <p>DataX counts a row as read when the reader has put it into the channel, and as received by the writer when it is taken
 * out; the marker that ends each task is counted as received as well, so that counter is too high by one for every task.
 */
final class FrameworkCounts {
    static final String READ = "readSucceedRecords";
    static final String READ_FAILED = "readFailedRecords";
    static final String RECEIVED = "writeReceivedRecords";
    static final String WRITE_FAILED = "writeFailedRecords";

    private final Map<String, Number> counters;
    private final int tasks;

    FrameworkCounts(Map<String, Number> counters, int tasks) {
        this.counters = counters;
        this.tasks = tasks;
    }

    /** The equations that do not hold, each as a sentence; empty if framework and manifest agree. */
    List<String> differences(RunManifest manifest) {
        List<String> found = new ArrayList<>(manifest.contradictions());
        if (manifest.outcome() != RunManifest.Outcome.COMPLETE) {
            found.add("the manifest says " + manifest.outcome() + ": " + manifest.reason());
        }
        equal(found, "the reader put", count(READ), "the writer pulled", manifest.pulled());
        equal(found, "the channel gave out", count(RECEIVED) - tasks, "the writer pulled", manifest.pulled());
        equal(found, "the framework booked dirty at the writer", count(WRITE_FAILED), "the writer", manifest.dirty());
        if (manifest.acked() + manifest.dirty() != manifest.pulled()) {
            found.add("acknowledged " + manifest.acked() + " + dirty " + manifest.dirty() + " is not pulled "
                    + manifest.pulled());
        }
        if (count(READ_FAILED) > 0) {
            found.add(
                    "the reader set " + count(READ_FAILED) + " rows aside, which no manifest of the writer can count");
        }
        return found;
    }

    private static void equal(List<String> found, String one, long oneCount, String other, long otherCount) {
        if (oneCount != otherCount) {
            found.add(one + " " + oneCount + " rows, " + other + " " + otherCount);
        }
    }

    /** A counter that was never raised is absent. */
    private long count(String name) {
        Number value = counters.get(name);
        return value == null ? 0 : value.longValue();
    }
}
