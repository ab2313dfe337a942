package io.github.sluice.testbed.starrocks.load;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/** Opens compressed bodies. */
final class Decompression {
    private static final Set<String> SUPPORTED = Set.of("gzip", "deflate", "zlib", "lz4_frame", "lz4", "zstd");

    private Decompression() {}

    static boolean supports(String name) {
        return SUPPORTED.contains(name);
    }

    /**
     * The plain bytes of a body; an empty body stays empty.
     *
     * @param name lower case, empty for none; {@code lz4} means frames, as in StarRocks
     */
    static InputStream open(InputStream body, String name) throws IOException {
        return switch (name) {
            case "" -> body;
            case "gzip" -> new GZIPInputStream(body, 64 * 1024);
            case "deflate", "zlib" -> new InflaterInputStream(body);
            case "lz4_frame", "lz4" -> new LZ4FrameInputStream(body);
            case "zstd" -> new ZstdInputStream(body);
            default -> throw new IllegalArgumentException("compression " + name);
        };
    }
}
