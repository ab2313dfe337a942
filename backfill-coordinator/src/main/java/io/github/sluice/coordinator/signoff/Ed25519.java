package io.github.sluice.coordinator.signoff;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Signatures of RFC 8032, by the JDK's own Ed25519, and their keys as OpenSSL writes them: PKCS#8 and SubjectPublicKeyInfo
 * in PEM, or the public one as one line of Base64. No message holds anything of a private key.
 */
public final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private Ed25519() {}

    /** A new pair. */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /** The private key's PEM. A secret. */
    public static String pem(PrivateKey key) {
        return pem(PRIVATE, key.getEncoded());
    }

    /** The public key's PEM. */
    public static String pem(PublicKey key) {
        return pem(PUBLIC, key.getEncoded());
    }

    /** The public key on one line, as {@code policy.signoff.keys} takes it. */
    public static String line(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /**
     * Reads a private key's PEM.
     *
     * @throws IllegalArgumentException if it is none; nothing of the text is repeated
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(PRIVATE, pem)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an Ed25519 private key in PEM (PKCS#8, unencrypted)");
        }
    }

    /**
     * Reads a public key: PEM, or its one line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PublicKey publicKey(String text) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(PUBLIC, text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be an Ed25519 public key, in PEM or as the one line that sluice signoff keygen prints");
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private static byte[] decoded(String what, String text) {
        String begin = "-----BEGIN " + what + "-----";
        String end = "-----END " + what + "-----";
        String body = text.strip();
        if (body.startsWith(begin) && body.endsWith(end)) {
            body = body.substring(begin.length(), body.length() - end.length());
        } else if (what.equals(PRIVATE)) {
            throw new IllegalArgumentException("no PEM");
        }
        return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }

    /** The signature of the text's UTF-8 bytes, in Base64. */
    public static String sign(PrivateKey key, String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 cannot sign", e);
        }
    }

    /** Whether it is the key's signature of the text; whatever is no signature at all is not. */
    public static boolean verify(PublicKey key, String text, String signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
