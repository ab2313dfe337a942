package io.github.sluice.wire.envelope;

import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Envelope v2, binary:
 *
 * <pre>
 * byte   0  3  magic "SLR" (53 4C 52)
 *        3  1  version, 2
 *        4  1  algorithm: 1 AES-GCM, 2 SM4-GCM
 *        5  1  content: bit 0 compressed, bit 1 a frame; all others 0
 *        6  4  id of the data key
 *       10 12  nonce: 8 random bytes, 4 of counter
 *       22  n  ciphertext
 *     22+n 16  tag
 * </pre>
 *
 * <p>Additional data: bytes 0 to 9, then the topic's name (unsigned LEB128 length, UTF-8), then one byte 0 where the record has no
 * key, or one byte 1 and the key's bytes. So a record that was moved to another topic or key does not open; one that
 * was put once more beside the same key of the same topic does: order and count are the reader's to check.
 *
 * <p>What is sealed: the message; if compressed, its length as unsigned LEB128 and one Zstandard frame. The message of
 * a frame is the number of rows, then each row's length and bytes, numbers as unsigned LEB128.
 */
public final class EnvelopeV2 {
    /**
     * Of what is compressed: 6 % smaller than level 3 on a thousand rows of the demonstration; levels above 12 cost several
     * times the CPU.
     */
    public static final int ZSTANDARD_LEVEL = 6;

    static final byte[] MAGIC = {'S', 'L', 'R'};
    static final int VERSION = 2;
    static final int COMPRESSED = 1;
    static final int FRAME = 2;
    static final int HEAD = 10;
    static final int NONCE_BYTES = 12;

    /** No message is longer when unpacked; a Kafka record's limits are far below. */
    static final int LARGEST_MESSAGE = 1 << 28;

    private static final int NONCE_PREFIX = 8;

    private EnvelopeV2() {}

    /**
     * A sealer with a nonce prefix of its own. One thread.
     *
     * @param compressed whether single messages are compressed; frames always are. What is compressed tells by its length how
     *     much it repeats itself
     * @throws io.github.sluice.wire.key.UnusableKeyException on sealing, if this Java cannot use the active key
     */
    public static FrameSealer sealer(KeyRing ring, boolean compressed) {
        SecureRandom random = new SecureRandom();
        return sealer(ring, compressed, random, 0);
    }

    static FrameSealer sealer(KeyRing ring, boolean compressed, SecureRandom random, int firstCounter) {
        return new Sealer(
                new SealingKeys(ring, () -> new NonceSequence(random, NONCE_PREFIX, firstCounter)), compressed);
    }

    /** Whether the bytes begin as an envelope of this version does, or would if a text converter had not spoilt the rest. */
    public static boolean begins(byte[] bytes) {
        return bytes.length > MAGIC.length
                && bytes[MAGIC.length] == VERSION
                && Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC);
    }

    /** The additional data of a record with this head. */
    static byte[] additional(byte[] head, String topic, byte @Nullable [] key) {
        return additional(head, named(topic), key);
    }

    /** @param named as {@link #named} gives it */
    private static byte[] additional(byte[] head, byte[] named, byte @Nullable [] key) {
        byte[] out = new byte[HEAD + named.length + 1 + (key == null ? 0 : key.length)];
        System.arraycopy(head, 0, out, 0, HEAD);
        System.arraycopy(named, 0, out, HEAD, named.length);
        if (key != null) {
            out[HEAD + named.length] = 1;
            System.arraycopy(key, 0, out, HEAD + named.length + 1, key.length);
        }
        return out;
    }

    /** The topic's part of the additional data. */
    private static byte[] named(String topic) {
        ByteSink name = new ByteSink(topic.length() + 16);
        name.utf8(topic);
        ByteSink out = new ByteSink(name.size() + 8);
        out.varint(name.size());
        out.put(name.array(), 0, name.size());
        return out.toByteArray();
    }

    private static final class Sealer implements FrameSealer {
        private final SealingKeys keys;
        private final boolean compressed;
        /** Of the last record; a writer has one. */
        private String topic = "";

        private byte[] named = named(topic);

        Sealer(SealingKeys keys, boolean compressed) {
            this.keys = keys;
            this.compressed = compressed;
        }

        @Override
        public byte[] seal(byte[] plain, String topic, byte @Nullable [] key) {
            return compressed ? seal(Zstandard.compress(plain), COMPRESSED, topic, key) : seal(plain, 0, topic, key);
        }

        @Override
        public byte[] sealFrame(List<byte[]> plains, String topic, byte @Nullable [] key) {
            return seal(Zstandard.compress(Frame.pack(plains)), COMPRESSED | FRAME, topic, key);
        }

        private byte[] seal(byte[] content, int flags, String ofTopic, byte @Nullable [] key) {
            if (!ofTopic.equals(topic)) {
                named = named(ofTopic);
                topic = ofTopic;
            }
            SealingKeys.InUse active = keys.current();
            byte[] sealed = new byte[HEAD + NONCE_BYTES + content.length + Gcm.TAG_BYTES];
            System.arraycopy(MAGIC, 0, sealed, 0, MAGIC.length);
            sealed[MAGIC.length] = VERSION;
            sealed[MAGIC.length + 1] = (byte) active.key.algorithm().code();
            sealed[MAGIC.length + 2] = (byte) flags;
            System.arraycopy(active.id, 0, sealed, HEAD - active.id.length, active.id.length);
            byte[] nonce = active.nextNonce();
            System.arraycopy(nonce, 0, sealed, HEAD, NONCE_BYTES);
            active.gcm.seal(nonce, additional(sealed, named, key), content, sealed, HEAD + NONCE_BYTES);
            return sealed;
        }

        @Override
        public Map<String, KeyUse> uses() {
            return keys.uses();
        }
    }
}
