package io.github.sluice.coordinator.keys;

import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/** Rotates a key file and is gone at a moment of it, as after kill -9. */
public final class KilledRotation {
    private KilledRotation() {}

    /** @param args the file, and {@code content} or {@code naming}: before the new keys are written, or when they are */
    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        Runnable end = () -> Runtime.getRuntime().halt(77);
        new KeyFile(file, System.err::println, args[1].equals("naming") ? end : () -> {}).replace(keys -> {
            if (args[1].equals("content")) {
                end.run();
            }
            return keys.rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.now(), new SecureRandom());
        });
    }
}
