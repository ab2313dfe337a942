package io.github.sluice.demo;

import io.github.sluice.demo.SluiceCommand.Half;
import io.github.sluice.demo.data.DemoData;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The main job on one machine: real MySQL tables, changed all the time, through a real Kafka and a real Kafka Connect,
 * sealed on the way, into StarRocks tables; compared, cut over to the stream of changes, and compared again.
 *
 * <p>Ends with the exit code of {@code sluice run}, or of the comparison at the end.
 */
@Command(
        name = "quickstart",
        description =
                "Moves real MySQL tables into StarRocks on this machine while they change, and proves that nothing was"
                        + " lost.",
        sortOptions = false)
public final class Quickstart implements Callable<Integer> {
    private static final int USAGE = 10;
    private static final int UNKNOWN = 30;
    private static final String RESTART = "--restart";

    /** The file that says that quickstart may empty the folder it is in. */
    private static final String OURS = ".made-by-quickstart";

    @Option(names = "--rows", paramLabel = "N", description = "rows of all tables together (default: ${DEFAULT-VALUE})")
    private long rows = DemoData.DEFAULT_ROWS;

    @Option(
            names = "--changes-per-second",
            paramLabel = "N",
            description = "what the writer makes meanwhile, in all tables together (default: ${DEFAULT-VALUE})")
    private int changesPerSecond = 250;

    @Option(names = "--seed", paramLabel = "N", description = "makes the same rows again (default: a new one, printed)")
    private @Nullable Long seed;

    @Option(
            names = "--break",
            paramLabel = "FAULT",
            description = "plants a fault on the way: lost-row, changed-value, null-for-long-string, extra-row or"
                    + " undecryptable")
    private @Nullable String fault;

    @Option(
            names = "--backfill-only",
            description = "moves the history and ends there: no writer, no live changes; so does --break")
    private boolean backfillOnly;

    @Option(
            names = "--two-networks",
            description = "runs the two halves in two network namespaces that share only Kafka")
    private boolean twoNetworks;

    @Option(names = "--pause-before", paramLabel = "STEP", description = "waits for Enter before a step of sluice run")
    private @Nullable String pauseBefore;

    @Option(names = "--stay", description = "leaves the servers up; see target/quickstart/endpoints.json")
    private boolean stay;

    @Option(
            names = "--again",
            description =
                    "on the servers that --stay left up, with the rows that are there, from empty topics and targets;"
                            + " goes with --backfill-only or --break")
    private boolean again;

    @Option(names = "--stop", description = "stops the servers that --stay left up, and does nothing else")
    private boolean stop;

    @Option(names = "--output", paramLabel = "text|json", description = "how the result is printed")
    private String output = "text";

    @Option(names = "--lang", paramLabel = "en|zh", description = "language of what sluice says")
    private @Nullable String language;

    @Option(names = "--tables", paramLabel = "TARGET", hidden = true, description = "only these; without live changes")
    private @Nullable String tables;

