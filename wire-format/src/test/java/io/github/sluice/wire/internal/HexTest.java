package io.github.sluice.wire.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.support.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HexTest {
    @Test
    void digitsAreTheJdksOfEveryLengthAndPlaceAndNothingElseIsTouched() {
        Seeds.forAll(5_000, (random, i) -> {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - from + 1);
            int before = random.nextInt(5);
            int after = random.nextInt(5);
            byte[] target = new byte[before + 2 * length + after];
            Arrays.fill(target, (byte) '#');

            Hex.encode(bytes, from, length, target, before);

            assertThat(new String(target, StandardCharsets.US_ASCII))
                    .isEqualTo("#".repeat(before)
                            + HexFormat.of().formatHex(bytes, from, from + length)
                            + "#".repeat(after));
            assertThat(Hex.decode(target, before, 2 * length))
                    .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
        });
    }

    @Test
    void everyByteHasTheJdksDigits() {
        byte[] all = new byte[0x100];
        for (int b = 0; b < all.length; b++) {
            all[b] = (byte) b;
        }
        assertThat(Hex.encode(all)).isEqualTo(HexFormat.of().formatHex(all));
    }
}
