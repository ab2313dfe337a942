package io.github.sluice.testbed.starrocks.mysqlwire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** {@code mysql_native_password}: SHA1(password) XOR SHA1(salt, SHA1(SHA1(password))). */
final class NativePassword {
    static final String PLUGIN = "mysql_native_password";
    static final int SALT_LENGTH = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private NativePassword() {}

    /** Twenty bytes, none of them zero. */
    static byte[] salt() {
        byte[] salt = new byte[SALT_LENGTH];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) (33 + RANDOM.nextInt(94));
        }
        return salt;
    }

    /** Whether a client's answer proves the password; an empty password is proved by an empty answer. */
    static boolean proves(byte[] answer, byte[] salt, String password) {
        if (password.isEmpty()) {
            return answer.length == 0;
        }
        byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
        byte[] mask = sha1(salt, sha1(once));
        byte[] expected = new byte[once.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (once[i] ^ mask[i]);
        }
        return MessageDigest.isEqual(expected, answer);
    }

    private static byte[] sha1(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
