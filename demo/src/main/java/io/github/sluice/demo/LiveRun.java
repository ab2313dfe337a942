package io.github.sluice.demo;

import io.github.sluice.demo.LiveReport.Verified;
import io.github.sluice.demo.live.ChangeLog;
import io.github.sluice.demo.live.Lags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The whole road with a writer that never stops: {@code sluice run} up to CUT OVER, the lag while both sides go on, then
 * the writer ends and {@code sluice verify} compares every row.
 */
final class LiveRun {
    private static final int SAMPLES = 120;
    private static final Duration LAG_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Path work;
    private final Networks networks;
    private final long seed;
    private final long rows;
    private final int changesPerSecond;
    private final SluiceCommand sluice;
    private final boolean json;

    /** @param json whether the result is one JSON document at the end */
    LiveRun(
            Path work,
            Networks networks,
            long seed,
            long rows,
            int changesPerSecond,
            SluiceCommand sluice,
            boolean json) {
        this.work = work;
        this.networks = networks;
        this.seed = seed;
        this.rows = rows;
        this.changesPerSecond = changesPerSecond;
        this.sluice = sluice;
        this.json = json;
    }

    /**
     * Does all of it and prints the result.
     *
     * @param isolation what was tried between the two networks; empty when there is one
     * @param options of {@code sluice run}
     * @return the first exit code that is not 0
     */
    int run(List<Isolation.Attempt> isolation, List<String> options) throws IOException, InterruptedException {
        int exitCode;
        String result = "";
        @Nullable Lags lags = null;
        try (Application writer = Application.start(
                networks,
                Side.SOURCE,
                SourceApplication.class,
                work.toString(),
                String.valueOf(seed),
                String.valueOf(rows),
                SourceApplication.WRITE,
                String.valueOf(changesPerSecond))) {
            writer.awaitLine(SourceApplication.WRITING);
            Quickstart.say("A writer makes " + changesPerSecond + " changes a second, in all tables, from now on.");
            if (json) {
                SluiceCommand.Result run = sluice.run("run", options.toArray(String[]::new));
                exitCode = run.exitCode();
                result = run.output();
            } else {
                exitCode = sluice.show("run", options.toArray(String[]::new));
            }
            writer.expectRunning();
            if (exitCode == 0) {
                lags = measureLag(writer);
            }
        }
        List<SluiceCommand.Result> status = sluice.everywhere("status", "--output", "json");
        @Nullable Verified verified = null;
        if (exitCode == 0) {
            Quickstart.say("The writer has stopped; now every row of every table is compared.");
            SluiceCommand.Result verify = sluice.run("verify", "--output", "json");
            exitCode = verify.exitCode();
            verified = Verified.of(verify);
        }
        LiveReport report = new LiveReport(
                ChangeLog.read(Application.changes(work)), StepTimes.of(status), lags, verified, isolation);
        System.out.print(json ? report.json(result) : report.text());
        System.out.flush();
        return exitCode;
    }

    private Lags measureLag(Application writer) throws IOException, InterruptedException {
        Quickstart.say("All tables are cut over, the writer goes on: measuring how late its changes arrive.");
        try (Application reader = Application.start(networks, Side.TARGET, TargetReader.class, work.toString())) {
            await(reader, lags -> lags.millis().size() >= SAMPLES);
            writer.expectRunning();
            writer.close();
            return await(reader, lags -> lags.missing() == 0);
        }
    }

    private Lags await(Application reader, Predicate<Lags> enough) throws IOException, InterruptedException {
        long end = System.nanoTime() + LAG_LIMIT.toNanos();
        while (true) {
            Lags lags = Lags.of(Application.counted(work), Application.seen(work));
            if (enough.test(lags)) {
                return lags;
            }
            reader.expectRunning();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + LAG_LIMIT.toSeconds() + " s StarRocks still misses "
                        + lags.missing() + " changes: " + lags);
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }
}
