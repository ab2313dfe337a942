package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.signoff.Ed25519;
import io.github.sluice.coordinator.signoff.SignOffRules;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignOffCommandTest {
    @TempDir
    Path folder;

    private Path settings(String policy) throws IOException {
        return Files.writeString(
                folder.resolve("sluice.yaml"),
                "name: test\nkafka: {bootstrapServers: \"127.0.0.1:1\"}\nencryption: {key: \"env:K\"}\n"
                        + "tables: [{source: shop.orders}]\n" + policy);
    }

    @Test
    void keygenMakesAPairForItsOwnerOnlyAndNeverOverwrites() throws IOException {
        Path key = folder.resolve("alice");
        Spoken made = Spoken.of("signoff", "keygen", key.toString(), "--lang", "en");
        assertThat(made.code()).as(made.err()).isZero();
        String line = made.out().strip();
        assertThat(Ed25519.publicKey(line)).isEqualTo(Ed25519.publicKey(Files.readString(folder.resolve("alice.pub"))));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        String secret = Files.readString(key);
        assertThat(Ed25519.verify(Ed25519.publicKey(line), "text", Ed25519.sign(Ed25519.privateKey(secret), "text")))
                .isTrue();
        assertThat(made.out() + made.err()).doesNotContain(secret.split("\n")[1]);
        Spoken again = Spoken.of("signoff", "keygen", key.toString());
        assertThat(again.code()).isEqualTo(40);
        assertThat(Files.readString(key)).isEqualTo(secret);
        Files.delete(key);
        assertThat(Spoken.of("signoff", "keygen", key.toString()).code())
                .as("the public half is somebody's, too")
                .isEqualTo(40);
    }

    @Test
    void keygenSaysTheSameToPrograms() throws IOException {
        String file = folder.resolve("carol").toString();
        Spoken dry = Spoken.of("signoff", "keygen", file, "--dry-run", "--output", "json");
        assertThat(Json.parse(dry.out()))
                .asInstanceOf(MAP)
                .containsEntry("dryRun", true)
                .containsEntry("publicKey", null);
        Spoken made = Spoken.of("signoff", "keygen", file, "--output", "json");
        assertThat(Json.parse(made.out()))
                .asInstanceOf(MAP)
                .containsEntry("file", file)
                .containsEntry("publicFile", file + ".pub")
                .hasEntrySatisfying("publicKey", line -> assertThat(Ed25519.publicKey(String.valueOf(line)))
                        .isEqualTo(Ed25519.publicKey(read(file + ".pub"))));
        assertThat(made.out() + made.err()).doesNotContain(read(file).split("\n")[1]);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKeyOfThePolicyIsALineOrAFile() throws IOException {
        Spoken.of("signoff", "keygen", folder.resolve("alice").toString());
        String line = Spoken.of("signoff", "keygen", folder.resolve("bob").toString())
                .out()
                .strip();
        Path yaml = settings("policy: {signoff: {approvers: 2, keys: {alice: \"file:" + folder.resolve("alice.pub")
                + "\", bob: \"" + line + "\"}}}\n");
        SignOffRules rules = SignOffRules.of(SettingsFile.read(yaml));
        assertThat(rules.keys()).containsOnlyKeys("alice", "bob");
        assertThat(rules.nameOf(Ed25519.privateKey(Files.readString(folder.resolve("bob")))))
                .contains("bob");
        Path twice = settings("policy: {signoff: {keys: {bob: \"" + line + "\", rob: \"" + line + "\"}}}\n");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> SignOffRules.of(SettingsFile.read(twice)))
                .hasMessageContaining("bob and rob have the same key");
        Path none = settings("policy: {signoff: {keys: {carol: \"" + "x".repeat(60) + "\"}}}\n");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> SignOffRules.of(SettingsFile.read(none)))
                .hasMessageContaining("policy.signoff.keys.carol: must be an Ed25519 public key");
    }

    @Test
    void everyWrongCommandLineEndsWith10() throws IOException {
        String yaml = settings("").toString();
        assertThat(Spoken.of("signoff", "-f", yaml).code()).isEqualTo(10);
        assertThat(Spoken.of("signoff", "orders", "--all", "-f", yaml).code()).isEqualTo(10);
        assertThat(Spoken.of("signoff", "wait", "--timeout", "soon", "-f", yaml).code())
                .isEqualTo(10);
        assertThat(Spoken.of("drop-batch", "-f", yaml).code()).isEqualTo(10);
        Spoken beside = Spoken.of("drop-batch", "orders", "-f", yaml);
        assertThat(beside.code()).as("it is a command of the target half").isEqualTo(10);
        assertThat(beside.err()).contains("connect: is required");
    }
}
