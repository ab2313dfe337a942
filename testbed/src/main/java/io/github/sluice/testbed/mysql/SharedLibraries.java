package io.github.sluice.testbed.mysql;

import io.github.sluice.testbed.process.ServerFolder;
import io.github.sluice.testbed.process.SharedCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shared libraries that a server wants and a small system lacks: mysqld libaio.so.1, seldom libnuma.so.1, MariaDB
 * libsystemd.so.0 and what that needs. What the system
 * has is used; the rest is fetched as Debian packages and unpacked into the {@link SharedCache}, which needs no root and
 * changes nothing outside that folder. Debian 13 and Ubuntu 24.04 renamed libaio1 to libaio1t64 and the library to
 * {@code libaio.so.1t64}; on amd64 it is the same interface, so a link by the old name does.
 */
final class SharedLibraries {
    private static final Pattern MISSING =
            Pattern.compile("error while loading shared libraries: (\\S+): cannot open shared object file");
    private static final Map<String, List<String>> PACKAGES = Map.of(
            "libaio.so.1", List.of("libaio1", "libaio1t64"),
            "libnuma.so.1", List.of("libnuma1"),
            "libsystemd.so.0", List.of("libsystemd0"),
            "libcap.so.2", List.of("libcap2"),
            "libgcrypt.so.20", List.of("libgcrypt20"),
            "libgpg-error.so.0", List.of("libgpg-error0"),
            "libcrypt.so.1", List.of("libcrypt1"));

    private SharedLibraries() {}

    /** The environment in which {@code program} finds its libraries; asks the program itself, by {@code --version}. */
    static Map<String, String> environmentFor(Path program) {
        List<Path> folders = new ArrayList<>();
        while (true) {
            Map<String, String> environment = folders.isEmpty()
                    ? Map.of()
                    : Map.of(
                            "LD_LIBRARY_PATH",
                            folders.stream().map(Path::toString).collect(Collectors.joining(":")));
            Command version = Command.run(environment, Path.of("/"), program.toString(), "--no-defaults", "--version");
            if (version.succeeded()) {
                return environment;
            }
            Matcher missing = MISSING.matcher(version.output());
            if (!missing.find()) {
                version.orThrow("run " + program);
            }
            String library = missing.group(1);
            List<String> packages = PACKAGES.get(library);
            if (packages == null || folders.contains(folderOf(library))) {
                throw new IllegalStateException("MySQL needs the shared library " + library + ": install it");
            }
            folders.add(SharedCache.entry(entryOf(library), folder -> fetch(library, packages, folder)));
        }
    }

    private static String entryOf(String library) {
        return "lib-" + library;
    }

    private static Path folderOf(String library) {
        return SharedCache.root().resolve(entryOf(library));
    }

    private static void fetch(String library, List<String> packages, Path folder) throws IOException {
        Path work = Files.createDirectory(folder.resolve("deb"));
        List<Command> tried = new ArrayList<>();
        if (!download(packages, work, List.of(), tried)) {
            // no package lists on this system (usual in containers), or stale ones: fetch lists of our own
            Files.createDirectories(work.resolve("lists/partial"));
            Files.createDirectories(work.resolve("cache/archives/partial"));
            List<String> own = List.of(
                    "-o", "Dir::State::Lists=" + work.resolve("lists"), "-o", "Dir::Cache=" + work.resolve("cache"));
            tried.add(aptGet(work, own, "update"));
            if (!download(packages, work, own, tried)) {
                throw new IllegalStateException(
                        "MySQL needs the shared library " + library + ": install it (Debian, Ubuntu: apt-get install "
                                + String.join(" or ", packages) + ")",
                        new IOException("fetching it without root failed:\n"
                                + tried.stream()
                                        .map(command -> command.line() + ": "
                                                + command.output().strip())
                                        .collect(Collectors.joining("\n"))));
            }
        }
        Path unpacked = work.resolve("unpacked");
        try (DirectoryStream<Path> debs = Files.newDirectoryStream(work, "*.deb")) {
            for (Path deb : debs) {
                Command.run(Map.of(), work, "dpkg", "-x", deb.toString(), unpacked.toString())
                        .orThrow("unpack " + deb.getFileName());
            }
        }
        try (Stream<Path> files = Files.walk(unpacked)) {
            // libaio.so.1.0.1, libaio.so.1t64.0.2: the file itself, not the links to it
            Path file = files.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().startsWith(library))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + library + " in " + packages));
            Files.copy(file, folder.resolve(library));
        }
        ServerFolder.delete(work);
    }

    private static boolean download(List<String> packages, Path work, List<String> options, List<Command> tried) {
        for (String name : packages) {
            Command download = aptGet(work, options, "download", name);
            tried.add(download);
            if (download.succeeded()) {
                return true;
            }
        }
        return false;
    }

    private static Command aptGet(Path work, List<String> options, String... arguments) {
        List<String> line = new ArrayList<>(List.of("apt-get", "-q"));
        line.addAll(options);
        line.addAll(List.of(arguments));
        return Command.run(Map.of(), work, line.toArray(String[]::new));
    }
}
