package io.github.sluice.testbed.starrocks.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** starrocks.md 7.1, row by row. */
class JsonConverterTest {
    private static final Object INVALID = new Object() {
        @Override
        public String toString() {
            return "invalid";
        }
    };

    private static Object convert(String json, String type) throws IOException {
        byte[] body = ("[ " + json + " ,null]").getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(new ByteArrayInputStream(body))) {
            parser.nextToken();
            parser.nextToken();
            Object value = JsonConverter.convert(
                    parser,
                    (from, to) -> Arrays.copyOfRange(body, (int) from, (int) to),
                    StarRocksType.parse(type),
                    "c");
            assertThat(parser.nextToken().isScalarValue())
                    .as("the parser stands at the value's end")
                    .isTrue();
            return value;
        }
    }

    static List<Arguments> rows() {
        return List.of(
                Arguments.of("tinyint", "127", 127L),
                Arguments.of("tinyint", "128", INVALID),
                Arguments.of("tinyint", "-128", -128L),
                Arguments.of("int", "1.9", 1L),
                Arguments.of("int", "-1.9", -1L),
                Arguments.of("int", "\"12\"", 12L),
                Arguments.of("int", "\" 12 \"", 12L),
                Arguments.of("int", "\"1.9e1\"", 19L),
                Arguments.of("int", "true", INVALID),
                Arguments.of("int", "{\"a\":[1,{}]}", INVALID),
                Arguments.of("int", "[1,[2]]", INVALID),
                Arguments.of("int", "\"\"", INVALID),
                Arguments.of("bigint", "9223372036854775807", Long.MAX_VALUE),
                Arguments.of("bigint", "9223372036854775808", INVALID),
                Arguments.of("bigint", "\"9223372036854775807\"", Long.MAX_VALUE),
                Arguments.of("bigint", "\"18446744073709551615\"", INVALID),
                Arguments.of("largeint", "\"18446744073709551615\"", new BigInteger("18446744073709551615")),
                Arguments.of(
                        "largeint",
                        "170141183460469231731687303715884105727",
                        new BigInteger("170141183460469231731687303715884105727")),
                Arguments.of("largeint", "170141183460469231731687303715884105728", INVALID),
                Arguments.of("largeint", "-5", BigInteger.valueOf(-5)),
                Arguments.of("double", "0.1", 0.1),
                Arguments.of("double", "\"1e3\"", 1000.0),
                Arguments.of("double", "\"abc\"", INVALID),
                Arguments.of("double", "1e400", INVALID),
                Arguments.of("double", "\"0x10\"", INVALID),
                Arguments.of("double", "\"1d\"", INVALID),
                Arguments.of("float", "0.1", (double) 0.1f),
                Arguments.of("float", "1e39", INVALID),
                Arguments.of("boolean", "true", true),
                Arguments.of("boolean", "0", false),
                Arguments.of("boolean", "7", true),
                Arguments.of("boolean", "\"false\"", false),
                Arguments.of("boolean", "\"1\"", true),
                Arguments.of("boolean", "\"yes\"", INVALID),
                Arguments.of("boolean", "{}", INVALID),
                Arguments.of("decimal(20,6)", "12345678901234.567891", new BigDecimal("12345678901234.567891")),
                Arguments.of("decimal(20,6)", "\"12345678901234.567891\"", new BigDecimal("12345678901234.567891")),
                Arguments.of("decimal(5,2)", "1e2", new BigDecimal("100.00")),
                Arguments.of("decimal(5,2)", "\"abc\"", INVALID),
                Arguments.of("decimal(5,2)", "{}", INVALID),
                Arguments.of("varchar(3)", "\"中\"", "中"),
                Arguments.of("varchar(2)", "\"中\"", INVALID),
                Arguments.of("varchar(20)", "1.50", "1.50"),
                Arguments.of("varchar(20)", "1E5", "1E5"),
                Arguments.of("varchar(20)", "true", "1"),
                Arguments.of("varchar(20)", "false", "0"),
                Arguments.of(
                        "varchar(40)",
                        "{ \"b\" : [1, \"x y\"] , \"a\":\"\\u4e2d\\\"\" }",
                        "{\"b\":[1,\"x y\"],\"a\":\"\\u4e2d\\\"\"}"),
                Arguments.of("varchar(4)", "\"😀\"", "😀"),
                Arguments.of("date", "20240102", LocalDate.of(2024, 1, 2)),
                Arguments.of("date", "\"2024-01-02 03:04:05\"", LocalDate.of(2024, 1, 2)),
                Arguments.of("date", "1700000000", INVALID),
                Arguments.of("datetime", "\"2024-01-02\"", LocalDateTime.of(2024, 1, 2, 0, 0)),
                Arguments.of("datetime", "true", INVALID),
                Arguments.of("json", "{\"b\":1,\"a\":2,\"b\":3}", "{\"a\": 2, \"b\": 1}"),
                Arguments.of("json", "\"text\"", "\"text\""),
                Arguments.of("json", "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":1}\""),
                Arguments.of("json", "12", "12"),
                Arguments.of("json", "false", "false"),
                Arguments.of("json", "[ 1 , 2 ]", "[1, 2]"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void valuesBecomeWhatTheTableSays(String type, String json, Object expected) throws IOException {
        Object value = convert(json, type);

        if (expected == INVALID) {
            assertThat(value).isInstanceOf(Rejected.class);
            assertThat(((Rejected) value).always()).isFalse();
        } else {
            assertThat(value).isEqualTo(expected);
        }
    }

    @Test
    void jsonNullIsNullInEveryType() throws IOException {
        for (String type :
                List.of("int", "largeint", "double", "decimal(9,2)", "boolean", "varchar(1)", "date", "json")) {
            assertThat(convert("null", type)).as(type).isNull();
        }
    }

    @Test
    void binaryIsTheTextsOwnBytesWithoutDecoding() throws IOException {
        assertThat((byte[]) convert("\"AAE=\"", "varbinary")).isEqualTo("AAE=".getBytes(StandardCharsets.UTF_8));
        assertThat(convert("\"AAE=\"", "varbinary(3)")).isInstanceOf(Rejected.class);
    }

    @Test
    void aDecimalOverItsPrecisionIsRejectedInEitherMode() throws IOException {
        Rejected rejected = (Rejected) convert("1234.5", "decimal(5,2)");
        assertThat(rejected.always()).isTrue();
        assertThat(convert("123456789012", "decimal(5,2)")).isInstanceOf(Rejected.class);
        assertThat(((Rejected) convert("123456789012", "decimal(5,2)")).always())
                .isFalse();
    }

    @Test
    void whatMysqlCannotKeepFailsInsteadOfChanging() {
        assertThatThrownBy(() -> convert("\"NaN\"", "double")).isInstanceOf(UnstorableValueException.class);
        assertThatThrownBy(() -> convert("\"-inf\"", "float")).isInstanceOf(UnstorableValueException.class);
    }

    @Test
    void halfASurrogatePairBreaksTheDocument() {
        assertThatThrownBy(() -> convert("\"\\ud800\"", "varchar(10)")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> convert("\"\\ud800\"", "json")).isInstanceOf(MalformedTextException.class);
    }
}
