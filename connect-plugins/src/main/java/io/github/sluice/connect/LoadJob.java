package io.github.sluice.connect;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** One batch under way on a loading thread. The task's thread looks at it, cancels it and waits for it. Thread-safe. */
final class LoadJob implements Runnable {
    private final Batch batch;
    private final Set<Integer> unsettled;
    private final Function<Cancellation, BatchLoader> loader;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable BatchResult result;

    /** @param batch not to be changed from now on */
    LoadJob(Batch batch, Set<Integer> unsettled, Function<Cancellation, BatchLoader> loader) {
        this.batch = batch;
        this.unsettled = Collections.unmodifiableSet(unsettled);
        this.loader = loader;
    }

    @Override
    public void run() {
        try {
            List<Row> rows = batch.rows();
            result = loader.apply(cancellation).load(rows, unsettled);
        } catch (RuntimeException | Error e) {
            result = BatchResult.failed(new ConnectException("loading failed: " + e, e));
            throw e;
        } finally {
            ended.countDown();
        }
    }

    Batch batch() {
        return batch;
    }

    /** Partitions that this job settles before it loads. */
    Set<Integer> unsettled() {
        return unsettled;
    }

    void cancel() {
        cancellation.cancel();
    }

    boolean cancelled() {
        return cancellation.cancelled();
    }

    boolean ended() {
        return ended.getCount() == 0;
    }

    /** @return whether it has ended */
    boolean awaitEnd(Duration limit) {
        try {
            return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended();
        }
    }

    /** Only after it has {@link #ended}. */
    BatchResult result() {
        BatchResult known = result;
        if (known == null) {
            throw new IllegalStateException("the load has not ended");
        }
        return known;
    }
}
