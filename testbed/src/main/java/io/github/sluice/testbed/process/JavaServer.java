package io.github.sluice.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts a main class of {@link ServerClassPath} in a JVM of its own, small and quick to start. */
public final class JavaServer {
    private static final String LOGGING = "server-logback.xml";

    private JavaServer() {}

    /**
     * @param name how messages and the log file call it
     * @param folder gets {@code NAME.log}, {@code NAME.java} (the JVM's argument file) and the logging settings
     */
    public static ChildProcess start(
            String name, Path folder, Map<String, String> environment, String mainClass, String... arguments) {
        return start(name, folder, environment, List.of(), mainClass, arguments);
    }

    /**
     * As {@link #start(String, Path, Map, String, String...)}.
     *
     * @param jvmOptions beside those of every server
     */
    public static ChildProcess start(
            String name,
            Path folder,
            Map<String, String> environment,
            List<String> jvmOptions,
            String mainClass,
            String... arguments) {
        List<String> jvm = new ArrayList<>(List.of(
                // short-lived servers: the second compiler and a parallel collector cost more than they give
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dlogback.configurationFile=" + folder.resolve(LOGGING)));
        jvm.addAll(jvmOptions);
        jvm.addAll(List.of(
                "-cp",
                ServerClassPath.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                mainClass));
        jvm.addAll(List.of(arguments));
        Path argumentFile = folder.resolve(name + ".java");
        try (InputStream logging = JavaServer.class.getResourceAsStream(LOGGING)) {
            if (logging == null) {
                throw new IllegalStateException(LOGGING + " is not on the class path");
            }
            Files.write(folder.resolve(LOGGING), logging.readAllBytes());
            Files.write(argumentFile, jvm.stream().map(JavaServer::quoted).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of " + name, e);
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return ChildProcess.start(new ChildCommand(
                name,
                List.of(java.toString(), "@" + argumentFile),
                environment,
                folder,
                folder.resolve(name + ".log")));
    }

    /** The quoting of the java launcher's argument files. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
