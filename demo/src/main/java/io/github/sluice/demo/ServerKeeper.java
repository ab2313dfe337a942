package io.github.sluice.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The process that owns the demonstration's servers, apart from the one that runs the job: so that
 * {@code --stay} can leave them up, and so that they all end when nobody wants them any more.
 *
 * <p>Its parent holds its standard input open. At the end of that input the servers are stopped and
 * the process ends; after the line {@value #STAY} they stay up until the process is told to stop.
 * Each line on standard output is one server that answers; {@value #READY} comes last.
 */
final class ServerKeeper {
    static final String STAY = "stay";
    static final String READY = "ready";

    private ServerKeeper() {}

    /** {@code ServerKeeper PROJECT_FOLDER WORK_FOLDER}. */
    public static void main(String[] args) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        DemoServers servers = DemoServers.start(Path.of(args[0]), Path.of(args[1]), System.out::println);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            servers.close();
                            stopped.countDown();
                        },
                        "stop-servers"));
        System.out.println(READY);
        if (awaitWord()) {
            // up until a signal; the hook above then stops the servers
            stopped.await();
        }
        System.exit(0);
    }

    /** True when told to stay, false at the end of the input. */
    private static boolean awaitWord() throws IOException {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = input.readLine()) != null) {
                if (line.equals(STAY)) {
                    return true;
                }
            }
            return false;
        }
    }
}
