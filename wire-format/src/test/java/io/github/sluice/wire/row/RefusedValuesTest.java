package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit its column is refused with the column's name and a reason, and without the value. */
class RefusedValuesTest {
    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("tinyint", 128L, "out of range of tinyint"),
                arguments("tinyint", "-129", "out of range of tinyint"),
                arguments("int unsigned", -1L, "out of range of int unsigned"),
                arguments("year", 2156L, "out of range of year"),
                arguments("bit(3)", 8L, "out of range of bit(3)"),
                arguments("bigint", new BigInteger("9223372036854775808"), "out of range of bigint"),
                arguments("bigint", new BigDecimal("1e5000000"), "out of range of bigint"),
                arguments("int", "1.5", "has a fraction"),
                arguments("int", 1.0, "needs a whole number, got Double"),
                arguments("int", "", "not a number"),
                arguments("int", "0x10", "not a number"),
                arguments("int", " 1", "not a number"),
                arguments("int", "١", "not a number"), // a digit to Java, not to MySQL
                arguments("int", new byte[] {1}, "needs a whole number, got byte[]"),
                arguments("bigint unsigned", -1L, "out of range of bigint unsigned"),
                arguments("bigint unsigned", "18446744073709551616", "out of range of bigint unsigned"),
                arguments("bit(64)", new byte[9], "needs a whole number, got byte[]"),
                arguments("decimal(5,2)", "1.234", "has more than 2 fraction digits"),
                arguments("decimal(5,2)", "1000.00", "out of range of decimal(5,2)"),
                arguments("decimal(5,2)", "1e400", "out of range of decimal(5,2)"),
                arguments("decimal(5,5)", "1.00000", "out of range of decimal(5,5)"),
                arguments("decimal(5,2)", 1.5, "needs an exact number, got Double"),
                arguments("decimal(5,2)", "1,50", "not a number"),
                arguments("decimal(5,2)", "12.٣٤", "not a number"),
                arguments("decimal(5,2)", true, "needs an exact number, got Boolean"),
                arguments("double", Double.NaN, "not a finite number"),
                arguments("double", "NaN", "not a number"),
                arguments("double", "Infinity", "not a number"),
                arguments("double", "1e400", "not a finite number"),
                arguments("double", "1d", "not a number"),
                arguments("double", "0x1p3", "not a number"),
                arguments("double", " 1", "not a number"),
                arguments("double", "", "not a number"),
                arguments("double", "1e", "not a number"),
                arguments("double", true, "needs a number, got Boolean"),
                arguments("date", "2024-1-2", "not a date YYYY-MM-DD"),
                arguments("date", "2024-01-02 00:00:00", "not a date YYYY-MM-DD"),
                arguments("date", 1700000000000L, "an epoch number"),
                arguments("datetime", "2024-01-02", "not a date and time"),
                arguments("datetime", "2024-01-02T03:04:05", "not a date and time"),
                arguments("datetime", "2024-01-02 24:00:00", "not a date and time"),
                arguments("datetime", "2024-01-02 03:60:00", "not a date and time"),
                arguments("datetime", "2024-01-02 03:04:60", "not a date and time"),
                arguments("datetime", "2024-01-02 03:04:05.", "not a date and time"),
                arguments("datetime(6)", "2024-01-02 03:04:05.1234567", "not a date and time"),
                arguments("datetime(6)", "2024-01-02 03:04:05.12x", "not a date and time"),
                arguments("datetime", "2024-01-02 03:04:05Z", "not a date and time"),
                arguments("datetime", "2024-01-02 03:04:05+08:00", "not a date and time"),
                arguments("datetime", new Date(0), "needs text of CAST(column AS CHAR), got Date"),
                arguments("time", "1:02:03", "not a time"),
                arguments("time", "839:00:00", "not a time"),
                arguments("time", "01:60:00", "not a time"),
                arguments("time", "01:02", "not a time"),
                arguments("time", "", "not a time"),
                arguments("time", "--01:02:03", "not a time"),
                arguments("time", 5L, "an epoch number"),
                arguments("text", "\ud83d", "half of a surrogate pair"),
                arguments("text", "\ude00\ud83d", "half of a surrogate pair"),
                arguments("text", new byte[] {(byte) 0xff}, "bytes that are not UTF-8"),
                arguments("text", 1.5, "needs text, got Double"),
                arguments("text", true, "needs text, got Boolean"),
                arguments("enum('a','b')", 1L, "needs a member's name, got a number"),
                arguments("set('a','b')", new BigInteger("3"), "needs a member's name, got a number"),
                arguments("binary(2)", new byte[3], "longer than binary(2)"),
                arguments("binary(2)", "AAAA", "longer than binary(2)"),
                arguments("blob", "AA", "not Base64"),
                arguments("blob", "AB==", "not Base64"), // stray bits: AA== holds the same byte
                arguments("blob", "AAB=", "not Base64"),
                arguments("blob", "A===", "not Base64"),
                arguments("blob", "====", "not Base64"),
                arguments("blob", "A=AA", "not Base64"),
                arguments("blob", "AA-_", "not Base64"),
                arguments("blob", "AAAA\n", "not Base64"),
                arguments("blob", 1L, "needs bytes, got Long"),
                arguments("json", "", "empty text is not JSON"),
                arguments("json", "{", "not JSON"),
                arguments("json", "{\"a\":1,}", "not JSON"),
                arguments("json", "01", "not JSON"),
                arguments("json", "NaN", "not JSON"),
                arguments("json", "'a'", "not JSON"),
                arguments("json", "1 2", "more than one JSON value"),
                arguments("json", "{\"a\":1,\"a\":2}", "a JSON object repeats a key"),
                arguments("json", "1e400", "a JSON number beyond a double"),
                arguments("json", "[".repeat(300) + "]".repeat(300), "nested deeper"),
                arguments("json", true, "needs text, got Boolean"),
                arguments(null, Double.POSITIVE_INFINITY, "not a finite number"),
                arguments(null, new Date(0), "needs a String, number, Boolean or byte[], got Date"),
                arguments(null, "\ud83d", "half of a surrogate pair"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesColumnAndReasonNotTheValue(String type, Object value, String reason) {
        WireColumn column = type == null ? WireColumn.bare("colour") : WireColumn.of("colour", type);
        RowCodec codec = new RowCodec(new RowSchema(List.of(column), List.of()));
        BadValueException e =
                catchThrowableOfType(BadValueException.class, () -> codec.normalise(new Object[] {value}));
        assertThat(e).isNotNull();
        assertThat(e.column()).isEqualTo("colour");
        assertThat(e.reason()).startsWith(reason.equals("nested deeper") ? "JSON nested deeper" : reason);
        assertThat(e).hasMessage("column colour: " + e.reason());
        assertThat(codec.zeroDates()).isZero();
    }

    /** A marker in the value must not be in anything that may be logged, the stack of causes included. */
    @Test
    void theValueIsNowhereInTheException() {
        String marker = "hunter2";
        for (String type : List.of("int", "decimal(5,2)", "double", "date", "datetime", "time", "blob", "json")) {
            RowCodec codec = new RowCodec(new RowSchema(List.of(WireColumn.of("c", type)), List.of()));
            assertThatThrownBy(() -> codec.normalise(new Object[] {marker}))
                    .isInstanceOf(BadValueException.class)
                    .satisfies(e -> {
                        for (Throwable t = e; t != null; t = t.getCause()) {
                            assertThat(t.toString()).doesNotContain(marker);
                        }
                    });
        }
    }

    @Test
    void aShortRowIsRefusedNamingBothSizes() {
        RowCodec codec = new RowCodec(new RowSchema(List.of(WireColumn.bare("a"), WireColumn.bare("b")), List.of()));
        for (Object[] row : new Object[][] {{}, {1L}, {1L, 2L, 3L}}) {
            String both = "a row of " + row.length + " values for 2 columns"; // inventory #30, #173
            assertThatThrownBy(() -> codec.normalise(row))
                    .isInstanceOf(BadRowException.class)
                    .hasMessage(both);
            assertThatThrownBy(() -> codec.encode(row))
                    .isInstanceOf(BadRowException.class)
                    .hasMessage(both);
            assertThatThrownBy(() -> new EqualityForm(codec.schema()).frame(row))
                    .isInstanceOf(BadRowException.class)
                    .hasMessage(both);
        }
    }
}