    @Option(names = "--work", paramLabel = "DIR", hidden = true)
    private Path work = Path.of("target", "quickstart");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    private boolean help;

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Quickstart());
        line.setParameterExceptionHandler((problem, ignored) -> {
            System.err.println("quickstart: " + problem.getMessage());
            problem.getCommandLine().usage(System.err);
            return USAGE;
        });
        line.setExecutionExceptionHandler((problem, ignored, parsed) -> {
            System.err.println("quickstart: " + problem.getMessage());
            return problem instanceof IllegalArgumentException ? USAGE : UNKNOWN;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path project = Path.of("").toAbsolutePath();
        work = work.toAbsolutePath();
        if (stop) {
            say(Keepers.stopStaying(work) ? "stopped" : "no servers are up");
            return 0;
        }
        Fault planted = fault == null ? null : Fault.of(fault);
        boolean streaming = !backfillOnly && planted == null;
        refuseWhatDoesNotFit(planted, streaming);
        Networks networks = twoNetworks ? Networks.two() : Networks.one();
        long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : seed;
        DemoData data = DemoData.of(chosenSeed, rows);
        Packages packages = new Packages(project);
        if (again) {
            return runAgain(planted, packages);
        }
        if (Keepers.stopStaying(work)) {
            say("stopped the servers that an earlier run left up");
        }
        empty(work);

        say(
                networks.apart()
                        ? "Servers, as child processes, in two networks that share only Kafka:"
                        : "Servers, as child processes on 127.0.0.1:");
        try (Keepers keepers = Keepers.start(project, work, networks, streaming, line -> say("  " + line))) {
            Endpoints endpoints = Endpoints.read(work.resolve(Keepers.ENDPOINTS));
            List<Isolation.Attempt> isolation =
                    networks.apart() ? Isolation.prove(networks, endpoints, line -> say("  " + line)) : List.of();
            say("Source: " + data);
            fill(data, chosenSeed, networks);
            List<Half> halves = DemoProject.write(work, endpoints, networks, DemoProject.SOON);
            SluiceCommand sluice = new SluiceCommand(packages.sluice(), networks, halves, work, commonOptions());
            int exitCode;
            if (streaming) {
                exitCode = new LiveRun(
                                work, networks, chosenSeed, rows, changesPerSecond, sluice, output.equals("json"))
                        .run(isolation, runOptions());
            } else {
                exitCode = planted == null
                        ? sluice.show("run", runOptions().toArray(String[]::new))
                        : runBroken(planted, endpoints, sluice);
            }
            if (stay) {
                keepers.stay();
                say("The servers stay up: " + work.resolve(Keepers.ENDPOINTS) + "; ./quickstart --stop ends them.");
                if (networks.apart()) {
                    say("Into a half's network: nsenter --target PID --user --preserve-credentials --mount --net, with"
                            + " the PID of sourceKeeper or targetKeeper there.");
                }
            }
            return exitCode;
        }
    }

    private void refuseWhatDoesNotFit(@Nullable Fault planted, boolean streaming) throws IOException {
        if (planted != null && twoNetworks) {
            throw new IllegalArgumentException("--break plants its fault from one network; leave out --two-networks");
        }
        if (changesPerSecond < 1) {
            throw new IllegalArgumentException("--changes-per-second must be 1 or more, found " + changesPerSecond);
        }
        if (tables != null && streaming) {
            throw new IllegalArgumentException("--tables goes with --backfill-only or --break");
        }
        if (again && (streaming || twoNetworks)) {
            throw new IllegalArgumentException("--again goes with --backfill-only or --break, in one network");
        }
        if (again && !Keepers.areStaying(work)) {
            throw new IllegalArgumentException(
                    "--again: no servers are up; leave some up with ./quickstart --backfill-only --stay");
        }
    }

    private int runAgain(@Nullable Fault planted, Packages packages) throws Exception {
        Endpoints endpoints = Endpoints.read(work.resolve(Keepers.ENDPOINTS));
        Path plan = work.resolve("sluice-plan");
        if (Files.exists(plan)) {
            delete(plan); // a fault may have edited it, and so what was made from it
        }
        planter(endpoints).undo();
        List<Half> halves = DemoProject.write(work, endpoints, Networks.one(), DemoProject.SOON);
        SluiceCommand sluice = new SluiceCommand(packages.sluice(), Networks.one(), halves, work, commonOptions());
        return planted == null
                ? sluice.show("run", runOptions(RESTART).toArray(String[]::new))
                : runBroken(planted, endpoints, sluice);
    }

    /** Up to the step that the fault strikes at, the fault, and on. */
    private int runBroken(Fault planted, Endpoints endpoints, SluiceCommand sluice) throws Exception {
        FaultPlanter planter = planter(endpoints);
        boolean early = planted == Fault.NULL_FOR_LONG_STRING;
        String[] afresh = again ? new String[] {RESTART} : new String[0];
        SluiceCommand.Result before = early
                ? sluice.run("plan")
                : sluice.run("run", until(planted == Fault.CHANGED_VALUE ? "load" : "snapshot", afresh));
        if (before.exitCode() != 0) {
            return before.exitCode();
        }
        say("--break=" + planted.word() + ": " + planter.plant(planted));
        return sluice.show("run", runOptions(early ? afresh : new String[0]).toArray(String[]::new));
    }

    private FaultPlanter planter(Endpoints endpoints) {
        return new FaultPlanter(endpoints, work.resolve("sluice-plan"), DemoProject.ORDERS_TOPIC);
    }

    private static String[] until(String step, String... more) {
        List<String> options = new ArrayList<>(List.of("--until", step));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private List<String> commonOptions() {
        List<String> options = new ArrayList<>();
        if (language != null) {
            options.addAll(List.of("--lang", language));
        }
        if (tables != null) {
            options.addAll(List.of("--tables", tables));
        }
        return options;
    }

    private List<String> runOptions(String... more) {
        // nobody is asked here to sign off that verified batches go
        List<String> options = new ArrayList<>(List.of("--yes", "--output", output));
        options.addAll(List.of(more));
        if (pauseBefore != null) {
            options.addAll(List.of("--pause-before", pauseBefore));
        }
        return options;
    }

    private void fill(DemoData data, long chosenSeed, Networks networks) throws IOException, InterruptedException {
        boolean terminal = System.console() != null;
        try (Application filling = Application.start(
                networks,
                Side.SOURCE,
                SourceApplication.class,
                work.toString(),
                String.valueOf(chosenSeed),
                String.valueOf(rows),
                SourceApplication.FILL)) {
            filling.awaitEnd(inserted -> {
                if (terminal) {
                    System.err.printf("\r  %,d of %,d rows", Long.parseLong(inserted), data.rows());
                }
            });
        }
        System.err.print(terminal ? "\n" : "");
    }

    private static void empty(Path folder) throws IOException {
        Path mark = folder.resolve(OURS);
        if (Files.exists(folder)) {
            if (!Files.exists(mark)) {
                throw new IllegalArgumentException(folder + ": is not a folder that quickstart made; remove it first");
            }
            delete(folder);
        }
        Files.createDirectories(folder);
        Files.createFile(mark);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void say(String line) {
        System.err.println(line);
    }
}
