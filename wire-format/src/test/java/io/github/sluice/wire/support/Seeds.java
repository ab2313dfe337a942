package io.github.sluice.wire.support;

import java.util.Random;
import java.util.function.BiConsumer;

/** Runs a property on many seeds; a failure names its own, and {@code -Dseed=N} runs that one again. */
public final class Seeds {
    private Seeds() {}

    public static void forAll(int cases, BiConsumer<Random, Integer> property) {
        Long fixed = Long.getLong("seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        System.out.println("seeds from " + first);
        for (int i = 0; i < (fixed == null ? cases : 1); i++) {
            long seed = first + i;
            try {
                property.accept(new Random(seed), i);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }
}
