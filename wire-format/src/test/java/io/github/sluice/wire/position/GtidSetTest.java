package io.github.sluice.wire.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GtidSetTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "b0d822b5-2b1c-11ef-9c5a-0242ac120002";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "A:1 | A:1",
                "A:1-5:7 | A:1-5:7",
                "A:7:1-5:6 | A:1-7",
                "B:1-2,\\nA:3 | A:3,B:1-2",
                "A:1-3,A:4 | A:1-4",
                "A:5-3:9 | A:9",
                "A:1-3:tag:4-5 | A:1-3,A:tag:4-5",
                "A:tag:4-5:6,A:1 | A:1,A:tag:4-6",
            })
    void readsMySqlsNotationAndPrintsItCanonically(String text, String canonical) {
        assertThat(GtidSet.parse(full(text))).hasToString(full(canonical));
        assertThat(GtidSet.parse(full(text).toUpperCase(java.util.Locale.ROOT))).hasToString(full(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "A:",
                "A:x-",
                "A:0",
                "A:1-99999999999999999999",
                "1-5",
                "A:1-5:tag",
                "A;1",
                "mysql-bin.000001"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> GtidSet.parse(full(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a GTID set");
    }

    @Test
    void aTaggedTransactionIsNotTheUntaggedOneOfItsNumber() {
        GtidSet set = GtidSet.parse(A + ":1-3:tag:7");
        assertThat(set.contains(A + ":3")).isTrue();
        assertThat(set.contains(A + ":7")).isFalse();
        assertThat(set.contains(A + ":tag:7")).isTrue();
        assertThat(set.contains(B + ":3")).isFalse();
        set.add(A + ":tag:8");
        assertThat(set).hasToString(A + ":1-3," + A + ":tag:7-8");
    }

    @Test
    void aCopyGoesItsOwnWay() {
        GtidSet set = GtidSet.parse(A + ":1-3");
        GtidSet copy = set.copy();
        copy.add(A + ":4");
        assertThat(set).hasToString(A + ":1-3");
        assertThat(copy).hasToString(A + ":1-4");
    }

    /** Against sets of numbers, which cannot be wrong. */
    @Test
    void behavesAsASetOfNumbers() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            TreeSet<Integer> left = new TreeSet<>();
            TreeSet<Integer> right = new TreeSet<>();
            GtidSet a = filled(random, left);
            GtidSet b = filled(random, right);
            TreeSet<Integer> both = new TreeSet<>(left);
            both.retainAll(right);
            TreeSet<Integer> rest = new TreeSet<>(left);
            rest.removeAll(right);
            TreeSet<Integer> all = new TreeSet<>(left);
            all.addAll(right);
            GtidSet union = a.copy();
            union.addAll(b);
            String what = "seed " + seed + ": " + a + " and " + b;
            assertThat(a.common(b)).as(what).isEqualTo(of(both));
            assertThat(a.minus(b)).as(what).isEqualTo(of(rest));
            assertThat(union).as(what).isEqualTo(of(all));
            assertThat(a.covers(b)).as(what).isEqualTo(left.containsAll(right));
            assertThat(a.count()).as(what).isEqualTo(left.size());
            assertThat(a.isEmpty()).as(what).isEqualTo(left.isEmpty());
            assertThat(GtidSet.parse(a.toString())).as(what).isEqualTo(a);
            for (int i = 1; i < 42; i++) {
                assertThat(a.contains(A + ":" + i)).as(what).isEqualTo(left.contains(i));
            }
        }
    }

    private static GtidSet filled(Random random, TreeSet<Integer> numbers) {
        GtidSet set = new GtidSet();
        for (int i = random.nextInt(30); i > 0; i--) {
            int number = 1 + random.nextInt(40);
            numbers.add(number);
            set.add(A + ":" + number);
        }
        return set;
    }

    private static GtidSet of(TreeSet<Integer> numbers) {
        GtidSet set = new GtidSet();
        numbers.forEach(number -> set.add(A + ":" + number));
        return set;
    }

    private static String full(String text) {
        return text.replace("\\n", "\n").replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B);
    }
}
