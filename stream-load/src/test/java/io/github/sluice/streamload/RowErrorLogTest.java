package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowErrorLogTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            NULL value in non-nullable column 'c' | NULL in NOT NULL column c
            Value 'MARK' is out of range. The type of 'c' is BIGINT | value out of range for column c of type BIGINT
            Value 'MARK' is out of range. The type of 'MARK' is X' is out of range. The type of 'c' is INT | value out of range for column c of type INT
            Decimal '1234.50MARK' is out of range. The type of 'c' is DECIMAL64(5,2). | decimal out of range for column c of type DECIMAL64(5,2)
            String 'MARK'(length=12) is too long. The max length of 'c' is 4 | text too long for column c of at most 4 bytes
            Value length is beyond the capacity. column=c, capacity=4 | value too long for column c of capacity 4
            Value is overflow. column=c, value=MARK | number too large for column c
            Unable to cast string value to BIGINT. value=MARK, column=c | text that is not BIGINT for column c
            Unsupported value type. Numeric type is required. column=c | Numeric type is required for column c
            Something new about 'MARK' | a reason of unknown form, withheld because it may quote values
            """)
    void reasonsKeepColumnAndTypeAndLoseValues(String line, String expected) {
        List<RowError> errors = RowErrorLog.parse("Error: " + line + ". Row: {\"c\":\"MARK\"}\n");

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).reason()).isEqualTo(expected).doesNotContain("MARK");
        assertThat(errors.get(0).toString()).doesNotContain("MARK");
        assertThat(errors.get(0).rowText()).isEqualTo("{\"c\":\"MARK\"}");
    }

    @Test
    void everyEntryIsFoundAlsoWhenRowsHoldNewlines() {
        List<RowError> errors = RowErrorLog.parse("Error: NULL value in non-nullable column 'a'. Row: {\n\"a\":null}\n"
                + "Error: NULL value in non-nullable column 'b'. Row: x\n");

        assertThat(errors).extracting(RowError::rowText).containsExactly("{\n\"a\":null}", "x");
    }

    @Test
    void aPageThatIsNoErrorLogGivesNoErrors() {
        assertThat(RowErrorLog.parse("<html>404</html>")).isEmpty();
        assertThat(RowErrorLog.parse("")).isEmpty();
    }
}
