package io.github.sluice.testbed.datax;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What a module has packaged to be unpacked over a DataX home, looked at jar by jar. Immutable. */
public final class PackagedPlugin {
    private static final int JAVA_8 = 52;

    /** What a DataX home has itself, and gives its plugins first. */
    private static final List<String> DATAX_HAS =
            List.of("com/alibaba/datax/", "com/alibaba/fastjson2/", "org/slf4j/", "ch/qos/logback/");

    private final Path root;

    /** @param root the folder that stands for the DataX home */
    public PackagedPlugin(Path root) {
        this.root = root;
    }

    /** The folders that hold files, relative to the home, in order. */
    public Set<String> folders() throws IOException {
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            folders.add(root.relativize(file.getParent()).toString()));
        }
        return folders;
    }

    /** Class files by their names in the jars that stand directly in one folder. */
    public List<String> classesIn(String folder) throws IOException {
        List<String> classes = new ArrayList<>();
        for (Path jar : jars()) {
            if (root.resolve(folder).equals(jar.getParent())) {
                classes.addAll(classes(jar));
            }
        }
        return classes;
    }

    /** Class files that Java 8 cannot read; those for later Java versions lie apart and are not looked at by Java 8. */
    public List<String> newerThanJava8() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (String name : classes(jar)) {
                    if (name.startsWith("META-INF/versions/") || name.endsWith("module-info.class")) {
                        continue;
                    }
                    try (DataInputStream in = new DataInputStream(file.getInputStream(file.getEntry(name)))) {
                        in.readInt();
                        in.readUnsignedShort();
                        if (in.readUnsignedShort() > JAVA_8) {
                            found.add(name + " in " + jar);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Class files that a DataX home brings itself. */
    public List<String> thatDataxHas() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path jar : jars()) {
            for (String name : classes(jar)) {
                if (DATAX_HAS.stream().anyMatch(name::startsWith)) {
                    found.add(name + " in " + jar);
                }
            }
        }
        return found;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static List<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }
}
