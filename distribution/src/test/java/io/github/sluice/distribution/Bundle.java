package io.github.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The bundle as the build made it: the folder {@code target/sluice-VERSION} and the tarball beside it. */
final class Bundle {
    /** The plugins' and the command's places; whatever else the bundle holds has a folder of its own. */
    static final List<String> OWN_PLACES = List.of(
            "plugin/writer/kafkawriter/",
            "plugin/writer/starrockswriterext/",
            "hook/sluice/",
            "connect/",
            "bin/sluice",
            "lib/sluice/",
            "bin/binlog-streamer",
            "lib/binlog-streamer/",
            "templates/",
            "docs/");

    private static final int CLASS_FILE = 0xCAFEBABE;

    private Bundle() {}

    static Path folder() {
        return Path.of(System.getProperty("bundle"));
    }

    static Path tarball() {
        return folder().resolveSibling(folder().getFileName() + ".tar.gz");
    }

    /** Unpacks the tarball over a folder, as docs/install.md says. */
    static void unpackOver(Path home) throws Exception {
        run(List.of("tar", "-xzf", tarball().toString(), "--no-overwrite-dir", "-C", home.toString()));
    }

    /** What a command prints; it must end with exit code 0. */
    static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + output).isZero();
        return output;
    }

    /** Every file below a folder by its relative name, with a digest of its content. */
    static Map<String, String> files(Path root) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(root.relativize(file).toString(), sha256(file));
            }
        }
        return digests;
    }

    static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** The jars below some of the bundle's folders; there must be some below each. */
    static List<Path> jars(String... below) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String place : below) {
            try (Stream<Path> files = Files.walk(folder().resolve(place))) {
                List<Path> found = files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
                assertThat(found).as("jars in " + place).isNotEmpty();
                jars.addAll(found);
            }
        }
        return jars;
    }

    /** One class file in a jar. */
    record ClassFile(Path jar, String name, int major) {
        @Override
        public String toString() {
            return jar.getFileName() + "!" + name + " (major " + major + ")";
        }
    }

    /**
     * The classes of a jar that a Java 8 JVM can load: it knows no multi-release jars, and a module descriptor is no
     * class to it.
     */
    static List<ClassFile> classes(Path jar) throws IOException {
        List<ClassFile> classes = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(".class")
                        && !name.startsWith("META-INF/versions/")
                        && !name.equals("module-info.class")) {
                    classes.add(new ClassFile(jar, name, major(zip, name)));
                }
            }
        }
        return classes;
    }

    private static int major(InputStream content, String name) throws IOException {
        DataInputStream header = new DataInputStream(new ByteArrayInputStream(content.readNBytes(8)));
        assertThat(header.readInt()).as(name).isEqualTo(CLASS_FILE);
        header.readUnsignedShort();
        return header.readUnsignedShort();
    }
}
