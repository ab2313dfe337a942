package io.github.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the build made: the unpacked tarball, as a user has it. */
final class Packages {
    private final Path root;

    /**
     * @param project the checkout
     * @throws IOException when it is not built
     */
    Packages(Path project) throws IOException {
        Path folder = project.resolve("distribution/target");
        try (var found = Files.newDirectoryStream(folder, path -> Files.isDirectory(path.resolve("plugin")))) {
            List<Path> roots = new ArrayList<>();
            found.forEach(roots::add);
            if (roots.size() != 1) {
                throw new IOException(folder + ": expected one unpacked sluice-VERSION, found " + roots);
            }
            root = roots.get(0).toAbsolutePath();
        } catch (NoSuchFileException e) {
            throw new IOException(folder + ": nothing is built here; run mvn package first", e);
        }
    }

    /** The DataX writer's folder. */
    Path writerPlugin() {
        return root.resolve("plugin/writer/kafkawriter");
    }

    /** The DataX hook's folder. */
    Path hook() {
        return root.resolve("hook/sluice");
    }

    /** A Connect worker's {@code plugin.path}. */
    Path connectPlugins() {
        return root.resolve("connect");
    }

    /** The streamer. */
    Path streamer() {
        return root.resolve("bin/binlog-streamer");
    }

    /** The command. */
    Path sluice() {
        return root.resolve("bin/sluice");
    }
}
