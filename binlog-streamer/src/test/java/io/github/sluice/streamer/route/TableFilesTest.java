package io.github.sluice.streamer.route;

import static io.github.sluice.streamer.route.Specimens.exact;
import static io.github.sluice.streamer.route.Specimens.id;
import static io.github.sluice.streamer.route.Specimens.shards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TableFilesTest {
    private static final Set<String> SOURCES = Set.of("rds1", "rds2");

    @TempDir
    private Path folder;

    private long clock = 1_700_000_000_000L;

    private Path write(String name, Map<String, Object> file) throws IOException {
        return write(name, Json.write(file));
    }

    /** Every writing has a time of its own, however quick the test and however coarse the file system. */
    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(folder.resolve(name), text);
        clock += 1000;
        return Files.setLastModifiedTime(path, FileTime.fromMillis(clock));
    }

    private TableFiles load() {
        return TableFiles.load(folder, SOURCES);
    }

    private static List<String> keys(TableFiles files) {
        return files.current().files().stream().map(TableFile::key).toList();
    }

    @Test
    void everyJsonFileIsATableAndNothingElse() throws IOException { // inventory #60
        write("b.json", exact("s.b", "id"));
        write("a.json", exact("s.a", "id"));
        write(".hidden.json", "{");
        write("a.json.bak", "{");
        write("notes.txt", "x");
        Files.createDirectory(folder.resolve("old.json"));

        try (TableFiles files = load()) {
            assertThat(keys(files)).containsExactly("s.a", "s.b");
            assertThat(files.current().problems()).isEmpty();
        }
    }

    @Test
    void allFaultsOfAllFilesComeInOneMessage() throws IOException { // inventory #60, #61
        write("a.json", "{");
        Map<String, Object> wrong = exact("s.b", "id");
        wrong.put("deletes", "perhaps");
        wrong.remove("topic");
        write("b.json", wrong);
        write("c.json", exact("s.c", "id"));
        write("d.json", exact("s.c", "id"));

        Failure failure = catchThrowableOfType(Failure.class, this::load);

        assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.getMessage().lines().map(String::strip))
                .hasSize(5)
                .anyMatch(line -> line.contains("4 faults"))
                .anyMatch(line -> line.startsWith("a.json: not JSON"))
                .contains(
                        "b.json: topic: is required",
                        "b.json: deletes: must be one of apply, ignore, found 'perhaps'",
                        "d.json: key: must be another one than in c.json, found 's.c'");
    }

    @Test
    void twoFilesMayShareAKeyIfTheyAreForDifferentSources() throws IOException {
        Map<String, Object> one = exact("s.t", "id");
        one.put("source", "rds1");
        Map<String, Object> two = exact("s.t", "id");
        two.put("source", "rds2");
        two.put("topic", "other");
        write("a.json", one);
        write("b.json", two);
        try (TableFiles files = load()) {
            assertThat(files.current().routes("rds1").resolve(id("s.t")).topic())
                    .isEqualTo("sluice_stream.s.t");
            assertThat(files.current().routes("rds2").resolve(id("s.t")).topic())
                    .isEqualTo("other");
        }
    }

    @Test
    void aMissingFolderIsAFaultAndAnEmptyOneIsNot() {
        assertThat(catchThrowableOfType(Failure.class, () -> TableFiles.load(folder.resolve("none"), SOURCES))
                        .getMessage())
                .contains("none cannot be read");
        try (TableFiles files = load()) {
            assertThat(files.current().files()).isEmpty();
        }
    }

    @Test
    void theDigestIsThatOfTheBytes() throws Exception {
        Path path = write("a.json", exact("s.a", "id"));
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        try (TableFiles files = load()) {
            assertThat(files.current().files().get(0).digest()).isEqualTo(expected);
        }
    }

    @Test
    void nothingChangesWhileNoFileDoes() throws IOException {
        write("a.json", exact("s.a", "id"));
        try (TableFiles files = load()) {
            TableSet before = files.current();
            assertThat(files.refresh()).isFalse();
            assertThat(files.current()).isSameAs(before);
        }
    }

    @Test
    void newChangedAndRemovedFilesComeIntoEffectWithoutRestart() throws IOException {
        write("a.json", exact("s.a", "id"));
        try (TableFiles files = load()) {
            assertThat(files.current().routes("rds1").resolve(id("s.b"))).isNull();

            write("b.json", shards("b", "s\\.b.*", "id"));
            assertThat(files.refresh()).isTrue();
            assertThat(files.current().routes("rds1").resolve(id("s.b")).key())
                    .as("the negative answer is forgotten")
                    .isEqualTo("b");

            Map<String, Object> changed = exact("s.a", "id");
            changed.put("topic", "elsewhere");
            write("a.json", changed);
            assertThat(files.refresh()).isTrue();
            assertThat(files.current().routes("rds1").resolve(id("s.a")).topic())
                    .isEqualTo("elsewhere");

            Files.delete(folder.resolve("b.json"));
            assertThat(files.refresh()).as("a file may be away for a moment").isFalse();
            assertThat(keys(files)).contains("b");
            assertThat(files.refresh()).isTrue();
            assertThat(keys(files)).containsExactly("s.a");
        }
    }

    @Test
    void aFileReplacedByRenamingIsSeenAndNeverMissed() throws IOException {
        write("a.json", exact("s.a", "id"));
        try (TableFiles files = load()) {
            Map<String, Object> changed = exact("s.a", "id");
            changed.put("topic", "elsewhere");
            Path next = write("a.tmp", changed);
            Files.move(next, folder.resolve("a.json"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(files.refresh()).isTrue();
            assertThat(files.current().files()).extracting(TableFile::topic).containsExactly("elsewhere");
        }
    }

    @Test
    void aBrokenFileIsReportedAndWhatItWasBeforeStays() throws IOException {
        write("a.json", exact("s.a", "id"));
        try (TableFiles files = load()) {
            write("a.json", "{\"key\": ");
            write("new.json", "{}");
            assertThat(files.refresh()).isTrue();
            assertThat(keys(files)).containsExactly("s.a");
            assertThat(files.current().problems())
                    .hasSizeGreaterThan(2)
                    .anyMatch(line -> line.startsWith("a.json: not JSON"))
                    .contains("new.json: key: is required");

            write("a.json", exact("s.a", "id", "name"));
            write("new.json", exact("s.new", "id"));
            assertThat(files.refresh()).isTrue();
            assertThat(files.current().problems()).isEmpty();
            assertThat(keys(files)).containsExactly("s.a", "s.new");
        }
    }

    @Test
    void aNewFileCannotTakeTheKeyOfOneInEffect() throws IOException {
        write("m.json", exact("s.t", "id"));
        try (TableFiles files = load()) {
            Map<String, Object> thief = exact("s.t", "id");
            thief.put("topic", "stolen");
            write("a.json", thief); // first by name, but second to come
            files.refresh();
            assertThat(files.current().routes("rds1").resolve(id("s.t")).topic())
                    .isEqualTo("sluice_stream.s.t");
            assertThat(files.current().problems())
                    .containsExactly("a.json: key: must be another one than in m.json, found 's.t'");
        }
    }

    @Test
    void theWatcherSeesAChangeByItself() throws IOException {
        try (TableFiles files = load()) {
            files.watch(Duration.ofMillis(20));
            write("a.json", exact("s.a", "id"));
            await().atMost(Duration.ofSeconds(20)).until(() -> keys(files).equals(List.of("s.a")));
        }
    }
}
