package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is unpacked over a DataX home. */
@Timeout(60)
class PackagingIT {
    private static final Path PACKAGED = Path.of("target", "datax");
    private static final int JAVA_8 = 52;

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(PACKAGED)) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
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

    @Test
    void addsOnlyItsOwnFolders() throws Exception {
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> files = Files.walk(PACKAGED)) {
            files.filter(Files::isRegularFile)
                    .forEach(f -> folders.add(PACKAGED.relativize(f.getParent()).toString()));
        }
        assertThat(folders)
                .containsExactly(
                        "hook/sluice", "plugin/writer/starrockswriterext", "plugin/writer/starrockswriterext/libs");
    }

    @Test
    void pluginJsonNamesAClassThatIsInThePluginsJar() throws Exception {
        Path plugin = PACKAGED.resolve("plugin/writer/starrockswriterext");
        Configuration description = Configuration.from(Files.readString(plugin.resolve("plugin.json")));
        assertThat(description.getString("name")).isEqualTo("starrockswriterext");
        String name = description.getString("class").replace('.', '/');
        List<String> own = new ArrayList<>();
        for (Path jar : jars()) {
            if (jar.getParent().equals(plugin)) {
                own.addAll(classes(jar));
            }
        }
        assertThat(own).contains(name + "$Job.class", name + "$Task.class");
    }

    @Test
    void everyClassIsJava8() throws Exception {
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (String name : classes(jar)) {
                    // classes for later Java versions lie apart and are not looked at by Java 8
                    if (name.startsWith("META-INF/versions/") || name.endsWith("module-info.class")) {
                        continue;
                    }
                    try (DataInputStream in = new DataInputStream(file.getInputStream(file.getEntry(name)))) {
                        in.readInt();
                        in.readUnsignedShort();
                        assertThat(in.readUnsignedShort())
                                .as("%s in %s", name, jar)
                                .isLessThanOrEqualTo(JAVA_8);
                    }
                }
            }
        }
    }

    @Test
    void nothingThatDataXBringsItselfIsShipped() throws Exception {
        for (Path jar : jars()) {
            assertThat(classes(jar))
                    .as(jar.toString())
                    .noneMatch(name -> name.startsWith("com/alibaba/datax/")
                            || name.startsWith("com/alibaba/fastjson2/")
                            || name.startsWith("org/slf4j/")
                            || name.startsWith("ch/qos/logback/"));
        }
    }
}
