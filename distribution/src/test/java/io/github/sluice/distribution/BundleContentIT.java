package io.github.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.distribution.Bundle.ClassFile;
import io.github.sluice.testbed.datax.DataxHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the tarball, and what it does to a DataX home. */
@Timeout(120)
class BundleContentIT {
    private static final int JAVA_8 = 52;
    private static final int JAVA_17 = 61;

    @Test
    void everyClassThatRunsInsideDataxOrConnectIsJava8() throws Exception {
        List<ClassFile> classes = new ArrayList<>();
        for (Path jar : Bundle.jars("plugin", "hook", "connect")) {
            classes.addAll(Bundle.classes(jar));
        }
        assertThat(classes)
                .hasSizeGreaterThan(1000)
                .filteredOn(file -> file.major() > JAVA_8)
                .isEmpty();
        assertThat(classes)
                .extracting(ClassFile::name)
                .contains(
                        "io/github/sluice/kafkawriter/KafkaWriter.class",
                        "io/github/sluice/starrockswriter/StarRocksWriterExt.class",
                        "com/starrocks/connector/kafka/transforms/DecryptJsonTransformation.class",
                        "io/github/sluice/connect/DecryptTransform.class",
                        "io/github/sluice/connect/StarRocksSinkConnector.class");
    }

    @Test
    void theCommandsRunOnJava17() throws Exception {
        List<ClassFile> classes = new ArrayList<>();
        for (Path jar : Bundle.jars("lib/sluice", "lib/binlog-streamer")) {
            classes.addAll(Bundle.classes(jar));
        }
        assertThat(classes).filteredOn(file -> file.major() > JAVA_17).isEmpty();
        assertThat(classes)
                .extracting(ClassFile::name)
                .contains("io/github/sluice/coordinator/Sluice.class", "io/github/sluice/streamer/Streamer.class");
    }

    @Test
    void noClassOfDataxNorOfTheTestsIsShipped() throws Exception {
        for (Path jar : Bundle.jars("plugin", "hook", "connect", "lib/sluice", "lib/binlog-streamer")) {
            assertThat(Bundle.classes(jar))
                    .noneMatch(file -> file.name().startsWith("com/alibaba/datax/")
                            || file.name().startsWith("io/github/sluice/testbed/")
                            || file.name().startsWith("org/junit/"));
        }
    }

    @Test
    void theSettingsTemplateHasItsSchemaBeside() throws Exception {
        Path templates = Bundle.folder().resolve("templates");
        assertThat(Files.readAllLines(templates.resolve("sluice.yaml")).get(0))
                .isEqualTo("# yaml-language-server: $schema=sluice.schema.json");
        assertThat(templates.resolve("sluice.schema.json")).isRegularFile();
    }

    @Test
    void noPluginBringsAnSlf4jOfItsOwn() throws Exception {
        for (Path jar : Bundle.jars("plugin", "hook", "connect")) {
            assertThat(Bundle.classes(jar)).noneMatch(file -> file.name().startsWith("org/slf4j/"));
        }
    }

    @Test
    void whatEveryServiceFileNamesIsInTheJarsBesideIt() throws Exception {
        for (String place : List.of(
                "plugin/writer/kafkawriter",
                "plugin/writer/starrockswriterext",
                "hook/sluice",
                "connect/sluice-connect-plugins")) {
            List<String> classes = new ArrayList<>();
            List<String> named = new ArrayList<>();
            for (Path jar : Bundle.jars(place)) {
                Bundle.classes(jar).forEach(file -> classes.add(file.name()));
                named.addAll(servicesOf(jar));
            }
            assertThat(classes).containsAll(named);
        }
        assertThat(servicesOf(Bundle.jars("hook/sluice").stream()
                        .filter(jar -> jar.toString().contains("writer-core"))
                        .findFirst()
                        .orElseThrow()))
                .hasSize(1); // DataX calls the first one it finds
    }

