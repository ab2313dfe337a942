package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.metrics.SourceStatus;
import io.github.sluice.streamer.metrics.StreamerStatus;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams all sources of {@code streamer.yaml}, each on a thread of its own. A source that cannot go on ends alone; the
 * others work until {@link #stop}. {@link #run} belongs to one thread, {@link #stop} to any.
 */
public final class StreamerEngine {
    private static final Logger LOG = LoggerFactory.getLogger(StreamerEngine.class);

    private final List<Worker> workers = new ArrayList<>();
    private final CountDownLatch finished;

    /**
     * Reads secrets and checks Kafka's properties; connects to nothing.
     *
     * @param files watched by the caller
     * @param status knows the sources by the names in the settings
     * @throws Failure with {@link ExitCode#USAGE} if a reference leads nowhere or a property takes exactly-once away
     */
    public StreamerEngine(StreamerSettings settings, TableFiles files, StreamerStatus status) {
        this(settings, files, status, Timings.DEFAULT);
    }

    StreamerEngine(StreamerSettings settings, TableFiles files, StreamerStatus status, Timings timings) {
        String writer = UUID.randomUUID().toString();
        for (Source source : settings.sources()) {
            SourceStatus own = status.source(source.name());
            workers.add(new Worker(source, own, new SourceLoop(settings, source, files, own, timings, writer)));
        }
        this.finished = new CountDownLatch(workers.size());
    }

    /** One source's thread. */
    private final class Worker implements Runnable {
        private final Source source;
        private final SourceStatus status;
        private final SourceLoop loop;
        private volatile ExitCode code = ExitCode.DONE;

        Worker(Source source, SourceStatus own, SourceLoop loop) {
            this.source = source;
            this.status = own;
            this.loop = loop;
        }

        @Override
        public void run() {
            try {
                loop.run();
                status.ended();
            } catch (Failure e) {
                code = e.code();
                LOG.error("source {} has stopped: {}", source.name(), e.getMessage());
                status.failed(String.valueOf(e.getMessage()));
            } catch (RuntimeException | Error e) {
                code = ExitCode.UNKNOWN;
                LOG.error("source {} has stopped: unexpected", source.name(), e);
                status.failed("unexpected: " + e);
            } finally {
                finished.countDown();
            }
        }
    }

    /**
     * Works until {@link #stop} is called or every source has ended.
     *
     * @return {@link ExitCode#DONE} if every source ended because it was asked to; else the code of the first source,
     *     in the order of the settings, that failed
     */
    public ExitCode run() {
        for (Worker worker : workers) {
            Thread thread = new Thread(worker, "source-" + worker.source.name());
            thread.start();
        }
        try {
            finished.await();
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "interrupted while sources were being read", e);
        }
        return workers.stream()
                .map(worker -> worker.code)
                .filter(code -> code != ExitCode.DONE)
                .findFirst()
                .orElse(ExitCode.DONE);
    }

    /** Asks every source to commit what it has and to end; returns at once. */
    public void stop() {
        workers.forEach(worker -> worker.loop.stop());
    }
}
