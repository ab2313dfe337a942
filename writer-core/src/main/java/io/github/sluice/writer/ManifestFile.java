package io.github.sluice.writer;

import com.alibaba.datax.common.exception.DataXException;
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
public final class ManifestFile {
    private final Path path;
    private final WriterErrorCode unusable;

    /** @param unusable the code of a place that cannot be used */
    public ManifestFile(Path path, WriterErrorCode unusable) {
        this.path = path;
        this.unusable = unusable;
    }

    /**
     * Makes the place free as far as it can, for a job whose settings are refused: {@code failure} stays what is thrown.
     *
     * @param place null where no manifest is asked for
     */
    public static void clearAfter(DataXException failure, @Nullable String place, WriterErrorCode unusable) {
        if (place == null) {
            return;
        }
        try {
            Path path = Paths.get(place);
            if (Files.exists(path)) {
                new ManifestFile(path, unusable).clear();
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
    public void clear() {
        try {
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw unusable.failure(
                        RunParameters.MANIFEST_PATH + " " + path + ": its folder must exist and be writable");
            }
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !isManifestOrEmpty()) {
                throw unusable.failure(RunParameters.MANIFEST_PATH + " " + path
                        + ": there is something that is not a run manifest; it is left alone");
            }
            Files.move(
                    path,
                    path.resolveSibling(path.getFileName() + ".previous"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable.failure("making room for manifest " + path + ": " + e, e);
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
    public void write(RunManifest manifest) {
        try {
            OwnerOnlyFile.replace(path, manifest.toJson());
        } catch (IOException e) {
            throw unusable.failure("writing manifest " + path + ": " + e, e);
        }
    }
}
