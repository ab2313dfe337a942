package io.github.sluice.coordinator.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.run.Board;
import io.github.sluice.coordinator.run.KeyWarning;
import io.github.sluice.coordinator.run.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampledBoardTest {
    private static final String HOSTILE = "../../etc/<b>pass&wd\n";

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Heard under = new Heard();

    @Test
    void everyWordReachesTheBoardUnderIt() {
        try (SampledBoard board = board()) {
            board.begins("t", Step.LOAD);
            board.progress("t", Step.LOAD, 1, 2);
            board.waits("t", Step.LOAD);
            board.ends("t", Step.LOAD, "note");
            board.fails("t", Step.VERIFY, "message");
        }
        assertThat(under.words)
                .containsExactly(
                        "begins t LOAD",
                        "progress t LOAD 1/2",
                        "waits t LOAD",
                        "ends t LOAD note",
                        "fails t VERIFY message");
    }

    @Test
    void whatAKilledRunHasSampledIsThere() {
        SampledBoard killed = board(); // never closed
        killed.begins("t", Step.SNAPSHOT);
        for (int i = 0; i < 1000; i++) {
            clock.pass(Duration.ofMillis(200));
            killed.progress("t", Step.SNAPSHOT, i, 2000);
        }
        List<Point> kept = samples().read("t", Step.SNAPSHOT);
        assertThat(kept.get(0).rows()).isZero();
        assertThat(kept.get(kept.size() - 1).rows()).isGreaterThan(980);
        assertThat(kept).hasSizeLessThanOrEqualTo(Series.MOST);
    }

    @Test
    void theNextRunGoesOnBehindALineThatWasCut() throws IOException {
        SampledBoard killed = board();
        killed.begins("t", Step.SNAPSHOT);
        killed.progress("t", Step.SNAPSHOT, 100, 200);
        Path file = files().get(0);
        Files.writeString(file, "17672256", StandardOpenOption.APPEND);
        clock.pass(Duration.ofMinutes(1));
        try (SampledBoard next = board()) {
            next.begins("t", Step.SNAPSHOT);
            next.progress("t", Step.SNAPSHOT, 150, 200);
            clock.pass(Duration.ofSeconds(1));
            next.progress("t", Step.SNAPSHOT, 200, 200);
        }
        assertThat(samples().read("t", Step.SNAPSHOT)).extracting(Point::rows).containsExactly(100L, 150L, 200L);
        assertThat(samples().read("t", Step.SNAPSHOT)).extracting(Point::pass).containsExactly(0, 1, 1);
    }

    @Test
    void theLastWordOfAStepIsKeptHoweverSoonItComes() {
        try (SampledBoard board = board()) {
            board.begins("t", Step.VERIFY);
            board.progress("t", Step.VERIFY, 1, 9);
            board.progress("t", Step.VERIFY, 9, 9);
            board.ends("t", Step.VERIFY, "");
        }
        assertThat(samples().read("t", Step.VERIFY)).extracting(Point::rows).containsExactly(1L, 9L);
    }

    @Test
    void theDiskTakesLittleHoweverLongARunIs() throws IOException {
        try (SampledBoard board = board()) {
            for (Step step : Step.values()) {
                board.begins("t", step);
                for (int i = 0; i < 20_000; i++) {
                    clock.pass(Duration.ofMillis(300));
                    board.progress("t", step, i, 20_000);
                }
                board.ends("t", step, "");
            }
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(9L * Series.MOST * 64);
    }

    @Test
    void noTableIsCalledSoThatItsFileIsElsewhere() throws IOException {
        try (SampledBoard board = board()) {
            for (String table : List.of(HOSTILE, "..", ".", "中文")) {
                board.progress(table, Step.LOAD, 1, 2);
            }
        }
        assertThat(samples().read(HOSTILE)).containsOnlyKeys(Step.LOAD);
        assertThat(files()).hasSize(4).allMatch(file -> file.normalize().startsWith(folder.resolve("samples")));
    }

    @Test
    void aDiskThatTakesNoSamplesStopsNothing() throws IOException {
        Files.writeString(folder.resolve("samples"), "a file where the folder should be");
        try (SampledBoard board = board()) {
            board.begins("t", Step.LOAD);
            board.progress("t", Step.LOAD, 1, 2);
            board.ends("t", Step.LOAD, "");
        }
        assertThat(under.words).hasSize(3);
    }

    @Test
    void aFileOfSomethingElseIsNotTakenForSamples() throws IOException {
        try (SampledBoard board = board()) {
            board.progress("t", Step.LOAD, 1, 2);
        }
        Files.writeString(files().get(0), "no numbers\n");
        assertThatThrownBy(() -> samples().read("t")).isInstanceOf(UncheckedIOException.class);
    }

    private SampledBoard board() {
        return new SampledBoard(under, samples(), clock);
    }

    private SampleFolder samples() {
        return new SampleFolder(folder.resolve("samples"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Keeps what it is told. */
    private static final class Heard implements Board {
        private final List<String> words = new ArrayList<>();

        @Override
        public void begins(String table, Step step) {
            words.add("begins " + table + " " + step);
        }

        @Override
        public void progress(String table, Step step, long rows, long total) {
            words.add("progress " + table + " " + step + " " + rows + "/" + total);
        }

        @Override
        public void ends(String table, Step step, String note) {
            words.add("ends " + table + " " + step + " " + note);
        }

        @Override
        public void fails(String table, Step step, String message) {
            words.add("fails " + table + " " + step + " " + message);
        }

        @Override
        public void warns(KeyWarning warning) {
            words.add("warns");
        }

        @Override
        public void waits(String table, Step step) {
            words.add("waits " + table + " " + step);
        }
    }
}
