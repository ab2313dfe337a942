package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is put on a worker's plugin.path (inventory #50, #123). */
final class PluginFolderIT {
    private static final Path FOLDER = Path.of("target", "connect", "sluice-connect-plugins");
    private static final int JAVA_8 = 52;

    @Test
    void everyClassLoadsInJava8() throws IOException {
        int classes = 0;
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    String name = entry.getName();
                    // a Java 8 JVM reads neither of these
                    boolean later = name.startsWith("META-INF/versions/") || name.equals("module-info.class");
                    if (name.endsWith(".class") && !later) {
                        try (DataInputStream in = new DataInputStream(file.getInputStream(entry))) {
                            in.readInt();
                            in.readUnsignedShort();
                            assertThat(in.readUnsignedShort())
                                    .as(jar.getFileName() + ": " + name)
                                    .isLessThanOrEqualTo(JAVA_8);
                            classes++;
                        }
                    }
                }
            }
        }
        assertThat(classes).isGreaterThan(1000);
    }

    @Test
    void whatTheWorkerBringsIsNotBroughtAgain() throws IOException {
        assertThat(jars())
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(name ->
                        name.startsWith("connect-") || name.startsWith("kafka-clients") || name.startsWith("slf4j"));
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.getEntry("org/apache/kafka/connect/sink/SinkTask.class"))
                        .as(jar.toString())
                        .isNull();
                assertThat(file.getEntry("org/slf4j/Logger.class"))
                        .as(jar.toString())
                        .isNull();
            }
        }
    }

    @Test
    void everyPluginIsListedForServiceLoading() throws IOException {
        try (JarFile own = new JarFile(jars().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("sluice-connect-plugins"))
                .findFirst()
                .orElseThrow()
                .toFile())) {
            for (String service : List.of(
                    "org.apache.kafka.connect.sink.SinkConnector",
                    "org.apache.kafka.connect.transforms.Transformation")) {
                try (InputStream in = own.getInputStream(own.getJarEntry("META-INF/services/" + service))) {
                    for (String name : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .trim()
                            .split("\n")) {
                        assertThat(own.getJarEntry(name.replace('.', '/') + ".class"))
                                .as(name)
                                .isNotNull();
                    }
                }
            }
        }
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(FOLDER, "*.jar")) {
            found.forEach(jars::add);
        }
        assertThat(jars).as("mvn package fills " + FOLDER).isNotEmpty();
        return jars;
    }
}
