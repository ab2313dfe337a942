package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EqualityFormTest {
    @Test
    void aFrameIsTagLengthAndBytesOfEachValueByWhateverWayTheyAreWritten() {
        Seeds.forAll(5_000, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            @Nullable Object[] wire = new RowCodec(schema).normalise(Rows.delivered(random, schema));
            EqualityForm form = new EqualityForm(schema);
            ByteSink expected = new ByteSink(0);
            for (int column = 0; column < wire.length; column++) {
                byte[] bytes = form.bytes(column, wire[column]);
                expected.put(bytes == null ? 0 : 1);
                if (bytes != null) {
                    expected.varint(bytes.length);
                    expected.put(bytes);
                }
            }
            form.frame(wire);
            assertThat(Arrays.copyOf(form.array(), form.length())).isEqualTo(expected.toByteArray());
        });
    }
}
