package io.github.sluice.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The jars that broker and Connect worker run on, as a Kafka distribution's {@code libs} folder holds them: the closure
 * that the build resolved and wrote as a list, and nothing of the tests' own class path. The list has no machine's path
 * in it; the jars are found at run time next to what this JVM itself was started with: by name in a folder that holds
 * some of its jars (a {@code lib} folder), else in the Maven repository that its jars come from, which holds them in the
 * version the list names even where the tests' class path has another one.
 */
public final class ServerClassPath {
    private static final String LIST = "/io/github/sluice/testbed/servers.list";
    private static final String REPOSITORY = "repository:/";

    private ServerClassPath() {}

    /** The jars in order, absolute, all existing. */
    public static List<Path> jars() {
        return resolve(names(), classPath(System.getProperty("java.class.path")));
    }

    /**
     * The jars of another list of the same form.
     *
     * @param list a resource that {@code dependency:build-classpath} wrote
     */
    public static List<Path> jars(String list) {
        return resolve(names(list), classPath(System.getProperty("java.class.path")));
    }

    /** Repository-relative names, such as {@code org/slf4j/slf4j-api/2.0.17/slf4j-api-2.0.17.jar}. */
    static List<String> names() {
        return names(LIST);
    }

    private static List<String> names(String list) {
        try (InputStream in = ServerClassPath.class.getResourceAsStream(list)) {
            if (in == null) {
                throw new IllegalStateException(list + " is not on the class path: the module that lists these jars"
                        + " (sluice-testbed-servers for the usual one) is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
            return Stream.of(text.split(";"))
                    .map(name -> name.startsWith(REPOSITORY) ? name.substring(REPOSITORY.length()) : name)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + list, e);
        }
    }

    private static List<Path> classPath(String text) {
        return Stream.of(text.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .toList();
    }

    static List<Path> resolve(List<String> names, List<Path> classPath) {
        Set<Path> folders = new LinkedHashSet<>();
        Set<Path> repositories = new LinkedHashSet<>();
        for (Path entry : classPath) {
            Path folder = entry.getParent();
            if (folder != null && entry.toString().endsWith(".jar")) {
                folders.add(folder);
                repositoryOf(entry).ifPresent(repositories::add);
            }
        }
        List<Path> jars = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            Path fileName = Path.of(name).getFileName();
            Stream.concat(
                            folders.stream().map(folder -> folder.resolve(fileName)),
                            repositories.stream().map(repository -> repository.resolve(name)))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresentOrElse(jars::add, () -> missing.add(name));
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("jars of the Kafka servers that are neither in " + folders
                    + " nor in a Maven repository of " + repositories + ": " + missing);
        }
        return jars;
    }

    /**
     * The repository that a jar lies in. Its layout is {@code group.../artifact/version/artifact-version.jar}; where the
     * group begins cannot be seen, so every folder above is tried against the one artifact that is surely there: ours
     * depends on kafka-clients, and so does each class path that comes from a repository.
     */
    private static Optional<Path> repositoryOf(Path jar) {
        Path version = jar.getParent();
        Path artifact = version == null ? null : version.getParent();
        if (version == null
                || artifact == null
                || !jar.getFileName()
                        .toString()
                        .equals(artifact.getFileName() + "-" + version.getFileName() + ".jar")) {
            return Optional.empty();
        }
        for (Path folder = artifact.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("org/apache/kafka/kafka-clients"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
