package io.github.sluice.coordinator.journal;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.LocalUser;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A coordinator that holds tables.
 *
 * @param id of this holding alone
 * @param place the state folder on its machine. Two holders of one place can't both live: its {@link ProcessLock} keeps
 *     them apart, so whoever has that lock knows that an earlier holder of the place is dead
 * @param who user, host and process, for people
 */
public record Holder(String id, String place, String who) {
    private static final int MOST_CHARACTERS = 250;
    private static final String PROCESS = describe();

    /**
     * This process, at work in a state folder whose {@link ProcessLock} it has.
     *
     * @param stateFolder gets a file with a random name for the folder, once
     */
    public static Holder here(Path stateFolder) {
        Path absolute = stateFolder.toAbsolutePath().normalize();
        String place = shortened(LocalUser.host() + ":" + absolute + ":" + folderId(absolute));
        return new Holder(UUID.randomUUID().toString(), place, PROCESS);
    }

    /** User, host and number of this process. */
    static String process() {
        return PROCESS;
    }

    /** The same path on machines of the same name may be two folders, in containers for instance. */
    private static String folderId(Path folder) {
        Path file = folder.resolve("place");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Path fresh = Files.createTempFile(folder, "place", ".new");
                Files.writeString(fresh, UUID.randomUUID().toString());
                try {
                    Files.move(fresh, file);
                } catch (FileAlreadyExistsException otherHalf) {
                    Files.delete(fresh);
                }
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "file " + file + " cannot be written or read: " + e.getMessage(), e);
        }
    }

    private static String describe() {
        return shortened(
                LocalUser.name() + ", process " + ProcessHandle.current().pid());
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(text.length() - MOST_CHARACTERS);
    }
}
