package io.github.sluice.demo.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LagsTest {
    @TempDir
    private Path folder;

    private Path committed;
    private Path seen;

    @BeforeEach
    void files() {
        committed = folder.resolve("committed");
        seen = folder.resolve("seen");
    }

    @Test
    void aNumberHasArrivedWithTheFirstLookThatShowsItOrALaterOne() throws IOException {
        Files.writeString(committed, "1000 5\n1100 6\n1200 7\n1300 8\n");
        Files.writeString(seen, "1000 4\n1400 6\n1450 8\n");
        assertThat(Lags.of(committed, seen).millis()).containsExactly(150L, 250L, 300L, 400L);
        assertThat(Lags.of(committed, seen).missing()).isZero();
    }

    @Test
    void whatWasCommittedBeforeSomebodyLookedDoesNotCount() throws IOException {
        Files.writeString(committed, "100 1\n200 2\n1000 3\n");
        Files.writeString(seen, "900 1\n1500 3\n");
        assertThat(Lags.of(committed, seen).millis()).containsExactly(500L);
    }

    @Test
    void whatHasNotArrivedIsMissing() throws IOException {
        Files.writeString(committed, "1000 5\n1100 6\n1200 7\n13");
        Files.writeString(seen, "1000 4\n1400 5\n");
        assertThat(Lags.of(committed, seen).missing()).isEqualTo(2);
        assertThat(Lags.of(committed, folder.resolve("nobody looks"))).isEqualTo(new Lags(java.util.List.of(), 0));
    }

    @Test
    void percentilesAreOfTheSamplesNotBetweenThem() throws IOException {
        StringBuilder numbers = new StringBuilder();
        StringBuilder looks = new StringBuilder("0 0\n");
        for (int number = 1; number <= 200; number++) {
            numbers.append(number * 1000).append(' ').append(number).append('\n');
            looks.append(number * 1000 + number).append(' ').append(number).append('\n');
        }
        Files.writeString(committed, numbers);
        Files.writeString(seen, looks);
        Lags lags = Lags.of(committed, seen);
        assertThat(lags.percentile(50)).isEqualTo(100);
        assertThat(lags.percentile(99)).isEqualTo(198);
        assertThat(lags.percentile(100)).isEqualTo(200);
        assertThat(lags).hasToString("p50 0.10 s, p99 0.20 s, most 0.20 s of 200 samples");
    }
}
