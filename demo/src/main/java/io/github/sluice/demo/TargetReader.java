package io.github.sluice.demo;

import io.github.sluice.demo.live.LagWatch;
import io.github.sluice.wire.key.SecretReference;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A reader beside StarRocks, as a process in its network: looks at the row that {@link SourceApplication} counts in until
 * its standard input ends.
 */
final class TargetReader {
    private TargetReader() {}

    /** {@code TargetReader WORK_FOLDER}. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        Endpoints endpoints = Endpoints.read(work.resolve(Keepers.ENDPOINTS));
        CountDownLatch stop = EndOfInput.watch();
        LagWatch.watch(
                "jdbc:mysql://" + endpoints.text("starrocks", "query") + "/" + DemoProject.DATABASE,
                endpoints.text("starrocks", "username"),
                SecretReference.parse(endpoints.text("starrocks", "password")).resolve(),
                DemoProject.COUNT_IN_TARGET,
                Application.seen(work),
                () -> stop.getCount() == 0);
    }
}
