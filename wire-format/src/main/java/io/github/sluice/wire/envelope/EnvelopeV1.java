package io.github.sluice.wire.envelope;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Envelope v1, the first plugin's: {@code {"nonce":"<32 hex>","ciphertext":"<hex of ciphertext and tag>"}},
 * AES in Galois/Counter Mode with a 128-bit tag, no additional data. It has no version, key id or binding to a
 * topic (inventory #175).
 */
public final class EnvelopeV1 {
    static final int TAG_BYTES = 16;
    private static final int NONCE_PREFIX = 12;
    private static final byte[] HEAD = ascii("{\"nonce\":\"");
    private static final byte[] MIDDLE = ascii("\",\"ciphertext\":\"");
    private static final byte[] TAIL = ascii("\"}");

    private EnvelopeV1() {}

    /** A sealer with a nonce prefix of its own. One thread. */
    public static RecordSealer sealer(DataKey key) {
        return new Sealer(key, new NonceSequence(new SecureRandom(), NONCE_PREFIX, 0));
    }

    /**
     * An opener. It takes nonces of 12 and of 16 bytes, the two keys in either order, JSON white space, and
     * hexadecimal digits of either case; it refuses everything else. One thread.
     */
    public static RecordOpener opener(DataKey key) {
        return new Opener(key);
    }

    static RecordSealer sealer(DataKey key, NonceSequence nonces) {
        return new Sealer(key, nonces);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Cipher gcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 8 has AES/GCM/NoPadding", e);
        }
    }

    private static final class Sealer implements RecordSealer {
        private final SecretKeySpec key;
        private final NonceSequence nonces;
        private final Cipher cipher = gcm();
        private final ByteSink out = new ByteSink(2048);

        Sealer(DataKey key, NonceSequence nonces) {
            this.key = key.aes();
            this.nonces = nonces;
        }

        @Override
        public byte[] seal(byte[] plain) {
            byte[] nonce = nonces.next();
            byte[] sealed;
            try {
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
                sealed = cipher.doFinal(plain);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refused to encrypt", e);
            }
            out.reset();
            out.put(HEAD);
            out.hex(nonce, 0, nonce.length);
            out.put(MIDDLE);
            out.hex(sealed, 0, sealed.length);
            out.put(TAIL);
            return out.toByteArray();
        }
    }

    private static final class Opener implements RecordOpener {
        private final SecretKeySpec key;
        private final Cipher cipher = gcm();

        Opener(DataKey key) {
            this.key = key.aes();
        }

        @Override
        public byte[] open(byte[] sealed) throws UndecryptableException {
            EnvelopeReader envelope = EnvelopeReader.read(sealed);
            try {
                cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, envelope.nonce));
                return cipher.doFinal(envelope.ciphertext);
            } catch (AEADBadTagException e) {
                throw wrongKey(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refused to decrypt", e);
            }
        }

        private static UndecryptableException wrongKey(@Nullable Throwable cause) {
            return new UndecryptableException(
                    Reason.WRONG_KEY_OR_TAMPERED, "sealed with another key, or changed since it was sealed", cause);
        }
    }
}
