package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.UnusableKeyException;
import io.github.sluice.wire.support.Python;
import io.github.sluice.wire.support.Seeds;
import io.github.sluice.wire.support.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeV2Test {
    private static final Map<String, Object> FILE = Vectors.read("envelope-v2");
    private static final KeyRing RING = KeyRing.ofText(Json.write(FILE.get("ring")));
    private static final byte[] AES_KEY = bytes(new Random(7), 32);

    static List<Map<String, Object>> opens() {
        return Vectors.list(FILE, "opens");
    }

    static List<Map<String, Object>> refused() {
        return Vectors.list(FILE, "refused");
    }

    @ParameterizedTest
    @MethodSource("opens")
    void opensWhatPythonSealed(Map<String, Object> vector) throws UndecryptableException {
        byte[] sealed = Hex.decode(Vectors.text(vector, "sealed"));
        RecordOpener opener = Envelopes.opener(RING);
        List<String> rows = new ArrayList<>();
        for (byte[] row : opener.openAll(sealed, Vectors.text(vector, "topic"), key(vector))) {
            rows.add(new String(row, StandardCharsets.UTF_8));
        }
        assertThat(rows).isEqualTo(vector.get("rows"));
        if (vector.get("frame").equals(true)) {
            assertThatThrownBy(() -> opener.open(sealed, Vectors.text(vector, "topic"), key(vector)))
                    .isInstanceOfSatisfying(UndecryptableException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.FRAME))
                    .hasMessageContaining("sluice.secret.key.ref");
        } else {
            assertThat(opener.open(sealed, Vectors.text(vector, "topic"), key(vector)))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(rows.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesEverythingElseWithItsReason(Map<String, Object> vector) {
        byte[] sealed = Hex.decode(Vectors.text(vector, "sealed"));
        UndecryptableException e = catchThrowableOfType(UndecryptableException.class, () -> Envelopes.opener(RING)
                .openAll(sealed, Vectors.text(vector, "topic"), key(vector)));
        assertThat(e).as("%s", vector.get("why")).isNotNull();
        assertThat(e.reason()).as("%s", vector.get("why")).isEqualTo(Reason.valueOf(Vectors.text(vector, "reason")));
        assertThat(e.getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void bouncyCastleOpensWhatIsSealedHere(KeyAlgorithm algorithm) {
        Seeds.forAll(500, (random, i) -> {
            KeyRing ring = ring(algorithm);
            byte[] key = ring.keys().active().key().secret(algorithm).getEncoded();
            byte[] plain = bytes(random, random.nextInt(2_000));
            byte[] recordKey = random.nextBoolean() ? null : bytes(random, random.nextInt(20));
            byte[] sealed = EnvelopeV2.sealer(ring, false).seal(plain, "主题", recordKey);
            assertThat(sealed).startsWith('S', 'L', 'R', 2, algorithm.code(), 0);
            assertThat(Hex.encode(slice(sealed, 6, 10)))
                    .isEqualTo(ring.keys().active().id());
            assertThat(bouncyCastle(
                            false,
                            algorithm,
                            key,
                            slice(sealed, 10, 22),
                            additional(sealed, "主题", recordKey),
                            slice(sealed, 22, sealed.length)))
                    .isEqualTo(plain);
        });
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void opensWhatBouncyCastleSealed(KeyAlgorithm algorithm) {
        Seeds.forAll(500, (random, i) -> {
            KeyRing ring = ring(algorithm);
            byte[] key = ring.keys().active().key().secret(algorithm).getEncoded();
            byte[] plain = bytes(random, random.nextInt(2_000));
            ByteSink out = new ByteSink(64);
            out.put(new byte[] {'S', 'L', 'R', 2, (byte) algorithm.code(), 0});
            out.put(Hex.decode(ring.keys().active().id()));
            byte[] nonce = bytes(random, 12);
            byte[] ciphertext = bouncyCastle(
                    true, algorithm, key, nonce, additional(out.toByteArray(), "t", new byte[] {9}), plain);
            out.put(nonce);
            out.put(ciphertext);
            assertThat(opened(Envelopes.opener(ring), out.toByteArray(), "t", new byte[] {9}))
                    .containsExactly(plain);
        });
    }

    /** RFC 8998, appendix A.1: SM4-GCM test vector. */
    @Test
    void sm4AgreesWithItsSpecification() throws Exception {
        DataKey key = DataKey.fromHex("0123456789abcdeffedcba9876543210");
        Cipher cipher = KeyAlgorithm.SM4_GCM.newCipher();
        cipher.init(
                Cipher.ENCRYPT_MODE,
                key.secret(KeyAlgorithm.SM4_GCM),
                new GCMParameterSpec(128, Hex.decode("00001234567800000000abcd")));
        cipher.updateAAD(Hex.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
        byte[] sealed = cipher.doFinal(Hex.decode("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"));
        assertThat(Hex.encode(sealed))
                .isEqualTo("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                        + "83de3541e4c2b58177e065a9bf7b62ec");
    }

    @Test
    void pythonOpensWhatIsSealedHere(@TempDir Path folder) throws IOException {
        Python.assumePresent();
        StringBuilder script = new StringBuilder("import sys\nsys.path.insert(0, 'src/test/python')\nimport wire\n");
        StringBuilder expected = new StringBuilder();
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            KeyRing ring = ring(algorithm);
            byte[] sealed = EnvelopeV2.sealer(ring, false).seal(utf8("中文 row"), "订单.orders", new byte[] {0, 1});
            script.append("print(wire.open_v2(bytes.fromhex('")
                    .append(Hex.encode(
                            ring.keys().active().key().secret(algorithm).getEncoded()))
                    .append("'), '订单.orders', b'\\0\\1', bytes.fromhex('")
                    .append(Hex.encode(sealed))
                    .append("')).decode())\n");
            expected.append("中文 row\n");
        }
        Path file = Files.writeString(folder.resolve("open.py"), script);
        assertThat(Python.output(file.toString())).isEqualTo(expected.toString());
    }

    @Test
    void everyRowComesOutOfItsFrame() {
        Seeds.forAll(200, (random, i) -> {
            KeyRing ring = ring(KeyAlgorithm.AES_GCM);
            List<byte[]> rows = new ArrayList<>();
            for (int n = 1 + random.nextInt(300); n > 0; n--) {
                rows.add(bytes(random, random.nextInt(200)));
            }
            byte[] sealed = EnvelopeV2.sealer(ring, random.nextBoolean()).sealFrame(rows, "t", null);
            assertThat(opened(Envelopes.opener(ring), sealed, "t", null)).containsExactlyElementsOf(rows);
        });
    }

    @Test
    void aCompressedRowComesOutAsItWas() {
        KeyRing ring = ring(KeyAlgorithm.AES_GCM);
        byte[] plain = utf8("{\"id\":1,\"text\":\"" + "again and ".repeat(100) + "\"}");
        byte[] sealed = EnvelopeV2.sealer(ring, true).seal(plain, "t", null);
        assertThat(sealed.length).isLessThan(plain.length / 4);
        assertThat(opened(Envelopes.opener(ring), sealed, "t", null)).containsExactly(plain);
    }

    @Test
    void aRowCostsThirtyEightBytes() {
        byte[] sealed = EnvelopeV2.sealer(ring(KeyAlgorithm.AES_GCM), false).seal(new byte[100], "t", null);
        assertThat(sealed).hasSize(138);
    }

    @Test
    void noncesAreARandomPrefixAndACounter() {
        KeyRing ring = ring(KeyAlgorithm.AES_GCM);
        FrameSealer sealer = EnvelopeV2.sealer(ring, false, new SteppingRandom(), 0xfffffffe);
        assertThat(nonce(sealer.seal(new byte[0], "t", null))).isEqualTo("01".repeat(8) + "fffffffe");
        assertThat(nonce(sealer.sealFrame(List.of(new byte[0]), "t", null))).isEqualTo("01".repeat(8) + "ffffffff");
        assertThat(nonce(sealer.seal(new byte[0], "t", null))).isEqualTo("02".repeat(8) + "00000000");
        assertThat(sealer.uses()).containsExactly(Map.entry(ring.keys().active().id(), new KeyUse(3, 2)));
        assertThat(nonce(EnvelopeV2.sealer(ring, false).seal(new byte[0], "t", null)))
                .as("another sealer's")
                .isNotEqualTo(nonce(EnvelopeV2.sealer(ring, false).seal(new byte[0], "t", null)));
    }

    @Test
    void oneOpenerReadsBothVersions() {
        KeyRing ring = ring(KeyAlgorithm.AES_GCM);
        RecordOpener opener = Envelopes.opener(ring);
        byte[] plain = utf8("row");
        assertThat(opened(opener, EnvelopeV1.sealer(ring).seal(plain, "t", null), "t", null))
                .containsExactly(plain);
        assertThat(opened(opener, EnvelopeV2.sealer(ring, false).seal(plain, "t", null), "t", null))
                .containsExactly(plain);
    }

    @Test
    void recordsOfAllKeysOfARingOpenInBothVersions() {
        KeyRing one = ring(KeyAlgorithm.AES_GCM);
        KeyRing two = KeyRing.of(
                one.keys().rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom()));
        KeyRing three = KeyRing.of(
                two.keys().rotated(KeyAlgorithm.SM4_GCM, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom()));
        RecordOpener opener = Envelopes.opener(three);
        byte[] plain = utf8("row");
        for (KeyRing ring : List.of(one, two, three)) {
            assertThat(opened(opener, EnvelopeV2.sealer(ring, false).seal(plain, "t", null), "t", null))
                    .containsExactly(plain);
        }
        for (KeyRing ring : List.of(one, two)) {
            assertThat(opened(opener, EnvelopeV1.sealer(ring).seal(plain), "t", null))
                    .containsExactly(plain);
        }
        assertThatThrownBy(() -> EnvelopeV1.sealer(three))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("envelope v1 knows AES-GCM only");
    }

    @Test
    void theOpenerOfVersion1RefusesVersion2() {
        byte[] sealed = EnvelopeV2.sealer(ring(KeyAlgorithm.AES_GCM), false).seal(utf8("x"), "t", null);
        assertThatThrownBy(() ->
                        EnvelopeV1.opener(DataKey.fromHex(Hex.encode(AES_KEY))).open(sealed))
                .isInstanceOfSatisfying(UndecryptableException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.NOT_AN_ENVELOPE));
    }

    private static KeyRing ring(KeyAlgorithm algorithm) {
        return algorithm == KeyAlgorithm.AES_GCM
                ? KeyRing.of(DataKey.fromHex(Hex.encode(AES_KEY)))
                : KeyRing.of(KeySet.generate(algorithm, KeyLimits.DEFAULT, Instant.EPOCH, new SecureRandom()));
    }

    private static List<byte[]> opened(RecordOpener opener, byte[] sealed, String topic, byte[] key) {
        try {
            return opener.openAll(sealed, topic, key);
        } catch (UndecryptableException e) {
            throw new AssertionError(e);
        }
    }

    /** Written from the README, not from the code. */
    private static byte[] additional(byte[] sealed, String topic, byte[] key) {
        byte[] name = utf8(topic);
        ByteSink out = new ByteSink(64);
        out.put(sealed, 0, 10);
        out.put(name.length);
        out.put(name);
        out.put(key == null ? 0 : 1);
        out.put(key == null ? new byte[0] : key);
        return out.toByteArray();
    }

    private static byte[] bouncyCastle(
            boolean seal, KeyAlgorithm algorithm, byte[] key, byte[] nonce, byte[] additional, byte[] in) {
        BlockCipher block = algorithm == KeyAlgorithm.AES_GCM ? AESEngine.newInstance() : new SM4Engine();
        GCMModeCipher cipher = GCMBlockCipher.newInstance(block);
        cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, additional));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int done = cipher.processBytes(in, 0, in.length, out, 0);
        try {
            cipher.doFinal(out, done);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError(e);
        }
        return out;
    }

    private static byte[] key(Map<String, Object> vector) {
        return vector.get("key") == null ? null : Hex.decode(Vectors.text(vector, "key"));
    }

    private static String nonce(byte[] sealed) {
        return Hex.encode(slice(sealed, 10, 22));
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
