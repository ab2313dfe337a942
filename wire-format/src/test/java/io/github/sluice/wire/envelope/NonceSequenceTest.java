package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NonceSequenceTest {
    @Test
    void aMillionNoncesAreAMillionDifferentOnes() { // inventory #41
        Set<String> seen = new HashSet<>();
        for (int start = 0; start < 10; start++) {
            NonceSequence nonces = new NonceSequence(new SecureRandom(), 12, 0);
            for (int i = 0; i < 100_000; i++) {
                byte[] nonce = nonces.next();
                assertThat(nonce.length).isEqualTo(16);
                seen.add(new String(nonce, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(seen).hasSize(1_000_000);
    }

    @Test
    void thePrefixStaysAndTheCounterCounts() {
        NonceSequence nonces = new NonceSequence(new SteppingRandom(), 12, 0);
        assertThat(Hex.encode(nonces.next())).isEqualTo("01".repeat(12) + "00000000");
        assertThat(Hex.encode(nonces.next())).isEqualTo("01".repeat(12) + "00000001");
        for (int i = 2; i < 256; i++) {
            nonces.next();
        }
        assertThat(Hex.encode(nonces.next())).isEqualTo("01".repeat(12) + "00000100");
    }

    @Test
    void aFreshPrefixIsDrawnBeforeTheCounterComesRound() {
        NonceSequence nonces = new NonceSequence(new SteppingRandom(), 12, 0xfffffffe);
        assertThat(Hex.encode(nonces.next())).isEqualTo("01".repeat(12) + "fffffffe");
        assertThat(Hex.encode(nonces.next())).isEqualTo("01".repeat(12) + "ffffffff");
        assertThat(Hex.encode(nonces.next())).isEqualTo("02".repeat(12) + "00000000");
        assertThat(Hex.encode(nonces.next())).isEqualTo("02".repeat(12) + "00000001");
    }

    @Test
    void everySealerDrawsItsOwnPrefix() {
        DataKey key = DataKey.fromHex("00".repeat(16));
        Set<String> prefixes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] sealed = EnvelopeV1.sealer(key).seal(new byte[0]);
            prefixes.add(new String(sealed, 10, 24, StandardCharsets.US_ASCII));
        }
        assertThat(prefixes).hasSize(1_000);
    }

    @Test
    void aNonceGivenOutDoesNotChange() {
        NonceSequence nonces = new NonceSequence(new SteppingRandom(), 12, 0);
        byte[] first = nonces.next();
        String before = Hex.encode(first);
        nonces.next();
        assertThat(Hex.encode(first)).isEqualTo(before);
    }
}
