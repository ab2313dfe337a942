package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkLabelsTest {
    private static List<ChunkRow> rows(long first, String... texts) {
        List<ChunkRow> rows = new ArrayList<>();
        for (String text : texts) {
            rows.add(new ChunkRow(first + rows.size(), text.getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private static ChunkLabels labels(String run, int attempt, int task, String epoch) {
        return new ChunkLabels("sluice", run, attempt, "d", "t", task, epoch);
    }

    @Test
    void theSameRowsOfTheSameTaskHaveTheSameLabelInEveryProcess() {
        assertThat(labels("orders-1", 1, 0, "").label(rows(1, "a", "b")))
                .isEqualTo(labels("orders-1", 1, 0, "").label(rows(1, "a", "b")))
                .as("frozen: a later build must find what this one has loaded")
                .isEqualTo("sluice-orders_1-a25d7906efe6-t0-r1n2-a04d67a662c1e731");
    }

    @Test
    void whateverDiffersMakesAnotherLabel() {
        assertThat(List.of(
                        labels("r", 1, 0, "").label(rows(1, "a", "b")),
                        labels("s", 1, 0, "").label(rows(1, "a", "b")),
                        labels("r", 2, 0, "").label(rows(1, "a", "b")),
                        labels("r", 1, 1, "").label(rows(1, "a", "b")),
                        labels("r", 1, 0, "e").label(rows(1, "a", "b")),
                        labels("r", 1, 0, "").label(rows(3, "a", "b")),
                        labels("r", 1, 0, "").label(rows(1, "ab")),
                        labels("r", 1, 0, "").label(rows(1, "ab", "")),
                        labels("r", 1, 0, "").label(rows(1, "a", "c")),
                        new ChunkLabels("sluice", "r", 1, "d", "u", 0, "").label(rows(1, "a", "b")),
                        new ChunkLabels("sluice", "r", 1, "dt", "", 0, "").label(rows(1, "a", "b"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void allLabelsOfARunBeginWithItsPrefixAndNoOtherRunsDo() {
        String prefix = ChunkLabels.runPrefix("sluice", "r", 1, "d", "t");
        assertThat(labels("r", 1, 0, "").label(rows(1, "a"))).startsWith(prefix);
        assertThat(labels("r", 1, 7, "epoch").label(rows(9, "b"))).startsWith(prefix);
        assertThat(labels("r", 2, 0, "").label(rows(1, "a"))).doesNotStartWith(prefix);
    }

    @Test
    void everyLabelIsOneOfStarRocks() {
        String longest = "x".repeat(ChunkLabels.LONGEST_PREFIX);
        String run = "订单.2026:".repeat(20);
        assertThat(new ChunkLabels(longest, run, Integer.MAX_VALUE, "数据", "表", 99_999, "e")
                        .label(rows(Long.MAX_VALUE - 5, "a")))
                .matches("[-A-Za-z0-9_]{1,128}");
    }
}
