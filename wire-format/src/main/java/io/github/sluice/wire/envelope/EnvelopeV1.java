package io.github.sluice.wire.envelope;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.UnusableKeyException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Envelope v1, the first plugin's: {@code {"nonce":"<32 hex>","ciphertext":"<hex of ciphertext and tag>"}},
 * AES in Galois/Counter Mode with a 128-bit tag, no additional data. It has no version, key id or binding to a
 * topic (inventory #175).
 */
public final class EnvelopeV1 {
    private static final int NONCE_PREFIX = 12;
    /** One huge message must not hold its memory for the rest of the task. */
    private static final int KEPT = 1 << 20;

    private static final byte[] HEAD = ascii("{\"nonce\":\"");
    private static final byte[] MIDDLE = ascii("\",\"ciphertext\":\"");
    private static final byte[] TAIL = ascii("\"}");

    private EnvelopeV1() {}

    /** As {@link #sealer(KeyRing)} for a ring of one key. */
    public static Sealer sealer(DataKey key) {
        return sealer(KeyRing.of(key));
    }

    /**
     * A sealer with a nonce prefix of its own. One thread.
     *
     * @throws UnusableKeyException here or when sealing, if the active key is no AES key
     */
    public static Sealer sealer(KeyRing ring) {
        SecureRandom random = new SecureRandom();
        Sealer sealer = new Sealer(new SealingKeys(ring, () -> new NonceSequence(random, NONCE_PREFIX, 0)));
        sealer.active();
        return sealer;
    }

    /**
     * An opener of this version and no other. It takes nonces of 12 and of 16 bytes, the two keys in either order, JSON white
     * space, and hexadecimal digits of either case; it refuses everything else. One thread.
     */
    public static Opener opener(DataKey key) {
        return new Opener(Envelopes.opener(KeyRing.of(key)));
    }

    static Sealer sealer(DataKey key, NonceSequence nonces) {
        return new Sealer(new SealingKeys(KeyRing.of(key), () -> nonces));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Seals messages in this version. One thread. */
    public static final class Sealer implements RecordSealer {
        private final SealingKeys keys;
        private byte[] scratch = new byte[2048];

        private Sealer(SealingKeys keys) {
            this.keys = keys;
        }

        /** As {@link #seal(byte[], String, byte[])}: this version binds neither topic nor key. */
        public byte[] seal(byte[] plain) {
            SealingKeys.InUse active = active();
            byte[] nonce = active.nextNonce();
            byte[] cipher = scratch(plain.length + Gcm.TAG_BYTES);
            int length = active.gcm.seal(nonce, null, plain, cipher, 0);
            int digits = Math.multiplyExact(2, nonce.length + length);
            byte[] out = new byte[HEAD.length + MIDDLE.length + TAIL.length + digits];
            int at = put(HEAD, out, 0);
            Hex.encode(nonce, 0, nonce.length, out, at);
            at = put(MIDDLE, out, at + 2 * nonce.length);
            Hex.encode(cipher, 0, length, out, at);
            put(TAIL, out, at + 2 * length);
            return out;
        }

        /** At least so many bytes, kept for the next message unless they are many. */
        private byte[] scratch(int bytes) {
            if (bytes > KEPT) {
                return new byte[bytes];
            }
            if (bytes > scratch.length) {
                scratch = new byte[Math.min(KEPT, 2 * bytes)];
            }
            return scratch;
        }

        private static int put(byte[] part, byte[] out, int at) {
            System.arraycopy(part, 0, out, at, part.length);
            return at + part.length;
        }

        @Override
        public byte[] seal(byte[] plain, String topic, byte @Nullable [] key) {
            return seal(plain);
        }

        @Override
        public Map<String, KeyUse> uses() {
            return keys.uses();
        }

        private SealingKeys.InUse active() {
            SealingKeys.InUse active = keys.current();
            if (active.key.algorithm() != KeyAlgorithm.AES_GCM) {
                throw new UnusableKeyException("key " + active.key.id() + " is of " + active.key.algorithm()
                        + ", and envelope v1 knows AES-GCM only: write envelope v2");
            }
            return active;
        }
    }

    /** Opens messages of this version. One thread. */
    public static final class Opener {
        private final RecordOpener any;

        private Opener(RecordOpener any) {
            this.any = any;
        }

        /**
         * The message inside.
         *
         * @throws UndecryptableException if it cannot be opened; nothing of it is passed on then
         */
        public byte[] open(byte[] sealed) throws UndecryptableException {
            if (sealed.length > 0 && sealed[0] == EnvelopeV2.MAGIC[0]) {
                EnvelopeReader.read(sealed); // refuses it: version 1 does not begin so
            }
            return any.open(sealed, "", null);
        }
    }
}
