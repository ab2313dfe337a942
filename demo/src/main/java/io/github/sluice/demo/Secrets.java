package io.github.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The demonstration's secrets: made at random for each run, each in a file of mode 0600 of its own,
 * everywhere else a {@code file:} reference.
 */
final class Secrets {
    static final String MYSQL = "mysql.password";
    static final String MYSQL_ROOT = "mysql-root.password";
    static final String MYSQL_STREAMER = "mysql-streamer.password";
    static final String STARROCKS = "starrocks.password";
    static final String DATA_KEY = "data.key";

    /** Bytes by name; each is written as twice as many hexadecimal digits. */
    private static final Map<String, Integer> ALL =
            Map.of(MYSQL, 16, MYSQL_ROOT, 16, MYSQL_STREAMER, 16, STARROCKS, 16, DATA_KEY, 32);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes all of them, in a folder of mode 0700.
     *
     * @param work the work folder
     * @throws IOException when they are there already or can't be made
     */
    static Secrets make(Path work) throws IOException {
        Secrets secrets = of(work);
        Files.createDirectory(
                secrets.folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, Integer> secret : ALL.entrySet()) {
            secrets.make(secret.getKey(), secret.getValue());
        }
        return secrets;
    }

    /** Those that were made in a work folder. */
    static Secrets of(Path work) {
        return new Secrets(work.resolve("secrets"));
    }

    private void make(String name, int bytes) throws IOException {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
    }

    /** The secret itself. */
    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** What a settings file says instead of the secret. */
    String reference(String name) {
        return "file:" + folder.resolve(name).toAbsolutePath();
    }
}
