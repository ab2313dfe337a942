package io.github.sluice.wire.envelope;

import java.security.SecureRandom;
import java.util.Arrays;

/** Gives 01 01 01..., then 02 02 02..., so that a test knows what was drawn. */
final class SteppingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private byte step;

    @Override
    public void nextBytes(byte[] bytes) {
        step++;
        Arrays.fill(bytes, step);
    }
}
