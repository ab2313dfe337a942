package io.github.sluice.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.RecordKeys.Mode;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import io.github.sluice.wire.support.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordKeysTest {
    private static final Map<String, Object> FILE = Vectors.read("record-keys");
    private static final DataKey KEY = DataKey.fromHex("0123456789abcdef".repeat(2));

    static List<Map<String, Object>> cases() {
        return Vectors.list(FILE, "cases");
    }

    static List<Map<String, Object>> md5() {
        return Vectors.list(FILE, "md5");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @SuppressWarnings("unchecked")
    void keysAreThePublishedOnes(Map<String, Object> vector) {
        RowSchema schema = schema((List<String>) vector.get("keyColumns"));
        DataKey key = DataKey.fromHex(Vectors.text(vector, "key"));
        Object[] row = ((List<Object>) vector.get("row")).toArray();
        assertThat(key.id()).isEqualTo(vector.get("keyId"));
        assertThat(Hex.encode(RecordKeys.of(Mode.HMAC, schema, key).keyOf(row))).isEqualTo(vector.get("hmac"));
        assertThat(new String(RecordKeys.of(Mode.COLUMNS, schema, null).keyOf(row), StandardCharsets.UTF_8))
                .isEqualTo(vector.get("columns"));
    }

    @ParameterizedTest
    @MethodSource("md5")
    @SuppressWarnings("unchecked")
    void md5IsTheFirstPluginsKey(Map<String, Object> vector) { // inventory #35
        RecordKeys keys = RecordKeys.of(Mode.MD5, schema(List.of("id")), null, Vectors.text(vector, "delimiter"));
        Object[] row = ((List<Object>) vector.get("row")).toArray();
        assertThat(new String(keys.keyOf(row), StandardCharsets.US_ASCII)).isEqualTo(vector.get("md5"));
    }

    /** inventory #171: the key tells neither the row nor, between two data keys, that two rows are the same. */
    @Test
    void hmacKeysDependOnTheDataKeyAndTheKeyColumnsAlone() {
        RowSchema schema = schema(List.of("id"));
        RecordKeys keys = RecordKeys.of(Mode.HMAC, schema, KEY);
        byte[] one = keys.keyOf(new Object[] {"a", "1", "x"});
        assertThat(one).hasSize(16).isEqualTo(keys.keyOf(new Object[] {"b", "1", "y"}));
        assertThat(keys.keyOf(new Object[] {"a", "2", "x"})).isNotEqualTo(one);
        DataKey other = DataKey.fromHex("0123456789abcdee".repeat(2));
        assertThat(RecordKeys.of(Mode.HMAC, schema, other).keyOf(new Object[] {"a", "1", "x"}))
                .isNotEqualTo(one);
    }

    @Test
    void rowsOfOneKeyHaveOneRecordKeyInEveryMode() {
        Seeds.forAll(500, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            RowCodec codec = new RowCodec(schema);
            Object[] wire = codec.normalise(Rows.delivered(random, schema));
            Object[] again = codec.decode(codec.encode(wire));
            for (Mode mode : Mode.values()) {
                RecordKeys keys = RecordKeys.of(mode, schema, KEY);
                assertThat(keys.keyOf(again)).isEqualTo(keys.keyOf(wire));
            }
        });
    }

    @Test
    void textKeysAreTheKeyColumnsInKeyOrderAndNullIsEmpty() {
        RowSchema schema = new RowSchema(
                List.of(WireColumn.bare("a"), WireColumn.bare("b"), WireColumn.bare("c")), List.of("c", "a"));
        RecordKeys keys = RecordKeys.of(Mode.TEXT, schema, null, "|");
        assertThat(keys.keyOf(new Object[] {10L, "x", "é"})).isEqualTo("é|10".getBytes(StandardCharsets.UTF_8));
        assertThat(keys.keyOf(new Object[] {null, "x", null})).isEqualTo("|".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hmacNeedsAKey() {
        assertThatThrownBy(() -> RecordKeys.of(Mode.HMAC, schema(List.of()), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need an encryption key");
    }

    @Test
    void aShortRowHasNoKey() {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() ->
                            RecordKeys.of(mode, schema(List.of("db")), KEY).keyOf(new Object[] {"a", "1"}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a row of 2 values for 3 columns");
        }
    }

    @Test
    void modesAreReadInAnyCase() {
        assertThat(Mode.parse("Hmac")).isEqualTo(Mode.HMAC).hasToString("hmac");
        assertThatThrownBy(() -> Mode.parse("sha1"))
                .hasMessage("no key mode \"sha1\": write hmac, columns, text or md5");
    }

    private static RowSchema schema(List<String> key) {
        return new RowSchema(
                Vectors.list(FILE, "columns").stream()
                        .map(column -> WireColumn.of(Vectors.text(column, "name"), Vectors.text(column, "type")))
                        .toList(),
                key);
    }
}
