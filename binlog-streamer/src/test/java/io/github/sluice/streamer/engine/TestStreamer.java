package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.metrics.StreamerStatus;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.SettingsFile;
import io.github.sluice.streamer.settings.StreamerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A streamer without command line and metrics, for processes that are killed. */
final class TestStreamer {
    private TestStreamer() {}

    public static void main(String[] args) throws Exception {
        StreamerSettings settings = SettingsFile.read(Path.of(args[0]));
        TableFiles files = TableFiles.load(settings.tables(), Set.of(StreamRig.SOURCE));
        files.watch(Duration.ofMillis(200));
        StreamerEngine engine = new StreamerEngine(
                settings,
                files,
                new StreamerStatus(settings.name(), List.of(StreamRig.SOURCE), Duration.ofSeconds(60)));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            engine.stop();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        }));
        ExitCode end = engine.run();
        System.out.println("ended with " + end);
        int code = end.number();
        ended.countDown();
        Runtime.getRuntime().halt(code);
    }
}
