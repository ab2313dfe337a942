package io.github.sluice.coordinator.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    /** What stands before the 32 bytes of a key in its DER form, RFC 8410. */
    private static final String PRIVATE_DER = "302e020100300506032b657004220420";

    private static final String PUBLIC_DER = "302a300506032b6570032100";

    /** RFC 8032, section 7.1, tests 1 and 2: those whose message is a text. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,r,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"
    })
    void theVectorsOfTheStandardAreMet(String secret, String open, String message, String signature) {
        PrivateKey key = Ed25519.privateKey(
                "-----BEGIN PRIVATE KEY-----\n" + base64(PRIVATE_DER + secret) + "\n-----END PRIVATE KEY-----\n");
        PublicKey other = Ed25519.publicKey(base64(PUBLIC_DER + open));
        assertThat(Ed25519.sign(key, message)).isEqualTo(base64(signature));
        assertThat(Ed25519.verify(other, message, base64(signature))).isTrue();
        assertThat(Ed25519.verify(other, message + " ", base64(signature))).isFalse();
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Test
    void aSignatureIsGoodForItsKeyAndItsTextOnlyWhateverBitIsTurned() {
        KeyPair pair = Ed25519.generate();
        String text = "批次 orders";
        byte[] signature = Base64.getDecoder().decode(Ed25519.sign(pair.getPrivate(), text));
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] turned = signature.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519.verify(
                            pair.getPublic(), text, Base64.getEncoder().encodeToString(turned)))
                    .as("bit " + bit)
                    .isFalse();
        }
        String good = Base64.getEncoder().encodeToString(signature);
        assertThat(Ed25519.verify(pair.getPublic(), text, good)).isTrue();
        assertThat(Ed25519.verify(Ed25519.generate().getPublic(), text, good)).isFalse();
        for (String none : new String[] {"", "no base64!", good.substring(4), good + good}) {
            assertThat(Ed25519.verify(pair.getPublic(), text, none)).as(none).isFalse();
        }
    }

    @Test
    void keysComeBackFromEveryFormThatTheyAreWrittenIn() {
        KeyPair pair = Ed25519.generate();
        assertThat(Ed25519.privateKey(Ed25519.pem(pair.getPrivate()))).isEqualTo(pair.getPrivate());
        assertThat(Ed25519.publicKey(Ed25519.pem(pair.getPublic()))).isEqualTo(pair.getPublic());
        assertThat(Ed25519.publicKey(" " + Ed25519.line(pair.getPublic()) + "\n"))
                .isEqualTo(pair.getPublic());
        assertThat(Ed25519.pem(pair.getPrivate()).replace("\n", "\r\n"))
                .satisfies(pem -> assertThat(Ed25519.privateKey(pem)).isEqualTo(pair.getPrivate()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hunter2", "MCowBQYDK2VwAyEA", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> Ed25519.privateKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an Ed25519 private key")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        assertThatThrownBy(() -> Ed25519.publicKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an Ed25519 public key");
    }
}
