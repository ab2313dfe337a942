package io.github.sluice.wire.envelope;

import java.security.SecureRandom;

/**
 * Nonces of a random prefix and a 4-byte counter. The prefix is drawn afresh at the start and before the
 * counter would come round, so no nonce repeats within one sequence, and two sequences share one only if
 * their random prefixes collide. One thread. RATIONALE.md, "Nonces", argues the bound.
 */
final class NonceSequence {
    private final SecureRandom random;
    private final byte[] nonce;
    private final int prefix;
    private int counter;
    private long prefixes;

    /**
     * @param prefix number of random bytes
     * @param firstCounter where the counter starts, 0 outside tests
     */
    NonceSequence(SecureRandom random, int prefix, int firstCounter) {
        this.random = random;
        this.prefix = prefix;
        this.nonce = new byte[prefix + 4];
        this.counter = firstCounter;
        drawPrefix();
    }

    /** A nonce never given before. The caller may keep it. */
    byte[] next() {
        int n = counter;
        nonce[prefix] = (byte) (n >>> 24);
        nonce[prefix + 1] = (byte) (n >>> 16);
        nonce[prefix + 2] = (byte) (n >>> 8);
        nonce[prefix + 3] = (byte) n;
        byte[] result = nonce.clone();
        counter = n + 1;
        if (counter == 0) {
            drawPrefix();
        }
        return result;
    }

    /** How many prefixes were drawn; one at least. */
    long prefixes() {
        return prefixes;
    }

    private void drawPrefix() {
        prefixes++;
        byte[] fresh = new byte[prefix];
        random.nextBytes(fresh);
        System.arraycopy(fresh, 0, nonce, 0, prefix);
    }
}
