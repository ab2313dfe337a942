package io.github.sluice.wire.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.support.Vectors;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows have the fingerprint that the Python description of the format gives them. */
class FingerprintVectorsTest {
    private static final Map<String, Object> FILE = Vectors.read("fingerprint");

    static List<Map<String, Object>> sets() {
        return Vectors.list(FILE, "sets");
    }

    @ParameterizedTest
    @MethodSource("sets")
    @SuppressWarnings("unchecked")
    void framesBucketsAndSumsAreThePublishedOnes(Map<String, Object> set) {
        RowSchema schema = new RowSchema(
                Vectors.list(FILE, "columns").stream()
                        .map(column -> WireColumn.of(Vectors.text(column, "name"), Vectors.text(column, "type")))
                        .toList(),
                (List<String>) set.get("keyColumns"));
        FingerprintAccumulator accumulator = new FingerprintAccumulator(schema);
        EqualityForm form = new EqualityForm(schema);
        List<List<Object>> rows = (List<List<Object>>) set.get("rows");
        List<?> frames = (List<?>) set.get("frames");
        List<?> buckets = (List<?>) set.get("buckets");
        for (int i = 0; i < rows.size(); i++) {
            Object[] wire = rows.get(i).stream()
                    .map(value -> value instanceof BigDecimal ? ((BigDecimal) value).doubleValue() : value)
                    .toArray();
            if (i < frames.size()) {
                form.frame(wire);
                assertThat(Hex.encode(Arrays.copyOf(form.array(), form.length())))
                        .isEqualTo(frames.get(i));
                assertThat((long) accumulator.bucketOf(wire)).isEqualTo(buckets.get(i));
            }
            accumulator.add(wire);
        }
        assertThat(accumulator.snapshot().toTree()).isEqualTo(set.get("fingerprint"));
        assertThat(Fingerprint.fromTree(set.get("fingerprint"))).isEqualTo(accumulator.snapshot());
    }
}
