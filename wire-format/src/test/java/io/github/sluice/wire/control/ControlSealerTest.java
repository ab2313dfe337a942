package io.github.sluice.wire.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import io.github.sluice.wire.support.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ControlSealerTest {
    private static final DataKey KEY = DataKey.fromHex("0123456789abcdef".repeat(4));
    private static final ControlRecord RECORD = new ControlRecord("run-1", "shop.orders", "verify", "{\"equal\":true}");

    private final ControlSealer sealer = new ControlSealer(KEY);

    static List<Map<String, Object>> records() {
        return Vectors.list(Vectors.read("control"), "records");
    }

    @ParameterizedTest
    @MethodSource("records")
    void opensWhatPythonSealed(Map<String, Object> vector) throws UndecryptableException {
        ControlRecord record = new ControlRecord(
                Vectors.text(vector, "runId"),
                Vectors.text(vector, "table"),
                Vectors.text(vector, "step"),
                Vectors.text(vector, "body"));
        ControlSealer opener = new ControlSealer(DataKey.fromHex(Vectors.text(vector, "key")));
        byte[] sealed = Hex.decode(Vectors.text(vector, "sealed"));
        assertThat(opener.open(sealed, record.runId(), record.table(), record.step()))
                .isEqualTo(record);
    }

    @Test
    void opensWhatItSealed() {
        Seeds.forAll(500, (random, i) -> {
            ControlRecord record = new ControlRecord(
                    "r" + Rows.text(random), Rows.text(random), "s" + Rows.text(random), Rows.text(random));
            byte[] sealed = sealer.seal(record);
            assertThat(sealer.seal(record)).isNotEqualTo(sealed);
            try {
                assertThat(sealer.open(sealed, record.runId(), record.table(), record.step()))
                        .isEqualTo(record);
            } catch (UndecryptableException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** A forged "verified" would drop a topic: a record is good for its own run, table and step alone. */
    @ParameterizedTest
    @CsvSource({
        "run-2, shop.orders, verify",
        "run-1, shop.items, verify",
        "run-1, shop.orders, signoff",
        "run-1shop.orders, '', verify",
        "run-1, shop.ordersverify, x",
        "shop.orders, run-1, verify",
        "run-1, '', shop.orders",
    })
    void aRecordMovedElsewhereIsRefused(String runId, String table, String step) {
        byte[] sealed = sealer.seal(RECORD);
        UndecryptableException e =
                catchThrowableOfType(UndecryptableException.class, () -> sealer.open(sealed, runId, table, step));
        assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY_OR_TAMPERED);
        assertThat(e).hasMessageContaining(runId + "/" + table + "/" + step).hasMessageNotContaining("equal");
    }

    @Test
    void anotherKeyOrAnyChangeIsRefused() {
        DataKey other = DataKey.fromHex("0123456789abcdee".repeat(4));
        assertThat(reason(new ControlSealer(other).seal(RECORD))).isEqualTo(Reason.WRONG_KEY_OR_TAMPERED);
        byte[] sealed = sealer.seal(RECORD);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= 1 << bit % 8;
            assertThat(reason(changed)).isEqualTo(bit < 32 ? Reason.NOT_AN_ENVELOPE : Reason.WRONG_KEY_OR_TAMPERED);
        }
        for (int length = 0; length < sealed.length; length++) {
            Reason expected =
                    length < 4 ? Reason.NOT_AN_ENVELOPE : length < 32 ? Reason.MALFORMED : Reason.WRONG_KEY_OR_TAMPERED;
            assertThat(reason(Arrays.copyOf(sealed, length))).isEqualTo(expected);
        }
        assertThat(reason(Arrays.copyOf(sealed, sealed.length + 1))).isEqualTo(Reason.WRONG_KEY_OR_TAMPERED);
    }

    @Test
    void textWithoutUtf8IsRefusedBeforeSealing() {
        assertThatThrownBy(() -> sealer.seal(new ControlRecord("run\ud83d", "t", "s", "{}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer.seal(new ControlRecord("run", "t", "s", "\"\ud83d\"")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordNamesItsRunAndStepAndDoesNotPrintItsBody() {
        assertThatThrownBy(() -> new ControlRecord("", "t", "s", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ControlRecord("r", "t", "", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(RECORD).hasToString("run-1/shop.orders/verify");
    }

    private Reason reason(byte[] sealed) {
        UndecryptableException e = catchThrowableOfType(
                UndecryptableException.class, () -> sealer.open(sealed, "run-1", "shop.orders", "verify"));
        assertThat(e).isNotNull();
        return e.reason();
    }
}
