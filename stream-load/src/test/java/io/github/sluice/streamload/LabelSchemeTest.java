package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LabelSchemeTest {
    private final LabelScheme scheme = new LabelScheme("sluice", "orders-batch");

    @Test
    void aLabelIsAFunctionOfWhatItNames() {
        String label = scheme.label("mzt_ods_cjm_all.test_1", spans(3, 1000, 1999), "k9x2m4ab", 0);

        assertThat(label)
                .isEqualTo(scheme.label("mzt_ods_cjm_all.test_1", spans(3, 1000, 1999), "k9x2m4ab", 0))
                .matches("sluice-[0-9a-f]{8}-mzt_ods_cjm_all_test_1-[0-9a-f]{8}-p3-1000_1999-k9x2m4ab-0");
        assertThat(scheme.label("mzt_ods_cjm_all.test_1", spans(3, 1000, 1999), "k9x2m4ab", 1))
                .isNotEqualTo(label);
        assertThat(scheme.label("mzt_ods_cjm_all_test_1", spans(3, 1000, 1999), "k9x2m4ab", 0))
                .isNotEqualTo(label);
        assertThat(new LabelScheme("sluice", "orders-stream").connectorPrefix()).isNotEqualTo(scheme.connectorPrefix());
    }

    @Test
    void everyLabelObeysStarRocksSyntaxAndNamesItsPartitions() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            SortedMap<Integer, OffsetSpan> spans = new TreeMap<>();
            int partitions = 1 + random.nextInt(40);
            for (int p = 0; p < partitions; p++) {
                long first = random.nextLong() >>> 1;
                spans.put(random.nextInt(10_000), new OffsetSpan(first / 2, first));
            }
            String topic = "主题." + "x".repeat(random.nextInt(200)) + "-" + random.nextInt();
            LabelScheme longest = new LabelScheme("abcdefgh", "连接器 " + i);
            String label = longest.label(topic, spans, "zzzzzzzzzz", 999_999);

            assertThat(label).as("rerun with -Dseed=" + seed).matches("^[-A-Za-z0-9_]{1,128}$");
            assertThat(spans.keySet())
                    .as("rerun with -Dseed=" + seed)
                    .allMatch(partition -> longest.concerns(label, topic, partition));
            assertThat(longest.concerns(label, topic + "x", spans.firstKey())).isFalse();
        }
    }

    @Test
    void onlyPartitionsInTheLabelAreConcerned() {
        SortedMap<Integer, OffsetSpan> spans = spans(0, 1, 2);
        spans.put(1, new OffsetSpan(5, 5));
        spans.put(2, new OffsetSpan(0, 9));
        spans.put(7, new OffsetSpan(3, 4));
        String label = scheme.label("t", spans, "e", 3);

        assertThat(label).contains("-p0t2_7-");
        assertThat(scheme.concerns(label, "t", 1)).isTrue();
        assertThat(scheme.concerns(label, "t", 3)).isFalse();
        assertThat(scheme.concerns(label, "t", 7)).isTrue();
        assertThat(scheme.concerns(label, "u", 1)).isFalse();
        assertThat(new LabelScheme("sluice", "other").concerns(label, "t", 1)).isFalse();
        assertThat(scheme.concerns(scheme.connectorPrefix() + "by-hand", "t", 1))
                .isFalse();
    }

    @Test
    void aPrefixThatWouldBreakTheSearchIsRefused() {
        assertThatThrownBy(() -> new LabelScheme("a_b", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a_b");
    }

    private static SortedMap<Integer, OffsetSpan> spans(int partition, long first, long last) {
        SortedMap<Integer, OffsetSpan> spans = new TreeMap<>();
        spans.put(partition, new OffsetSpan(first, last));
        return spans;
    }
}