    private static List<String> servicesOf(Path jar) throws Exception {
        List<String> named = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
                if (entry.getName().startsWith("META-INF/services/") && !entry.isDirectory()) {
                    new String(file.getInputStream(entry).readAllBytes())
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .map(line -> line.replace('.', '/') + ".class")
                            .forEach(named::add);
                }
            }
        }
        return named;
    }

    @Test
    void unpackedOverADataxHomeItAddsOnlyItsOwnFolders(@TempDir Path folder) throws Exception {
        Path home = DataxHome.standIn(folder.resolve("datax")).folder();
        Map<String, String> before = Bundle.files(home);
        assertThat(before).isNotEmpty();

        Set<PosixFilePermission> modes = PosixFilePermissions.fromString("rwxr-x---");
        Files.setPosixFilePermissions(home.resolve("plugin"), modes);

        Bundle.unpackOver(home);

        assertThat(Files.getPosixFilePermissions(home.resolve("plugin"))).isEqualTo(modes);
        Map<String, String> after = Bundle.files(home);
        assertThat(after).containsAllEntriesOf(before);
        Map<String, String> added = new HashMap<>(after);
        added.keySet().removeAll(before.keySet());
        assertThat(added)
                .isEqualTo(Bundle.files(Bundle.folder()))
                .allSatisfy((name, digest) -> assertThat(Bundle.OWN_PLACES).anyMatch(name::startsWith));
        // each entry of these folders is read on every job; a stray one breaks them all
        assertThat(names(home.resolve("plugin/writer")))
                .containsExactlyInAnyOrder("streamwriter", "kafkawriter", "starrockswriterext");
        assertThat(names(home.resolve("plugin/reader"))).containsExactlyInAnyOrder("mysqlreader", "streamreader");
        assertThat(names(home.resolve("hook"))).containsExactly("sluice");
        assertThat(names(Bundle.folder().resolve("plugin"))).containsExactly("writer");
        // DataX puts every jar directly in lib on its class path
        assertThat(names(Bundle.folder().resolve("lib"))).containsExactlyInAnyOrder("sluice", "binlog-streamer");
    }

    @Test
    void theTarballIsTheFolderAndNoEmptyFolderIsInIt(@TempDir Path folder) throws Exception {
        Bundle.unpackOver(folder);
        assertThat(Bundle.files(folder)).isEqualTo(Bundle.files(Bundle.folder()));
        try (Stream<Path> folders = Files.walk(folder)) {
            for (Path each : folders.filter(Files::isDirectory).toList()) {
                assertThat(names(each)).as(each.toString()).isNotEmpty();
            }
        }
    }

    @Test
    void ownersTimesAndModesAreThoseOfNoMachine() throws Exception {
        List<String> entries = Bundle.run(List.of(
                        "env",
                        "TZ=UTC",
                        "LC_ALL=C",
                        "tar",
                        "--numeric-owner",
                        "--full-time",
                        "-tvzf",
                        Bundle.tarball().toString()))
                .lines()
                .toList();
        String time =
                buildTime().atZone(ZoneOffset.UTC).toString().replace('T', ' ').replace("Z", ":00");
        assertThat(entries).hasSizeGreaterThan(30).allSatisfy(entry -> {
            String[] fields = entry.split(" +", 6);
            String expectedMode = entry.startsWith("d") || fields[5].matches("bin/(sluice|binlog-streamer)")
                    ? "rwxr-xr-x"
                    : "rw-r--r--";
            assertThat(fields[0].substring(1)).isEqualTo(expectedMode);
            assertThat(fields[1]).isEqualTo("0/0");
            assertThat(fields[3] + " " + fields[4]).isEqualTo(time);
        });
    }

    @Test
    void ourJarsHoldTheBuildsTimeAndNothingOfTheMachine() throws Exception {
        List<Path> ours = Bundle.jars("plugin", "hook", "connect", "lib/sluice", "lib/binlog-streamer").stream()
                .filter(jar -> jar.getFileName().toString().startsWith("sluice-"))
                .toList();
        assertThat(ours).hasSizeGreaterThan(5);
        for (Path jar : ours) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                    ZipEntry entry = all.nextElement();
                    assertThat(entry.getTimeLocal().atZone(ZoneId.of("UTC")).toInstant())
                            .as(jar.getFileName() + "!" + entry)
                            .isEqualTo(buildTime());
                    if (!entry.getName().endsWith(".class")) {
                        assertThat(new String(zip.getInputStream(entry).readAllBytes()))
                                .as(jar.getFileName() + "!" + entry)
                                .doesNotContain(System.getProperty("user.home") + "/")
                                .doesNotContain(System.getProperty("user.dir"))
                                .doesNotContain("Built-By");
                    }
                }
            }
        }
    }

    private static Instant buildTime() {
        return Instant.parse(System.getProperty("buildTime"));
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
