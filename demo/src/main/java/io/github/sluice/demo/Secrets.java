package io.github.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The demonstration's secrets: made at random for each run, each in a file of mode 0600 of its own,
 * everywhere else a {@code file:} reference.
 */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a folder of mode 0700.
     *
     * @throws IOException when the folder is there already or can't be made
     */
    static Secrets in(Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new Secrets(folder);
    }

    /** Makes {@code bytes} random bytes, written in hex as the file {@code name}; returns the hex. */
    String make(String name, int bytes) throws IOException {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret, StandardOpenOption.WRITE);
        return secret;
    }

    /** What a settings file says instead of the secret. */
    String reference(String name) {
        return "file:" + folder.resolve(name).toAbsolutePath();
    }
}
