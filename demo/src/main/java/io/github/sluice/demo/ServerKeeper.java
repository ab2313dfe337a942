package io.github.sluice.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns the servers of one place, in the network that it was started in; apart from the one that runs the
 * job, so that {@code --stay} can leave them up, and so that they all end when nobody wants them any more.
 *
 * <p>Its parent holds its standard input open and tells it, by the line {@value #KAFKA} and an address, where Kafka is.
 * At the end of that input the servers are stopped and the process ends; after the line {@value #STAY} they stay up until
 * the process is told to stop. Each line on standard output is one server that answers; {@value #READY} comes last, and
 * then {@code servers/PLACE.json} says where they are.
 */
final class ServerKeeper {
    /** What a keeper keeps. */
    enum Place {
        KAFKA,
        SOURCE,
        TARGET;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Where its servers are written down. */
        Path file(Path work) {
            return work.resolve("servers").resolve(word() + ".json");
        }
    }

    static final String STAY = "stay";
    static final String KAFKA = "kafka ";
    static final String READY = "ready";

    /** Argument: the halves are in two networks. */
    static final String APART = "--apart";

    /** Argument: there is a streamer. */
    static final String STREAMING = "--streaming";

    private ServerKeeper() {}

    /** {@code ServerKeeper PROJECT_FOLDER WORK_FOLDER PLACE [--apart] [--streaming]}. */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        Path work = Path.of(args[1]);
        Place place = Place.valueOf(args[2]);
        Packages packages = new Packages(Path.of(args[0]));
        ServerPart part =
                switch (place) {
                    case KAFKA ->
                        new KafkaPart(
                                work, options.contains(APART) ? Networks.two() : Networks.one(), System.out::println);
                    case SOURCE -> new SourcePart(packages, work, options.contains(STREAMING), System.out::println);
                    case TARGET -> new TargetPart(packages, work, Map.of(), System.out::println);
                };
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            part.close();
                            stopped.countDown();
                        },
                        "stop-servers"));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        part.start();
        if (part.needsKafka()) {
            String kafka = await(KAFKA, input);
            if (kafka == null) {
                System.exit(0);
                return;
            }
            part.join(kafka.substring(KAFKA.length()));
        }
        Endpoints endpoints = Endpoints.create();
        part.describe(endpoints);
        endpoints
                .server(place.word() + "Keeper")
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", Keeper.startOf(ProcessHandle.current()));
        endpoints.write(place.file(work));
        System.out.println(READY);
        if (await(STAY, input) != null) {
            // up until a signal; the hook above then stops the servers
            stopped.await();
        }
        System.exit(0);
    }

    /** The next line that begins with a word; null at the end of the input. */
    private static @Nullable String await(String word, BufferedReader input) throws IOException {
        String line;
        do {
            line = input.readLine();
        } while (line != null && !line.startsWith(word));
        return line;
    }
}
