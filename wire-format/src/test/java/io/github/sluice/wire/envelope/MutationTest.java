package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.support.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What can happen to a sealed record on its way, 200,000 times for each version, or as often as {@code -Dmutations=N} says: none
 * is accepted, and each is refused with a reason.
 */
class MutationTest {
    private static final int CASES_PER_VERSION = Integer.getInteger("mutations", 200_000);
    private static final String TOPIC = "shop.orders.batch";
    private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private final KeyRing ring = KeyRing.of(DataKey.fromHex("42".repeat(16)));
    private final RecordOpener opener = Envelopes.opener(ring);
    private final Map<Reason, Integer> met = new EnumMap<>(Reason.class);

    /** A changed record opens only if another JSON reader finds the same nonce and ciphertext in it: the case of a digit is no change. */
    @Test
    void noChangedRecordOfVersion1IsAccepted() {
        RecordSealer sealer = EnvelopeV1.sealer(ring);
        Seeds.forAll(CASES_PER_VERSION / 500, (random, i) -> {
            byte[] plain = bytes(random, random.nextInt(60));
            byte[] sealed = sealer.seal(plain, TOPIC, KEY);
            byte[] other = sealer.seal(plain, TOPIC, KEY);
            for (int n = 0; n < 500; n++) {
                byte[] changed = mutate(random, sealed, other);
                byte[] opened = refusedOrOpened(changed, TOPIC, KEY);
                if (opened != null && !Arrays.equals(changed, sealed) && !Arrays.equals(changed, other)) {
                    assertThat(opened).isEqualTo(plain);
                    assertThat(parts(changed)).isIn(parts(sealed), parts(other));
                }
            }
        });
        refusedForEach(Reason.NOT_AN_ENVELOPE, Reason.MALFORMED, Reason.WRONG_KEY_OR_TAMPERED);
    }

    @Test
    void noChangedRecordOfVersion2IsAccepted() {
        FrameSealer sealer = EnvelopeV2.sealer(ring, false);
        FrameSealer compressing = EnvelopeV2.sealer(ring, true);
        Seeds.forAll(CASES_PER_VERSION / 500, (random, i) -> {
            byte[] plain = bytes(random, random.nextInt(60));
            byte[][] sealed = {
                sealer.seal(plain, TOPIC, KEY),
                compressing.seal(plain, TOPIC, KEY),
                sealer.sealFrame(List.of(plain, plain), TOPIC, KEY),
                sealer.seal(plain, TOPIC, KEY)
            };
            for (int n = 0; n < 500; n++) {
                int which = random.nextInt(3);
                byte[] changed = mutate(random, sealed[which], sealed[which + 1]);
                boolean same = Arrays.equals(changed, sealed[which]) || Arrays.equals(changed, sealed[which + 1]);
                if (!same && refusedOrOpened(changed, TOPIC, KEY) != null) {
                    throw new AssertionError("accepted: " + Hex.encode(changed));
                }
            }
        });
        refusedForEach(Reason.NOT_AN_ENVELOPE, Reason.MALFORMED, Reason.WRONG_KEY_OR_TAMPERED, Reason.UNKNOWN_KEY);
    }

    @Test
    void noRecordOfVersion2IsAcceptedInAnotherPlace() {
        FrameSealer sealer = EnvelopeV2.sealer(ring, false);
        Seeds.forAll(2_000, (random, i) -> {
            byte[] sealed = sealer.seal(bytes(random, 20), TOPIC, i % 2 == 0 ? KEY : null);
            byte[] otherKey = KEY.clone();
            otherKey[random.nextInt(16)] ^= 1 << random.nextInt(8);
            assertThat(refusedOrOpened(sealed, TOPIC + (char) ('a' + random.nextInt(26)), i % 2 == 0 ? KEY : null))
                    .isNull();
            assertThat(refusedOrOpened(sealed, TOPIC, i % 2 == 0 ? null : KEY)).isNull();
            assertThat(refusedOrOpened(sealed, TOPIC, otherKey)).isNull();
            assertThat(refusedOrOpened(sealed, TOPIC, i % 2 == 0 ? KEY : null)).isNotNull();
        });
        assertThat(met).containsOnlyKeys(Reason.WRONG_KEY_OR_TAMPERED);
    }

    private byte[] refusedOrOpened(byte[] sealed, String topic, byte[] key) {
        try {
            return opener.openAll(sealed, topic, key).get(0);
        } catch (UndecryptableException e) {
            met.merge(e.reason(), 1, Integer::sum);
            return null;
        }
    }

    private void refusedForEach(Reason... reasons) {
        if (Long.getLong("seed") == null) {
            assertThat(met).as("times each reason was met").containsOnlyKeys(reasons);
            assertThat(met.values().stream().mapToInt(n -> n).sum()).isGreaterThan(CASES_PER_VERSION * 3 / 4);
        }
    }

    private static Object parts(byte[] envelope) {
        return Json.parse(new String(envelope, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }

    private static byte[] mutate(Random random, byte[] sealed, byte[] other) {
        byte[] changed = sealed.clone();
        int at = random.nextInt(sealed.length);
        switch (random.nextInt(8)) {
            case 0: // one bit
                changed[at] ^= 1 << random.nextInt(8);
                return changed;
            case 1: // another digit
                changed[at] = (byte) "0123456789abcdef".charAt(random.nextInt(16));
                return changed;
            case 2: // cut off
                return Arrays.copyOf(sealed, at);
            case 3: // a byte more
                byte[] longer = new byte[sealed.length + 1];
                System.arraycopy(sealed, 0, longer, 0, at);
                longer[at] = (byte) random.nextInt(256);
                System.arraycopy(sealed, at, longer, at + 1, sealed.length - at);
                return longer;
            case 4: // the head of one and the tail of another record of the same plaintext
                System.arraycopy(sealed, 0, changed = other.clone(), 0, Math.min(at, other.length));
                return changed;
            case 5: // two bytes change places
                int with = random.nextInt(sealed.length);
                changed[at] = sealed[with];
                changed[with] = sealed[at];
                return changed;
            case 6: // a stretch taken out
                int end = at + random.nextInt(sealed.length - at);
                byte[] shorter = new byte[sealed.length - (end - at)];
                System.arraycopy(sealed, 0, shorter, 0, at);
                System.arraycopy(sealed, end, shorter, at, sealed.length - end);
                return shorter;
            default: // something else entirely, half of it with the right beginning
                byte[] noise = bytes(random, random.nextInt(200));
                if (random.nextBoolean()) {
                    System.arraycopy(sealed, 0, noise, 0, Math.min(noise.length, random.nextInt(24)));
                }
                return noise;
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
