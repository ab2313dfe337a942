package io.github.sluice.benchmarks.writer;

import io.github.sluice.benchmarks.measure.Usage;
import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that has run to its end, and what it took.
 *
 * @param cpu user and system time of the program and of what it started, its JVM's start and end included, in steps of
 *     10 ms
 * @param wall from its start to its end
 */
record Finished(Duration cpu, Duration wall) {
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final String USAGE = "usage";

    /** What the kernel has counted for a process is gone with it, so its parent writes that down before it ends itself. */
    private static final String WRITES_USAGE =
            "\"$@\"; code=$?; read -r line </proc/$$/stat; printf '%s\\n' \"$line\" >" + USAGE + "; exit $code";

    /**
     * Runs a program.
     *
     * @param folder new; becomes the working directory, gets {@code out} with both output streams
     * @throws io.github.sluice.testbed.process.StartFailedException if it ends with another code than 0, with the end of
     *     its output
     */
    static Finished run(String name, List<String> program, Map<String, String> environment, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WRITES_USAGE, name));
        command.addAll(program);
        long began = System.nanoTime();
        try (ChildProcess child =
                ChildProcess.start(new ChildCommand(name, command, environment, folder, folder.resolve("out")))) {
            child.awaitSuccess(LIMIT);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - began);
        return new Finished(Usage.ofEndedChildren(Files.readString(folder.resolve(USAGE))), wall);
    }

    /** Runs a main class of this JVM's own class path. */
    static Finished java(String mainClass, List<String> jvm, List<String> arguments, Path folder) throws IOException {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(jvm);
        program.add("-Dlogback.configurationFile=benchmarks-logback.xml");
        program.add(mainClass);
        program.addAll(arguments);
        return run(
                mainClass.replaceFirst(".*\\.", ""),
                program,
                Map.of("CLASSPATH", absolute(System.getProperty("java.class.path"))),
                folder);
    }

    private static String absolute(String classPath) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : classPath.split(java.io.File.pathSeparator)) {
            absolute.append(absolute.length() == 0 ? "" : java.io.File.pathSeparator)
                    .append(Path.of(entry).toAbsolutePath());
        }
        return absolute.toString();
    }
}
