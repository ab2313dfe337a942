package io.github.sluice.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeySet;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyCheckTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";

    @Test
    void theSameKeysGiveTheSameValueAndAnotherKeyAnotherOne() {
        String value = KeyCheck.of(KeySet.of(DataKey.fromHex(KEY)));
        assertThat(KeyCheck.of(KeySet.of(DataKey.fromHex(KEY))))
                .isEqualTo(value)
                .matches("[0-9a-f]{12}");
        assertThat(KeyCheck.of(KeySet.of(DataKey.fromHex(KEY.replace("ff", "fe")))))
                .isNotEqualTo(value);
    }

    @Test
    void aRingThatWasRotatedOnOneSideAloneIsSeen() {
        KeySet before = KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom());
        KeySet after = before.rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom());
        assertThat(after.root()).isEqualTo(before.root());
        assertThat(KeyCheck.of(after)).isNotEqualTo(KeyCheck.of(before));
    }
}
