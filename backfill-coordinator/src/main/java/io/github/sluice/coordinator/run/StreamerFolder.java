package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The streamer's folder of table files, which it watches. Files appear there by atomic rename only, and none that the
 * journal does not show to be ours is replaced or removed. One thread.
 */
final class StreamerFolder {
    private final Journal journal;
    private final Path folder;

    StreamerFolder(Streamer streamer, Journal journal) {
        this.journal = journal;
        Path tables = streamer.tables();
        if (tables == null || !Files.isDirectory(tables)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "streamer.tables: " + tables + " is not a folder; name the one in the streamer's own settings");
        }
        this.folder = tables;
    }

    /** As the streamer tells in its position which file it goes by: SHA-256 of the bytes. */
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the file there unless the very same one is there already. */
    void put(Attempt attempt, String name, String text) {
        Path file = folder.resolve(name);
        Optional<Resource> known = journal.resource(Resource.Kind.TABLE_FILE, file.toString());
        try {
            Optional<String> found = Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
            if (found.filter(text::equals).isPresent()) {
                if (known.isEmpty()) {
                    remember(attempt, file, Resource.Origin.FOUND);
                }
                return;
            }
            if (found.isPresent() && known.filter(Resource::ours).isEmpty()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        file + " is another table file than the plan's, and the journal does not show that we put it"
                                + " there; remove it, or take its changes over into sluice.yaml");
            }
            remember(attempt, file, Resource.Origin.INTENDED);
            replace(file, text);
            remember(attempt, file, Resource.Origin.CREATED);
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, file + " cannot be written: " + e, e);
        }
    }

    /** Takes a file of ours away, so that the streamer forgets the table. */
    void remove(String name) {
        Path file = folder.resolve(name);
        if (journal.resource(Resource.Kind.TABLE_FILE, file.toString())
                .filter(Resource::ours)
                .isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    file + " must be taken away and put back, and the journal does not show that we put it there;"
                            + " remove it yourself and run again");
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.REFUSED, file + " cannot be removed: " + e, e);
        }
    }

    private void remember(Attempt attempt, Path file, Resource.Origin origin) {
        journal.remember(new Resource(Resource.Kind.TABLE_FILE, file.toString(), origin, attempt.id()));
    }

    /** The name in between does not end in {@code .json}, so that nobody takes it for a table file. */
    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(temporary, text);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
