package io.github.sluice.coordinator.doctor;

import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.RingKey;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * A value by which two people see that their key rings are the same without showing a key: the first six bytes of
 * HMAC-SHA256, under the ring's root, over a constant and the ids of the keys with their states. Who does not have the root
 * can neither make it nor learn anything of the root by it.
 */
final class KeyCheck {
    private static final String CONSTANT = "sluice doctor key check 1";
    private static final int BYTES = 6;

    private KeyCheck() {}

    static String of(KeySet keys) {
        String ids = keys.keys().stream()
                .map((RingKey key) -> key.id() + "=" + key.state())
                .sorted()
                .collect(Collectors.joining(","));
        return HexFormat.of().formatHex(keys.root().derive(CONSTANT + " " + ids), 0, BYTES);
    }
}
