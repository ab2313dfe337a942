package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {
    @TempDir
    Path folder;

    @Test
    void anotherProcessSeesWhatEachHalfDoesWithEachTable() {
        LoggedBoard board = new LoggedBoard();
        try (ProgressFile file = ProgressFile.open(folder, Side.BOTH, board)) {
            file.begins("orders", Step.SNAPSHOT);
            file.progress("orders", Step.SNAPSHOT, 2500, 10_000);
            file.holds("orders", Step.LOAD, new Hold(Hold.Reason.PAUSED, "li@box"));
            file.begins("lines", Step.TOPICS);
            file.ends("lines", Step.TOPICS, "");
        }
        List<Progress> orders = Progress.read(folder).get("orders");
        assertThat(orders).extracting(Progress::half).containsExactly("source", "target");
        assertThat(orders.get(0).state()).isEqualTo(Progress.State.RUNNING);
        assertThat(orders.get(0).rows()).isEqualTo(2500);
        assertThat(orders.get(0).total()).isEqualTo(10_000);
        assertThat(orders.get(1).state()).isEqualTo(Progress.State.PAUSED);
        assertThat(orders.get(1).reason()).isEqualTo("li@box");
        assertThat(Progress.read(folder).get("lines"))
                .extracting(Progress::state)
                .containsExactly(Progress.State.WAITING);
        assertThat(board.lines).containsExactly("orders snapshot begins", "lines topics begins", "lines topics ends ");
    }

    @Test
    void itStaysAsSmallAsTheTablesAreMany() throws IOException {
        try (ProgressFile file = ProgressFile.open(folder, Side.SOURCE, new LoggedBoard())) {
            for (int rows = 0; rows < 100_000; rows++) {
                file.progress("t" + rows % 56, Step.SNAPSHOT, rows, 100_000);
            }
        }
        assertThat(Files.size(folder.resolve("progress-source.json"))).isLessThan(56 * 400);
        assertThat(Progress.read(folder)).hasSize(56);
    }

    @Test
    void whatADeadProcessLeftSaysNothing() throws IOException {
        Files.writeString(folder.resolve("progress-both.json"), """
                {"pid": 4194999, "tables": [{"table": "t", "half": "source", "step": "load", "state": "RUNNING",
                "reason": "", "rows": 1, "before": 0, "total": 2, "since": "2026-01-01T00:00:00Z",
                "at": "2026-01-01T00:00:01Z"}]}""");
        assertThat(Progress.read(folder)).isEmpty();
        Files.writeString(folder.resolve("progress-both.json"), "{");
        assertThat(Progress.read(folder)).isEmpty();
    }

    @Test
    void rateAndTimeLeftAreThoseOfTheRowsWhoseTimeIsKnown() {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        Progress resumed = new Progress(
                "t", "source", "snapshot", Progress.State.RUNNING, "", 3000, 1000, 5000, since, since.plusSeconds(10));
        assertThat(resumed.rate()).hasValue(200);
        assertThat(resumed.secondsLeft()).hasValue(10);
        Progress paused = new Progress(
                "t", "source", "snapshot", Progress.State.PAUSED, "li", 3000, 0, 5000, since, since.plusSeconds(10));
        assertThat(paused.rate()).isEmpty();
        assertThat(paused.secondsLeft()).isEmpty();
    }
}
