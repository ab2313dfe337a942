package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.support.Seeds;
import io.github.sluice.wire.support.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeV1Test {
    static List<Map<String, Object>> opens() {
        return Vectors.list(Vectors.read("envelope-v1"), "opens");
    }

    static List<Map<String, Object>> refused() {
        return Vectors.list(Vectors.read("envelope-v1"), "refused");
    }

    @ParameterizedTest
    @MethodSource("opens")
    void opensWhatPythonSealed(Map<String, Object> vector) throws UndecryptableException { // inventory #42, #44
        EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromHex(Vectors.text(vector, "key")));
        byte[] plain = opener.open(utf8(Vectors.text(vector, "sealed")));
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(vector.get("plain"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesEverythingElseWithItsReason(Map<String, Object> vector) {
        EnvelopeV1.Opener opener = EnvelopeV1.opener(DataKey.fromHex(Vectors.text(vector, "key")));
        String sealed = Vectors.text(vector, "sealed");
        UndecryptableException e = catchThrowableOfType(UndecryptableException.class, () -> opener.open(utf8(sealed)));
        assertThat(e).as("%s", vector.get("why")).isNotNull();
        assertThat(e.reason()).isEqualTo(Reason.valueOf(Vectors.text(vector, "reason")));
        assertThat(e.getMessage()).doesNotContain("secret");
        if (sealed.length() > 20) {
            assertThat(e.getMessage()).doesNotContain(sealed.substring(10, 20));
        }
    }

    /** The GCM specification's test cases without additional data, and two of NIST's CAVS gcmEncryptExtIV256. */
    @ParameterizedTest
    @CsvFileSource(resources = "gcm.csv", useHeadersInDisplayName = true)
    void agreesWithTheSpecificationsVectors(String name, String key, String nonce, String plain, String sealed)
            throws Exception {
        byte[] expected = Hex.decode(plain == null ? "" : plain);
        String envelope = "{\"nonce\":\"" + nonce + "\",\"ciphertext\":\"" + sealed + "\"}";
        assertThat(EnvelopeV1.opener(DataKey.fromHex(key)).open(utf8(envelope))).isEqualTo(expected);
        assertThat(bouncyCastle(true, Hex.decode(key), Hex.decode(nonce), expected))
                .isEqualTo(Hex.decode(sealed));
    }

    @Test
    void bouncyCastleOpensWhatIsSealedHere() {
        Seeds.forAll(2_000, (random, i) -> {
            byte[] key = bytes(random, 16 + 8 * random.nextInt(3));
            byte[] plain = bytes(random, random.nextInt(2_000));
            String sealed =
                    ascii(EnvelopeV1.sealer(DataKey.fromHex(Hex.encode(key))).seal(plain));
            assertThat(sealed).matches("\\{\"nonce\":\"[0-9a-f]{32}\",\"ciphertext\":\"[0-9a-f]{32,}\"}");
            byte[] nonce = Hex.decode(sealed.substring(10, 42));
            byte[] ciphertext = Hex.decode(sealed.substring(58, sealed.length() - 2));
            assertThat(bouncyCastle(false, key, nonce, ciphertext)).isEqualTo(plain);
        });
    }

    @Test
    void opensWhatBouncyCastleSealedWithEitherLengthOfNonce() {
        Seeds.forAll(2_000, (random, i) -> {
            byte[] key = bytes(random, 16 + 8 * random.nextInt(3));
            byte[] nonce = bytes(random, random.nextBoolean() ? 12 : 16);
            byte[] plain = bytes(random, random.nextInt(2_000));
            String sealed = "{\"nonce\":\"" + Hex.encode(nonce) + "\",\"ciphertext\":\""
                    + Hex.encode(bouncyCastle(true, key, nonce, plain)) + "\"}";
            assertThat(open(DataKey.fromHex(Hex.encode(key)), utf8(sealed))).isEqualTo(plain);
        });
    }

    @Test
    void sealersAndOpenersMayBeUsedAgain() {
        DataKey key = DataKey.fromHex("00".repeat(32));
        EnvelopeV1.Sealer sealer = EnvelopeV1.sealer(key);
        EnvelopeV1.Opener opener = EnvelopeV1.opener(key);
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] plain = bytes(random, i % 7 == 0 ? 0 : random.nextInt(5_000));
            byte[] sealed = sealer.seal(plain);
            assertThat(open(opener, sealed)).isEqualTo(plain);
            sealed[sealed.length - 3] ^= 1; // after a failure the next record must still open
            assertThatThrownBy(() -> opener.open(sealed)).isInstanceOf(UndecryptableException.class);
        }
    }

    static byte[] bouncyCastle(boolean seal, byte[] key, byte[] nonce, byte[] in) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int done = cipher.processBytes(in, 0, in.length, out, 0);
        try {
            cipher.doFinal(out, done);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError(e);
        }
        return out;
    }

    private static byte[] open(DataKey key, byte[] sealed) {
        return open(EnvelopeV1.opener(key), sealed);
    }

    private static byte[] open(EnvelopeV1.Opener opener, byte[] sealed) {
        try {
            return opener.open(sealed);
        } catch (UndecryptableException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
