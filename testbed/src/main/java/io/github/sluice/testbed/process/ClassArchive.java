package io.github.sluice.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a server's JVM has loaded by the time it is ready, as HotSpot's dynamic class-data archive (JEP 350): with it a broker
 * is ready for three fifths of the CPU time. Made once by a server that starts, ends and leaves it behind, and kept in the
 * {@link SharedCache}. HotSpot itself goes without an archive that does not fit to the jars. Thread-safe.
 */
public final class ClassArchive {
    private static final String FILE = "classes.jsa";

    private ClassArchive() {}

    /** Starts the server with these JVM options, and has it end by itself. */
    @FunctionalInterface
    public interface Training {
        void run(Path folder, List<String> jvmOptions);
    }

    /**
     * The JVM options that make use of the archive; none if HotSpot has not written one.
     *
     * @param name of the kind of server; its jars and the JVM are told apart here
     */
    public static List<String> options(String name, Training training) {
        Path entry = SharedCache.entry("classes-" + name + "-" + fingerprint(), folder -> {
            training.run(folder, List.of("-XX:ArchiveClassesAtExit=" + folder.resolve(FILE)));
        });
        Path archive = entry.resolve(FILE);
        return Files.isRegularFile(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    /** HotSpot looks at path, size and time of each jar; so does this. */
    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((System.getProperty("java.home") + System.getProperty("java.vm.version"))
                    .getBytes(StandardCharsets.UTF_8));
            for (Path jar : ServerClassPath.jars()) {
                String seen = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
                digest.update(seen.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the servers' jars", e);
        }
    }
}
