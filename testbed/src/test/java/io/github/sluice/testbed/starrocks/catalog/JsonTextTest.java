package io.github.sluice.testbed.starrocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The print form of JSON values (9.6). */
final class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"b\":2,\"a\":1}|{\"a\": 1, \"b\": 2}",
                "[1,[],{},null,true,\"\"]|[1, [], {}, null, true, \"\"]",
                "{\"a\":1,\"a\":2}|{\"a\": 1}",
                "{\"aa\":1,\"b\":{\"d\":0,\"c\":\"中\\n\\\"\"}}|{\"aa\": 1, \"b\": {\"c\": \"中\\n\\\"\", \"d\": 0}}",
                "9223372036854775807|9223372036854775807",
                "18446744073709551615|18446744073709551615",
                "18446744073709551616|18446744073709552000",
                "1.5|1.5",
                "\"x\"|\"x\"",
                "null|null",
            })
    void oneLineSortedKeysBlanks(String text, String canonical) {
        // 2^64 as a double: compared as a number, its print form has more than one legal length
        String found = JsonText.canonical(text);
        if (text.equals("18446744073709551616")) {
            assertThat(Double.parseDouble(found)).isEqualTo(0x1p64);
        } else {
            assertThat(found).isEqualTo(canonical);
            assertThat(JsonText.canonical(found)).isEqualTo(found);
        }
    }

    /** Recorded results of StarRocks; only objects, arrays and quoted strings are really parsed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "NULL",
            value = {
                "123|\"123\"",
                "true|\"true\"",
                "3.14159|\"3.14159\"",
                "\"hello\"|\"hello\"",
                "{}|{}",
                "{|NULL",
                "{\"a\":}|NULL",
                "null|NULL",
                "[1,2,3]|[1, 2, 3]",
                "1985-07-10 01:35:29|\"1985-07-10 01:35:29\""
            })
    void parseJsonMakesStringsOfScalars(String text, String json) {
        assertThat(JsonText.parseJson(text)).isEqualTo(json);
    }

    /** U+FF01 is below U+1F600 in UTF-8, but above its first surrogate in UTF-16. */
    @Test
    void keysAreSortedByTheirBytes() {
        assertThat(JsonText.canonical("{\"😀\":1,\"！\":2,\"中\":3,\"b\":4,\"aa\":5,\"a\":6,\"B\":7,\"\":8}"))
                .isEqualTo("{\"\": 8, \"B\": 7, \"a\": 6, \"aa\": 5, \"b\": 4, \"中\": 3, \"！\": 2, \"😀\": 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{'a':1}", "1 2", "nul", "{\"a\":NaN}", "[1,]"})
    void whatIsNotOneJsonValueIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.canonical(text));
    }
}
