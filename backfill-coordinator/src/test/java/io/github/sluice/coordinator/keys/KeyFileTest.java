package io.github.sluice.coordinator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.RingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee: whoever reads the file finds the old keys or the new ones, whatever happens to who writes. */
@Timeout(60)
class KeyFileTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";
    private static final SecureRandom CHANCE = new SecureRandom();

    @TempDir
    Path folder;

    private KeyFile file() {
        return new KeyFile(folder.resolve("keys"), warning -> {});
    }

    private static KeySet fresh() {
        return KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.now(), CHANCE);
    }

    private static KeySet rotated(KeySet keys) {
        return keys.rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.now(), CHANCE);
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys")));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewFileIsItsOwnersAlone() throws IOException {
        KeySet keys = fresh();
        file().create(keys);
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(file().read()).isEqualTo(keys);
        assertThat(names()).containsExactly(".keys.lock", "keys");
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws IOException {
        Path there = Files.writeString(folder.resolve("keys"), "precious");
        assertThatThrownBy(() -> file().create(fresh()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("is not overwritten");
        assertThat(there).hasContent("precious");
        // nor one that appears in the last moment, nor what a dangling link names
        Files.delete(there);
        KeyFile late = new KeyFile(there, warning -> {}, () -> {
            try {
                Files.writeString(there, "precious");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> late.create(fresh())).hasMessageContaining("is not overwritten");
        assertThat(there).hasContent("precious");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> new KeyFile(folder.resolve("link"), warning -> {}).create(fresh()))
                .hasMessageContaining("is not overwritten");
        assertThat(names()).containsExactly(".keys.lock", "keys", "link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "r--------", "rw-r--r--"})
    void aReplacedFileKeepsItsPermissions(String wanted) throws IOException {
        file().create(fresh());
        Files.setPosixFilePermissions(folder.resolve("keys"), PosixFilePermissions.fromString(wanted));
        Object owner = Files.getOwner(folder.resolve("keys"));
        KeySet before = file().read();
        KeySet after = file().replace(KeyFileTest::rotated);
        assertThat(permissions()).isEqualTo(wanted);
        assertThat(Files.getOwner(folder.resolve("keys"))).isEqualTo(owner);
        assertThat(file().read()).isEqualTo(after);
        assertThat(after.root()).isEqualTo(before.root());
        assertThat(after.keys()).hasSize(2);
        assertThat(after.keys().get(0).state()).isEqualTo(RingKey.State.ACTIVE);
        assertThat(after.keys().get(1)).isEqualTo(before.active().retired());
        assertThat(names()).containsExactly(".keys.lock", "keys");
    }

    @Test
    void aSingleKeyBecomesARingWithThatKeyAsItsRoot() throws IOException {
        Files.writeString(folder.resolve("keys"), HEX + "\n");
        KeySet after = file().replace(KeyFileTest::rotated);
        KeySet single = KeyRing.ofText(HEX).keys();
        assertThat(after.root()).isEqualTo(single.root());
        assertThat(after.keys().get(1).id()).isEqualTo(single.active().id());
        assertThat(after.keys().get(1).state()).isEqualTo(RingKey.State.RETIRED);
    }

    @Test
    void theFileBehindALinkIsReplacedAndNotTheLink() throws IOException {
        file().create(fresh());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("keys"));
        KeySet after = new KeyFile(link, warning -> {}).replace(KeyFileTest::rotated);
        assertThat(link).isSymbolicLink();
        assertThat(file().read()).isEqualTo(after);
    }

    @Test
    void whatIsNoRingIsLeftAloneAndNotRepeated() throws IOException {
        Path there = Files.writeString(folder.resolve("keys"), "{\"root\":\"" + HEX + "\"}");
        assertThatThrownBy(() -> file().replace(KeyFileTest::rotated))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageNotContaining(HEX);
        assertThat(there).hasContent("{\"root\":\"" + HEX + "\"}");
        assertThat(names()).containsExactly(".keys.lock", "keys");
        assertThatThrownBy(() -> new KeyFile(folder.resolve("none"), warning -> {}).replace(KeyFileTest::rotated))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "naming"})
    void whoIsKilledBeforeTheLastStepHasChangedNothing(String moment) throws Exception {
        file().create(fresh());
        String before = Files.readString(folder.resolve("keys"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledRotation.class.getName(),
                        folder.resolve("keys").toString(),
                        moment)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("it was killed").isEqualTo(77);
        assertThat(folder.resolve("keys")).hasContent(before);
        if (moment.equals("naming")) {
            assertThat(names()).containsExactly(".keys.lock", ".keys.new", "keys");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".keys.new"))))
                    .isEqualTo("rw-------");
        }
        KeySet after = file().replace(KeyFileTest::rotated);
        assertThat(after.keys()).hasSize(2);
        assertThat(file().read()).isEqualTo(after);
        assertThat(names()).as("what was left is removed").containsExactly(".keys.lock", "keys");
    }

    /** Two rotations at once must not end with a key that sealed rows and is in no file. */
    @Test
    void ofManyRotationsAtOnceNoneIsLost() throws Exception {
        file().create(fresh());
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Set<String> made = new HashSet<>();
        try {
            List<Callable<String>> rotations = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                rotations.add(() -> {
                    try {
                        return file().replace(KeyFileTest::rotated).active().id();
                    } catch (Failure refused) {
                        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
                        return "";
                    }
                });
            }
            for (Future<String> one : pool.invokeAll(rotations)) {
                if (!one.get().isEmpty()) {
                    made.add(one.get());
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(made).isNotEmpty();
        assertThat(file().read().keys())
                .hasSize(1 + made.size())
                .extracting(RingKey::id)
                .containsAll(made);
        assertThat(names()).containsExactly(".keys.lock", "keys");
    }
}
