package io.github.sluice.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void keysOfAesLengthsAreTaken(int bytes) {
        String hex = "a5".repeat(bytes);
        assertThat(DataKey.fromHex(hex).aes().getEncoded()).hasSize(bytes).containsOnly((byte) 0xa5);
        assertThat(DataKey.fromHex(hex.toUpperCase(Locale.ROOT))).isEqualTo(DataKey.fromHex(hex));
    }

    /** inventory #32, #176: wrong length, odd count and no hexadecimal, each its own message without the key. */
    @ParameterizedTest
    @CsvSource({
        "00112233445566778899aabbccddee, encryption key: 15 bytes is the wrong length",
        "00112233445566778899aabbccddeeff00, encryption key: 17 bytes is the wrong length",
        "00112233445566778899aabbccddeef, encryption key: 31 hexadecimal digits is an odd count",
        "00112233445566778899aabbccddeefff, encryption key: 33 hexadecimal digits is an odd count",
        "00112233445566778899aabbccddeefg, encryption key: character 32 of 32 is no hexadecimal digit",
        "0x112233445566778899aabbccddeeff, encryption key: character 2 of 32 is no hexadecimal digit",
        "'00112233445566778899aabbccddeeff ', encryption key: character 33 of 33 is no hexadecimal digit",
        "００112233445566778899aabbccddeeff, encryption key: character 1 of 32 is no hexadecimal digit",
        "'', encryption key: 0 bytes is the wrong length",
    })
    void eachFaultHasItsOwnMessage(String hex, String message) {
        assertThatThrownBy(() -> DataKey.fromHex(hex))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("112233");
    }

    @Test
    void aReferenceIsNamedInTheMessage(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), HEX + "\n");
        assertThat(DataKey.fromReference("file:" + file)).isEqualTo(DataKey.fromHex(HEX));
        Files.writeString(file, HEX + "0\n");
        assertThatThrownBy(() -> DataKey.fromReference("file:" + file))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith("encryption key from file:" + file + ": 33 hexadecimal digits is an odd count")
                .hasMessageNotContaining(HEX);
        assertThatThrownBy(() -> DataKey.fromReference(HEX))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageNotContaining(HEX.substring(0, 8));
    }

    @Test
    void itDoesNotPrintItself() {
        DataKey key = DataKey.fromHex(HEX);
        assertThat(key).hasToString("[hidden]");
        assertThat(key.id())
                .matches("[0-9a-f]{8}")
                .isEqualTo(DataKey.fromHex(HEX).id());
        assertThat(HEX).doesNotContain(key.id());
        assertThat(DataKey.fromHex("01" + HEX.substring(2)).id()).isNotEqualTo(key.id());
    }

    @Test
    void purposesHaveDifferentKeys() {
        DataKey key = DataKey.fromHex(HEX);
        assertThat(key.derive("a")).hasSize(32).isEqualTo(key.derive("a")).isNotEqualTo(key.derive("b"));
        assertThat(key.derive("a"))
                .isNotEqualTo(DataKey.fromHex(HEX.replace("ff", "fe")).derive("a"));
    }
}
