package io.github.sluice.benchmarks.writer;

import com.github.luben.zstd.Zstd;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.row.RowCodec;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** {@code FRAMES ROWS COLUMNS}: compresses the JSON of so many rows at once, so many times, as a frame's content is. */
final class ZstdLoop {
    private ZstdLoop() {}

    public static void main(String[] arguments) {
        long frames = Long.parseLong(arguments[0]);
        byte[] content = content(Integer.parseInt(arguments[1]), SampleRows.of(Integer.parseInt(arguments[2])));
        long seen = 0;
        for (long frame = 0; frame < frames; frame++) {
            seen += Zstd.compress(content, EnvelopeV2.ZSTANDARD_LEVEL).length;
        }
        System.out.println(seen);
    }

    private static byte[] content(int rows, SampleRows sample) {
        @Nullable Object[][] wire = sample.wire();
        RowCodec codec = new RowCodec(sample.schema());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int row = 0; row < rows; row++) {
            content.writeBytes(codec.encode(wire[row % wire.length]));
        }
        return content.toByteArray();
    }
}
