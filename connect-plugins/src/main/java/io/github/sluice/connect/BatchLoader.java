package io.github.sluice.connect;

import io.github.sluice.streamload.Fence;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.streamload.LoadRequest;
import io.github.sluice.streamload.Loader;
import io.github.sluice.streamload.RowError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one batch into StarRocks: settles what earlier owners left, loads, tries again, and finds rows that StarRocks
 * refuses.
 *
 * <p>Finding them: the error log quotes rows, and a row found in it is probed alone (sent and rolled back) before it is
 * believed. Where that names none, the batch is halved, first half first, so that the order within a key stays. A load is
 * never followed by another one before its end is known.
 *
 * <p>One batch, one thread.
 */
final class BatchLoader {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final LoadTarget target;
    private final Loader loader;
    private final FormerLoads formerLoads;
    private final Lease lease;
    private final Cancellation cancellation;
    private final Fence fence;
    private final String epoch;
    private final int maxRetries;
    private final boolean deadLetters;
    private final int refusedRowsMax;
    private final SinkCounters counters;

    private final List<Refusal> refusals = new ArrayList<>();
    private int attempt;

    /** @param maxRetries -1 for ever */
    BatchLoader(
            LoadTarget target,
            Loader loader,
            FormerLoads formerLoads,
            Lease lease,
            Cancellation cancellation,
            String epoch,
            int maxRetries,
            boolean deadLetters,
            int refusedRowsMax,
            SinkCounters counters) {
        this.target = target;
        this.loader = loader;
        this.formerLoads = formerLoads;
        this.lease = lease;
        this.cancellation = cancellation;
        this.fence = () -> !cancellation.cancelled() && lease.held();
        this.epoch = epoch;
        this.maxRetries = maxRetries;
        this.deadLetters = deadLetters;
        this.refusedRowsMax = refusedRowsMax;
        this.counters = counters;
    }

    /** @param unsettled partitions of which earlier owners may have left unfinished loads */
    BatchResult load(List<Row> rows, Set<Integer> unsettled) {
        try {
            if (!unsettled.isEmpty()) {
                settle(unsettled);
            }
            place(rows);
            return BatchResult.done(refusals);
        } catch (Stop stop) {
            return stop.result;
        }
    }

    private void settle(Set<Integer> unsettled) throws Stop {
        for (int failures = 0; ; ) {
            try {
                formerLoads.settle(target.topic(), unsettled, cancellation);
                stopIfCancelled();
                return;
            } catch (IOException e) {
                failures = again(failures, target + ": " + e.getMessage(), e);
            }
        }
    }

    private void place(List<Row> rows) throws Stop {
        if (rows.isEmpty()) {
            return;
        }
        LoadOutcome.Refused refused = null;
        LoadOutcome outcome = loadUntilDefinite(rows);
        if (outcome instanceof LoadOutcome.Refused) {
            refused = (LoadOutcome.Refused) outcome;
        }
        if (refused == null) {
            return;
        }
        if (refused.cause() == LoadOutcome.Refused.Cause.SETTINGS) {
            throw failed(
                    target + ": " + refused.describe()
                            + "; change table, privileges or properties, then restart the task",
                    null);
        }
        if (rows.size() == 1) {
            refuse(rows.get(0), refused);
            return;
        }
        List<Row> rest = withoutConfirmed(rows, refused);
        if (rest.size() < rows.size()) {
            place(rest);
        } else {
            int half = rows.size() / 2;
            place(rows.subList(0, half));
            place(rows.subList(half, rows.size()));
        }
    }

    private LoadOutcome loadUntilDefinite(List<Row> rows) throws Stop {
        for (int failures = 0; ; ) {
            stopIfCancelled();
            LoadRequest request = target.request(rows, epoch, attempt++);
            LoadOutcome outcome = loader.load(request, fence);
            while (outcome instanceof LoadOutcome.Unknown) {
                LoadOutcome.Unknown unknown = (LoadOutcome.Unknown) outcome;
                failures = again(
                        failures,
                        target + ": it is not known whether a load was carried out: " + unknown.reason(),
                        unknown.cause());
                outcome = loader.resolve(request, fence);
            }
            if (outcome instanceof LoadOutcome.Retriable) {
                LoadOutcome.Retriable retriable = (LoadOutcome.Retriable) outcome;
                failures = again(failures, target + ": " + retriable.reason(), retriable.cause());
                continue;
            }
            if (outcome instanceof LoadOutcome.Abandoned) {
                throw abandoned(((LoadOutcome.Abandoned) outcome).reason());
            }
            if (outcome instanceof LoadOutcome.Loaded) {
                count((LoadOutcome.Loaded) outcome, rows.size());
            }
            return outcome;
        }
    }

