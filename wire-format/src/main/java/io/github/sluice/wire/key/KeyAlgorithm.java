package io.github.sluice.wire.key;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * What a data key is a key of. Both are block ciphers in Galois/Counter Mode with a 16-byte tag.
 *
 * <p>AES is the JDK's. SM4 (GB/T 32907, in GCM as RFC 8998 has it) is Bouncy Castle's, found by name when it is asked for, so that
 * nobody needs the library who does not use it. Bouncy Castle must not be relocated: some JDKs take ciphers from signed
 * jars only.
 */
public enum KeyAlgorithm {
    AES_GCM("AES-GCM", 1, "AES"),
    SM4_GCM("SM4-GCM", 2, "SM4");

    private static final String BOUNCY_CASTLE = "org.bouncycastle.jce.provider.BouncyCastleProvider";

    private final String text;
    private final int code;
    private final String cipher;

    KeyAlgorithm(String text, int code, String cipher) {
        this.text = text;
        this.code = code;
        this.cipher = cipher;
    }

    /** The number that stands for it in an envelope. */
    public int code() {
        return code;
    }

    /** The JDK's name of the block cipher. */
    String cipherName() {
        return cipher;
    }

    /** Null where no algorithm has this number. */
    public static @Nullable KeyAlgorithm ofCode(int code) {
        for (KeyAlgorithm algorithm : values()) {
            if (algorithm.code == code) {
                return algorithm;
            }
        }
        return null;
    }

    /**
     * Reads a name in any letter case.
     *
     * @throws IllegalArgumentException naming the algorithms there are
     */
    public static KeyAlgorithm parse(String text) {
        for (KeyAlgorithm algorithm : values()) {
            if (algorithm.text.equalsIgnoreCase(text)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("no algorithm \"" + text + "\": write AES-GCM or SM4-GCM");
    }

    /**
     * A cipher of its own for the caller, to be initialised.
     *
     * @throws UnusableKeyException if this Java cannot do it; the message says what to add
     */
    public Cipher newCipher() {
        try {
            return this == AES_GCM
                    ? Cipher.getInstance("AES/GCM/NoPadding")
                    : Cipher.getInstance("SM4/GCM/NoPadding", BouncyCastle.provider());
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    this + ": this Java has no such cipher (" + e.getMessage()
                            + "); SM4 needs bcprov-jdk18on 1.70 or later, and no older bcprov before it on the class path",
                    e);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    /** Made once, and only when SM4 is asked for: the provider has thousands of entries. */
    private static final class BouncyCastle {
        private static @Nullable Provider made;

        static synchronized Provider provider() {
            Provider known = made;
            if (known == null) {
                known = load();
                made = known;
            }
            return known;
        }

        private static Provider load() {
            try {
                return (Provider)
                        Class.forName(BOUNCY_CASTLE).getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new UnusableKeyException(
                        "SM4-GCM needs Bouncy Castle: put bcprov-jdk18on beside Sluice's own jars, or use an AES-GCM key",
                        e);
            }
        }
    }
}
