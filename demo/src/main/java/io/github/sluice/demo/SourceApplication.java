package io.github.sluice.demo;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.live.ChangeLog;
import io.github.sluice.demo.live.LagCounter;
import io.github.sluice.demo.live.LiveWriter;
import io.github.sluice.wire.key.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The application beside MySQL, as a process in its network: {@code fill} makes the tables and their rows, {@code write}
 * changes them until its standard input ends. Where MySQL is it reads from {@code endpoints.json}.
 *
 * <p>Exit code 0, or 1 with the reason on standard error.
 */
final class SourceApplication {
    static final String FILL = "fill";
    static final String WRITE = "write";

    /** Said by {@code write} once it does. */
    static final String WRITING = "writing";

    private static final long LOOK_EVERY_MS = 100;

    private SourceApplication() {}

    /** {@code SourceApplication WORK_FOLDER SEED ROWS fill | write CHANGES_PER_SECOND}. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        DemoData data = DemoData.of(seed, Long.parseLong(args[2]));
        Endpoints endpoints = Endpoints.read(work.resolve(Keepers.ENDPOINTS));
        String password =
                SecretReference.parse(endpoints.text("mysql", "rootPassword")).resolve();
        String url = "jdbc:mysql://" + endpoints.text("mysql", "host") + ":" + endpoints.text("mysql", "port")
                + "/?useSSL=false&allowPublicKeyRetrieval=true";
        try {
            switch (args[3]) {
                case FILL -> data.create(url, "root", password, inserted -> System.out.println(inserted));
                case WRITE -> write(work, data, seed, Integer.parseInt(args[4]), url, password);
                default -> throw new IllegalArgumentException("unknown: " + args[3]);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            System.err.println("the source application failed: " + e);
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void write(Path work, DemoData data, long seed, int perSecond, String url, String password)
            throws SQLException, IOException, InterruptedException {
        try (ChangeLog log = ChangeLog.writing(Application.changes(work));
                LagCounter counter = LagCounter.start(
                        url, "root", password, DemoProject.COUNT_IN_SOURCE, Application.counted(work));
                LiveWriter writer =
                        LiveWriter.start(data, DemoProject::target, url, "root", password, perSecond, seed, log)) {
            System.out.println(WRITING);
            CountDownLatch stop = EndOfInput.watch();
            boolean stopped = false;
            while (!stopped && writer.running() && counter.running()) {
                stopped = stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
