package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.support.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a head says is what stands there, and it refuses nothing that opens and takes nothing that an opener calls no envelope. */
class EnvelopeHeadTest {
    private static final String TOPIC = "shop.orders.batch";
    private static final byte[] KEY = {1, 2, 3};
    private static final byte[] ROW = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int HEAD = 22;

    private final KeySet aes =
            KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom());
    private final KeyRing ring = KeyRing.of(aes);
    private final RecordOpener opener = Envelopes.opener(ring);

    @Test
    void aHeadSaysVersionKeyAlgorithmAndContent() throws UndecryptableException {
        EnvelopeHead first = EnvelopeHead.read(EnvelopeV1.sealer(ring).seal(ROW));
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.keyId()).isNull();
        assertThat(first.algorithm()).isEqualTo(KeyAlgorithm.AES_GCM);
        assertThat(first).hasToString("v1 AES-GCM");
        String id = aes.active().id();
        assertThat(EnvelopeHead.read(EnvelopeV2.sealer(ring, false).seal(ROW, TOPIC, KEY)))
                .hasToString("v2 AES-GCM key " + id);
        EnvelopeHead compressed =
                EnvelopeHead.read(EnvelopeV2.sealer(ring, true).seal(ROW, TOPIC, KEY));
        assertThat(compressed.compressed()).isTrue();
        assertThat(compressed.frame()).isFalse();
        EnvelopeHead frame =
                EnvelopeHead.read(EnvelopeV2.sealer(ring, false).sealFrame(List.of(ROW, ROW), TOPIC, null));
        assertThat(frame.version()).isEqualTo(2);
        assertThat(frame.frame()).isTrue();
        assertThat(frame.keyId()).isEqualTo(id);
        KeySet sm4 = aes.rotated(KeyAlgorithm.SM4_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom());
        EnvelopeHead chinese =
                EnvelopeHead.read(EnvelopeV2.sealer(KeyRing.of(sm4), false).seal(ROW, TOPIC, KEY));
        assertThat(chinese.algorithm()).isEqualTo(KeyAlgorithm.SM4_GCM);
        assertThat(chinese).isNotEqualTo(compressed).isNotEqualTo(frame);
    }

    @Test
    void aHeadThatIsCutOffIsRefusedAtEveryLength() {
        byte[] second = EnvelopeV2.sealer(ring, false).seal(ROW, TOPIC, KEY);
        for (int length = 0; length < HEAD + Gcm.TAG_BYTES; length++) {
            byte[] cut = Arrays.copyOf(second, length);
            Reason expected = length < 4 ? Reason.NOT_AN_ENVELOPE : Reason.MALFORMED;
            assertThatThrownBy(() -> EnvelopeHead.read(cut))
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(UndecryptableException.class, e -> assertThat(e.reason())
                            .isEqualTo(expected));
        }
        byte[] first = EnvelopeV1.sealer(ring).seal(ROW);
        for (int length = 0; length < first.length; length++) {
            byte[] cut = Arrays.copyOf(first, length);
            assertThatThrownBy(() -> EnvelopeHead.read(cut)).isInstanceOf(UndecryptableException.class);
        }
    }

    @Test
    void aMutatedHeadIsReadAsItStandsOrRefusedAsAnOpenerRefusesIt() {
        byte[][] sound = {
            EnvelopeV1.sealer(ring).seal(ROW),
            EnvelopeV2.sealer(ring, false).seal(ROW, TOPIC, KEY),
            EnvelopeV2.sealer(ring, false).sealFrame(List.of(ROW, ROW), TOPIC, KEY)
        };
        Seeds.forAll(20_000, (random, i) -> {
            byte[] changed = mutate(random, sound[i % sound.length]);
            EnvelopeHead head;
            try {
                head = EnvelopeHead.read(changed);
            } catch (UndecryptableException refused) {
                assertThatThrownBy(() -> opener.openAll(changed, TOPIC, KEY))
                        .isInstanceOfSatisfying(UndecryptableException.class, e -> assertThat(e.reason())
                                .isEqualTo(refused.reason()))
                        .hasMessage(refused.getMessage());
                return;
            }
            if (head.version() == 2) {
                assertThat(head.keyId()).isEqualTo(Hex.encode(Arrays.copyOfRange(changed, 6, 10)));
                assertThat(head.algorithm().code()).isEqualTo(changed[4]);
                assertThat((head.compressed() ? 1 : 0) + (head.frame() ? 2 : 0)).isEqualTo(changed[5]);
            }
        });
    }

    private static byte[] mutate(Random random, byte[] sound) {
        byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int times = random.nextInt(3); times > 0 && changed.length > 0; times--) {
            changed[random.nextInt(Math.min(HEAD, changed.length))] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
