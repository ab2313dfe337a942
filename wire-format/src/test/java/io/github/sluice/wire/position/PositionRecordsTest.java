package io.github.sluice.wire.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PositionRecordsTest {
    private static final DataKey KEY = DataKey.fromHex("0123456789abcdef".repeat(4));

    private final PositionRecords records = new PositionRecords(KEY);
    private final StreamPosition position = StreamPositionTest.position();

    @Test
    void theKeyIsAListOfStreamerAndSource() {
        byte[] key = PositionRecords.key("shop", "rds\"1");
        assertThat(key).asString(StandardCharsets.UTF_8).isEqualTo("[\"shop\",\"rds\\\"1\"]");
        assertThat(PositionRecords.isKey(key, "shop", "rds\"1")).isTrue();
        assertThat(PositionRecords.isKey(key, "shop", "rds1")).isFalse();
        assertThat(PositionRecords.isKey(null, "shop", "rds1")).isFalse();
        assertThat(PositionRecords.isKey("shop".getBytes(StandardCharsets.UTF_8), "shop", "rds1"))
                .isFalse();
        assertThat(PositionRecords.isKey(
                        "[\"shop\",\"rds1\",\"schema\"]".getBytes(StandardCharsets.UTF_8), "shop", "rds1"))
                .isFalse();
    }

    @Test
    void anotherStreamersKeyTellsWhoseItIs() {
        assertThat(PositionRecords.owner(PositionRecords.key("shop", "rds\"1"))).containsExactly("shop", "rds\"1");
        for (String other :
                new String[] {"shop", "[\"shop\"]", "[\"shop\",1]", "[\"a\",\"b\",\"schema\",\"c\"]", "{}"}) {
            assertThat(PositionRecords.owner(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isNull();
        }
        assertThat(PositionRecords.owner(null)).isNull();
    }

    @Test
    void aPositionOpensInItsOwnPlaceOnly() throws UndecryptableException {
        byte[] sealed = records.seal("shop", "rds1", position);
        assertThat(records.open("shop", "rds1", sealed)).isEqualTo(position);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("shop.a");
        assertThatThrownBy(() -> records.open("shop", "rds2", sealed)).isInstanceOf(UndecryptableException.class);
        assertThatThrownBy(() -> records.open("other", "rds1", sealed)).isInstanceOf(UndecryptableException.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> records.open("shop", "rds1", sealed)).isInstanceOf(UndecryptableException.class);
    }

    @Test
    void itIsAControlRecordOfThisRunTableAndStep() throws UndecryptableException {
        ControlRecord expected = new ControlRecord("positions/shop", "rds1", "position", position.toJson());
        assertThat(new ControlSealer(KEY)
                        .open(records.seal("shop", "rds1", position), "positions/shop", "rds1", "position"))
                .isEqualTo(expected);
        byte[] noPosition = new ControlSealer(KEY).seal(new ControlRecord("positions/shop", "rds1", "position", "{}"));
        assertThatThrownBy(() -> records.open("shop", "rds1", noPosition)).isInstanceOf(IllegalArgumentException.class);
    }
}
