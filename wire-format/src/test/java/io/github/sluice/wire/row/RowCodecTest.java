package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowCodecTest {
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    WireColumn.of("id", "bigint"),
                    WireColumn.of("big", "bigint unsigned"),
                    WireColumn.of("amount", "decimal(20,6)"),
                    WireColumn.of("ratio", "double"),
                    WireColumn.of("名称", "varchar(20)")),
            List.of("id"));

    private final RowCodec codec = new RowCodec(SCHEMA);

    @Nested
    class Encoding {
        @Test
        void keysAreInSchemaOrderAndNullsAreWritten() { // inventory #37, #173
            Object[] wire = codec.normalise(new Object[] {1L, null, "1.5", 0.5, "a\"\\\n\t\r\u0001\u007f中😀/"});
            assertThat(utf8(codec.encode(wire)))
                    .isEqualTo("{\"id\":1,\"big\":null,\"amount\":\"1.500000\",\"ratio\":0.5,"
                            + "\"名称\":\"a\\\"\\\\\\n\\t\\r\\u0001\u007f中😀/\"}");
        }

        /** Java before 19 writes some in more digits than they need. */
        @ParameterizedTest
        @ValueSource(
                doubles = {2.0E-3, 2.2E-3, 2.0E23, 1.0E23, 2.2250738585072014E-308, 9007199254740993d, 1.1f, 4.9E-324})
        void doublesAreWrittenInTheFewestDigitsThatReadBackEqual(double number) {
            Object[] wire = codec.normalise(new Object[] {1L, null, null, number, null});
            String json = utf8(codec.encode(wire));
            String text = json.replaceAll(".*\"ratio\":([^,]*),.*", "$1");
            assertThat(Double.parseDouble(text)).isEqualTo(number);
            assertThat(text.length())
                    .isLessThanOrEqualTo(Double.toString(number).length());
            assertThat(codec.decode(codec.encode(wire))).isEqualTo(wire);
        }

        @Test
        void bareColumnsAreWrittenByTheirClass() { // inventory #37: null, date, bytes, decimal, bool
            RowCodec bare = new RowCodec(new RowSchema(
                    "abcdefghi"
                            .chars()
                            .mapToObj(c -> WireColumn.bare("" + (char) c))
                            .toList(),
                    List.of()));
            Object[] wire = bare.normalise(new Object[] {
                1L,
                new BigInteger("9223372036854775808"),
                new BigDecimal("1E+3"),
                1e10,
                true,
                "2024-01-02 03:04:05",
                new byte[] {1, 2, 3, 4},
                null,
                BigInteger.TEN.negate()
            });
            assertThat(utf8(bare.encode(wire)))
                    .isEqualTo("{\"a\":1,\"b\":\"9223372036854775808\",\"c\":\"1000\",\"d\":1.0E10,\"e\":true,"
                            + "\"f\":\"2024-01-02 03:04:05\",\"g\":\"AQIDBA==\",\"h\":null,\"i\":-10}");
            assertThat(bare.decode(bare.encode(wire))).containsExactly(wire);
        }

        @Test
        void whatIsNoWireValueIsRefused() {
            for (Object value : new Object[] {1, BigDecimal.ONE, new byte[0], 'x', Double.NaN, "\ud83d"}) {
                assertThatThrownBy(() -> codec.encode(new Object[] {1L, null, null, null, value}))
                        .isInstanceOf(BadValueException.class)
                        .hasMessageStartingWith("column 名称: ");
            }
        }

        @Test
        void theDefaultCharsetDoesNotMatter() { // inventory #174; a second run of this class has ISO-8859-1
            byte[] json = codec.encode(new Object[] {1L, null, null, null, "中文é"});
            assertThat(utf8(json)).endsWith("\"名称\":\"中文é\"}");
            assertThat(codec.decode(json)[4]).isEqualTo("中文é");
        }
    }

    @Nested
    class Decoding {
        private static final String GOOD = "{\"id\":1,\"big\":\"2\",\"amount\":\"3.000000\",\"ratio\":4,\"名称\":\"x\"}";

        @Test
        void otherSpellingsComeBackInWireForm() {
            String json = " {\"名称\":\"\\u4e2d\",\"ratio\":4,\"amount\":3.5,\"big\":18446744073709551615 ,\"id\":1.0}\n";
            assertThat(decode(json)).containsExactly(1L, "18446744073709551615", "3.500000", 4.0, "中");
        }

        @Test
        void aDecimalNumberIsReadByItsText() {
            String digits = "12345678901234.123457";
            assertThat(decode("{\"id\":1,\"big\":null,\"amount\":" + digits + ",\"ratio\":null,\"名称\":null}")[2])
                    .isEqualTo(digits);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "5 | 5 | Long",
                    "-9223372036854775808 | -9223372036854775808 | Long",
                    "9223372036854775808 | 9223372036854775808 | String",
                    "0.1 | 0.1 | Double",
                    "1e2 | 100.0 | Double",
                    "0.1000000000000000055511151231257827 | 0.1000000000000000055511151231257827 | String",
                    "1e400 | 1e400 | String",
                    "true | true | Boolean",
                    "\"1.10\" | 1.10 | String",
                })
        void aBareColumnLosesNothing(String json, String text, String javaClass) {
            RowCodec bare = new RowCodec(new RowSchema(List.of(WireColumn.bare("a")), List.of()));
            Object value = bare.decode(("{\"a\":" + json + "}").getBytes(StandardCharsets.UTF_8))[0];
            assertThat(value).hasToString(text);
            assertThat(value.getClass().getSimpleName()).isEqualTo(javaClass);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"id\":1,\"big\":null,\"amount\":null,\"ratio\":null} | key 名称 is missing",
                    "{} | key id is missing",
                    "{\"id\":1,\"id\":1} | key id is repeated",
                    "{\"id\":1,\"ID\":1} | key ID is not a column",
                    "{\"__op\":0} | key __op is not a column",
                    "[] | not a JSON object",
                    "null | not a JSON object",
                    "1 | not a JSON object",
                    "`` | not a JSON object",
                    "{ | not JSON in UTF-8",
                    "{\"id\":1 | not JSON in UTF-8",
                    "{\"id\":01} | not JSON in UTF-8",
                    "{\"id\":+1} | not JSON in UTF-8",
                    "{\"id\":NaN} | not JSON in UTF-8",
                    "{id:1} | not JSON in UTF-8",
                    "{\"id\":1,} | not JSON in UTF-8",
                    "{\"id\":1.5} | column id: has a fraction",
                    "{\"id\":\"1\"} | column id: a JSON string where bigint has a number",
                    "{\"id\":true} | column id: a JSON boolean where bigint has a number",
                    "{\"id\":{}} | column id: a JSON object where bigint has a number",
                    "{\"id\":[]} | column id: a JSON array where bigint has a number",
                    "{\"id\":9223372036854775808} | column id: out of range of bigint",
                    "{\"名称\":1} | column 名称: a JSON number where varchar(20) has a string",
                    "{\"amount\":true} | column amount: a JSON boolean where decimal(20,6) has a string",
                    "{\"amount\":\"1.0000001\"} | column amount: has more than 6 fraction digits",
                    "{\"ratio\":1e400} | column ratio: not a finite number",
                    "{\"ratio\":\"1\"} | column ratio: a JSON string where double has a number",
                })
        void whatIsNotThisRowIsRefusedByName(String json, String message) {
            assertThatThrownBy(() -> decode(json))
                    .isInstanceOf(BadRowException.class)
                    .hasMessage(message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", " ", "{}", "\"", "\u0000"})
        void nothingMayFollowTheObject(String more) {
            assertThat(decode(GOOD)).hasSize(5);
            if (more.isBlank() && !more.equals("\u0000")) {
                assertThat(decode(GOOD + more)).hasSize(5);
            } else {
                assertThatThrownBy(() -> decode(GOOD + more)).isInstanceOf(BadRowException.class);
            }
        }

        @Test
        void otherEncodingsAreRefused() {
            for (Charset charset : List.of(
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_16,
                    Charset.forName("UTF-32"),
                    Charset.forName("GBK"),
                    StandardCharsets.ISO_8859_1)) {
                String text = charset == StandardCharsets.ISO_8859_1 ? GOOD.replace("\"x\"", "\"é\"") : GOOD;
                byte[] json = text.replace("名称", charset == StandardCharsets.ISO_8859_1 ? "é" : "名称")
                        .getBytes(charset);
                assertThatThrownBy(() -> codec.decode(json)).isInstanceOf(BadRowException.class);
            }
            byte[] marked = ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> codec.decode(marked)).isInstanceOf(BadRowException.class);
        }

        @Test
        void extraKeysAreReadPastOnlyWhereAllowed() {
            RowCodec tolerant = RowCodec.allowingExtraKeys(SCHEMA, "__op");
            Map<String, @Nullable Object> extras = new HashMap<>();
            byte[] json = GOOD.replace("}", ",\"__op\":1}").getBytes(StandardCharsets.UTF_8);
            assertThat(tolerant.decode(json, extras)).containsExactly(decode(GOOD));
            assertThat(extras).containsExactly(Map.entry("__op", 1L));
            assertThat(tolerant.decode(json)).containsExactly(decode(GOOD));
            assertThat(tolerant.decode(GOOD.getBytes(StandardCharsets.UTF_8))).hasSize(5);
            byte[] twice = GOOD.replace("}", ",\"__op\":1,\"__op\":1}").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> tolerant.decode(twice)).hasMessage("key __op is repeated");
            byte[] other = GOOD.replace("}", ",\"__row\":1}").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> tolerant.decode(other)).hasMessage("key __row is not a column");
        }

        @Test
        void longTextAndDeepJsonTextSurvive() {
            String longText = "中".repeat(8_000_000); // beyond the parser's own default limit of 20,000,000 bytes
            byte[] json = codec.encode(new Object[] {1L, null, null, null, longText});
            assertThat(codec.decode(json)[4].equals(longText)).isTrue();
        }

        private Object[] decode(String json) {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void schemasAreChecked() {
        WireColumn a = WireColumn.bare("a");
        assertThatThrownBy(() -> new RowSchema(List.of(), List.of())).hasMessage("a row needs at least one column");
        assertThatThrownBy(() -> new RowSchema(Arrays.asList(a, a), List.of())).hasMessage("column a is named twice");
        assertThatThrownBy(() -> new RowSchema(List.of(a), List.of("b")))
                .hasMessage("key column b is not among the columns");
        assertThatThrownBy(() -> new RowSchema(List.of(a), List.of("a", "a")))
                .hasMessage("key column a is named twice");
        assertThatThrownBy(() -> WireColumn.bare("")).hasMessage("a column needs a name");
        assertThat(new RowSchema(List.of(a, WireColumn.bare("A")), List.of("A")).identity())
                .containsExactly(1);
        assertThat(new RowSchema(List.of(a, WireColumn.bare("A")), List.of()).identity())
                .containsExactly(0, 1);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
