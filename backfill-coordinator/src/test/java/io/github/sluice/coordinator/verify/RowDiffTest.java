package io.github.sluice.coordinator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RowDiffTest {
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    WireColumn.of("shard", "varchar(20)"),
                    WireColumn.of("id", "bigint"),
                    WireColumn.of("name", "varchar(20)"),
                    WireColumn.of("amount", "double")),
            List.of("shard", "id"));

    /** Rows in a list, counting how often they are read. */
    private static final class Rows implements RowReader {
        private final List<Object[]> rows;
        private int readings;

        Rows(List<Object[]> rows) {
            this.rows = rows;
        }

        @Override
        public String place() {
            return "list";
        }

        @Override
        public void read(RowSink sink) {
            readings++;
            rows.forEach(sink::row);
        }
    }

    @Test
    void whateverWasTakenAddedOrChangedIsFoundAndNothingElse() {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + 30; seed++) {
            try {
                property(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    private static void property(Random random) {
        List<Object[]> one = new ArrayList<>();
        int size = random.nextInt(3000);
        for (int i = 0; i < size; i++) {
            one.add(row("s" + i % 3, i, random.nextBoolean() ? "n" + i : null, random.nextInt(5) + 0.5));
        }
        List<Object[]> other = new ArrayList<>();
        TreeSet<String> expected = new TreeSet<>();
        for (Object[] row : one) {
            int dice = random.nextInt(100);
            String key = "(shard=" + row[0] + ", id=" + row[1] + ")";
            if (dice == 0) {
                expected.add("missing " + key);
            } else if (dice == 1) {
                other.add(row(row[0], row[1], "changed", -1.0));
                expected.add("changed " + key + ": name, amount");
            } else if (dice == 2) {
                other.add(row.clone());
                other.add(row.clone());
                expected.add("repeated " + key);
            } else {
                other.add(row.clone());
            }
        }
        if (random.nextBoolean()) {
            other.add(row("s9", -1L, null, 0.0));
            expected.add("extra (shard=s9, id=-1)");
        }
        Collections.shuffle(other, random);
        RowDiff.Result result = diff(new Rows(one), new Rows(other), 1 + random.nextInt(200), Integer.MAX_VALUE);
        assertThat(result.complete()).isTrue();
        assertThat(result.rows().stream().map(RowDifference::toString)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void fewRowsAreHeldAtOnceAtThePriceOfMoreReadings() {
        List<Object[]> one = new ArrayList<>();
        List<Object[]> other = new ArrayList<>();
        for (long i = 0; i < 2000; i++) {
            one.add(row("s", i, "a", 1.0));
            other.add(row("s", i, i % 100 == 0 ? "b" : "a", 1.0));
        }
        Rows narrow = new Rows(one);
        assertThat(diff(narrow, new Rows(other), 1, 1000).rows()).hasSize(20);
        assertThat(narrow.readings).isGreaterThan(10);
        Rows wide = new Rows(one);
        assertThat(diff(wide, new Rows(other), 1_000_000, 1000).rows()).hasSize(20);
        assertThat(wide.readings).isEqualTo(1 + 1);
    }

    @Test
    void aFloodOfDifferencesIsCutAndSaysSo() {
        List<Object[]> one = new ArrayList<>();
        for (long i = 0; i < 5000; i++) {
            one.add(row("s", i, "a", 1.0));
        }
        Rows rows = new Rows(one);
        RowDiff.Result result = diff(rows, new Rows(List.of()), 100, 10);
        assertThat(result.complete()).isFalse();
        assertThat(result.rows()).hasSize(10);
        assertThat(rows.readings).as("stops after the first groups").isLessThan(4);
    }

    private static RowDiff.Result diff(Rows one, Rows other, long rowLimit, int keyLimit) {
        Fingerprint first = Counting.of(one, SCHEMA, rows -> {});
        Fingerprint second = Counting.of(other, SCHEMA, rows -> {});
        return new RowDiff(SCHEMA, rowLimit, keyLimit).between(one, first, other, second);
    }

    private static Object[] row(Object shard, Object id, Object name, Object amount) {
        return new Object[] {shard, ((Number) id).longValue(), name, amount};
    }
}
