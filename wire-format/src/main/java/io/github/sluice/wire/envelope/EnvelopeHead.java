package io.github.sluice.wire.envelope;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.KeyAlgorithm;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an envelope says of itself to somebody who has no key: version, key id, algorithm, content. Nothing of it is proven
 * before the envelope is opened. Immutable and thread-safe; printing one is safe.
 */
public final class EnvelopeHead {
    private final int version;
    private final @Nullable String keyId;
    private final KeyAlgorithm algorithm;
    private final boolean compressed;
    private final boolean frame;

    private EnvelopeHead(
            int version, @Nullable String keyId, KeyAlgorithm algorithm, boolean compressed, boolean frame) {
        this.version = version;
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.compressed = compressed;
        this.frame = frame;
    }

    /**
     * Reads the head. What it refuses, every opener refuses; what it takes may still not open.
     *
     * @throws UndecryptableException with {@link Reason#NOT_AN_ENVELOPE} or {@link Reason#MALFORMED}; the message holds
     *     nothing of the bytes but numbers of the head
     */
    public static EnvelopeHead read(byte[] sealed) throws UndecryptableException {
        if (sealed.length > 0 && sealed[0] == EnvelopeV2.MAGIC[0]) {
            return version2(sealed);
        }
        EnvelopeReader.read(sealed);
        return new EnvelopeHead(1, null, KeyAlgorithm.AES_GCM, false, false);
    }

    private static EnvelopeHead version2(byte[] sealed) throws UndecryptableException {
        if (!EnvelopeV2.begins(sealed)) {
            throw new UndecryptableException(
                    Reason.NOT_AN_ENVELOPE, "not an envelope: begins neither as version 1 nor as version 2");
        }
        if (sealed.length < EnvelopeV2.HEAD + EnvelopeV2.NONCE_BYTES + Gcm.TAG_BYTES) {
            throw malformed("is cut off at " + sealed.length + " bytes");
        }
        KeyAlgorithm algorithm = KeyAlgorithm.ofCode(sealed[4]);
        if (algorithm == null) {
            throw malformed("names an algorithm that this build does not know: " + (sealed[4] & 0xff));
        }
        int flags = sealed[5] & 0xff;
        if ((flags & ~(EnvelopeV2.COMPRESSED | EnvelopeV2.FRAME)) != 0) {
            throw malformed("has content of a kind that this build does not know: " + flags);
        }
        return new EnvelopeHead(
                EnvelopeV2.VERSION,
                Hex.encode(Arrays.copyOfRange(sealed, 6, EnvelopeV2.HEAD)),
                algorithm,
                (flags & EnvelopeV2.COMPRESSED) != 0,
                (flags & EnvelopeV2.FRAME) != 0);
    }

    private static UndecryptableException malformed(String what) {
        return new UndecryptableException(Reason.MALFORMED, "malformed envelope of version 2: " + what);
    }

    /** 1 or 2. */
    public int version() {
        return version;
    }

    /** Id of the data key, 8 hexadecimal digits; null in version 1, which names none. */
    public @Nullable String keyId() {
        return keyId;
    }

    /** Version 1 knows one only. */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether the content was compressed before it was sealed. */
    public boolean compressed() {
        return compressed;
    }

    /** Whether the content is many messages and not one. */
    public boolean frame() {
        return frame;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnvelopeHead
                && ((EnvelopeHead) other).version == version
                && Objects.equals(((EnvelopeHead) other).keyId, keyId)
                && ((EnvelopeHead) other).algorithm == algorithm
                && ((EnvelopeHead) other).compressed == compressed
                && ((EnvelopeHead) other).frame == frame;
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, keyId, algorithm, compressed, frame);
    }

    @Override
    public String toString() {
        return "v" + version + " " + algorithm + (keyId == null ? "" : " key " + keyId)
                + (compressed ? " compressed" : "") + (frame ? " frame" : "");
    }
}
