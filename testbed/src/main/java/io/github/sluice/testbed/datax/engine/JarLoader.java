package io.github.sluice.testbed.datax.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plugin's class loader: all jars of a folder and of the folders below it, asked only for what the parent does not
 * have. So whatever lies in the home's {@code lib} wins over a plugin's own copy.
 */
final class JarLoader extends URLClassLoader {
    JarLoader(Path folder) {
        super(jarsBelow(folder), JarLoader.class.getClassLoader());
    }

    private static URL[] jarsBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("a plugin's path must be a folder: " + folder);
        }
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            return urls;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the jars below " + folder, e);
        }
    }
}
