package io.github.sluice.testbed.datax;

import com.alibaba.datax.common.util.Configuration;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder shaped like a DataX installation, in which jobs run as child processes.
 *
 * <p>The stand-in has {@code bin/datax.sh} and {@code bin/datax.py}, DataX's old libraries first in {@code lib}, an engine
 * that behaves as DataX's does, and {@code mysqlreader}, {@code streamreader} and {@code streamwriter}. Where a real DataX
 * is given, as System property {@code datax.home} or environment variable {@code DATAX_HOME}, {@link #create} makes a view
 * of it instead: its programs copied, its plugins by reference, plugins installed here beside them, the real folder
 * untouched.
 *
 * <p>Not thread-safe, but several jobs may run at once.
 */
public final class DataxHome {
    private static final String PACKAGE = "io/github/sluice/testbed/datax/";
    /** Small and quick to start; in front of a caller's own JVM flags. */
    private static final String TEST_JVM = "-Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final Path folder;
    private final boolean real;

    private DataxHome(Path folder, boolean real) {
        this.folder = folder.toAbsolutePath();
        this.real = real;
    }

    /** A view of the real DataX that is given, else the stand-in. */
    public static DataxHome create(Path folder) throws IOException {
        Path given = realHome();
        return given == null ? standIn(folder) : viewOf(given, folder);
    }

    /** The real installation that this run was told of, or null. */
    public static @Nullable Path realHome() {
        String given = System.getProperty("datax.home", System.getenv().getOrDefault("DATAX_HOME", ""));
        if (given.isBlank()) {
            return null;
        }
        Path home = Path.of(given).toAbsolutePath();
        if (!Files.isRegularFile(home.resolve("bin/datax.py"))) {
            throw new IllegalArgumentException("datax.home is no DataX installation, bin/datax.py is missing: " + home);
        }
        return home;
    }

    /** Makes the stand-in in a folder that is new or empty. */
    public static DataxHome standIn(Path folder) throws IOException {
        DataxHome home = new DataxHome(folder, false);
        ClassPathEntry testbed = ClassPathEntry.of(DataxHome.class);
        testbed.copyFiles("datax/", home.folder);
        home.folder.resolve("bin/datax.sh").toFile().setExecutable(true);
        home.folder.resolve("bin/datax.py").toFile().setExecutable(true);
        home.makeOwnFolders();
        Path lib = home.folder.resolve("lib");
        ClassPathEntry.of(Configuration.class).writeJar(lib.resolve("datax-common-0.0.1-SNAPSHOT.jar"));
        testbed.writeJar(lib.resolve("datax-core-0.0.1-SNAPSHOT.jar"), PACKAGE + "engine/");
        home.packageOwnPlugin("reader", "mysqlreader");
        home.packageOwnPlugin("reader", "streamreader");
        home.packageOwnPlugin("writer", "streamwriter");
        return home;
    }

    /** Makes a view of a real installation in a folder that is new or empty. */
    public static DataxHome viewOf(Path realHome, Path folder) throws IOException {
        DataxHome home = new DataxHome(folder, true);
        home.makeOwnFolders();
        for (String copied : List.of("bin", "conf", "lib")) {
            copyFolder(realHome.resolve(copied), home.folder.resolve(copied));
        }
        for (String side : List.of("plugin/reader", "plugin/writer")) {
            try (Stream<Path> plugins = Files.list(realHome.resolve(side))) {
                for (Path plugin : plugins.toList()) {
                    pointTo(plugin, home.folder.resolve(side).resolve(plugin.getFileName()));
                }
            }
        }
        return home;
    }

    /** A plugin's description may name the folder of its jars, so nothing else needs to be copied or linked. */
    private static void pointTo(Path plugin, Path pointer) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode description =
                (ObjectNode) json.readTree(plugin.resolve("plugin.json").toFile());
        description.put("path", plugin.toString());
        Files.createDirectories(pointer);
        json.writeValue(pointer.resolve("plugin.json").toFile(), description);
        Path template = plugin.resolve("plugin_job_template.json");
        if (Files.isRegularFile(template)) {
            Files.copy(template, pointer.resolve("plugin_job_template.json"));
        }
    }

    private void makeOwnFolders() throws IOException {
        for (String own : List.of("hook", "job", "log", "log_perf", "tmp")) {
            Files.createDirectories(folder.resolve(own));
        }
    }

    private void packageOwnPlugin(String side, String name) throws IOException {
        Path jar = folder.resolve("plugin").resolve(side).resolve(name).resolve(name + "-0.0.1-SNAPSHOT.jar");
        ClassPathEntry.of(DataxHome.class).writeJar(jar, PACKAGE + "plugin/" + name + "/");
    }

    public Path folder() {
        return folder;
    }

    /** Whether jobs run in a real DataX. */
    public boolean isReal() {
        return real;
    }

    /**
     * Copies a packaged folder: a hook when its parent is called {@code hook}, else a plugin whose parent is called
     * {@code reader} or {@code writer}.
     *
     * @return the copy
     * @throws IllegalArgumentException when the parent's name says none of these
     */
    public Path install(Path packaged) throws IOException {
        Path parent = packaged.toAbsolutePath().normalize().getParent();
        String kind = parent == null ? "" : String.valueOf(parent.getFileName());
        String target =
                switch (kind) {
                    case "hook" -> "hook";
                    case "reader", "writer" -> "plugin/" + kind;
                    default ->
                        throw new IllegalArgumentException(
                                "a plugin or hook lies in a folder called reader, writer or hook: " + packaged);
                };
        if (!kind.equals("hook") && !Files.isRegularFile(packaged.resolve("plugin.json"))) {
            throw new IllegalArgumentException("a plugin's folder has a plugin.json: " + packaged);
        }
        Path copy = folder.resolve(target).resolve(packaged.getFileName());
        copyFolder(packaged, copy);
        return copy;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /**
     * Sets how often this home's jobs look at their tasks, and so how long the shortest job lasts; DataX's own is ten
     * seconds.
     */
    public DataxHome pollEvery(Duration interval) throws IOException {
        ObjectMapper json = new ObjectMapper();
        File core = folder.resolve("conf/core.json").toFile();
        ObjectNode tree = (ObjectNode) json.readTree(core);
        tree.withObject("/core/container/job").put("sleepInterval", interval.toMillis());
        json.writeValue(core, tree);
        return this;
    }

    /** The command in front of a job's path; quick JVM flags included. */
    public List<String> command() {
        String program = real ? "datax.py" : "datax.sh";
        return List.of(
                real ? "python3" : "sh", folder.resolve("bin").resolve(program).toString(), "-j", TEST_JVM);
    }

    /** Runs a job to its end. */
    public DataxResult run(Path job, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder.resolve("tmp"), "output", ".txt");
        Process process = start(job, environment, output, options);
        try {
            int exitCode = process.waitFor();
            return DataxResult.of(exitCode, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            kill(process);
        }
    }

    /** As the other, without environment variables of its own. */
    public DataxResult run(Path job) throws IOException, InterruptedException {
        return run(job, Map.of());
    }

    /**
     * Starts a job.
     *
     * @param environment added to this process's own
     * @param output the file that both output streams go to
     * @param options in front of the job's path, for example {@code -p}, {@code -Dname=value}
     * @return the script's process, whose child is the JVM; stop it with {@link #kill}
     */
    public Process start(Path job, Map<String, String> environment, Path output, String... options) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(options));
        command.add(job.toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, bin) -> bin + File.pathSeparator + path);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Ends a job and its children at once; does nothing when it has ended. */
    public static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
