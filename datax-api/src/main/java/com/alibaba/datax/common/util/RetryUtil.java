package com.alibaba.datax.common.util;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls again what failed. */
public final class RetryUtil {
    private static final Logger LOG = LoggerFactory.getLogger(RetryUtil.class);
    private static final long MAX_PAUSE_MILLIS = 256_000;

    public RetryUtil() {}

    /** As the other, retrying after any exception. */
    public static <T> T executeWithRetry(
            Callable<T> callable, int retryTimes, long sleepTimeInMilliSecond, boolean exponential) throws Exception {
        return executeWithRetry(callable, retryTimes, sleepTimeInMilliSecond, exponential, null);
    }

    /**
     * @param retryTimes how often to call in all, at least 1
     * @param sleepTimeInMilliSecond the pause after a failure, at most 256 s
     * @param exponential whether the pause doubles each time
     * @param retryExceptionClasss exactly the classes after which to retry; null or empty for all
     * @return the first result
     * @throws Exception the last failure
     */
    public static <T> T executeWithRetry(
            Callable<T> callable,
            int retryTimes,
            long sleepTimeInMilliSecond,
            boolean exponential,
            List<Class<?>> retryExceptionClasss)
            throws Exception {
        if (callable == null) {
            throw new IllegalArgumentException("callable must not be null");
        }
        if (retryTimes < 1) {
            throw new IllegalArgumentException("retryTimes must be at least 1, found " + retryTimes);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return callable.call();
            } catch (Exception e) {
                boolean retriable = retryExceptionClasss == null
                        || retryExceptionClasss.isEmpty()
                        || retryExceptionClasss.contains(e.getClass());
                LOG.error("call {} of {} failed", attempt, retryTimes, e);
                if (!retriable || attempt == retryTimes) {
                    throw e;
                }
            }
            pause(exponential ? sleepTimeInMilliSecond * (1L << Math.min(attempt - 1, 30)) : sleepTimeInMilliSecond);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        if (millis > 0) {
            Thread.sleep(Math.min(millis, MAX_PAUSE_MILLIS));
        }
    }

    /** As above, each call on a thread of {@code executor} and interrupted after {@code timeoutMs}. */
    public static <T> T asyncExecuteWithRetry(
            Callable<T> callable,
            int retryTimes,
            long sleepTimeInMilliSecond,
            boolean exponential,
            long timeoutMs,
            ThreadPoolExecutor executor)
            throws Exception {
        Callable<T> limited = () -> {
            Future<T> result = executor.submit(callable);
            try {
                return result.get(timeoutMs, TimeUnit.MILLISECONDS);
            } finally {
                result.cancel(true);
            }
        };
        return executeWithRetry(
                callable == null ? null : limited, retryTimes, sleepTimeInMilliSecond, exponential, null);
    }

    /** A pool of no threads at rest and five at most; a sixth call is rejected. */
    public static ThreadPoolExecutor createThreadPoolExecutor() {
        return new ThreadPoolExecutor(0, 5, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
    }
}
