package io.github.sluice.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.envelope.RecordOpener;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.key.RecordKeys.Mode;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] ROW = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path file;
    private long nanos;

    @BeforeEach
    void aFileOfOneKeyThatOnlyItsOwnerReads() throws IOException {
        file = Files.writeString(folder.resolve("data.key"), HEX + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void oneKeyInHexIsARingOfOneThatIsItsOwnRoot() {
        KeyRing ring = ring();
        assertThat(ring.keys()).isEqualTo(KeySet.of(DataKey.fromHex(HEX)));
        assertThat(ring.root())
                .isEqualTo(DataKey.fromHex(HEX))
                .isEqualTo(ring.active().key());
        assertThat(ring.keys().keys()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aSetIsReadAsItWasWritten() throws IOException {
        KeySet set = KeySet.of(DataKey.fromHex(HEX))
                .rotated(KeyAlgorithm.SM4_GCM, new KeyLimits(1_000, 10, Duration.ofDays(90)), NOW, RANDOM)
                .rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM);
        replace(set.toJson());
        assertThat(ring().keys()).isEqualTo(set);
        assertThat(set.root()).isEqualTo(DataKey.fromHex(HEX));
        assertThat(set.keys())
                .extracting(RingKey::state)
                .containsExactly(RingKey.State.ACTIVE, RingKey.State.RETIRED, RingKey.State.RETIRED);
        assertThat(set).hasToString(set.keys().toString());
        assertThat(set.toString()).doesNotContain(HEX.substring(0, 16));
    }

    @Test
    void aRingWrittenByHandGoesOnWhereASingleKeyStood() throws Exception {
        byte[] old = EnvelopeV1.sealer(DataKey.fromHex(HEX)).seal(ROW);
        KeyRing single = ring();
        replace(set("{\"key\":\"" + "ab".repeat(32) + "\",\"state\":\"active\"},{\"key\":\"" + HEX
                + "\",\"state\":\"retired\"}"));
        nanos += KeyRing.POLL.toNanos();
        assertThat(single.active().id())
                .isEqualTo(DataKey.fromHex("ab".repeat(32)).id());
        assertThat(single.root()).isEqualTo(DataKey.fromHex(HEX));
        assertThat(Envelopes.opener(ring()).open(old, "t", null)).isEqualTo(ROW);
        assertThat(warnings).isEmpty();
    }

    /** The guarantee of a rotation: what reads and what writes goes on, from one key file to the next. */
    @Test
    void keysAreRotatedWhileSealerAndOpenerRun() throws Exception {
        KeyRing writers = ring();
        KeyRing readers = ring();
        RecordOpener opener = Envelopes.opener(readers);
        for (RecordSealer sealer : List.of(EnvelopeV1.sealer(writers), EnvelopeV2.sealer(writers, false))) {
            String before = writers.keys().active().id();
            assertThat(opener.open(sealer.seal(ROW, "t", null), "t", null)).isEqualTo(ROW);
            replace(writers.keys()
                    .rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM)
                    .toJson());
            byte[] old = sealer.seal(ROW, "t", null);
            nanos += KeyRing.POLL.toNanos();
            byte[] fresh = sealer.seal(ROW, "t", null);
            assertThat(sealer.uses())
                    .containsOnlyKeys(before, writers.keys().active().id());
            assertThat(sealer.uses().get(before)).isEqualTo(new KeyUse(2, 1));
            assertThat(opener.open(fresh, "t", null)).isEqualTo(ROW);
            assertThat(opener.open(old, "t", null)).isEqualTo(ROW);
            assertThat(readers.keys()).isEqualTo(writers.keys());
        }
        assertThat(readers.keys().keys()).hasSize(3);
        assertThat(warnings).isEmpty();
    }

    /** Else a row's changes would be torn over two partitions, whose order nobody keeps. */
    @Test
    void aRowKeepsItsRecordKeyWhenKeysAreRotated() {
        RowSchema schema = new RowSchema(List.of(WireColumn.of("id", "bigint")), List.of("id"));
        KeySet set = KeySet.of(DataKey.fromHex(HEX));
        byte[] before = RecordKeys.of(Mode.HMAC, schema, set.root()).keyOf(new Object[] {1L});
        KeySet rotated = set.rotated(KeyAlgorithm.SM4_GCM, KeyLimits.DEFAULT, NOW, RANDOM);
        assertThat(RecordKeys.of(Mode.HMAC, schema, rotated.root()).keyOf(new Object[] {1L}))
                .isEqualTo(before);
    }

    @Test
    void anUnknownKeyIsRefusedByItsId() throws Exception {
        KeyRing stranger = KeyRing.of(KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM));
        byte[] sealed = EnvelopeV2.sealer(stranger, false).seal(ROW, "t", null);
        UndecryptableException e = catchThrowableOfType(
                UndecryptableException.class, () -> Envelopes.opener(ring()).open(sealed, "t", null));
        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(e).hasMessageContaining(stranger.keys().active().id());
    }

    @Test
    void aFloodOfUnknownKeysReadsTheFileOnceASecond() throws IOException {
        KeyRing ring = ring();
        KeySet rotated = ring.keys().rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM);
        nanos += KeyRing.LEAST_REREAD.toNanos();
        assertThat(ring.find("00000000")).isNull();
        replace(rotated.toJson());
        nanos += KeyRing.LEAST_REREAD.toNanos() - 1;
        assertThat(ring.find(rotated.active().id())).as("too soon").isNull();
        nanos += 1;
        assertThat(ring.find(rotated.active().id())).isEqualTo(rotated.active());
    }

    @Test
    void aFileThatCannotBeReadTakesNoKeyAwayAndIsReportedOnce() throws IOException {
        KeyRing ring = ring();
        KeySet first = ring.keys();
        replace("{\"format\":");
        for (int i = 0; i < 3; i++) {
            nanos += KeyRing.POLL.toNanos();
            assertThat(ring.active()).isEqualTo(first.active());
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("file:" + file, "is no key ring", "the keys read before stay in use");
        Files.delete(file);
        nanos += KeyRing.POLL.toNanos();
        assertThat(ring.active()).isEqualTo(first.active());
        assertThat(warnings).hasSize(2).last().asString().contains("there is no such file");
        KeySet rotated = first.rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM);
        replace(rotated.toJson());
        nanos += KeyRing.POLL.toNanos();
        assertThat(ring.active()).isEqualTo(rotated.active());
    }

    @Test
    void anotherRootIsNotFollowed() throws IOException {
        KeyRing ring = ring();
        KeySet first = ring.keys();
        replace(KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, NOW, RANDOM)
                .toJson());
        nanos += KeyRing.POLL.toNanos();
        assertThat(ring.active()).isEqualTo(first.active());
        assertThat(warnings).singleElement().asString().contains("another root");
    }

    @Test
    void aFileThatOthersReadIsWarnedOf() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        ring();
        assertThat(warnings).singleElement().asString().contains("file:" + file, "chmod 600");
    }

    @Test
    void eachFaultHasItsMessageAndTellsNoKey() throws IOException {
        String key = "\"key\":\"" + HEX + "\"";
        refused("{", "not JSON");
        refused("{}", "format is not sluice-keys/1");
        refused(set(""), "no key is active");
        refused(set("{" + key + ",\"state\":\"retired\"}"), "no key is active");
        refused(set("{" + key + ",\"state\":\"active\"},{" + key + ",\"state\":\"retired\"}"), "two keys have the id");
        refused(
                set("{" + key + ",\"state\":\"active\"},{\"key\":\"" + "ab".repeat(16) + "\",\"state\":\"active\"}"),
                "are both active");
        refused(set("{" + key + "}"), "keys[0]: state is missing");
        refused(set("{" + key + ",\"state\":\"Active\"}"), "keys[0]: state is active or retired");
        refused(set("{" + key + ",\"state\":\"active\",\"maxRecord\":1}"), "has a field that is none of");
        refused(set("{" + key + ",\"state\":\"active\",\"maxRecords\":0}"), "maxRecords is 1 to 4294967296, found 0");
        refused(set("{" + key + ",\"state\":\"active\",\"maxStarts\":65537}"), "maxStarts is 1 to 65536, found 65537");
        refused(set("{" + key + ",\"state\":\"active\",\"maxAgeDays\":0}"), "maxAgeDays is 1 or more");
        refused(set("{" + key + ",\"state\":\"active\",\"maxAgeDays\":1.5}"), "maxAgeDays is no whole number");
        refused(set("{" + key + ",\"state\":\"active\",\"id\":\"00000000\"}"), "id is not the one of this key");
        refused(set("{" + key + ",\"state\":\"active\",\"algorithm\":\"DES\"}"), "no algorithm \"DES\"");
        refused(
                set("{" + key + ",\"state\":\"active\",\"algorithm\":\"SM4-GCM\"}"),
                "32 hexadecimal digits (16 bytes)");
        refused(set("{" + key + ",\"state\":\"active\",\"created\":\"today\"}"), "keys[0]");
        refused(set("{\"key\":\"" + HEX + "0\",\"state\":\"active\"}"), "an odd count");
        refused(HEX + "x", "is no hexadecimal digit");
    }

    private static String set(String keys) {
        return "{\"format\":\"sluice-keys/1\",\"root\":\"" + HEX + "\",\"keys\":[" + keys + "]}";
    }

    private void refused(String content, String reason) throws IOException {
        replace(content);
        assertThatThrownBy(this::ring)
                .as(reason)
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("encryption key from file:" + file)
                .hasMessageContaining(reason)
                .hasMessageNotContaining(HEX.substring(0, 16));
    }

    private KeyRing ring() {
        return KeyRing.fromReference("file:" + file, warnings::add, () -> nanos);
    }

    private void replace(String content) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
