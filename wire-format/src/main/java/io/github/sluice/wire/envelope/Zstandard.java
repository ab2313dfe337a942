package io.github.sluice.wire.envelope;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.github.sluice.wire.internal.ByteSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compressed content: its length as unsigned LEB128, then one Zstandard frame (RFC 8878). The length stands there because old
 * versions of the library, which a Connect worker may bring, cannot be asked for it.
 *
 * <p>zstd-jni comes with kafka-clients, which is wherever envelopes are; this module does not bring it.
 */
final class Zstandard {
    private Zstandard() {}

    static byte[] compress(byte[] plain) {
        byte[] packed;
        try {
            packed = Zstd.compress(plain, EnvelopeV2.ZSTANDARD_LEVEL);
        } catch (LinkageError e) {
            throw missing(e);
        }
        ByteSink out = new ByteSink(packed.length + 5);
        out.varint(plain.length);
        out.put(packed);
        return out.toByteArray();
    }

    /** Null if the content is not what {@link #compress} makes, or is longer than the limit when unpacked. */
    static byte @Nullable [] expand(byte[] content, int limit) {
        VarintReader in = new VarintReader(content);
        int length = in.next();
        if (length < 0 || length > limit) {
            return null;
        }
        byte[] packed = Arrays.copyOfRange(content, in.at(), content.length);
        try {
            byte[] plain = Zstd.decompress(packed, length);
            return plain.length == length ? plain : null;
        } catch (ZstdException e) {
            return null;
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(LinkageError cause) {
        return new IllegalStateException(
                "compressed envelopes need the library zstd-jni, which kafka-clients brings: it is missing, or has no native"
                        + " code for this machine",
                cause);
    }
}
