package io.github.sluice.wire.key;

import io.github.sluice.wire.internal.Hex;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A data key of 16, 24 or 32 bytes: AES, unless a {@link RingKey} says otherwise. Immutable and thread-safe. It prints as {@code [hidden]}; {@link #id} tells
 * keys apart in logs and manifests.
 */
public final class DataKey {
    private final byte[] bytes;
    private final String id;

    private DataKey(byte[] bytes) {
        this.bytes = bytes;
        this.id = Hex.encode(derive("sluice key id 1")).substring(0, 8);
    }

    /**
     * Reads the key that a reference names.
     *
     * @param reference {@code env:NAME} or {@code file:PATH}, where the key stands in hexadecimal digits
     * @throws UnusableKeyException if there is no secret or it is no key; the message names the reference
     */
    public static DataKey fromReference(String reference) {
        SecretReference parsed = SecretReference.parse(reference);
        return of(parsed.resolve(), "encryption key from " + parsed);
    }

    /**
     * Reads a key written out in 32, 48 or 64 hexadecimal digits, upper or lower case.
     *
     * @throws UnusableKeyException if the text is anything else; the text is not repeated
     */
    public static DataKey fromHex(String hex) {
        return of(hex, "encryption key");
    }

    static DataKey random(int bytes, SecureRandom random) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return new DataKey(drawn);
    }

    /** @param what names the key in messages */
    static DataKey of(String hex, String what) {
        int length = hex.length();
        for (int i = 0; i < length; i++) {
            if (Hex.digit(hex.charAt(i)) < 0) {
                throw new UnusableKeyException(
                        what + ": character " + (i + 1) + " of " + length + " is no hexadecimal digit (0-9, a-f)");
            }
        }
        String rule = "a key has 32, 48 or 64 digits (16, 24 or 32 bytes)";
        if (length % 2 != 0) {
            throw new UnusableKeyException(
                    what + ": " + length + " hexadecimal digits is an odd count, one is missing or too many; " + rule);
        }
        if (length != 32 && length != 48 && length != 64) {
            throw new UnusableKeyException(what + ": " + length / 2 + " bytes is the wrong length; " + rule);
        }
        return new DataKey(Hex.decode(hex));
    }

    /** Eight hexadecimal digits that tell this key from others and say nothing about it; safe to print. */
    public String id() {
        return id;
    }

    /** The key for an AES cipher. Not to be printed. */
    public SecretKeySpec aes() {
        return secret(KeyAlgorithm.AES_GCM);
    }

    /** The key for a cipher of the algorithm. Not to be printed. */
    public SecretKeySpec secret(KeyAlgorithm algorithm) {
        return new SecretKeySpec(bytes, algorithm.cipherName());
    }

    /** Bytes. */
    int length() {
        return bytes.length;
    }

    /** For the key file alone. */
    String hex() {
        return Hex.encode(bytes);
    }

    /**
     * A key of 32 bytes for one purpose: HMAC-SHA256 of the purpose's name under this key. What leaks of one
     * purpose's key says nothing about the others'.
     */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataKey && MessageDigest.isEqual(((DataKey) other).bytes, bytes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
