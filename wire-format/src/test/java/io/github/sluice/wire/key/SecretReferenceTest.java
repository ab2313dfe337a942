package io.github.sluice.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
    @TempDir
    Path folder;

    @Test
    void aVariableIsTakenAsItIs() {
        Map<String, String> environment = Map.of("KEY", " a b\n");
        assertThat(SecretReference.parse("env:KEY").resolve(environment::get)).isEqualTo(" a b\n");
        assertThat(SecretReference.parse("env:PATH").resolve()).isEqualTo(System.getenv("PATH"));
    }

    @ParameterizedTest
    @CsvSource({"'abc',abc", "'abc\n',abc", "'abc\r\n',abc", "'abc\n\n','abc\n'", "' abc ',' abc '", "'中文\n',中文"})
    void aFileLosesOneNewlineAtItsEnd(String content, String secret) throws IOException {
        Path file = Files.write(folder.resolve("k"), content.getBytes(StandardCharsets.UTF_8));
        assertThat(SecretReference.parse("file:" + file).resolve()).isEqualTo(secret);
    }

    @Test
    void eachFaultHasItsMessageAndNamesTheReference() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path newline = Files.writeString(folder.resolve("newline"), "\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 'h', 'u', 'n', 't'});
        Path large = Files.write(folder.resolve("large"), new byte[70_000]);
        refused("env:SLUICE_NO_SUCH_VARIABLE", "the environment variable is not set for this process");
        refused("file:" + empty, "is empty");
        refused("file:" + newline, "is empty");
        refused("file:" + folder.resolve("gone"), "there is no such file");
        refused("file:" + folder, "is a folder, not a file");
        refused("file:" + binary, "the file is not UTF-8 text");
        refused("file:" + large, "larger than 64 KiB");
        refused("file:a\0b", "not a path on this system");
        assertThatThrownBy(() -> SecretReference.parse("env:EMPTY").resolve(name -> ""))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("secret env:EMPTY is empty");
    }

    @Test
    void anUnreadableFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2");
        // root reads everything, so the file is put behind another file instead of behind permissions
        refused("file:" + file.resolve("key"), "the file cannot be read (FileSystemException)");
    }

    private static void refused(String reference, String reason) {
        assertThatThrownBy(() -> SecretReference.parse(reference).resolve())
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("secret " + reference)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hunt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00112233445566778899aabbccddeeff", "", "ENV:X", "vault:x", " env:X"})
    void whatIsNoReferenceIsNotRepeated(String text) {
        assertThat(SecretReference.isReference(text)).isFalse();
        assertThatThrownBy(() -> SecretReference.parse(text))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith("not a reference to a secret: write env:NAME or file:PATH")
                .satisfies(e -> assertThat(text.isEmpty()
                                || !e.getMessage().contains(text.trim())
                                || text.trim().startsWith("env:"))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:", "file:"})
    void aReferenceNamesSomething(String text) {
        assertThatThrownBy(() -> SecretReference.parse(text)).hasMessageStartingWith(text + " names nothing");
    }

    @Test
    void itPrintsAsItWasWritten() {
        assertThat(SecretReference.parse("env:A")).hasToString("env:A").isEqualTo(SecretReference.parse("env:A"));
        assertThat(SecretReference.isReference(null)).isFalse();
    }
}
