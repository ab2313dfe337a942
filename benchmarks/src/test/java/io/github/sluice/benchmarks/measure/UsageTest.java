package io.github.sluice.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void aProgramsNameMayHoldBlanksAndBrackets() {
        String stat = "7 (a (b) 1 2) S 1 7 7 0 -1 4194560 900 0 0 0 123 45 6 7 20 0 33 0 12";

        assertThat(Usage.cpu(stat)).isEqualTo(Duration.ofMillis(1_680));
    }

    @Test
    void childrenThatHaveEndedAreCountedApart() {
        String stat = "7 (sh) S 1 7 7 0 -1 4194560 900 0 0 0 123 45 6 7 20 0 33 0 12";

        assertThat(Usage.ofEndedChildren(stat)).isEqualTo(Duration.ofMillis(130));
    }
}
