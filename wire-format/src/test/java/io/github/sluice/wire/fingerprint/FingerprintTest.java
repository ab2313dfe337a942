package io.github.sluice.wire.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final RowSchema SCHEMA =
            new RowSchema(List.of(WireColumn.of("id", "bigint"), WireColumn.of("name", "text")), List.of("id"));

    @Test
    void orderAndPartitionsDoNotMatter() {
        Seeds.forAll(200, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            List<Object[]> rows = rows(random, schema, random.nextInt(60));
            Fingerprint whole = sum(schema, rows);
            Collections.shuffle(rows, random);
            assertThat(sum(schema, rows)).isEqualTo(whole);
            List<Fingerprint> parts = new ArrayList<>();
            for (int from = 0; from < rows.size(); ) {
                int to = Math.min(rows.size(), from + 1 + random.nextInt(10));
                parts.add(sum(schema, rows.subList(from, to)));
                from = to;
            }
            Collections.shuffle(parts, random);
            Fingerprint left = Fingerprint.empty();
            Fingerprint right = Fingerprint.empty();
            for (Fingerprint part : parts) {
                left = left.merge(part);
                right = part.merge(right);
            }
            assertThat(left).isEqualTo(whole).isEqualTo(right).hasSameHashCodeAs(whole);
            assertThat(left.count()).isEqualTo(rows.size());
            assertThat(Fingerprint.fromJson(whole.toJson())).isEqualTo(whole);
        });
    }

    @Test
    void aRowThatTheCodecHasFramedCountsAsOneThatWasAdded() {
        Seeds.forAll(500, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            List<Object[]> rows = rows(random, schema, 1 + random.nextInt(5));
            RowCodec codec = new RowCodec(schema);
            FingerprintAccumulator framed = new FingerprintAccumulator(schema);
            for (Object[] row : rows) {
                codec.encode(row, framed.form());
                framed.addFramed();
            }
            assertThat(framed.snapshot()).isEqualTo(sum(schema, rows));
        });
    }

    /** One changed value in any column of any row is a difference, and it lies in that row's bucket. */
    @Test
    void oneChangedValueChangesItAndItsBucket() {
        Seeds.forAll(2_000, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            List<Object[]> rows = rows(random, schema, 1 + random.nextInt(5));
            Fingerprint before = sum(schema, rows);
            FingerprintAccumulator accumulator = new FingerprintAccumulator(schema);
            EqualityForm form = new EqualityForm(schema);
            int row = random.nextInt(rows.size());
            int column = random.nextInt(schema.size());
            Object[] old = rows.get(row);
            Object[] changed = old.clone();
            changed[column] = new RowCodec(schema).normalise(Rows.delivered(random, schema))[column];
            rows.set(row, changed);
            boolean same = Arrays.equals(form.bytes(column, old[column]), form.bytes(column, changed[column]));
            Fingerprint after = sum(schema, rows);
            assertThat(after.equals(before)).isEqualTo(same);
            Set<Integer> expected = new HashSet<>();
            if (!same) {
                expected.add(accumulator.bucketOf(old));
                expected.add(accumulator.bucketOf(changed));
            }
            assertThat(after.differingBuckets(before)).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    @Test
    void oneChangedByteInTextOrBytesChangesIt() {
        RowSchema schema = new RowSchema(
                List.of(WireColumn.of("t", "text"), WireColumn.of("b", "blob"), WireColumn.bare("x")), List.of());
        RowCodec codec = new RowCodec(schema);
        Seeds.forAll(500, (random, i) -> {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            byte[] other = bytes.clone();
            other[random.nextInt(bytes.length)] ^= 1 << random.nextInt(8);
            String text = "a".repeat(bytes.length);
            int at = random.nextInt(bytes.length);
            String otherText = text.substring(0, at) + "b" + text.substring(at + 1);
            Fingerprint one = sum(schema, List.<Object[]>of(codec.normalise(new Object[] {text, bytes, text})));
            for (Object[] changed :
                    new Object[][] {{otherText, bytes, text}, {text, other, text}, {text, bytes, otherText}}) {
                assertThat(sum(schema, List.<Object[]>of(codec.normalise(changed))))
                        .isNotEqualTo(one);
            }
        });
    }

    @Test
    void valuesDoNotSlideBetweenColumnsAndNullIsNotEmpty() {
        RowSchema two = new RowSchema(List.of(WireColumn.of("a", "text"), WireColumn.of("b", "text")), List.of());
        List<Fingerprint> all = new ArrayList<>();
        for (Object[] row : new Object[][] {
            {"ab", ""},
            {"a", "b"},
            {"", "ab"},
            {null, "ab"},
            {"ab", null},
            {null, null},
            {"", ""},
            {"", null},
            {null, ""},
            {"null", null}
        }) {
            all.add(sum(two, List.<Object[]>of(row)));
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void lostDoubledAndSwappedRowsAreDifferencesWithTheSameOrAnotherCount() {
        List<Object[]> rows = List.of(row(1, "a"), row(2, "b"), row(3, "c"));
        Fingerprint whole = sum(SCHEMA, rows);
        assertThat(sum(SCHEMA, rows.subList(0, 2))).isNotEqualTo(whole);
        assertThat(sum(SCHEMA, List.of(row(1, "a"), row(2, "b"), row(2, "b")))).isNotEqualTo(whole);
        assertThat(sum(SCHEMA, List.of(row(1, "b"), row(2, "a"), row(3, "c")))).isNotEqualTo(whole);
        assertThat(whole.merge(sum(SCHEMA, rows))).isNotEqualTo(whole);
        assertThat(whole.merge(Fingerprint.empty())).isEqualTo(whole);
        assertThat(whole.differingBuckets(whole)).isEmpty();
    }

    @Test
    void bucketsAreSpreadEvenly() {
        FingerprintAccumulator accumulator = new FingerprintAccumulator(SCHEMA);
        for (long id = 0; id < 102_400; id++) {
            accumulator.add(row(id, "x"));
        }
        Fingerprint fingerprint = accumulator.snapshot();
        long total = 0;
        for (int bucket = 0; bucket < Fingerprint.BUCKETS; bucket++) {
            // 100 expected; eight standard deviations either way
            assertThat(fingerprint.bucketCount(bucket)).isBetween(20L, 180L);
            total += fingerprint.bucketCount(bucket);
        }
        assertThat(total).isEqualTo(fingerprint.count()).isEqualTo(102_400);
    }

    @Test
    void aRowThatIsRefusedIsNotCounted() {
        FingerprintAccumulator accumulator = new FingerprintAccumulator(SCHEMA);
        for (Object[] bad : new Object[][] {{1L}, {1L, 2}, {1L, "\ud83d"}}) {
            assertThatThrownBy(() -> accumulator.add(bad)).isInstanceOf(BadRowException.class);
        }
        assertThat(accumulator.snapshot()).isEqualTo(Fingerprint.empty());
        accumulator.add(row(1, "a"));
        assertThat(accumulator.snapshot()).isEqualTo(sum(SCHEMA, List.<Object[]>of(row(1, "a"))));
    }

    @Test
    void aSnapshotDoesNotMove() {
        FingerprintAccumulator accumulator = new FingerprintAccumulator(SCHEMA);
        accumulator.add(row(1, "a"));
        Fingerprint one = accumulator.snapshot();
        String json = one.toJson();
        accumulator.add(row(2, "b"));
        assertThat(one.toJson()).isEqualTo(json);
        assertThat(accumulator.snapshot()).isNotEqualTo(one);
    }

    @Test
    void jsonLeavesEmptyBucketsOut() {
        assertThat(Fingerprint.empty().toJson())
                .isEqualTo(
                        "{\"format\":\"sha256-128/1\",\"count\":0,\"sum\":\"" + "0".repeat(32) + "\",\"buckets\":{}}");
        assertThat(sum(SCHEMA, List.<Object[]>of(row(1, "a"))).toJson()).hasSizeLessThan(160);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{}",
                "{\"format\":\"crc32\",\"count\":0,\"sum\":\"00000000000000000000000000000000\",\"buckets\":{}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000000\",\"buckets\":{}}",
                "{\"format\":\"sha256-128/1\",\"count\":0,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{}}",
                "{\"format\":\"sha256-128/1\",\"count\":0,\"sum\":\"00000000000000000000000000000000\"}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"1024\":[1,\"00000000000000000000000000000001\"]}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"01\":[1,\"00000000000000000000000000000001\"]}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"1\":[1,\"1\"]}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"1\":[1.0,\"00000000000000000000000000000001\"]}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"1\":[\"00000000000000000000000000000001\"]}}",
                "{\"format\":\"sha256-128/1\",\"count\":1,\"sum\":\"00000000000000000000000000000001\",\"buckets\":{\"1\":null}}",
            })
    void whatDoesNotAddUpIsRefused(String json) {
        assertThatThrownBy(() -> Fingerprint.fromJson(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sumsCarryAcross64Bits() {
        Sum128 sums = new Sum128(1);
        sums.add(0, 1, -1, -1);
        sums.add(0, 1, 0, 1);
        assertThat(sums.high[0]).isZero();
        assertThat(sums.low[0]).isZero();
        assertThat(sums.counts[0]).isEqualTo(2);
        assertThat(sums.isEmpty(0)).isFalse();
    }

    private static Object[] row(long id, String name) {
        return new Object[] {id, name};
    }

    private static List<Object[]> rows(Random random, RowSchema schema, int count) {
        RowCodec codec = new RowCodec(schema);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(codec.normalise(Rows.delivered(random, schema)));
        }
        return rows;
    }

    private static Fingerprint sum(RowSchema schema, List<Object[]> rows) {
        FingerprintAccumulator accumulator = new FingerprintAccumulator(schema);
        rows.forEach(accumulator::add);
        return accumulator.snapshot();
    }
}
