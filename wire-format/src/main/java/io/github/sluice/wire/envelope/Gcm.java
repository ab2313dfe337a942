package io.github.sluice.wire.envelope;

import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One key's cipher in Galois/Counter Mode with a 16-byte tag behind the ciphertext. One thread. */
final class Gcm {
    static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final Cipher cipher;

    Gcm(DataKey key, KeyAlgorithm algorithm) {
        this.key = key.secret(algorithm);
        this.cipher = algorithm.newCipher();
    }

    byte[] seal(byte[] nonce, byte @Nullable [] additional, byte[] plain) {
        try {
            init(Cipher.ENCRYPT_MODE, nonce, additional);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(cipher.getAlgorithm() + " refused to encrypt", e);
        }
    }

    /**
     * As {@link #seal(byte[], byte[], byte[])}, into an array of the caller's.
     *
     * @return how many bytes it took: the plain ones and {@link #TAG_BYTES}
     */
    int seal(byte[] nonce, byte @Nullable [] additional, byte[] plain, byte[] target, int at) {
        try {
            init(Cipher.ENCRYPT_MODE, nonce, additional);
            return cipher.doFinal(plain, 0, plain.length, target, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(cipher.getAlgorithm() + " refused to encrypt", e);
        }
    }

    /** @throws AEADBadTagException if it was sealed otherwise, or changed */
    byte[] open(byte[] nonce, byte @Nullable [] additional, byte[] sealed, int from) throws AEADBadTagException {
        try {
            init(Cipher.DECRYPT_MODE, nonce, additional);
            return cipher.doFinal(sealed, from, sealed.length - from);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(cipher.getAlgorithm() + " refused to decrypt", e);
        }
    }

    private void init(int mode, byte[] nonce, byte @Nullable [] additional) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        if (additional != null) {
            cipher.updateAAD(additional);
        }
    }
}
