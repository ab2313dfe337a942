package io.github.sluice.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records set aside with their reason. Connect's reporter writes the bytes that the record came in, so a dead letter is
 * still sealed. Offsets pass a dead letter only after {@link #await}. Task's thread only.
 */
final class DeadLetters {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final @Nullable ErrantRecordReporter reporter;
    private final SinkCounters counters;
    private final List<Future<Void>> underWay = new ArrayList<>();

    DeadLetters(@Nullable ErrantRecordReporter reporter, SinkCounters counters) {
        this.reporter = reporter;
        this.counters = counters;
    }

    /** Whether records can be set aside; otherwise a bad one stops the task. */
    boolean wanted() {
        return reporter != null;
    }

    /** @throws DataException where there is nowhere to set it aside to */
    void add(SinkRecord record, String reason) {
        DataException error = new DataException(reason);
        if (reporter == null) {
            throw error;
        }
        underWay.add(reporter.report(record, error));
        counters.deadLettered.incrementAndGet();
    }

    /**
     * Sets a record aside for one or more of its rows, with the first one's reason and the others' places. Rows are counted.
     *
     * @throws DataException where there is nowhere to set it aside to
     */
    void add(SinkRecord record, List<Refusal> refusals) {
        StringBuilder reason = new StringBuilder(refusals.get(0).reason());
        for (int i = 1; i < refusals.size(); i++) {
            reason.append(i == 1 ? "; also rows " : ", ")
                    .append(refusals.get(i).row().placeInRecord());
        }
        add(record, reason.toString());
        counters.deadLettered.addAndGet(refusals.size() - 1L);
    }

    /** Returns once every dead letter is written. */
    void await() {
        try {
            for (Future<Void> one : underWay) {
                one.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while dead letters were being written", e);
        } catch (ExecutionException e) {
            throw new ConnectException("a dead letter could not be written", e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectException("a dead letter was not written within " + LIMIT.getSeconds() + " s", e);
        } finally {
            underWay.clear();
        }
    }
}
