package io.github.sluice.demo;

import io.github.sluice.demo.ServerKeeper.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** All servers of the demonstration: a {@link Keeper} for Kafka and for each half. One thread. */
final class Keepers implements AutoCloseable {
    /** The file that says where everything is, in the work folder. */
    static final String ENDPOINTS = "endpoints.json";

    private static final long STOP_SECONDS = 60;

    private final Map<Place, Keeper> keepers = new EnumMap<>(Place.class);

    private Keepers() {}

    /**
     * Starts everything and writes {@value #ENDPOINTS}.
     *
     * @param project the checkout, built
     * @param work a folder that this run has made
     * @param streaming whether there is a streamer
     * @param told one line for each server that answers
     * @throws IOException when they don't
     */
    static Keepers start(Path project, Path work, Networks networks, boolean streaming, Consumer<String> told)
            throws IOException {
        Secrets.make(work);
        Files.createDirectories(work.resolve("servers"));
        Keepers keepers = new Keepers();
        try {
            keepers.startAll(project, work, networks, streaming, told);
            return keepers;
        } catch (IOException | RuntimeException e) {
            keepers.close();
            throw e;
        }
    }

    private void startAll(Path project, Path work, Networks networks, boolean streaming, Consumer<String> told)
            throws IOException {
        for (Place place : Place.values()) {
            Path log = work.resolve(place.word() + "-servers.log");
            keepers.put(place, Keeper.start(line(project, work, place, networks, streaming), log));
        }
        Keeper kafka = keeper(Place.KAFKA);
        CompletableFuture<Void> source = ready(keeper(Place.SOURCE), told);
        CompletableFuture<Void> target = ready(keeper(Place.TARGET), told);
        kafka.awaitReady(told);
        Endpoints all = Endpoints.read(Place.KAFKA.file(work));
        keeper(Place.SOURCE).kafkaIs(all.text("kafka", "sourceBootstrapServers"));
        keeper(Place.TARGET).kafkaIs(all.text("kafka", "targetBootstrapServers"));
        try {
            CompletableFuture.allOf(source, target).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        }
        all.add(Endpoints.read(Place.SOURCE.file(work)));
        all.add(Endpoints.read(Place.TARGET.file(work)));
        all.server("keepers").put("stop", "./quickstart --stop");
        all.write(work.resolve(ENDPOINTS));
    }

    private Keeper keeper(Place place) {
        Keeper keeper = keepers.get(place);
        if (keeper == null) {
            throw new IllegalStateException("no keeper of " + place);
        }
        return keeper;
    }

    private static CompletableFuture<Void> ready(Keeper keeper, Consumer<String> told) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        keeper.awaitReady(told);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                work -> new Thread(work, "start-servers").start());
    }

    private static List<String> line(Path project, Path work, Place place, Networks networks, boolean streaming) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                place == Place.TARGET ? "-Xmx1g" : "-Xmx128m",
                "-XX:+UseSerialGC",
                // the StarRocks stand-in works hard in there; the other keepers only wait
                place == Place.TARGET ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dlogback.configurationFile=quickstart-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServerKeeper.class.getName(),
                project.toString(),
                work.toString(),
                place.name()));
        if (networks.apart()) {
            line.add(ServerKeeper.APART);
        }
        if (streaming) {
            line.add(ServerKeeper.STREAMING);
        }
        return switch (place) {
            case KAFKA -> line;
            case SOURCE -> networks.in(Side.SOURCE, line);
            case TARGET -> networks.in(Side.TARGET, line);
        };
    }

    /** Leaves the servers up when this process ends. */
    void stay() throws IOException {
        for (Keeper keeper : keepers.values()) {
            keeper.stay();
        }
    }

    /**
     * Stops servers that an earlier process left up.
     *
     * @return whether there were any
     */
    static boolean stopStaying(Path work) throws IOException, InterruptedException {
        List<ProcessHandle> up = staying(work);
        for (ProcessHandle keeper : up) {
            keeper.destroy();
        }
        for (ProcessHandle keeper : up) {
            try {
                keeper.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("process " + keeper.pid() + " did not stop within " + STOP_SECONDS + " s", e);
            }
        }
        return !up.isEmpty();
    }

    /** Whether an earlier process left all servers up. */
    static boolean areStaying(Path work) throws IOException {
        return staying(work).size() == Place.values().length;
    }

    /** Kafka's keeper last: the others end in order as long as it is there. */
    private static List<ProcessHandle> staying(Path work) throws IOException {
        Path file = work.resolve(ENDPOINTS);
        if (!Files.exists(file)) {
            return List.of();
        }
        Endpoints endpoints = Endpoints.read(file);
        List<ProcessHandle> up = new ArrayList<>();
        for (Place place : List.of(Place.SOURCE, Place.TARGET, Place.KAFKA)) {
            String keeper = place.word() + "Keeper";
            ProcessHandle.of(Long.parseLong(endpoints.text(keeper, "pid")))
                    .filter(process -> Keeper.startOf(process).equals(endpoints.text(keeper, "startedAt")))
                    .ifPresent(up::add);
        }
        return up;
    }

    @Override
    public void close() {
        keepers.values().forEach(Keeper::ask);
        keepers.values().forEach(Keeper::close);
    }
}
