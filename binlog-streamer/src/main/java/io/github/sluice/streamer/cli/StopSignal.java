package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and SIGINT into an orderly end (inventory #71, #196): the work is asked to stop, what it has is committed,
 * and the process ends with the work's own code, 0, where a JVM would say 143 or 130.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    /** systemd's own limit, after which it kills, is 90 s. */
    private static final long LIMIT_SECONDS = 60;

    private StopSignal() {}

    /**
     * Runs the work on the caller's thread.
     *
     * @param work ends by itself or after {@code stop}; its code becomes the process's
     */
    static ExitCode untilStopped(Supplier<ExitCode> work, Runnable stop) {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<@Nullable ExitCode> code = new AtomicReference<>();
        Thread hook = new Thread(() -> end(stop, ended, code), "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            ExitCode result = work.get();
            code.set(result);
            return result;
        } finally {
            ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LOG.debug("the process is ending, so the hook stays");
            }
        }
    }

    /** Only a signal leads here: by the time that the command ends by itself, the hook is gone. */
    private static void end(Runnable stop, CountDownLatch ended, AtomicReference<@Nullable ExitCode> code) {
        LOG.info("asked to stop; committing what was read");
        ExitCode result = ExitCode.UNKNOWN;
        try {
            stop.run();
            if (ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                ExitCode known = code.get();
                result = known == null ? ExitCode.UNKNOWN : known;
            } else {
                LOG.error(
                        "not stopped within {} s; what was not committed is read again at the next start",
                        LIMIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("ends with {}", result);
        Runtime.getRuntime().halt(result.number());
    }
}
