package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.streamload.Fence;
import io.github.sluice.streamload.JsonRows;
import io.github.sluice.streamload.LoadCounts;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.streamload.LoadRequest;
import io.github.sluice.streamload.LoadState;
import io.github.sluice.streamload.Loader;
import io.github.sluice.streamload.RowError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows of a chunk into the table, each once, and finds those that StarRocks refuses.
 *
 * <p>A load keeps its label whatever happens to it. Where its end is not known, or where its label is taken, the label's
 * state is asked: what is visible is loaded, by whichever process; what is begun but uncommitted is rolled back; then the
 * same rows go out again under the same label. No load follows another before that one's end is known.
 *
 * <p>Rows that the error log quotes are set aside and the others sent again. Where it names none of ours, the rows are
 * halved, first half first, so that the order within a key stays.
 *
 * <p>One thread.
 */
final class ChunkLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkLoader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Where the fate of rows is told, each row's once. */
    interface Fate {
        /**
         * The rows are visible.
         *
         * @param load number of the load within the task, from 0
         */
        void loaded(long load, int rows, long bytes);

        /** @param reason without any value of the row */
        void refused(ChunkRow row, String reason);
    }

    /** How a load ends that may have been begun: rolled back, or waited for. */
    interface Settlement {
        /**
         * VISIBLE, ABORTED or UNKNOWN.
         *
         * @throws IOException when it was not settled in time
         */
        LoadState settle(String label) throws IOException;
    }

    /** Waiting between tries, so that tests need not wait. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final StarRocksWriterSettings settings;
    private final Map<String, String> headers;
    private final ChunkLabels labels;
    private final Loader loader;
    private final Settlement settlement;
    private final Pause pause;
    private final Fate fate;
    private long loads;

    ChunkLoader(
            StarRocksWriterSettings settings,
            ChunkLabels labels,
            Loader loader,
            Settlement settlement,
            Pause pause,
            Fate fate) {
        this.settings = settings;
        this.headers = settings.headers.of(settings.columns, settings.targetTypes);
        this.labels = labels;
        this.loader = loader;
        this.settlement = settlement;
        this.pause = pause;
        this.fate = fate;
    }

    /**
     * Returns when the fate of every row has been told.
     *
     * @throws DataXException when it cannot be known, or the load as a whole is refused
     */
    void load(List<ChunkRow> chunk) {
        Deque<List<ChunkRow>> open = new ArrayDeque<>();
        open.push(chunk);
        while (!open.isEmpty()) {
            List<ChunkRow> rows = open.pop();
            if (rows.isEmpty()) {
                continue;
            }
            LoadRequest request = request(rows);
            LoadOutcome outcome = loadUntilDefinite(request);
            if (outcome instanceof LoadOutcome.Loaded) {
                checkCounts((LoadOutcome.Loaded) outcome);
                fate.loaded(loads++, rows.size(), request.body().length());
            } else {
                loads++;
                takeApart(rows, (LoadOutcome.Refused) outcome, open);
            }
        }
    }

    private LoadRequest request(List<ChunkRow> rows) {
        List<byte[]> json = new ArrayList<>(rows.size());
        for (ChunkRow row : rows) {
            json.add(row.json);
        }
        return new LoadRequest(
                settings.database, settings.table, labels.label(rows), headers, JsonRows.array(json), rows.size());
    }

    /** Loaded or refused; everything else ends the task. */
    private LoadOutcome loadUntilDefinite(LoadRequest request) {
        for (int failures = 0; ; ) {
            LoadOutcome outcome = loader.load(request, Fence.NONE);
            while (outcome instanceof LoadOutcome.Unknown) {
                LoadOutcome.Unknown unknown = (LoadOutcome.Unknown) outcome;
                failures = again(failures, StarRocksWriterErrorCode.UNKNOWN_OUTCOME, unknown.reason(), unknown.cause());
                outcome = loader.resolve(request, Fence.NONE);
            }
            if (outcome instanceof LoadOutcome.Abandoned) {
                throw StarRocksWriterErrorCode.NOT_LOADED.failure(settings.target() + ": somebody else ended a load: "
                        + ((LoadOutcome.Abandoned) outcome).reason());
            }
            if (!(outcome instanceof LoadOutcome.Retriable)) {
                return outcome;
            }
            if (visibleAlready(request.label())) {
                return LoadOutcome.Loaded.of(request.label(), LoadCounts.NOT_TOLD);
            }
            LoadOutcome.Retriable retriable = (LoadOutcome.Retriable) outcome;
            failures = again(failures, codeOf(retriable), retriable.reason(), retriable.cause());
        }
    }

    /** After a failed try: did it, or one of a process before this one, load the rows all the same? */
    private boolean visibleAlready(String label) {
        stopIfInterrupted(null);
        try {
            LoadState state = settlement.settle(label);
            LOG.info("{}: label {} is {}", settings.target(), label, state);
            return state == LoadState.VISIBLE;
        } catch (IOException e) {
            // the next try finds the label in use, and asks again
            LOG.warn("{}: {}", settings.target(), e.getMessage());
            return false;
        }
    }

    private static StarRocksWriterErrorCode codeOf(LoadOutcome.Retriable retriable) {
        return retriable.cause() instanceof IOException
                ? StarRocksWriterErrorCode.UNREACHABLE
                : StarRocksWriterErrorCode.NOT_LOADED;
    }

    /** Waits before the next try, or ends the task. @return failures so far */
    private int again(int failures, StarRocksWriterErrorCode code, String reason, @Nullable Throwable cause) {
        stopIfInterrupted(cause);
        if (failures >= settings.maxRetries) {
            throw code.failure(
                    settings.target() + ": " + reason + " (tried " + (failures + 1) + " times, " + Key.MAX_RETRIES
                            + " is " + settings.maxRetries + ")",
                    cause);
        }
        Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
        wait = wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE;
        LOG.warn("{}: {}; again in {} ms", settings.target(), reason, wait.toMillis());
        try {
            pause.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopIfInterrupted(e);
        }
        return failures + 1;
    }

    private void stopIfInterrupted(@Nullable Throwable cause) {
        if (Thread.currentThread().isInterrupted()) {
            throw StarRocksWriterErrorCode.INTERRUPTED.failure(
                    settings.target() + ": interrupted while loading", cause);
        }
    }

    /** A row that is neither loaded nor refused would be lost. */
    private void checkCounts(LoadOutcome.Loaded loaded) {
        LoadCounts counts = loaded.counts();
        if (counts.filtered() > 0 || counts.unselected() > 0) {
            throw StarRocksWriterErrorCode.COUNTS_DIFFER.failure(settings.target() + ": label " + loaded.label()
                    + " is visible, but StarRocks left rows out: " + counts);
        }
        LOG.debug("{}: {}", settings.target(), loaded);
    }

    /** Tells the fate of rows that are known to be refused and opens what is left, in its order. */
    private void takeApart(List<ChunkRow> rows, LoadOutcome.Refused refused, Deque<List<ChunkRow>> open) {
        if (refused.cause() == LoadOutcome.Refused.Cause.SETTINGS) {
            throw settingsFailure(refused);
        }
        if (refused.errorUrl() != null) {
            LOG.info("{}: refused rows are explained for 48 hours at {}", settings.target(), refused.errorUrl());
        }
        if (rows.size() == 1) {
            fate.refused(
                    rows.get(0),
                    refused.rows().isEmpty()
                            ? refused.reason()
                            : refused.rows().get(0).reason());
            return;
        }
        List<ChunkRow> rest = withoutQuoted(rows, refused);
        if (rest.size() < rows.size()) {
            open.push(rest);
        } else {
            int half = rows.size() / 2;
            open.push(rows.subList(half, rows.size()));
            open.push(rows.subList(0, half));
        }
    }

    /** A row with the same bytes as one that was refused would be refused as well. */
    private List<ChunkRow> withoutQuoted(List<ChunkRow> rows, LoadOutcome.Refused refused) {
        Map<String, String> quoted = new HashMap<>();
        for (RowError error : refused.rows()) {
            if (!error.rowText().isEmpty()) {
                quoted.put(error.rowText().trim(), error.reason());
            }
        }
        if (quoted.isEmpty()) {
            return rows;
        }
        List<ChunkRow> rest = new ArrayList<>(rows.size());
        for (ChunkRow row : rows) {
            String reason = quoted.get(new String(row.json, StandardCharsets.UTF_8));
            if (reason == null) {
                rest.add(row);
            } else {
                fate.refused(row, reason);
            }
        }
        return rest;
    }

    private DataXException settingsFailure(LoadOutcome.Refused refused) {
        String reason = refused.reason().toLowerCase(Locale.ROOT);
        boolean account = reason.contains("access denied")
                || reason.contains("unauthorized")
                || reason.contains("authorization")
                || reason.contains("auth information");
        StarRocksWriterErrorCode code =
                account ? StarRocksWriterErrorCode.NOT_AUTHORISED : StarRocksWriterErrorCode.TABLE;
        return code.failure(settings.target() + ": " + refused.describe());
    }
}
