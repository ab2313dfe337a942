package io.github.sluice.demo;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.wire.key.SecretReference;
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
 * The main job on one machine: real MySQL tables through a real Kafka and a real Kafka Connect,
 * sealed on the way, into StarRocks tables; compared, and the batch topics dropped when equal.
 *
 * <p>Ends with the exit code of {@code sluice run}.
 */
@Command(
        name = "quickstart",
        description = "Moves real MySQL tables into StarRocks on this machine and proves that nothing was lost.",
        sortOptions = false)
public final class Quickstart implements Callable<Integer> {
    private static final int USAGE = 10;
    private static final int UNKNOWN = 30;

    /** The file that says that quickstart may empty the folder it is in. */
    private static final String OURS = ".made-by-quickstart";

    @Option(names = "--rows", paramLabel = "N", description = "rows of all tables together (default: ${DEFAULT-VALUE})")
    private long rows = DemoData.DEFAULT_ROWS;

    @Option(names = "--seed", paramLabel = "N", description = "makes the same rows again (default: a new one, printed)")
    private @Nullable Long seed;

    @Option(
            names = "--break",
            paramLabel = "FAULT",
            description = "plants a fault on the way: lost-row, changed-value, null-for-long-string, extra-row or"
                    + " undecryptable")
    private @Nullable String fault;

    @Option(names = "--pause-before", paramLabel = "STEP", description = "waits for Enter before a step of sluice run")
    private @Nullable String pauseBefore;

    @Option(names = "--stay", description = "leaves the servers up; see target/quickstart/endpoints.json")
    private boolean stay;

    @Option(names = "--stop", description = "stops the servers that --stay left up, and does nothing else")
    private boolean stop;

    @Option(names = "--output", paramLabel = "text|json", description = "how the result is printed")
    private String output = "text";

    @Option(names = "--lang", paramLabel = "en|zh", description = "language of what sluice says")
    private @Nullable String language;

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
            say(Keeper.stopStaying(work) ? "stopped" : "no servers are up");
            return 0;
        }
        Fault planted = fault == null ? null : Fault.of(fault);
        long chosenSeed = seed == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : seed;
        DemoData data = DemoData.of(chosenSeed, rows);
        Packages packages = new Packages(project);
        if (Keeper.stopStaying(work)) {
            say("stopped the servers that an earlier run left up");
        }
        empty(work);

        say("Servers, as child processes on 127.0.0.1:");
        try (Keeper keeper = Keeper.start(project, work, line -> say("  " + line))) {
            Endpoints endpoints = Endpoints.read(work.resolve(DemoServers.ENDPOINTS));
            say("Source: " + data);
            fill(data, endpoints);
            Path settings = DemoProject.write(work, endpoints);
            SluiceCommand sluice = new SluiceCommand(packages.sluice(), settings, commonOptions());
            int exitCode =
                    planted == null ? sluice.run("run", runOptions()) : runBroken(planted, endpoints, settings, sluice);
            if (stay) {
                keeper.stay();
                say("The servers stay up: " + work.resolve(DemoServers.ENDPOINTS) + "; ./quickstart --stop ends them.");
            }
            return exitCode;
        }
    }

    /** Up to the step that the fault strikes at, the fault, and on. */
    private int runBroken(Fault planted, Endpoints endpoints, Path settings, SluiceCommand sluice) throws Exception {
        FaultPlanter planter =
                new FaultPlanter(endpoints, settings.resolveSibling("sluice-plan"), DemoProject.ORDERS_TOPIC);
        int before = planted == Fault.NULL_FOR_LONG_STRING
                ? sluice.runQuietly("plan")
                : sluice.runQuietly("run", "--until", planted == Fault.CHANGED_VALUE ? "load" : "snapshot");
        if (before != 0) {
            return before;
        }
        say("--break=" + planted.word() + ": " + planter.plant(planted));
        return sluice.run("run", runOptions());
    }

    private List<String> commonOptions() {
        return language == null ? List.of() : List.of("--lang", language);
    }

    private String[] runOptions() {
        List<String> options = new ArrayList<>(List.of("--output", output));
        if (pauseBefore != null) {
            options.addAll(List.of("--pause-before", pauseBefore));
        }
        return options.toArray(String[]::new);
    }

    private static void fill(DemoData data, Endpoints endpoints) throws Exception {
        String password =
                SecretReference.parse(endpoints.text("mysql", "rootPassword")).resolve();
        String url = "jdbc:mysql://" + endpoints.text("mysql", "host") + ":" + endpoints.text("mysql", "port")
                + "/?useSSL=false&allowPublicKeyRetrieval=true";
        boolean terminal = System.console() != null;
        data.create(url, "root", password, inserted -> {
            if (terminal) {
                System.err.printf("\r  %,d of %,d rows", inserted, data.rows());
            }
        });
        System.err.print(terminal ? "\n" : "");
    }

    private static void empty(Path folder) throws IOException {
        Path mark = folder.resolve(OURS);
        if (Files.exists(folder)) {
            if (!Files.exists(mark)) {
                throw new IllegalArgumentException(folder + ": is not a folder that quickstart made; remove it first");
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                        throws IOException {
                    if (problem != null) {
                        throw problem;
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        Files.createDirectories(folder);
        Files.createFile(mark);
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
