package io.github.sluice.benchmarks.writer;

import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code MESSAGES BYTES NONCE_BYTES}: seals so many messages of so many bytes with AES-128-GCM, a fresh nonce each. */
final class CipherLoop {
    private static final int KEY_BYTES = 16;
    private static final int TAG_BITS = 128;

    private CipherLoop() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        long messages = Long.parseLong(arguments[0]);
        byte[] plain = new byte[Integer.parseInt(arguments[1])];
        byte[] nonce = new byte[Integer.parseInt(arguments[2])];
        byte[] key = new byte[KEY_BYTES];
        Random random = new Random(1);
        random.nextBytes(plain);
        random.nextBytes(key);
        SecretKeySpec secret = new SecretKeySpec(key, "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        long seen = 0;
        for (long message = 0; message < messages; message++) {
            for (int i = 0; i < Long.BYTES; i++) {
                nonce[i] = (byte) (message >>> (Byte.SIZE * i));
            }
            cipher.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(TAG_BITS, nonce));
            seen += cipher.doFinal(plain).length;
        }
        System.out.println(seen);
    }
}
