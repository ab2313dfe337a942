package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.kafkawriter.internal.OwnerOnlyFile;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The place of a run's manifest. A reader sees either no file or a whole one, and never that of an earlier attempt once a job
 * has begun: that one is renamed to {@code <name>.previous}. One thread.
 */
final class ManifestFile {
    private final Path path;

    ManifestFile(Path path) {
        this.path = path;
    }

    /** Makes the place free as far as it can, for a job whose settings are refused: {@code failure} stays what is thrown. */
    static void clearAfter(DataXException failure, @Nullable String place) {
        if (place == null) {
            return;
        }
        try {
            Path path = Paths.get(place);
            if (Files.exists(path)) {
                new ManifestFile(path).clear();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Makes the place free. Refuses to move a file that is not a manifest, so that a wrong path costs nothing.
     *
     * @throws com.alibaba.datax.common.exception.DataXException if the place cannot be used
     */
    void clear() {
        try {
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw KafkaWriterErrorCode.MANIFEST.failure(
                        Key.MANIFEST_PATH + " " + path + ": its folder must exist and be writable");
            }
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !isManifestOrEmpty()) {
                throw KafkaWriterErrorCode.MANIFEST.failure(Key.MANIFEST_PATH + " " + path
                        + ": there is something that is not a run manifest; it is left alone");
            }
            Files.move(
                    path,
                    path.resolveSibling(path.getFileName() + ".previous"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw KafkaWriterErrorCode.MANIFEST.failure("making room for manifest " + path + ": " + e, e);
        }
    }

    private boolean isManifestOrEmpty() throws IOException {
        if (Files.size(path) == 0) {
            return true;
        }
        try {
            RunManifest.fromJson(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Writes the manifest, readable by its owner alone, and renames it into place.
     *
     * @throws com.alibaba.datax.common.exception.DataXException if it cannot be written
     */
    void write(RunManifest manifest) {
        try {
            OwnerOnlyFile.replace(path, manifest.toJson());
        } catch (IOException e) {
            throw KafkaWriterErrorCode.MANIFEST.failure("writing manifest " + path + ": " + e, e);
        }
    }
}
