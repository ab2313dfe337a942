package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.CompareProgress;
import io.github.sluice.coordinator.compare.Comparison;
import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveSpec;
import io.github.sluice.coordinator.settings.Side;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs those halves of a live comparison that this process has, and ends them together. One thread calls. */
final class LiveHalves {
    private final Side side;

    LiveHalves(Side side) {
        this.side = side;
    }

    /**
     * The target half's result, or in a process that has none the verdict that the source half was told.
     *
     * @param target what the target half does
     * @param heard makes the source half's result out of the verdict
     * @throws Failure if a half of this process fails
     */
    <T> T run(
            LiveSource source,
            LiveSpec spec,
            CompareProgress progress,
            Supplier<T> target,
            Function<Comparison, T> heard) {
        ExecutorService pool = Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, "live-" + spec.table().target());
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<Optional<Comparison>> serving =
                    side.hasSource() ? pool.submit(() -> source.serve(spec, () -> false, progress)) : null;
            if (!side.hasTarget()) {
                Comparison told = serving == null ? null : get(serving).orElse(null);
                return heard.apply(told == null ? Comparison.unknown("no verdict was told") : told);
            }
            Future<T> asking = pool.submit(target::get);
            while (true) {
                try {
                    return asking.get(200, TimeUnit.MILLISECONDS);
                } catch (TimeoutException goesOn) {
                    if (serving != null && serving.isDone()) {
                        // a source half that has failed answers nothing any more; else this returns at once
                        get(serving);
                    }
                } catch (ExecutionException e) {
                    throw failure(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
        }
    }

    private static Failure failure(ExecutionException e) {
        return e.getCause() instanceof Failure known
                ? known
                : new Failure(ExitCode.UNKNOWN, String.valueOf(e.getCause()), e.getCause());
    }
}