    private void count(LoadOutcome.Loaded loaded, int rows) {
        long filtered = Math.max(0, loaded.counts().filtered());
        counters.loads.incrementAndGet();
        counters.loaded.addAndGet(rows - filtered);
        counters.filtered.addAndGet(filtered);
        if (filtered > 0) {
            LOG.warn("{}: StarRocks filtered {} of {} rows, as max_filter_ratio allows", target, filtered, rows);
        }
        LOG.debug("{}: {}", target, loaded);
    }

    /** The rows without those that the error log quotes and that are refused also alone. */
    private List<Row> withoutConfirmed(List<Row> rows, LoadOutcome.Refused refused) throws Stop {
        Map<String, String> quoted = new HashMap<>();
        for (RowError error : refused.rows()) {
            if (!error.rowText().isEmpty()) {
                quoted.put(error.rowText().trim(), error.reason());
            }
        }
        if (quoted.isEmpty()) {
            return rows;
        }
        List<Row> rest = new ArrayList<>(rows.size());
        for (Row row : rows) {
            boolean suspect = quoted.containsKey(new String(row.json(), StandardCharsets.UTF_8));
            LoadOutcome probed = suspect ? probe(row) : LoadOutcome.Accepted.INSTANCE;
            if (probed instanceof LoadOutcome.Refused) {
                refuse(row, (LoadOutcome.Refused) probed);
            } else {
                rest.add(row);
            }
        }
        return rest;
    }

    private LoadOutcome probe(Row row) throws Stop {
        stopIfCancelled();
        List<Row> alone = new ArrayList<>();
        alone.add(row);
        LoadOutcome outcome = loader.probe(target.request(alone, epoch, attempt++), fence);
        if (outcome instanceof LoadOutcome.Abandoned) {
            throw abandoned(((LoadOutcome.Abandoned) outcome).reason());
        }
        boolean rowsRefused = outcome instanceof LoadOutcome.Refused
                && ((LoadOutcome.Refused) outcome).cause() == LoadOutcome.Refused.Cause.ROWS;
        return rowsRefused ? outcome : LoadOutcome.Accepted.INSTANCE;
    }

    private void refuse(Row row, LoadOutcome.Refused refused) throws Stop {
        String reason = refused.rows().isEmpty()
                ? refused.reason()
                : refused.rows().get(0).reason();
        String text = row.place() + ": StarRocks refuses the row for table " + target.table() + ": " + reason
                + (refused.errorUrl() == null ? "" : "; for 48 hours more at " + refused.errorUrl());
        if (!deadLetters) {
            throw new Stop(BatchResult.failed(new DataException(text
                    + ". Correct the row or the table and restart the task, or set errors.tolerance=all and"
                    + " errors.deadletterqueue.topic.name to set such rows aside")));
        }
        refusals.add(new Refusal(row, text));
        if (refusals.size() > refusedRowsMax) {
            throw failed(
                    target + ": StarRocks refuses more than " + refusedRowsMax + " rows of one batch ("
                            + SinkKey.REFUSED_ROWS_MAX + "), the last: " + text + ". Table and topic do not fit",
                    null);
        }
    }

    /** Waits before the next try, or ends the batch. @return failures so far */
    private int again(int failures, String reason, @Nullable Throwable cause) throws Stop {
        if (maxRetries >= 0 && failures >= maxRetries) {
            throw failed(
                    reason + " (tried " + (failures + 1) + " times, " + SinkKey.MAX_RETRIES + "=" + maxRetries
                            + "); rows that are not visible are read again after a restart of the task",
                    cause);
        }
        counters.retries.incrementAndGet();
        Duration pause = pause(failures);
        LOG.warn("{}; again in {} ms", reason, pause.toMillis());
        if (cancellation.await(pause)) {
            throw abandoned("the task is closing");
        }
        return failures + 1;
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void stopIfCancelled() throws Stop {
        if (!fence.held()) {
            String broken = lease.brokenBecause();
            throw abandoned(broken == null ? "the task is closing" : broken);
        }
    }

    private Stop abandoned(String reason) {
        if (fence.held()) {
            // not we, then somebody else rolled it back: they may own the partitions
            lease.doubt(reason);
        }
        return new Stop(BatchResult.abandoned(reason));
    }

    private static Stop failed(String message, @Nullable Throwable cause) {
        return new Stop(BatchResult.failed(new ConnectException(message, cause)));
    }

    /** Ends a batch before its last row. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient BatchResult result;

        Stop(BatchResult result) {
            super(result.reason(), null, false, false);
            this.result = result;
        }
    }
}
