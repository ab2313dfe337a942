package io.github.sluice.testbed.datax;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The folder or jar that a class was loaded from, so that its neighbours can be packaged as a plugin would be. */
public final class ClassPathEntry {
    private final Path path;

    private ClassPathEntry(Path path) {
        this.path = path;
    }

    public static ClassPathEntry of(Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalArgumentException(member + " comes from the JDK");
        }
        try {
            return new ClassPathEntry(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path: " + source.getLocation(), e);
        }
    }

    /** Copies the jar, or makes one of the whole folder. */
    public void writeJar(Path target) throws IOException {
        if (Files.isDirectory(path)) {
            writeJar(target, "");
        } else {
            Files.copy(path, target);
        }
    }

    /** Makes a jar of what lies below {@code prefix}, a path such as {@code io/github/}, under its own names. */
    public void writeJar(Path target, String prefix) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(file)) {
            visit(prefix, (name, content) -> {
                jar.putNextEntry(new JarEntry(name));
                Files.copy(content, jar);
                jar.closeEntry();
            });
        }
    }

    /** Copies the files below {@code prefix} into a folder, without the prefix. */
    public void copyFiles(String prefix, Path folder) throws IOException {
        visit(prefix, (name, content) -> {
            Path copy = folder.resolve(name.substring(prefix.length()));
            Files.createDirectories(copy.getParent());
            Files.copy(content, copy);
        });
    }

    private void visit(String prefix, Visitor visitor) throws IOException {
        if (Files.isDirectory(path)) {
            visit(path, prefix, visitor);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + path.toUri()), Map.of())) {
            visit(jar.getPath("/"), prefix, visitor);
        }
    }

    private static void visit(Path root, String prefix, Visitor visitor) throws IOException {
        Path start = root.resolve(prefix);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(start)) {
            found.filter(Files::isRegularFile).sorted().forEach(files::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            visitor.visit(root.relativize(file).toString().replace('\\', '/'), file);
        }
    }

    private interface Visitor {
        void visit(String name, Path content) throws IOException;
    }
}
